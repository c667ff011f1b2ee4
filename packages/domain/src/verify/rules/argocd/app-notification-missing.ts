import type { Application } from '../../../argocd/application.ts';
import { groupInto } from '../../../grouping.ts';
import { compareText } from '../../../location.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { keysAt } from '../../../yaml/value.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { projectsOf } from './app-projects.ts';
import { annotationsOf } from './application-annotations.ts';
import { applicationTree } from './application-parents.ts';
import { addedSubscriptions, triggerName } from './notification-fix.ts';
import { notificationsOf, subscriptionsOf } from './notifications.ts';

export const appNotificationMissing: Rule = {
  id: 'app-notification-missing',
  title: 'Every service of an environment notifies of what the others do',
  severity: 'notice',
  incident: '004 4.3',
  help: 'Add the annotations notifications.argoproj.io/subscribe.TRIGGER.SERVICE that its siblings have.',
  needs: [...sourceManifestsNeeds],
  *check(context) {
    for (const [environment, siblings] of servicesByEnvironment(context)) {
      if (notificationsOf(environment, context)?.subscribes) continue;
      const triggers = new Map(siblings.map((sibling) => [sibling, triggersOf(sibling)]));
      const counts = new Map<string, number>();
      for (const names of triggers.values()) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
      // What most have, and at least two.
      const usual = [...counts].filter(([, count]) => count >= 2 && count * 2 > siblings.length).map(([name]) => name);
      for (const [application, names] of triggers) {
        const missing = usual.filter((name) => !names.has(name)).sort(compareText);
        if (missing.length === 0 || subscribedByProject(application, context)) continue;
        const message = `Application ${quoteName(application.name)} does not subscribe to ${listFew(missing.map(quoteName))} as most services of ${showPath(environment)} do: nobody is told when it happens`;
        yield {
          ...applicationFinding(application, ['metadata', 'annotations'], message),
          fix: addedSubscriptions(application, missing, siblings),
        };
      }
    }
  },
};

/** The Applications of services that an environment has, roots excepted. */
function servicesByEnvironment(context: RuleContext): Map<string, Application[]> {
  const tree = applicationTree(context);
  const found = new Map<string, Application[]>();
  for (const application of context.catalog.applications) {
    const { environment, service } = application;
    if (environment === null || service === null || tree.childrenOf(application).length > 0) continue;
    // The other form of a subscription, a text of YAML, is not read.
    if (annotationsOf(application).has('notifications.argoproj.io/subscriptions')) continue;
    groupInto(found, environment, application);
  }
  return found;
}

function triggersOf(application: Application): Set<string> {
  return new Set(subscriptionsOf(application).map(triggerName));
}

function subscribedByProject(application: Application, context: RuleContext): boolean {
  return projectsOf(application, context).some(({ object }) =>
    keysAt(object.value, 'metadata', 'annotations').some((key) => key.startsWith('notifications.argoproj.io/')),
  );
}
