import { compareText } from '../../../location.ts';
import { quoteName, showPath } from '../../../names.ts';
import { ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { objectFinding } from '../../facts/kubernetes/object-finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { describeObject, repeatedDefinitions } from './defined-objects.ts';

export const duplicateDefinitionDiverged: Rule = {
  id: 'duplicate-definition-diverged',
  title: 'An object that is written out twice says the same in both places',
  severity: 'warning',
  incident: '004 4.5',
  help: 'Keep one of the definitions and remove the other.',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    const reported = new Set<string>();
    for (const definitions of repeatedDefinitions(context)) {
      const [first, ...others] = definitions;
      if (!first) continue;
      for (const other of others) {
        const { object, application } = other;
        const { environment } = application;
        const place = JSON.stringify([environment, object.file, object.document.index, object.at]);
        if (object.document === first.object.document || reported.has(place)) continue;
        const path = firstDifference(first.object.value, object.value);
        if (path === null) continue;
        reported.add(place);
        const message = `${describeObject(other)} is defined in ${showPath(first.object.file)} too, with another ${quoteName(path)}: the one that is applied last wins, and a change to the other does nothing`;
        yield {
          ...objectFinding(object, environment, ['metadata', 'name'], message),
          key: `${object.document.index} ${first.object.file}`,
        };
      }
    }
  },
};

/** The path of the first field, in the order of the keys, that two values do not share; null when they are the same. */
function firstDifference(a: unknown, b: unknown): string | null {
  const pending: [unknown, unknown, string][] = [[a, b, '']];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [one, two, path] = next;
    if (one === two) continue;
    if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) return path;
    if (Array.isArray(one) !== Array.isArray(two)) return path;
    const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(two))];
    const keys = [...new Set([...left.keys(), ...right.keys()])].sort(compareText);
    const missing = keys.find((key) => !left.has(key) || !right.has(key));
    if (missing !== undefined) return path === '' ? missing : `${path}.${missing}`;
    for (const key of keys.reverse())
      pending.push([left.get(key), right.get(key), path === '' ? key : `${path}.${key}`]);
  }
  return null;
}
