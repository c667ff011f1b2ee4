import { kustomizations } from '../../../tree/file-types.ts';
import { objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A SecretStore or ClusterSecretStore that is written out in a manifest. */
export interface SecretStore {
  kind: string;
  name: string;
  file: string;
}

export interface SecretStores {
  all: readonly SecretStore[];
  /** Whether a template, Terraform, a script or somebody outside the repository may define a store of this name. */
  mayBeElsewhere(name: string): boolean;
}

/** The stores of the repository. */
export function secretStores(context: RuleContext): SecretStores {
  const all = ['ClusterSecretStore', 'SecretStore'].flatMap((kind) =>
    objectsOfKind(kind, context).map(({ name, file }) => ({ kind, name, file })),
  );
  const plain = new Set(all.map(({ file }) => file));
  const others = [...context.texts].flatMap(([file, text]) =>
    !plain.has(file) &&
    defines.test(text) &&
    /\bprovider\b/.test(text) &&
    !/kind["']?\s*:\s*["']?CustomResourceDefinition/.test(text)
      ? [text]
      : [],
  );
  const renamed = [...context.texts].some(
    ([file, text]) => kustomizations(file) && /^name(?:Prefix|Suffix):/m.test(text),
  );
  return {
    all,
    mayBeElsewhere: (name) =>
      all.length === 0 || renamed || others.some((text) => computedName.test(text) || text.includes(name)),
  };
}

/** The object in a template, a script, the values of a chart, or Terraform. */
const defines = /kind\\?["']?\s*[:=]\s*\\?["']?(?:Cluster)?SecretStore\b/;

const computedName = /\bname["']?\s*[:=]\s*["']?(?:\{\{|\$|var\.|each\.|local\.)/;
