import { isScalar } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { kustomizationIn, type Reference, readValue, referencesOf } from '../../../argocd/kustomization.ts';
import { groupInto } from '../../../grouping.ts';
import type { Location } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { kustomizationNames, kustomizations } from '../../../tree/file-types.ts';
import { folderOf, isForeign, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { textAt } from '../../../yaml/value.ts';
import { walkNodes } from '../../../yaml/walk-nodes.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A kustomization of the repository. */
export interface FoundKustomization {
  file: string;
  folder: string;
  document: YamlDocument;
  /** Its value, with its fields as kustomize reads them. */
  value: unknown;
  references: readonly Reference[];
  /** The Applications whose sources lead to it. */
  applications: readonly Application[];
}

/** Every kustomization that can be read. */
export const foundKustomizations = memoize((context: RuleContext): readonly FoundKustomization[] => {
  const reached = new Map<string, Application[]>();
  for (const application of context.catalog.applications)
    for (const { kustomize } of ownedFiles(application, context))
      for (const { document } of kustomize?.kustomizations ?? []) groupInto(reached, document.file.path, application);
  return context.paths.all.flatMap((file): FoundKustomization[] => {
    if (!kustomizations(file) || isForeign(file)) return [];
    const { documents = [], errors = [] } = context.yaml(file) ?? {};
    const [document] = documents;
    const folder = folderOf(file);
    if (!document || errors.length > 0 || kustomizationIn(folder, context) !== file) return [];
    const value = readValue(document);
    const kind = textAt(value, 'kind') ?? 'Kustomization';
    // Flux has a kind of the same name, in files that may be called so.
    if (!/^(?:Kustomization|Component)$/.test(kind) || textAt(value, 'spec', 'path') !== undefined) return [];
    if (/toolkit\.fluxcd\.io/.test(textAt(value, 'apiVersion') ?? '')) return [];
    return [{ file, folder, document, value, references: referencesOf(value), applications: reached.get(file) ?? [] }];
  });
});

/** Where a reference leads in the repository; null where it is an address, a template, or out of it. */
export function pathOfReference({ folder }: FoundKustomization, { written }: Reference): string | null {
  const isRemote = /:\/\/|^[\w.-]+@|^git::|\?|\.git(?:\/|$)|^(?:www\.)?(?:github|gitlab|bitbucket)\.\w+[/:]/.test(
    written,
  );
  if (isRemote || /[${}<>]/.test(written) || written.startsWith('/')) return null;
  return normaliseRepositoryPath(joinPath(folder, written));
}

/** What is wrong with a folder that is taken in as a kustomization, as a clause; null where nothing is. */
export function wrongFolder(path: string, wanted: 'Component' | 'Kustomization', context: RuleContext): string | null {
  const files = [...kustomizationNames].filter((name) => context.paths.at(joinPath(path, name)) === 'file');
  const [file, second] = files;
  if (file === undefined) return 'holds no kustomization.yaml';
  if (second !== undefined) return `holds ${file} and ${second}, of which kustomize takes neither`;
  const document = context.yaml(joinPath(path, file))?.documents[0];
  const kind = document && (textAt(readValue(document), 'kind') ?? 'Kustomization');
  if (kind === undefined || kind === wanted || !/^(?:Kustomization|Component)$/.test(kind)) return null;
  return wanted === 'Component' ? 'is no Component' : 'is a Component, which belongs under components';
}

/** Where a reference is written. */
export function placeOfReference({ document }: FoundKustomization, { written }: Reference): Location {
  for (const { node, path } of walkNodes(document)) {
    if (!isScalar(node) || typeof node.value !== 'string') continue;
    if (node.value === written || node.value.endsWith(`=${written}`)) return document.locateValue(path);
  }
  return document.locate([]);
}
