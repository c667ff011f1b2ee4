import { listFew, quoteName, showPath } from '../../../names.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { renamedSubscription } from './notification-fix.ts';
import { judgedSubscriptions, notificationsNeeds } from './notifications.ts';

export const notificationServiceUndefined: Rule = {
  id: 'notification-service-undefined',
  title: 'Every subscription names a notification service that its environment defines',
  severity: 'error',
  incident: '004 4.3',
  help: 'Name the service as argocd-notifications-cm addresses it (service.webhook.x is addressed as x), or define it there.',
  needs: [...notificationsNeeds],
  *check(context) {
    for (const { application, subscription, config } of judgedSubscriptions(context)) {
      const { service, key } = subscription;
      if (config.services.has(service)) continue;
      const where = listFew(config.files.map(showPath));
      const message = `Application ${quoteName(application.name)} sends notifications to service ${quoteName(service)}, which ${where} does not define: nobody is told (defined: ${listFew([...config.services].map(quoteName)) || 'none'})`;
      yield {
        ...applicationFinding(application, ['metadata', 'annotations', key], message),
        key,
        cause: service,
        fix: renamedSubscription(application, subscription, { service: config.services }),
      };
    }
  },
};
