import { listFew, quoteName, showPath } from '../../../names.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { renamedSubscription } from './notification-fix.ts';
import { judgedSubscriptions, notificationsNeeds } from './notifications.ts';

export const notificationTriggerUndefined: Rule = {
  id: 'notification-trigger-undefined',
  title: 'Every subscription names a trigger that its environment defines',
  severity: 'error',
  incident: '004 4.3',
  help: 'Correct the trigger in the annotation, or define it as trigger.NAME in argocd-notifications-cm.',
  needs: [...notificationsNeeds],
  *check(context) {
    for (const { application, subscription, config } of judgedSubscriptions(context)) {
      const { trigger, service, key } = subscription;
      // A service that is not there has no triggers either; that is another rule's.
      const defaults = config.hasDefaults(service) || !config.services.has(service);
      if (trigger === null ? defaults : config.triggers.has(trigger)) continue;
      const where = listFew(config.files.map(showPath));
      const what = trigger === null ? `the default triggers of ${quoteName(service)}` : `trigger ${quoteName(trigger)}`;
      const message = `Application ${quoteName(application.name)} subscribes to ${what}, which ${where} does not define: the notification is never sent (defined: ${listFew([...config.triggers].map(quoteName)) || 'none'})`;
      yield {
        ...applicationFinding(application, ['metadata', 'annotations', key], message),
        key,
        cause: JSON.stringify([trigger, service]),
        fix: trigger === null ? null : renamedSubscription(application, subscription, { trigger: config.triggers }),
      };
    }
  },
};
