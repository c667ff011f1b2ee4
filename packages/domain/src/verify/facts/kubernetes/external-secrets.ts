import { field, textAt, valueAt } from '../../../yaml/value.ts';
import type { KubernetesObject } from './objects.ts';

/** What an ExternalSecret makes, and of what. */
export interface ExternalSecret {
  object: KubernetesObject;
  /** The Secret it writes. */
  target: string;
  /** Owner, Orphan, Merge or None. */
  policy: string;
  /** Whether the Secret gets the label by which Argo CD knows what it deployed: with a template only what that has. */
  tracked: boolean;
  store: { name: string; kind: string } | null;
}

/** Reads an ExternalSecret; null for any other object. */
export function externalSecretOf(object: KubernetesObject): ExternalSecret | null {
  if (object.kind !== 'ExternalSecret' || object.group !== 'external-secrets.io') return null;
  const spec = field(object.value, 'spec');
  const target = field(spec, 'target');
  const template = field(target, 'template');
  const store = textAt(spec, 'secretStoreRef', 'name');
  return {
    object,
    target: textAt(target, 'name') || object.name,
    policy: textAt(target, 'creationPolicy') || 'Owner',
    tracked:
      template === undefined || valueAt(template, ['metadata', 'labels', 'app.kubernetes.io/instance']) !== undefined,
    store: store ? { name: store, kind: textAt(spec, 'secretStoreRef', 'kind') || 'SecretStore' } : null,
  };
}
