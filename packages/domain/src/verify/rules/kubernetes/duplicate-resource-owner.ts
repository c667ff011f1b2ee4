import { quoteName, showPath } from '../../../names.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { objectFinding } from '../../facts/kubernetes/object-finding.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type Definition, describeObject, repeatedDefinitions } from './defined-objects.ts';

export const duplicateResourceOwner: Rule = {
  id: 'duplicate-resource-owner',
  title: 'No object of an environment is deployed by two Applications',
  severity: 'error',
  incident: '004 4.5',
  help: 'Let one Application have it: remove the object, or the source, from the other.',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    /** Files that two Applications have in common, by the pair: one mistake, whatever is in them. */
    const shared = new Map<string, { first: Definition; other: Definition; count: number }>();
    for (const definitions of repeatedDefinitions(context)) {
      const [first, ...others] = definitions;
      if (!first) continue;
      const reported = new Set([first.application.name]);
      for (const other of others) {
        if (reported.has(other.application.name)) continue;
        reported.add(other.application.name);
        // One directory of two Applications is another rule's.
        if (first.source.path === other.source.path) continue;
        if (first.object.document !== other.object.document) {
          yield twoFiles(first, other);
          continue;
        }
        const pair = JSON.stringify([first.application.name, other.application.name, other.application.environment]);
        const known = shared.get(pair);
        if (known) known.count += 1;
        else shared.set(pair, { first, other, count: 1 });
      }
    }
    for (const [key, { first, other, count }] of shared) yield { ...sharedFiles(first, other, count), key };
  },
};

const effect = 'each undoes what the other syncs, and deleting one takes it from the other';

function twoFiles(first: Definition, other: Definition): RuleFinding {
  const { object, application } = other;
  const message = `${describeObject(other)} of Application ${quoteName(application.name)} is deployed by Application ${quoteName(first.application.name)} too, from ${showPath(first.object.file)}: ${effect}`;
  return objectFinding(object, application.environment, ['metadata', 'name'], message);
}

/** What to edit is the source, not the files. */
function sharedFiles(first: Definition, other: Definition, count: number): RuleFinding {
  const { object, application, source } = other;
  const more = count === 1 ? '' : ` and ${count - 1} more`;
  const message = `Applications ${quoteName(first.application.name)} and ${quoteName(application.name)} both deploy ${describeObject(other)} of ${showPath(object.file)}${more}: ${effect}`;
  return applicationFinding(application, [...source.at, 'path'], message);
}
