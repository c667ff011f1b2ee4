import { compareLocations } from '../../../location.ts';
import { expectedApplication } from '../../facts/argocd/environment-severity.ts';
import type { Rule } from '../../rule/rule.ts';
import { mayDeployMore } from './may-deploy-more.ts';
import { isNamedInUnread } from './service-source.ts';

export const serviceEnvDrift: Rule = {
  id: 'service-env-drift',
  title: 'Every service is in every environment',
  severity: 'warning',
  incident: '004 2.4',
  judgesDeployment: true,
  help: 'Add the Application that is missing, or waive the difference with a date.',
  needs: [],
  *check(context) {
    const mayBeIn = new Set(mayDeployMore(context));
    const environments = context.catalog.environments.filter(
      ({ name }) =>
        !mayBeIn.has(name) &&
        context.catalog.applications.some(({ environment, services }) => environment === name && services.length > 0),
    );
    for (const { name, kind } of context.catalog.services) {
      if (kind === 'infra' || isNamedInUnread(name, context)) continue;
      const applications = (context.deployedBy.get(name) ?? []).filter(({ environment }) => environment !== null);
      const [first] = applications
        .map(({ document, environment }) => ({ location: document.locate(['metadata', 'name']), environment }))
        .sort((a, b) => compareLocations(a.location, b.location));
      if (!first) continue;
      const present = new Set(applications.map(({ environment }) => environment));
      // Who adds a service says where it runs.
      const wanted = context.added.get(name)?.environments;
      for (const environment of environments) {
        if (present.has(environment.name) || wanted?.includes(environment.name) === false) continue;
        yield {
          location: first.location,
          subject: name,
          environment: environment.name,
          message: `service ${name} is in ${first.environment} and not in ${environment.name}: what runs in one is not what runs in the other${expectedApplication(name, [environment], context)}`,
        };
      }
    }
  },
};
