import type { Application } from '../../../argocd/application.ts';
import { resolveValueFile } from '../../../argocd/value-files.ts';
import { groupInto } from '../../../grouping.ts';
import { yamlRemover } from '../../../list-editing/remove-yaml.ts';
import { memoize } from '../../../memo.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { folderOf, foldersUp, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { Edit } from '../../../yaml/edit.ts';
import type { RuleContext } from '../../rule/context.ts';

/** An entry of a kustomization that names a file, or a folder with a kustomization. */
interface ListedEntry {
  path: string;
  /** What takes it out; null where the list would be left empty. */
  removal(): Edit | null;
  /** Its place among all. */
  order: number;
}

/** Who reads what, for all files of a repository: found once, and looked up for each service that goes. */
export interface DeploymentReaders {
  /** The Applications that read a folder, or something below it. */
  ofFolder(folder: string): readonly Application[];
  /** The Applications that read a file of values. */
  ofFile(path: string): readonly Application[];
  /** The Applications that are written in a file, or generated for it or for a folder that it is in. */
  madeBy(path: string): readonly Application[];
  /** What an Application reads: the folders with all they are in, and the files. */
  readBy(application: Application): { folders: readonly string[]; files: readonly string[] };
  /** The entries of kustomizations for a file, or for a folder. */
  entriesFor(target: string): readonly ListedEntry[];
  /** What the entries of a kustomization are for. */
  targetsOf(path: string): readonly string[];
  /** Whether a chart elsewhere takes in the one of a folder. */
  isDependency(folder: string): boolean;
}

/** `isGone` says whether a text names a service that goes. */
export function deploymentReaders(context: RuleContext, isGone: (text: string) => boolean): DeploymentReaders {
  const ofFolder = new Map<string, Application[]>();
  const ofFile = new Map<string, Application[]>();
  const madeBy = new Map<string, Application[]>();
  const readBy = memoize((application: Application) => readPaths(application, context));
  for (const application of context.catalog.applications) {
    const { folders, files } = readBy(application);
    for (const folder of folders) groupInto(ofFolder, folder, application);
    for (const path of files) groupInto(ofFile, path, application);
    const from = application.generated ? application.generated.from : application.file;
    if (from !== null) groupInto(madeBy, from, application);
  }
  const { entries, targets } = listedEntries(context, isGone);
  const dependencies = dependencyPlaces(context);
  return {
    ofFolder: (folder) => ofFolder.get(folder) ?? [],
    ofFile: (path) => ofFile.get(path) ?? [],
    madeBy: (path) =>
      [path, ...foldersUp(folderOf(path)).map((folder) => `${folder}/`)].flatMap((key) => madeBy.get(key) ?? []),
    readBy,
    entriesFor: (target) => entries.get(target) ?? [],
    targetsOf: (path) => targets.get(path) ?? [],
    isDependency: (folder) => (dependencies.get(folder) ?? []).some((chart) => !isInside(chart, folder)),
  };
}

function readPaths(application: Application, context: RuleContext): { folders: string[]; files: string[] } {
  const folders = new Set<string>();
  const files = new Set<string>();
  for (const source of application.sources) {
    if (source.path !== null) for (const folder of foldersUp(source.path)) folders.add(folder);
    for (const written of source.valueFiles) {
      const file = resolveValueFile(written, source, application, context);
      if (file.kind === 'here') files.add(file.path);
    }
  }
  return { folders: [...folders], files: [...files] };
}

/** What stands before an entry of a list of files, and the entry. */
const entryStart = /-[ \t]+(?:path:[ \t]+)?["']?(?=[\w./-])/g;
const entry = /[\w./-]+/y;

function listedEntries(context: RuleContext, isGone: (text: string) => boolean) {
  const entries = new Map<string, ListedEntry[]>();
  const targets = new Map<string, string[]>();
  let order = 0;
  for (const path of context.texts.keys()) {
    const file = kustomizations(path) ? context.yaml(path) : undefined;
    if (!file) continue;
    const remover = memoize(() => yamlRemover(file, isGone));
    for (const { 0: lead, index: before } of file.text.matchAll(entryStart)) {
      const index = before + lead.length;
      entry.lastIndex = index;
      const [written = ''] = entry.exec(file.text) ?? [];
      const target = normaliseRepositoryPath(joinPath(folderOf(path), written));
      if (target === null) continue;
      order += 1;
      groupInto(entries, target, { path, order, removal: () => remover(file)(index, written) });
      groupInto(targets, path, target);
    }
  }
  return { entries, targets };
}

/** The folders that charts take in by `file://`, each with the charts that do. */
function dependencyPlaces({ catalog, texts }: RuleContext): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { path, document } of catalog.charts)
    for (const [, written = ''] of (texts.get(document.file.path) ?? '').matchAll(/\bfile:\/\/([^\s"']+)/g)) {
      const folder = normaliseRepositoryPath(joinPath(path, written));
      if (folder !== null) groupInto(places, folder, path);
    }
  return places;
}
