import type { Application, ApplicationSource } from '../argocd/application.ts';
import { substitute } from '../argocd/build-environment.ts';
import { kustomizationIn, kustomizeContents, readValue } from '../argocd/kustomization.ts';
import { spelledTwice } from '../argocd/kustomization-fields.ts';
import { componentsDoubt } from '../argocd/missing-components.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { field, fieldsAt, isRecord, listAt, plainValue, textAt, textsIn } from '../yaml/value.ts';
import { knownVariables, type RenderTree, type SourceJob, type Told, treeFolder } from './job.ts';
import type { RenderCommand } from './renderer.ts';

type KustomizeJob = Pick<SourceJob, 'files' | 'made' | 'commands'> & { obstacle: null };

/**
 * `kustomize edit …` for what the Application says, then `kustomize build`, as Argo CD 3.6 does (`kustomize.Build`).
 * Charts that a kustomization inflates are not rendered: Argo CD does that where its own settings say so.
 */
export function kustomizeJob(
  application: Application,
  source: ApplicationSource,
  value: unknown,
  tree: RenderTree,
): Told<KustomizeJob> {
  const folder = source.path ?? '';
  const options = field(value, 'kustomize');
  const { files } = kustomizeContents(folder, options, tree);
  const own = kustomizationIn(folder, tree);
  if (own === undefined) return { obstacle: 'there is not one kustomization' };
  const obstacle = obstacleIn(folder, options, tree);
  if (obstacle !== null) return { obstacle };
  const edits = editCommands(application, source, options);
  if ('obstacle' in edits) return edits;
  const place = joinPath(treeFolder, folder);
  const patched = withPatches(own, options, tree);
  const commands: RenderCommand[] = edits.args.map((args) => ({ program: 'kustomize', args, folder: place }));
  commands.push({ program: 'kustomize', args: ['build', '.'], folder: place });
  return {
    files: files.flatMap(({ path }) => (path === own && patched !== null ? [] : [{ from: path, to: path }])),
    made: patched === null ? new Map() : new Map([[joinPath(treeFolder, own), patched]]),
    commands,
    obstacle: null,
  };
}

/** Whether kustomize reads the same of a kustomization as what was looked at: it takes values by tags and merge keys of YAML. */
function isPlain(path: string, { yaml, text }: RenderTree): boolean {
  const [document] = yaml(path)?.documents ?? [];
  const value = document && plainValue(document);
  if (!isRecord(value) || /(?:^|[\s,{[:-])(?:!|<<["']?\s*:|\?\s)/.test(text(path) ?? '!')) return false;
  return spelledTwice(value) === undefined;
}

/** What of a kustomization is not rendered, as a clause; null where all is. */
function obstacleIn(folder: string, options: unknown, tree: RenderTree): string | null {
  const { kustomizations, files, absent } = kustomizeContents(folder, options, tree);
  const doubt = componentsDoubt(options, folder, tree.paths);
  if (doubt !== null) return doubt;
  const strange = files.find(({ path, use }) => use === 'kustomization' && !isPlain(path, tree));
  if (strange) return `${showPath(strange.path)} is written in a way that is not read here`;
  for (const { document, value } of kustomizations) {
    const refused = [...notBuilt].find((key) => listAt(value, key).length > 0);
    if (refused) return `${refused} of ${showPath(document.file.path)} are not rendered`;
  }
  if (absent.length > 0) return `${listFew(absent.map(quoteName))} is not in the repository, and nothing is fetched`;
  return null;
}

/** Charts are inflated where Argo CD's own settings say so; the others may name anything in files of their own. */
const notBuilt: ReadonlySet<string> = new Set([
  ...['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers', 'validators'],
]);

/** The words of `kustomize edit` for the settings of a source, in Argo CD's order. */
function editCommands(
  application: Application,
  source: ApplicationSource,
  options: unknown,
): Told<{ args: string[][] }> {
  const variables = knownVariables(application, source);
  const fill = (text: string): string => substitute(text, variables) ?? text;
  const args: string[][] = [];
  for (const [key, word] of [['namePrefix', 'nameprefix'] as const, ['nameSuffix', 'namesuffix'] as const]) {
    const text = textAt(options, key);
    if (text) args.push(['edit', 'set', word, '--', text]);
  }
  const images = textsIn(field(options, 'images')).map(fill);
  const replicas = listAt(options, 'replicas').map((one) => `${textAt(one, 'name')}=${String(field(one, 'count'))}`);
  const labels = fieldsAt(options, 'commonLabels').map(([key, text]) => `${key}:${fill(String(text))}`);
  const substituted = field(options, 'commonAnnotationsEnvsubst') === true;
  const annotations = fieldsAt(options, 'commonAnnotations').map(
    ([key, text]) => `${key}:${substituted ? fill(String(text)) : String(text)}`,
  );
  const components = textsIn(field(options, 'components'));
  const flag = (key: string, name: string): string[] => (field(options, key) === true ? [name] : []);
  const namespace = textAt(options, 'namespace');
  const added = [images, replicas, labels, annotations, components].flat();
  const strange = added.find((word) => word.startsWith('-'));
  if (strange !== undefined) return { obstacle: `${quoteName(strange)} would be read as an option` };
  if (images.length > 0) args.push(['edit', 'set', 'image', ...images]);
  if (replicas.length > 0) args.push(['edit', 'set', 'replicas', ...replicas]);
  if (labels.length > 0)
    args.push([
      ...['edit', 'add', 'label', ...flag('forceCommonLabels', '--force')],
      ...flag('labelWithoutSelector', '--without-selector'),
      ...flag('labelIncludeTemplates', '--include-templates'),
      ...labels,
    ]);
  if (annotations.length > 0)
    args.push(['edit', 'add', 'annotation', ...flag('forceCommonAnnotations', '--force'), ...annotations]);
  if (namespace) args.push(['edit', 'set', 'namespace', '--', namespace]);
  if (components.length > 0) args.push(['edit', 'add', 'component', ...components]);
  return { args };
}

/** A kustomization with the patches of the Application behind its own; null where there are none. */
function withPatches(path: string, options: unknown, { yaml }: RenderTree): string | null {
  const patches = listAt(options, 'patches');
  const document = yaml(path)?.documents[0];
  const value = document && readValue(document);
  if (patches.length === 0 || !isRecord(value)) return null;
  return JSON.stringify({ ...value, patches: [...listAt(value, 'patches'), ...patches] });
}
