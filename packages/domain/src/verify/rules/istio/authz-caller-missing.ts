import { groupBy } from '../../../grouping.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import type { Rule } from '../../rule/rule.ts';
import { callerLists, callerListsNeeds, isForCaller } from './authorization-policies.ts';
import { serviceCallers, serviceCallersNeeds } from './service-calls.ts';

export const authzCallerMissing: Rule = {
  id: 'authz-caller-missing',
  title: 'Every service that calls another is among the callers of its policy',
  severity: 'warning',
  incident: '003 9.2',
  help: 'Add the caller to the policy, or remove the address from its configuration.',
  needs: [...callerListsNeeds, ...serviceCallersNeeds],
  *check(context) {
    const byTarget = groupBy(callerLists(context), ({ target }) => target);
    if (byTarget.size === 0) return;
    const reported = new Set<string>();
    for (const caller of serviceCallers(context)) {
      for (const { host, namespace, url, file } of caller.calls) {
        const called = namespace ?? caller.namespace;
        const lists = (byTarget.get(host) ?? []).filter(
          (list) =>
            (list.namespace === null || called === null || list.namespace === called) &&
            isForCaller(list, caller, context),
        );
        const [list] = lists;
        if (!list || host === caller.name || lists.some(({ allows }) => allows(caller))) continue;
        const key = JSON.stringify([list.location, caller.name, caller.environment]);
        if (reported.has(key)) continue;
        reported.add(key);
        yield {
          location: list.location,
          subject: caller.name,
          ...present({ environment: caller.environment }),
          key: `${list.target} ${caller.name}`,
          message: `${caller.name} calls ${quoteName(url)} (${showPath(file)}), and ${list.what} does not name it: its calls are refused with 403`,
        };
      }
    }
  },
};
