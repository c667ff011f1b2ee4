import type { Application } from '../argocd/application.ts';
import { readFiles } from '../argocd/deployed-files.ts';
import type { SourceTree } from '../argocd/kustomization.ts';
import type { Tree } from '../ports.ts';
import { isYaml, kustomizationNames } from '../tree/file-types.ts';
import { indexPaths, type PathIndex } from '../tree/path-index.ts';
import { textOf } from '../tree/read-text.ts';
import { folderOf, joinPath } from '../tree/repository-paths.ts';
import { parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';

/** A file that may say what deploys a service, and whether each entry of its lists is an Application. */
export interface DeployingFile {
  path: string;
  isGenerating: boolean;
}

/** What Applications are read from, and what is read for them. */
export function deployingFiles(applications: readonly Application[], tree: SourceTree): DeployingFile[] {
  const read = applications.flatMap((one) => readFiles(one, tree));
  const listing = applications.flatMap(({ file, charted }) => (charted ? [] : kustomizationsAbove(file, tree)));
  const generating = applications.flatMap(({ file, generated, charted }) => [
    ...(charted?.files ?? [file]),
    ...(generated?.elements ?? []).map(({ document }) => document.file.path),
  ]);
  const isGenerating = new Set(generating);
  return [...new Set([...read, ...listing, ...generating])].map((path) => ({
    path,
    isGenerating: isGenerating.has(path),
  }));
}

/** The kustomizations that may list a file. */
function kustomizationsAbove(file: string, { paths }: Pick<SourceTree, 'paths'>): string[] {
  const folder = folderOf(file);
  const here = kustomizationNames.map((name) => joinPath(folder, name)).filter((path) => paths.at(path) === 'file');
  return folder === '' ? here : [...here, ...kustomizationsAbove(folder, { paths })];
}

/** What Applications may be read from. */
export interface OpenSources extends SourceTree {
  paths: PathIndex;
  text(path: string): string | undefined;
}

/** A tree as what is read for an Application: each file decoded and parsed when it is asked for. */
export async function openSources(tree: Tree): Promise<OpenSources> {
  const paths = indexPaths(await tree.list());
  const text = await readTexts(tree, paths.all);
  const parsed = new Map<string, YamlFile>();
  return {
    paths,
    text,
    yaml: (path) => {
      const written = isYaml(path) ? text(path) : undefined;
      const file = parsed.get(path) ?? (written === undefined ? undefined : parseYamlFile(path, written));
      if (file) parsed.set(path, file);
      return file;
    },
  };
}

/** The texts of what may be read for an Application, decoded when they are asked for. */
async function readTexts(tree: Tree, paths: readonly string[]): Promise<(path: string) => string | undefined> {
  const contents = await tree.read(
    paths.filter((path) => isYaml(path) || /\.(?:json|tpl|txt|properties|env|conf|ini|toml)$|\.helmignore$/.test(path)),
  );
  const texts = new Map<string, string | null>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, textOf(path, contents.get(path)));
    return texts.get(path) ?? undefined;
  };
}
