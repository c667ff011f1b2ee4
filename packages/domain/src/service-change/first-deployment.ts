import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { yamlRemover } from '../list-editing/remove-yaml.ts';
import { offsetsIn } from '../location.ts';
import { textOf } from '../tree/read-text.ts';
import { applyEdits, type Edit } from '../yaml/edit.ts';
import { listAt, plainValue, textAt, valueAt } from '../yaml/value.ts';
import { parseYamlFile, type YamlPath } from '../yaml/yaml-document.ts';
import { branchOfBumps } from './steps.ts';

/** What stands for the tag of an image that is not built yet: no registry has it, and it moves nowhere. */
export const firstTag = '0-not-built';

/**
 * An Application that Argo CD does not sync by itself: without `syncPolicy.automated`, which every version reads alike
 * (`enabled: false` in it is of Argo CD 3 only, and older ones would sync). Null where there is none to hold, or where
 * none of its sources waits: a deploy branch has none of the service before its first bump.
 */
export function holdSync(path: string, text: string, waits: (targetRevision: string | null) => boolean): string | null {
  if (!/\.ya?ml$/.test(path) || !text.includes('automated')) return null;
  const file = parseYamlFile(path, text);
  const offset = offsetsIn(text);
  const edits = file.documents.flatMap((document) => {
    const value = plainValue(document);
    if (textAt(value, 'kind') !== 'Application') return [];
    const sources = [valueAt(value, ['spec', 'source']), ...listAt(valueAt(value, ['spec']), 'sources')];
    if (!sources.some((source) => source !== undefined && waits(textAt(source, 'targetRevision') ?? null))) return [];
    const policy = ['spec', 'syncPolicy'];
    if (valueAt(value, [...policy, 'automated']) === undefined) return [];
    const remove = yamlRemover(file, () => false);
    const at = (key: YamlPath): Edit | null => remove(offset(document.locate(key)), String(key.at(-1)));
    return at([...policy, 'automated']) ?? at(policy) ?? [];
  });
  return edits.length === 0 ? null : applyEdits(text, edits);
}

/** Whether a revision that an Application follows is where the service is added, and no branch that only bumps write. */
export function readsDefaultBranch({ environments }: Catalog): (targetRevision: string | null) => boolean {
  const branches = new Set(environments.flatMap((environment) => branchOfBumps(environment) ?? []));
  return (revision) => revision === null || !branches.has(revision);
}

/**
 * Files in which a new service has the tag of no image and which Argo CD may sync at once: those of others, which cannot
 * be held for it alone, and those that are made for it where an Application or an ApplicationSet that nobody holds reads
 * them.
 */
export function unheldFiles(
  name: string,
  { applications, generated }: Pick<Catalog, 'applications' | 'generated'>,
  change: {
    files: ReadonlyMap<string, Uint8Array | null>;
    created: ReadonlySet<string>;
    held: readonly string[];
    waits: (targetRevision: string | null) => boolean;
  },
): string[] {
  const { files, created, held, waits } = change;
  const holds = new Set(held);
  const deploying = [...applications.filter(isSynced), ...generated].filter(
    ({ file, services }) => services.includes(name) && !holds.has(file),
  );
  if (![...applications, ...generated].some(({ services }) => services.includes(name))) return [];
  const readsAll = deploying.some(({ sources }) => sources.some(({ targetRevision }) => waits(targetRevision)));
  const read = new Set(
    deploying.flatMap(
      ({ generated }) => generated?.elements.map(({ document, path }) => document.locate(path).path) ?? [],
    ),
  );
  return [...files].flatMap(([path, content]) => {
    const isOpen = !created.has(path) || read.has(path) || (readsAll && !holds.has(path));
    return isOpen && textOf(path, content ?? undefined)?.includes(firstTag) ? [path] : [];
  });
}

/** Files in which a new service has the tag of no image, and which something else than Argo CD applies. */
export function unbuiltFiles(
  name: string,
  { applications, generated }: Pick<Catalog, 'applications' | 'generated'>,
  files: ReadonlyMap<string, Uint8Array | null>,
): string[] {
  if ([...applications, ...generated].some(({ services }) => services.includes(name))) return [];
  return [...files].flatMap(([path, content]) =>
    textOf(path, content ?? undefined)?.includes(firstTag) ? [path] : [],
  );
}

/** Whether Argo CD syncs an Application by itself. */
function isSynced({ document }: Application): boolean {
  return valueAt(plainValue(document), ['spec', 'syncPolicy', 'automated']) !== undefined;
}
