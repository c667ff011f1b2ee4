import { field } from '../../../yaml/value.ts';
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
  const store = field(spec, 'secretStoreRef');
  const template = field(target, 'template');
  const [name, kind] = [field(store, 'name'), field(store, 'kind')];
  return {
    object,
    target: textOf(field(target, 'name')) ?? object.name,
    policy: textOf(field(target, 'creationPolicy')) ?? 'Owner',
    tracked:
      template === undefined ||
      field(field(field(template, 'metadata'), 'labels'), 'app.kubernetes.io/instance') !== undefined,
    store: typeof name === 'string' && name !== '' ? { name, kind: textOf(kind) ?? 'SecretStore' } : null,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
