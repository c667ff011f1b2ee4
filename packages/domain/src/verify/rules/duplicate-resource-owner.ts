import { quoteName, showPath } from '../../catalog/names.ts';
import { type Definition, describeObject, repeatedDefinitions } from '../defined-objects.ts';
import type { Draft, Rule } from '../rule.ts';
import { kustomizations, yamlFiles } from '../select.ts';

export const duplicateResourceOwner: Rule = {
  id: 'duplicate-resource-owner',
  title: 'No object of an environment is deployed by two Applications',
  severity: 'error',
  seed: '004 4.5',
  help: 'Let one Application have it: remove the object, or the source, from the other.',
  needs: [yamlFiles, kustomizations],
  *check(model) {
    const pairs = new Set<string>();
    for (const definitions of repeatedDefinitions(model)) {
      const [first, ...others] = definitions;
      if (!first) continue;
      const said = new Set([first.application.name]);
      for (const other of others) {
        if (said.has(other.application.name)) continue;
        said.add(other.application.name);
        // One directory of two Applications is one mistake, and another rule's.
        if (first.source.path === other.source.path) continue;
        const shared = first.object.document === other.object.document;
        const pair = JSON.stringify([first.application.name, other.application.name, other.object.file]);
        if (shared && pairs.has(pair)) continue;
        pairs.add(pair);
        yield shared ? sharedFile(first, other) : twoFiles(first, other);
      }
    }
  },
};

const effect = 'each undoes what the other syncs, and deleting one takes it from the other';

function twoFiles(first: Definition, other: Definition): Draft {
  const { object, application } = other;
  const { name, environment } = application;
  return {
    location: object.document.locate([...object.at, 'metadata', 'name']),
    subject: object.name,
    ...(environment === null ? {} : { environment }),
    message: `${describeObject(other)} of Application ${quoteName(name)} is deployed by Application ${quoteName(first.application.name)} too, from ${showPath(first.object.file)}: ${effect}`,
  };
}

/** What to edit is the source, not the file. */
function sharedFile(first: Definition, other: Definition): Draft {
  const { object, application, source } = other;
  const { name, environment, document } = application;
  return {
    location: document.locate([...source.at, 'path']),
    subject: object.name,
    ...(environment === null ? {} : { environment }),
    message: `Applications ${quoteName(first.application.name)} and ${quoteName(name)} both deploy ${showPath(object.file)} with ${describeObject(other)}: ${effect}`,
  };
}
