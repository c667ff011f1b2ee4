import type { Application, ApplicationSource } from '../argocd/application.ts';
import { substitute } from '../argocd/build-environment.ts';
import { isWritten, mayBeOurs, revisionOf } from '../argocd/source-place.ts';
import { resolveValueFile, valueFilesOf } from '../argocd/value-files.ts';
import { addAll, groupInto } from '../grouping.ts';
import { chartCopies, chartDependencies, packedNames } from '../helm/chart-dependencies.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { field, listAt, plainValue, textAt, textsIn } from '../yaml/value.ts';
import { knownVariables, linkIn, type RenderTree, type SourceJob, type Told, treeFolder } from './job.ts';

/** The file of what the Application says itself; it stands beside the tree, where no chart can list it. */
const inlineValues = 'inline-values.yaml';

/** A release's name, as Helm takes it: anything else would be read as a template that sees the environment. */
const releaseName = /^[a-z0-9](?:[-a-z0-9.]{0,51}[a-z0-9])?$/;

type HelmJob = Pick<SourceJob, 'files' | 'made' | 'commands'> & { obstacle: null };

/** `helm template`, with the flags in the order of Argo CD 3.6 (`helmTemplate`, `Cmd.template`). */
export function helmJob(
  application: Application,
  source: ApplicationSource,
  value: unknown,
  tree: RenderTree,
): Told<HelmJob> {
  const folder = source.path ?? '';
  const helm = field(value, 'helm');
  const link = linkIn(folder, tree.paths);
  if (link !== undefined) return { obstacle: link };
  if (tree.paths.at(joinPath(folder, 'Chart.yaml')) !== 'file')
    return { obstacle: `there is no ${showPath(joinPath(folder, 'Chart.yaml'))}` };
  const dependencies = dependencyFiles(folder, tree);
  if ('obstacle' in dependencies) return dependencies;
  const values = valueFiles(application, source, helm, tree);
  if ('obstacle' in values) return values;
  const sets = setFlags(application, source, helm, tree);
  if ('obstacle' in sets) return sets;
  const name = textAt(helm, 'releaseName') || application.name;
  if (!releaseName.test(name)) return { obstacle: `${quoteName(name)} is no name of a release` };
  const inline = inlineText(helm);
  const own = [...tree.paths.files(folder, true), ...dependencies.files.map(({ from }) => from)];
  const namespace = textAt(helm, 'namespace') || application.destination.namespace || '';
  const args = ['template', '.', '--name-template', name];
  if (namespace !== '') args.push('--namespace', namespace);
  const kubeVersion = textAt(helm, 'kubeVersion');
  if (kubeVersion) args.push('--kube-version', kubeVersion);
  addAll(args, sets.args);
  for (const path of values.paths) args.push('--values', fromFolder(folder, `${treeFolder}/${path}`));
  if (inline !== '') args.push('--values', fromFolder(folder, inlineValues));
  for (const version of textsIn(field(helm, 'apiVersions'))) args.push('--api-versions', version);
  if (field(helm, 'skipCrds') !== true) args.push('--include-crds');
  if (field(helm, 'skipSchemaValidation') === true || mayFetchSchema(own, tree)) args.push('--skip-schema-validation');
  if (field(helm, 'skipTests') === true) args.push('--skip-tests');
  const inside = tree.paths.files(folder, true).filter((path) => !dependencies.replaced.has(path));
  const named = new Set([...inside, ...values.paths, ...sets.paths]);
  return {
    files: [...[...named].map((path) => ({ from: path, to: path })), ...dependencies.files],
    made: inline === '' ? new Map() : new Map([[inlineValues, inline]]),
    commands: [{ program: 'helm', args, folder: joinPath(treeFolder, folder) }],
    obstacle: null,
  };
}

/** A path of a run, as it is written in a folder of the tree; never one that begins like a flag or an address. */
function fromFolder(folder: string, path: string): string {
  const depth = joinPath(treeFolder, folder).split('/').filter(Boolean).length;
  return `./${'../'.repeat(depth)}${path}`;
}

/** Beside any `valuesObject`, an empty one too, Argo CD ignores `values`. */
function inlineText(helm: unknown): string {
  const object = field(helm, 'valuesObject') ?? null;
  return object === null ? (textAt(helm, 'values') ?? '') : JSON.stringify(object);
}

/** Charts that are taken in by a path and not vendored: they are put where `helm dependency build` would put them. */
function dependencyFiles(
  folder: string,
  { paths, yaml }: RenderTree,
): Told<{ files: SourceJob['files']; replaced: Set<string> }> {
  const plainIn = (path: string): unknown => {
    const document = yaml(path)?.documents[0];
    return document && plainValue(document);
  };
  const [chart, requirements] = ['Chart.yaml', 'requirements.yaml'].map((name) => plainIn(joinPath(folder, name)));
  const dependencies = chartDependencies(chart, requirements);
  const home = joinPath(folder, 'charts');
  const vendored = paths.files(home, true).map((path) => path.slice(home.length + 1));
  const copies = chartCopies({
    folder,
    dependencies,
    vendored,
    nameOf: (path) => textAt(plainIn(path), 'name'),
    isChart: (path) => paths.at(joinPath(path, 'Chart.yaml')) === 'file',
  });
  const files: { from: string; to: string }[] = [];
  const replaced = new Set<string>();
  const packed = packedByName(vendored);
  for (const dependency of dependencies) {
    const name = textAt(dependency, 'name') ?? '';
    const copy = copies.get(name);
    if (copy?.kind === 'packed' || (copy?.kind === 'folder' && copy.isVendored)) continue;
    if (copy === undefined || !/^[\w.-]+$/.test(name))
      return { obstacle: `its dependencies are not in the repository (${quoteName(name)})` };
    if (copy.kind === 'either')
      return {
        obstacle: `one of ${listFew(copy.paths.map(showPath))} is its dependency ${quoteName(name)}, and chance says which`,
      };
    const { path: from } = copy;
    const link = linkIn(from, paths);
    if (link !== undefined) return { obstacle: link };
    for (const file of packed.get(name) ?? []) replaced.add(joinPath(home, file));
    for (const path of paths.files(from, true))
      files.push({ from: path, to: joinPath(home, `${name}/${path.slice(joinPath(from, '').length)}`) });
  }
  return { files, replaced };
}

function packedByName(vendored: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const packed = new Map<string, string[]>();
  for (const file of vendored) for (const name of packedNames(file)) groupInto(packed, name, file);
  return packed;
}

/** The value files in the order in which Helm reads them; the chart's own it finds by itself. */
function valueFiles(
  application: Application,
  source: ApplicationSource,
  helm: unknown,
  tree: RenderTree,
): Told<{ paths: string[] }> {
  const paths: string[] = [];
  for (const file of valueFilesOf(application, source, { paths: tree.paths, isOurs: mayBeOurs })) {
    if (file.index === null) continue;
    const { path, written, unknown, revision } = file;
    if (unknown !== null) return { obstacle: `the value file ${quoteName(written)} ${unknown}` };
    if (path === null || tree.paths.at(path) !== 'file') {
      if (field(helm, 'ignoreMissingValueFiles') === true) continue;
      return { obstacle: `the value file ${quoteName(written)} is not there` };
    }
    const obstacle = obstacleOf(path, revision, tree);
    if (obstacle !== null) return { obstacle };
    paths.push(path);
  }
  return { paths };
}

/** Why a file cannot be given to Helm; null where it can. */
function obstacleOf(path: string, revision: string, { branch }: RenderTree): string | null {
  if (!isWritten(revision, branch)) return `${showPath(path)} is read from another branch`;
  // Helm divides the names of files at commas, with quotes as in CSV: a part of a name would be another file.
  return /[,"\n\r]/.test(path) ? `${showPath(path)} has a name that Helm divides` : null;
}

/** `--set`, `--set-string` and `--set-file`; of two parameters of one name the last one counts. */
function setFlags(
  application: Application,
  source: ApplicationSource,
  helm: unknown,
  tree: RenderTree,
): Told<{ args: string[]; paths: string[] }> {
  const variables = knownVariables(application, source);
  const sets = new Map<string, string>();
  const texts = new Map<string, string>();
  for (const parameter of listAt(helm, 'parameters')) {
    const given = field(parameter, 'value');
    const text = escapeCommas(substitute(given === undefined || given === null ? '' : String(given), variables) ?? '');
    (field(parameter, 'forceString') === true ? texts : sets).set(textAt(parameter, 'name') ?? '', text);
  }
  const args = [
    ...[...sets].flatMap(([name, text]) => ['--set', `${name}=${text}`]),
    ...[...texts].flatMap(([name, text]) => ['--set-string', `${name}=${text}`]),
  ];
  const paths: string[] = [];
  for (const parameter of listAt(helm, 'fileParameters')) {
    const [name, written] = [textAt(parameter, 'name') ?? '', textAt(parameter, 'path') ?? ''];
    // A name could bring another file along.
    if (/[=,\\]/.test(name)) return { obstacle: `${quoteName(name)} is no name of a parameter that holds a file` };
    const file = resolveValueFile(written, source, application, { isOurs: mayBeOurs });
    if (file.kind !== 'here' || tree.paths.at(file.path) !== 'file')
      return { obstacle: `the file ${quoteName(written)} of a parameter is not known here` };
    const obstacle = obstacleOf(file.path, revisionOf(source), tree);
    if (obstacle !== null) return { obstacle };
    args.push('--set-file', `${name}=${fromFolder(source.path ?? '', `${treeFolder}/${file.path}`)}`);
    paths.push(file.path);
  }
  return { args, paths };
}

/** Whether a schema of values may lead to another file or server, which Helm would read; in an archive nobody looks. */
function mayFetchSchema(files: readonly string[], { text }: RenderTree): boolean {
  return files.some((path) => {
    if (path.endsWith('.tgz')) return true;
    if (!path.endsWith('values.schema.json')) return false;
    const schema = (text(path) ?? '').replace(/"\$schema"\s*:\s*"https?:\/\/json-schema\.org\/[^"\\]*"/g, '');
    return /:\/\/|\\u|"\$ref"\s*:\s*"[^#]/.test(schema);
  });
}

/** `cleanSetParameters` of Argo CD: commas are text but in `{a,b}`. */
function escapeCommas(text: string): string {
  return text.startsWith('{') && text.endsWith('}') ? text : text.replace(/(?<!\\),/g, '\\,');
}
