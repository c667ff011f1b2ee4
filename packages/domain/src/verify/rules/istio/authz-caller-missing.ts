import { quoteName, showPath } from '../../../names.ts';
import { helmTemplates, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import type { Rule } from '../../rule/rule.ts';
import { type CallerRule, callerRules, holdsFor } from './authorization-policies.ts';
import { serviceCallers } from './service-calls.ts';

export const authzCallerMissing: Rule = {
  id: 'authz-caller-missing',
  title: 'Every service that calls another is among the callers of its policy',
  severity: 'warning',
  incident: '003 9.2',
  help: 'Add the caller to the policy, or remove the address from its configuration.',
  needs: [yamlFiles, helmTemplates, kustomizations],
  *check(context) {
    const byTarget = new Map<string, CallerRule[]>();
    for (const rule of callerRules(context)) {
      const known = byTarget.get(rule.target);
      if (known) known.push(rule);
      else byTarget.set(rule.target, [rule]);
    }
    if (byTarget.size === 0) return;
    const said = new Set<string>();
    for (const caller of serviceCallers(context)) {
      for (const { host, namespace, url, file } of caller.calls) {
        const there = namespace ?? caller.namespace;
        const rules = (byTarget.get(host) ?? []).filter(
          (rule) =>
            (rule.namespace === null || there === null || rule.namespace === there) && holdsFor(rule, caller, context),
        );
        const [rule] = rules;
        if (!rule || host === caller.name || rules.some((one) => one.allows(caller))) continue;
        const key = JSON.stringify([rule.location, caller.name, caller.environment]);
        if (said.has(key)) continue;
        said.add(key);
        yield {
          location: rule.location,
          subject: caller.name,
          ...(caller.environment === null ? {} : { environment: caller.environment }),
          key: `${rule.target} ${caller.name}`,
          message: `${caller.name} calls ${quoteName(url)} (${showPath(file)}), and ${rule.what} does not name it: its calls are refused with 403`,
        };
      }
    }
  },
};
