import { chartDependencies, folderOfDependency } from '../helm/chart-dependencies.ts';
import { memoize } from '../memo.ts';
import { baseName, folderOf, isInside, joinPath } from '../tree/repository-paths.ts';
import { plainValue, valueAt } from '../yaml/value.ts';
import type { ApplicationSource, SourceTool, WrittenApplication } from './application.ts';
import { argoGlob } from './glob.ts';
import { type KustomizeContents, kustomizeContents, type SourceTree } from './kustomization.ts';
import { sourceTool } from './source-tool.ts';

/** What a source takes from its folder in this repository. */
export interface SourceContents {
  /** Null where the source names two tools, which Argo CD refuses. */
  tool: SourceTool | null;
  /**
   * The files whose objects are deployed: those of a directory as they are, those of a kustomization with its changes.
   * The templates of a chart are none. Sorted.
   */
  manifests: readonly string[];
  /** What its kustomization leads to; null for any other tool. */
  kustomize: KustomizeContents | null;
  /** What may bring or change objects and is not read, as names of it; empty where all is read. */
  unread: readonly string[];
}

/** What a source takes from its folder, as Argo CD 3.6 chooses its tool and its files. */
export function sourceContents(
  application: WrittenApplication,
  source: ApplicationSource,
  tree: SourceTree,
): SourceContents {
  const folder = source.path ?? '';
  const tool = sourceTool(source, tree.paths.files(folder));
  const overrides = ['.argocd-source.yaml', `.argocd-source-${application.name}.yaml`].filter(
    (name) => tree.paths.at(joinPath(folder, name)) !== null,
  );
  if (tool === 'kustomize') {
    const kustomize = kustomizeContents(folder, optionsOf(application, source, 'kustomize'), tree);
    const manifests = kustomize.files.flatMap(({ path, use }) => (use === 'manifest' ? [path] : []));
    return { tool, manifests: manifests.sort(), kustomize, unread: [...overrides, ...kustomize.unread] };
  }
  if (tool === 'directory') {
    const manifests = directoryFiles(source, tree);
    const unread = [...overrides, ...manifests.filter(isJsonnet), ...linkedManifests(source, tree)];
    return { tool, manifests, kustomize: null, unread };
  }
  const unread = tool === null ? [] : [...overrides, tool === 'helm' ? 'the templates of a chart' : 'a plugin'];
  return { tool, manifests: [], kustomize: null, unread };
}

/** Every file that a source reads from its folder, and from what that leads to; its value files are others. */
export function sourceFiles(
  application: WrittenApplication,
  source: ApplicationSource,
  tree: SourceTree,
): readonly string[] {
  const folder = source.path ?? '';
  const { tool, manifests, kustomize } = sourceContents(application, source, tree);
  if (tool === 'helm') return chartFiles(folder, tree);
  // A plugin may read anything of it.
  if (tool === 'plugin') return tree.paths.files(folder, true);
  return kustomize?.files.map(({ path }) => path) ?? manifests;
}

/** The settings of a tool in a source, as a plain value. */
export function optionsOf({ document }: WrittenApplication, { at }: ApplicationSource, tool: SourceTool): unknown {
  return valueAt(plainValue(document), [...at, tool]);
}

/** The files that a plain directory deploys, jsonnet among them. Read once for all Applications that deploy it alike. */
function directoryFiles({ path, directory }: ApplicationSource, tree: SourceTree): readonly string[] {
  const known = knownDirectories(tree);
  const key = JSON.stringify([path, directory]);
  const before = known.get(key);
  if (before) return before;
  const { paths, text } = tree;
  const taken = paths.files(path ?? '', directory.recurse).filter(directoryFilter({ path, directory }));
  const files = text ? taken.filter((file) => !isSkipped(text(file))) : taken;
  known.set(key, files);
  return files;
}

const knownDirectories = memoize((_tree: SourceTree) => new Map<string, readonly string[]>());

/** Whether the text of a file says that Argo CD leaves it out. */
export function isSkipped(text: string | undefined): boolean {
  return text?.includes('+argocd:skip-file-rendering') === true;
}

/**
 * Whether a source takes a file as a manifest, by its `directory` settings: by ending, below its folder only when told
 * so, and by patterns in which `*` crosses `/`.
 */
export function directoryFilter({
  path,
  directory,
}: Pick<ApplicationSource, 'path' | 'directory'>): (file: string) => boolean {
  const folder = path ?? '';
  const included = directory.include === null ? () => true : argoGlob(directory.include);
  const excluded = directory.exclude === null ? () => false : argoGlob(directory.exclude);
  return (file) => {
    if (!isInside(file, folder) || !(directory.everyFile || manifestName.test(baseName(file)))) return false;
    if (!directory.recurse && folderOf(file) !== folder) return false;
    const relative = folder === '' ? file : file.slice(folder.length + 1);
    return included(relative) && !excluded(relative);
  };
}

/** What Argo CD takes for a manifest; upper case is none. */
const manifestName = /\.(?:ya?ml|json|jsonnet)$/;

/** Whether what a file says is what a program makes of it. */
export function isJsonnet(path: string): boolean {
  return path.endsWith('.jsonnet');
}

/** A symbolic link to a file is read; one to a folder is not. Nobody here follows either. */
function linkedManifests(source: ApplicationSource, { paths }: SourceTree): string[] {
  return paths.links.filter(directoryFilter(source));
}

/** A chart's files, and those of the charts it depends on by a path. */
function chartFiles(folder: string, { paths, yaml }: SourceTree): string[] {
  const folders = new Set([folder]);
  for (const chart of folders) {
    const [said, requirements] = ['Chart.yaml', 'requirements.yaml'].map((name) => {
      const document = yaml(joinPath(chart, name))?.documents[0];
      return document && plainValue(document);
    });
    for (const dependency of chartDependencies(said, requirements)) {
      const path = folderOfDependency(chart, dependency);
      if (path !== null) folders.add(path);
    }
  }
  return [...folders].flatMap((path) => paths.files(path, true));
}
