import { listFew, quoteName, showPath } from '../../../names.ts';
import { scripts, terraformFiles } from '../../../tree/file-types.ts';
import { manifestEnvironments } from '../../facts/argocd/manifest-environments.ts';
import { ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { externalSecretOf } from '../../facts/kubernetes/external-secrets.ts';
import { objectFinding } from '../../facts/kubernetes/object-finding.ts';
import { objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { Rule } from '../../rule/rule.ts';
import { type SecretStore, secretStores } from './secret-stores.ts';

export const externalSecretStoreMissing: Rule = {
  id: 'external-secret-store-missing',
  title: 'Every ExternalSecret names a store that its environment has',
  severity: 'error',
  incident: '001 2',
  help: 'Name a store that is defined, with its kind (SecretStore where none is written), or define it for this environment.',
  needs: [...ownedObjectsNeeds, terraformFiles, scripts],
  *check(context) {
    const stores = secretStores(context);
    for (const object of objectsOfKind('ExternalSecret', context)) {
      const store = externalSecretOf(object)?.store;
      if (!store || stores.mayBeElsewhere(store.name)) continue;
      const environments = manifestEnvironments(object.file, context);
      const named = stores.all.filter(({ name, kind }) => name === store.name && kind === store.kind);
      const missing = [...(environments ?? [null])].filter(
        (environment) =>
          !named.some(
            ({ file }) => environment === null || manifestEnvironments(file, context)?.has(environment) !== false,
          ),
      );
      for (const environment of missing) {
        const message = `ExternalSecret ${quoteName(object.name)} reads ${store.kind} ${quoteName(store.name)}, which ${environment === null || named.length === 0 ? 'nothing defines' : `${environment} does not have`}: its Secret is never made${instead(store, named, stores.all)}`;
        yield objectFinding(object, environment, ['spec', 'secretStoreRef', 'name'], message);
      }
    }
  },
};

/** What is there that may have been meant. */
function instead(store: { name: string }, named: readonly SecretStore[], all: readonly SecretStore[]): string {
  const [first] = named.length > 0 ? named : all.filter(({ name }) => name === store.name);
  if (first) return ` (${first.kind} ${quoteName(first.name)} is in ${showPath(first.file)})`;
  const known = [...new Set(all.map(({ kind, name }) => `${kind} ${quoteName(name)}`))];
  return ` (defined: ${listFew(known)})`;
}
