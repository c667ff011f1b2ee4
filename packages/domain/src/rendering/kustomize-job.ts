import type { Application, ApplicationSource } from '../argocd/application.ts';
import { substitute } from '../argocd/build-environment.ts';
import { kustomizationIn, kustomizeContents } from '../argocd/kustomization.ts';
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
  const { kustomizations, files, absent } = kustomizeContents(folder, options, tree);
  if (field(options, 'ignoreMissingComponents') === true)
    return { obstacle: 'ignoreMissingComponents is set, of which one component alone is kept' };
  if (absent.length > 0)
    return { obstacle: `${listFew(absent.map(quoteName))} is not in the repository, and nothing is fetched` };
  const own = kustomizationIn(folder, tree);
  if (own === undefined) return { obstacle: 'there is not one kustomization' };
  for (const { folder: each, value: said } of kustomizations) {
    const inflated = ['helmCharts', 'helmChartInflationGenerator'].find((key) => listAt(said, key).length > 0);
    if (inflated) return { obstacle: `${inflated} of ${showPath(joinPath(each, ''))} are not rendered` };
  }
  const plugin = files.find(({ use }) => use === 'plugin') ?? inlinePlugin(kustomizations);
  if (plugin) return { obstacle: `${showPath(plugin.path)} configures a generator or a transformer` };
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

/** The first kustomization that has the settings of a plugin written in it. */
function inlinePlugin(kustomizations: readonly { folder: string; value: unknown }[]): { path: string } | undefined {
  const found = kustomizations.find(({ value }) =>
    ['generators', 'transformers', 'validators'].some((key) => listAt(value, key).length > 0),
  );
  return found && { path: joinPath(found.folder, 'kustomization.yaml') };
}

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
  const value = document && plainValue(document);
  if (patches.length === 0 || !isRecord(value)) return null;
  return JSON.stringify({ ...value, patches: [...listAt(value, 'patches'), ...patches] });
}
