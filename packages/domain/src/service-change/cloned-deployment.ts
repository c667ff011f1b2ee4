import { isMap } from 'yaml';
import type { Application } from '../argocd/application.ts';
import { isSkaffoldFile } from '../builds/definition-files.ts';
import { checkImages } from '../bump/check-images.ts';
import { settingsOf } from '../bump/deploy-target.ts';
import { openEnvironment } from '../bump/open-environment.ts';
import { planBump } from '../bump/plan.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { readTemplate } from '../helm/helm-template.ts';
import { withListedNames } from '../helm/name-lists.ts';
import { undefinedInclude, withClonedDefines } from '../helm/named-templates.ts';
import { keyEntries, listsOf, type YamlList } from '../list-editing/yaml-lists.ts';
import { quoteName, showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { kustomizationNames } from '../tree/file-types.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { baseName } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { isFree, withoutWaivers } from '../verify/fixes/clone/clone.ts';
import type { ServiceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import type { YamlFile } from '../yaml/yaml-document.ts';
import { withClonedEntries, withClonedObjects } from './cloned-entries.ts';
import { type DeployingFile, deployingFiles, type OpenSources, openSources } from './deploying-files.ts';
import { type NewPort, withPort } from './service-ports.ts';
import { withParsedKeys } from './template-keys.ts';

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
): Promise<ReadonlyMap<string, string> | UserError | null> {
  const cloned = await clonedFiles(tree, applications, request);
  if (cloned === null || cloned instanceof UserError || cloned.size === 0)
    return cloned instanceof UserError ? cloned : null;
  return withTag(tree, cloned, applications, request);
}

/** The new texts of files: copies, and files in which the sibling's entries have others beside them. */
async function clonedFiles(
  tree: Tree,
  applications: readonly Application[],
  { name, rename, port }: CloneRequest,
): Promise<Map<string, string> | UserError | null> {
  const sources = await openSources(tree);
  const own = (text: string): string => withPort(rename(withoutWaivers(text)), port);
  return clonesOf(deployingFiles(applications, sources), sources, { name, rename, own });
}

/** Files that are called after a sibling, copied, and its entries in the lists of others with clones behind them. */
export function clonesOf(
  files: readonly DeployingFile[],
  sources: OpenSources,
  { name, rename, own }: { name: string; rename: ServiceRenamer; own: (text: string) => string },
): Map<string, string> | UserError | null {
  const copied = new Map<string, string>();
  for (const { path } of files) {
    const text = sources.text(path);
    const to = rename(path);
    if (text === undefined || to === path || copied.has(to)) continue;
    if (isFree(to, sources)) copied.set(to, isTemplate(path) ? withParsedKeys(own(text)) : own(text));
    else if (sources.paths.at(to) !== 'file') return null;
  }
  const shared = files.filter(({ path }) => rename(path) === path && !copied.has(path));
  const all = new Map([...copied, ...withEntries(shared, { name, own }, sources)]);
  return unrenderable(files, all, { rename, sources }) ?? all;
}

/** The error of a copied template that includes what nothing defines: Helm then renders nothing of the whole chart. */
function unrenderable(
  files: readonly DeployingFile[],
  cloned: ReadonlyMap<string, string>,
  { rename, sources }: { rename: ServiceRenamer; sources: OpenSources },
): UserError | null {
  const paths = new Set([...files.map(({ path }) => path), ...cloned.keys()].filter(isTemplate));
  const all = [...paths].map((path) => readTemplate(path, cloned.get(path) ?? sources.text(path) ?? ''));
  for (const { path } of files.filter((one) => isTemplate(one.path) && cloned.has(rename(one.path)))) {
    const name = undefinedInclude(sources.text(path) ?? '', rename, all);
    if (name !== null)
      return new UserError(`a copy of ${showPath(path)} would include ${quoteName(name)}, which nothing defines`);
  }
  return null;
}

/** Files of several services in which the entries of one have others behind them. */
function withEntries(
  files: readonly DeployingFile[],
  { name, own }: { name: string; own: (text: string) => string },
  sources: OpenSources,
): Map<string, string> {
  const edited = new Map<string, string>();
  const listed = new Map<string, string>();
  /** Whether values have an entry of the sibling, and none of the new service. */
  let lacksValues = false;
  for (const { path, isGenerating } of files) {
    const text = sources.text(path);
    const file = sources.yaml(path);
    if (text === undefined) continue;
    if (isTemplate(path)) {
      const names = withClonedDefines(path, withListedNames(path, text, own), own);
      if (names !== text) listed.set(path, names);
    } else if (file && file.errors.length === 0 && !text.includes(name)) {
      const added = withOthersBeside(file, isGenerating, own);
      if (added !== text) edited.set(path, added);
      else lacksValues ||= isValues(file) && hasEntryOf(file, own);
    }
  }
  // A template that goes over names may look up the values of each.
  return lacksValues ? edited : new Map([...edited, ...listed]);
}

/** A file with the objects or the entries of a sibling cloned; the same text where it has none, or they cannot be. */
function withOthersBeside(file: YamlFile, isGenerating: boolean, own: (text: string) => string): string {
  const objects = withClonedObjects(file, own);
  if (objects !== file.text) return objects;
  return withClonedEntries(file, own, chosenLists(file, isGenerating))?.text ?? file.text;
}

function isTemplate(path: string): boolean {
  return /(?:^|\/)templates\//.test(path);
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

/** The lists of Skaffold in which manifests and releases are. */
const skaffoldLists: ReadonlySet<string> = new Set([
  'manifests.rawYaml',
  'manifests.kustomize.paths',
  'manifests.helm.releases',
  'deploy.helm.releases',
  'deploy.kubectl.manifests',
]);

/**
 * Where an entry deploys something, and does not only speak of it: of a kustomization, of the generators of an
 * ApplicationSet, the charts that a chart takes in, and values that say an image or stand by themselves. A route or a policy is none.
 */
function chosenLists(file: YamlFile, isGenerating: boolean): (list: YamlList) => boolean {
  const { path } = file;
  const isKustomization = isKustomizationFile(path);
  const isSkaffold = isSkaffoldFile(path);
  const isChart = baseName(path) === 'Chart.yaml';
  const isOfKubernetes = isObject(file);
  return ({ path: at, node, shift }) => {
    if (shift !== 0) return false;
    if (isKustomization) return at.length === 1 && kustomizationLists.has(String(at[0]));
    if (isSkaffold) return skaffoldLists.has(at.join('.'));
    if (isChart) return at.length === 1 && at[0] === 'dependencies';
    if (isOfKubernetes) return at[1] === 'generators' && at.at(-1) === 'elements';
    if (isGenerating) return true;
    if (isMap(node) && at.length === 0) return true;
    return saysImages(node);
  };
}

function isKustomizationFile(path: string): boolean {
  return (kustomizationNames as readonly string[]).includes(baseName(path));
}

function isObject({ documents }: YamlFile): boolean {
  return documents.some((document) => document.node(['apiVersion']) && document.node(['kind']));
}

function isValues(file: YamlFile): boolean {
  return !isKustomizationFile(file.path) && baseName(file.path) !== 'Chart.yaml' && !isObject(file);
}

/** Whether a map has a key that is called after the sibling. */
function hasEntryOf({ documents }: YamlFile, rename: (text: string) => string): boolean {
  return documents.flatMap(listsOf).some((list) => keyEntries(list).some(({ text }) => rename(text) !== text));
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
  const isDeployed = ({ environment: wanted }: Application) => own.some((one) => one.environment === wanted);
  const [first] = own;
  if (!first || !applications.every(isDeployed)) return null;
  const environment = first.environment ?? onlyEnvironment;
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

/** What the one environment is called of a repository that tells none apart. */
const onlyEnvironment = 'the-only-one';

/** A Catalog in which all that deploys a service is one environment: what runs nowhere yet has one tag everywhere. */
function inOneEnvironment(catalog: Catalog, own: readonly Application[], name: string): Catalog {
  const moved = (all: Catalog['applications']) =>
    all.map((one) => (own.includes(one) ? { ...one, environment: name } : one));
  const environments = [
    ...catalog.environments.map((one) => ({ ...one, deployBranch: null })),
    ...(catalog.environments.some((one) => one.name === name)
      ? []
      : [{ name, deployBranch: null, applications: null }]),
  ];
  return { ...catalog, environments, applications: moved(catalog.applications), generated: moved(catalog.generated) };
}
