import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { filesBelow } from './applications.ts';
import { isMap, listOf, mapOf, type PlainMap, readPlain, textOf } from './plain-yaml.ts';
import { standInChart } from './stand-in-chart.ts';
import { type RenderingTools, runTool } from './tools.ts';

export interface KustomizeSource {
  settings: PlainMap;
  expand: (text: string) => string;
  root: string;
  /** Relative to the root. */
  path: string;
  helm: string;
  tools: RenderingTools;
}

/** `kustomize edit` of a copy, in the order of Argo CD 3.6.1, and `kustomize build` of it. */
export async function renderKustomization(of: KustomizeSource): Promise<string> {
  const { tools, path, helm } = of;
  const edits = editsOf(of);
  const charts = helmChartsBelow(of.root);
  const isCopied = edits.length > 0 || listOf(of.settings.patches).length > 0 || charts.length > 0;
  const root = isCopied ? copyOf(of.root) : of.root;
  const folder = join(root, path);
  for (const words of edits) await runTool(tools.kustomize, ['edit', ...words], folder);
  addPatches(folder, of.settings);
  for (const chart of charts) addRemoteCharts(root, chart);
  // Where charts are inflated, argocd-cm has to say so in kustomize.buildOptions; with charts of other folders this too.
  const options = ['--enable-helm', '--helm-command', helm, '--load-restrictor', 'LoadRestrictionsNone'];
  return runTool(tools.kustomize, ['build', ...(charts.length > 0 ? options : []), '.'], folder);
}

interface InflatedCharts {
  /** The folder of the kustomization, relative to the root. */
  folder: string;
  kustomization: PlainMap;
}

function helmChartsBelow(root: string): InflatedCharts[] {
  return filesBelow(root)
    .filter((path) => fileNames.includes(basename(path)))
    .flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return text.includes('helmCharts') ? [{ folder: dirname(path), kustomization: mapOf(readPlain(text)[0]) }] : [];
    });
}

/** The charts that kustomize would fetch, where it looks for them first. */
function addRemoteCharts(root: string, { folder, kustomization }: InflatedCharts): void {
  const home = textOf(mapOf(kustomization.helmGlobals).chartHome, 'chartHome') || 'charts';
  for (const { name, repo, version } of listOf(kustomization.helmCharts).map(mapOf)) {
    if (!repo) continue;
    const chart = textOf(name, 'name');
    const place = version ? `${chart}-${textOf(version, 'version')}/${chart}` : chart;
    cpSync(standInChart(chart), join(root, folder, home, place), { recursive: true });
  }
}

function copyOf(root: string): string {
  const copy = temporaryFolder('kustomize');
  cpSync(root, copy, { recursive: true, filter: (path) => !path.endsWith('/.git') });
  return copy;
}

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

function fileOf(folder: string): string {
  const name = readdirSync(folder).find((file) => fileNames.includes(file));
  if (name === undefined) throw new Error(`there is no kustomization in ${folder}`);
  return join(folder, name);
}

function editsOf({ settings, expand }: KustomizeSource): string[][] {
  const text = (field: string) => textOf(settings[field], field);
  const pairs = (field: string) =>
    Object.entries(mapOf(settings[field])).map(([key, value]) => `${key}:${textOf(value, field)}`);
  const [images, components] = [listOf(settings.images), listOf(settings.components)];
  const labels = pairs('commonLabels').map(expand);
  const withoutSelector = settings.labelWithoutSelector === true ? ['--without-selector'] : [];
  const replicas = listOf(settings.replicas)
    .map(mapOf)
    .map(({ name, count }) => `${name}=${count}`);
  return [
    text('namePrefix') ? [['set', 'nameprefix', '--', text('namePrefix')]] : [],
    text('nameSuffix') ? [['set', 'namesuffix', '--', text('nameSuffix')]] : [],
    images.length > 0 ? [['set', 'image', ...images.map((image) => expand(textOf(image, 'images')))]] : [],
    replicas.length > 0 ? [['set', 'replicas', ...replicas]] : [],
    labels.length > 0 ? [['add', 'label', '--force', ...withoutSelector, ...labels]] : [],
    pairs('commonAnnotations').length > 0 ? [['add', 'annotation', '--force', ...pairs('commonAnnotations')]] : [],
    text('namespace') ? [['set', 'namespace', '--', text('namespace')]] : [],
    components.length > 0
      ? [['add', 'component', ...components.map((component) => textOf(component, 'components'))]]
      : [],
  ].flat();
}

function addPatches(folder: string, { patches }: PlainMap): void {
  if (listOf(patches).length === 0) return;
  const file = fileOf(folder);
  const [kustomization] = readPlain(readFileSync(file, 'utf8'));
  const own = isMap(kustomization) ? kustomization : {};
  writeFileSync(file, JSON.stringify({ ...own, patches: [...listOf(own.patches), ...listOf(patches)] }));
}
