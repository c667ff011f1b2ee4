import { listFew, quoteName, showPath } from '../../../names.ts';
import { kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import type { Rule } from '../../rule/rule.ts';
import { renamedSubscription } from './notification-fix.ts';
import { notificationsOf, subscriptionsOf } from './notifications.ts';

export const notificationServiceUndefined: Rule = {
  id: 'notification-service-undefined',
  title: 'Every subscription names a notification service that its environment defines',
  severity: 'error',
  incident: '004 4.3',
  help: 'Name the service as argocd-notifications-cm addresses it (service.webhook.x is addressed as x), or define it there.',
  needs: [yamlFiles, kustomizations],
  *check(context) {
    for (const application of context.catalog.applications) {
      const { name, environment, document } = application;
      const subscriptions = subscriptionsOf(application);
      const config = subscriptions.length === 0 ? null : notificationsOf(environment, context);
      if (!config) continue;
      for (const subscription of subscriptions) {
        const { service, key } = subscription;
        if (config.services.has(service)) continue;
        const where = listFew(config.files.map(showPath));
        yield {
          location: document.locate(['metadata', 'annotations', key]),
          subject: name,
          ...(environment === null ? {} : { environment }),
          message: `Application ${quoteName(name)} sends notifications to service ${quoteName(service)}, which ${where} does not define: nobody is told (defined: ${listFew([...config.services].map(quoteName)) || 'none'})`,
          key,
          fix: renamedSubscription(application, subscription, { service: config.services }),
        };
      }
    }
  },
};
