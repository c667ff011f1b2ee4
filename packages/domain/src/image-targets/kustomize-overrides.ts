import type { Application, ApplicationSource } from '../argocd/application.ts';
import { buildEnvironment, substitute } from '../argocd/build-environment.ts';
import { plainValue, valueAt } from '../yaml/value.ts';
import { type ImageEntry, overrideAt } from './kustomize-entries.ts';
import { fillIn } from './template-place.ts';

/** The strings of `kustomize.images`: those of a file that is laid over the source take the place of all. */
export function overridesOf(application: Application, { at, overrides, ...source }: ApplicationSource): ImageEntry[] {
  const lists = [
    { document: application.document, list: [...at, 'kustomize', 'images'] },
    ...overrides.map((document) => ({ document, list: ['kustomize', 'images'] })),
  ].filter(({ document, list }) => Array.isArray(valueAt(plainValue(document), list)));
  const last = lists.at(-1);
  if (!last) return [];
  const { document, list } = last;
  const variables = buildEnvironment(application, { at, overrides, ...source });
  return (valueAt(plainValue(document), list) as unknown[]).flatMap((text, index) => {
    if (typeof text !== 'string') return [];
    const entry = overrideAt(document, [...list, index], text);
    const filled = (name: string): string => substitute(fillIn(application, name), variables) ?? name;
    return [{ ...entry, name: filled(entry.name), newName: filled(entry.newName) }];
  });
}
