import { isMap } from 'yaml';
import type { Application } from '../argocd/application.ts';
import { readFiles } from '../argocd/deployed-files.ts';
import type { SourceTree } from '../argocd/kustomization.ts';
import { checkImages } from '../bump/check-images.ts';
import { settingsOf } from '../bump/deploy-target.ts';
import { openEnvironment } from '../bump/open-environment.ts';
import { planBump } from '../bump/plan.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import type { YamlList } from '../list-editing/yaml-lists.ts';
import type { Tree } from '../ports.ts';
import { isYaml, kustomizationNames } from '../tree/file-types.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { indexPaths } from '../tree/path-index.ts';
import { textOf } from '../tree/read-text.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { createdDiff, unifiedDiff } from '../tree/unified-diff.ts';
import { UserError } from '../user-error.ts';
import { isFree, withoutWaivers } from '../verify/fixes/clone/clone.ts';
import type { ServiceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';
import { withClonedEntries } from './cloned-entries.ts';
import { replacement } from './replacement.ts';
import { type NewPort, withPort } from './service-ports.ts';
import { withParsedKeys } from './template-keys.ts';

/** What deploys a new service as its sibling is deployed. */
export interface ClonedDeployment {
  files: ReadonlyMap<string, string>;
  diff: string;
}

/** What is cloned, and for whom. */
interface CloneRequest {
  name: string;
  tag: string;
  rename: ServiceRenamer;
  port: NewPort;
  config: Config;
  load: (tree: Tree) => Promise<Catalog>;
}

/**
 * The manifests that Argo CD reads for a sibling, for a service of another name: files that are called after it are
 * copied, and in the lists of Kustomize, of Helm's values and of generators its entries are. Kept only where the new
 * service is deployed by it, with its own tag. Null, or the reason, where it is not: then a person does it.
 */
export async function cloneDeployment(
  tree: Tree,
  applications: readonly Application[],
  request: CloneRequest,
): Promise<ClonedDeployment | UserError | null> {
  const cloned = await clonedFiles(tree, applications, request);
  if (cloned === null || cloned.size === 0) return null;
  const tagged = await withTag(tree, cloned, applications, request);
  if (tagged === null || tagged instanceof UserError) return tagged;
  return { files: tagged, diff: await diffOf(tree, tagged) };
}

/** The new texts of files: copies, and files in which the sibling's entries have others beside them. */
async function clonedFiles(
  tree: Tree,
  applications: readonly Application[],
  { name, rename, port }: CloneRequest,
): Promise<Map<string, string> | null> {
  const entries = await tree.list();
  const paths = indexPaths(entries);
  const texts = await readTexts(tree, paths.all);
  const parsed = new Map<string, YamlFile>();
  const yaml = (path: string): YamlFile | undefined => {
    const text = isYaml(path) ? texts(path) : undefined;
    const file = parsed.get(path) ?? (text === undefined ? undefined : parseYamlFile(path, text));
    if (file) parsed.set(path, file);
    return file;
  };
  const own = (text: string): string => withPort(rename(withoutWaivers(text)), port);
  const copied = (path: string, text: string): string => (isTemplate(path) ? withParsedKeys(own(text)) : own(text));
  const cloned = new Map<string, string>();
  for (const { path, isGenerating } of filesOf(applications, { paths, yaml, text: texts })) {
    const text = texts(path);
    const to = rename(path);
    if (text === undefined || cloned.has(to)) continue;
    if (to !== path) {
      if (isFree(to, { paths })) cloned.set(to, copied(path, text));
      else if (paths.at(to) !== 'file') return null;
      continue;
    }
    const file = yaml(path);
    if (!file || file.errors.length > 0 || file.text.includes(name)) continue;
    const added = withClonedEntries(file, own, chosenLists(file, isGenerating));
    if (added && added.text !== text) cloned.set(path, added.text);
  }
  return cloned;
}

function isTemplate(path: string): boolean {
  return /(?:^|\/)templates\//.test(path);
}

/** A file that may say what deploys a service, and whether each entry of its lists is an Application. */
interface DeployingFile {
  path: string;
  isGenerating: boolean;
}

/** What Applications are read from, and what is read for them. */
function filesOf(applications: readonly Application[], tree: SourceTree): DeployingFile[] {
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

/** The keys of a kustomization of which each item may be of one service. */
const kustomizationLists: ReadonlySet<string> = new Set([
  'resources',
  'bases',
  'components',
  'images',
  'replicas',
  'patches',
  'patchesStrategicMerge',
  'configMapGenerator',
  'secretGenerator',
]);

/**
 * Where an entry deploys something, and does not only speak of it: of a kustomization, of the generators of an
 * ApplicationSet, the charts that a chart takes in, and values that say an image or stand by themselves. A route or a policy is none.
 */
function chosenLists(file: YamlFile, isGenerating: boolean): (list: YamlList) => boolean {
  const { path } = file;
  const isKustomization = (kustomizationNames as readonly string[]).includes(baseName(path));
  const isChart = baseName(path) === 'Chart.yaml';
  const isOfKubernetes = file.documents.some((document) => document.node(['apiVersion']) && document.node(['kind']));
  return ({ path: at, node, shift }) => {
    if (shift !== 0) return false;
    if (isKustomization) return at.length === 1 && kustomizationLists.has(String(at[0]));
    if (isChart) return at.length === 1 && at[0] === 'dependencies';
    if (isOfKubernetes) return at[1] === 'generators' && at.at(-1) === 'elements';
    if (isGenerating) return true;
    if (isMap(node) && at.length === 0) return true;
    return saysImages(node);
  };
}

/** Whether every entry says which image it has. */
function saysImages(node: YamlList['node']): boolean {
  const value: unknown = node.toJSON();
  const entries = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return (
    entries.length > 0 && entries.every((entry) => /"(?:image|tag|imageTag|image_tag)":/i.test(JSON.stringify(entry)))
  );
}

/** The cloned files with the tag of the new service, where each environment deploys it; else null, or why not. */
async function withTag(
  tree: Tree,
  cloned: ReadonlyMap<string, string>,
  applications: readonly Application[],
  { name, tag, config, load }: CloneRequest,
): Promise<Map<string, string> | UserError | null> {
  const encoder = new TextEncoder();
  const after = overlayTree(tree, new Map([...cloned].map(([path, text]) => [path, encoder.encode(text)])));
  const catalog = await load(after);
  const own = [...catalog.applications, ...catalog.generated].filter(({ services }) => services.includes(name));
  const [environment = null] = own.map((one) => one.environment);
  const isDeployed = ({ environment: wanted }: Application) => own.some((one) => one.environment === wanted);
  if (environment === null || !applications.every(isDeployed)) return null;
  const request = { ...settingsOf(config, environment), images: [{ service: name, tag }], onMissing: 'error' as const };
  const opened = await openEnvironment(after, inOneEnvironment(catalog, own, environment), request, [name]);
  try {
    const { unproved, files } = (await planBump(checkImages(request), opened)).plan;
    const tagged = [...files].map(([path, plan]) => [path, plan.after] as const);
    return unproved[0]?.error ?? new Map([...cloned, ...tagged]);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** A Catalog in which all that deploys a service is one environment: what runs nowhere yet has one tag everywhere. */
function inOneEnvironment(catalog: Catalog, own: readonly Application[], name: string): Catalog {
  const moved = (all: Catalog['applications']) =>
    all.map((one) => (own.includes(one) ? { ...one, environment: name } : one));
  const environments = catalog.environments.map((one) => ({ ...one, deployBranch: null }));
  return { ...catalog, environments, applications: moved(catalog.applications), generated: moved(catalog.generated) };
}

async function diffOf(tree: Tree, files: ReadonlyMap<string, string>): Promise<string> {
  const contents = await tree.read([...files.keys()]);
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => {
      const before = textOf(path, contents.get(path));
      return before === null ? createdDiff(path, text) : unifiedDiff(path, before, [replacement(path, before, text)]);
    })
    .join('');
}

/** The texts of what may be read for an Application, decoded when they are asked for. */
async function readTexts(tree: Tree, paths: readonly string[]): Promise<(path: string) => string | undefined> {
  const contents = await tree.read(
    paths.filter((path) => isYaml(path) || /\.(?:json|tpl|txt)$|\.helmignore$/.test(path)),
  );
  const texts = new Map<string, string | null>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, textOf(path, contents.get(path)));
    return texts.get(path) ?? undefined;
  };
}
