import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Application, applicationsOf, fromManifest } from './applications.ts';
import { readDirectory } from './directory.ts';
import { renderChart } from './helm.ts';
import { renderKustomization } from './kustomize.ts';
import { mapOf, type Plain, type PlainMap, readPlain, textOf } from './plain-yaml.ts';
import { environmentOf, isReference, overlaidSource, sourcesOf, toolOf } from './sources.ts';
import { standInChart } from './stand-in-chart.ts';
import type { RenderingTools } from './tools.ts';

/** What is rendered, and with what. */
export interface Repositories {
  /** The folder whose Applications are rendered; every source that is in no other repository is in it. */
  root: string;
  /** Folders of charts that only a server has, and of other repositories, by name: no network is asked, and one stands in for those that are not here. */
  charts?: ReadonlyMap<string, string>;
  helm: 'helm3' | 'helm4';
  tools: RenderingTools;
}

/** The manifests of every Application, by its namespace and name; an Error in the place of those that cannot be rendered. */
export type Rendering = Map<string, { file: string; manifests: Plain[] | Error }>;

/** Renders every Application of a repository as Argo CD would, those too that others render. */
export async function renderAll(repositories: Repositories): Promise<Rendering> {
  const rendering: Rendering = new Map();
  let left = await applicationsOf(repositories.root, repositories.tools);
  while (left.length > 0) {
    const next: Application[] = [];
    for (const application of left) {
      const key = `${application.namespace}/${application.name}`;
      const manifests = await renderOne(application, repositories).catch((error: unknown) => error as Error);
      rendering.set(key, { file: application.file, manifests });
      if (manifests instanceof Error) continue;
      for (const manifest of manifests)
        for (const made of await fromManifest(manifest, application.file, repositories.root, repositories.tools))
          if (!rendering.has(`${made.namespace}/${made.name}`)) next.push(made);
    }
    left = next;
  }
  return rendering;
}

async function renderOne(application: Application, repositories: Repositories): Promise<Plain[]> {
  const sources = sourcesOf(application);
  const references = new Map(
    sources.flatMap((source) =>
      source.ref ? [[textOf(source.ref, 'ref'), folderOf(source, repositories)] as const] : [],
    ),
  );
  const manifests: Plain[] = [];
  for (const source of sources)
    if (!isReference(source))
      manifests.push(...(await renderSource({ application, source, references, repositories })));
  return manifests;
}

interface SourceOf {
  application: Application;
  source: PlainMap;
  references: ReadonlyMap<string, string>;
  repositories: Repositories;
}

async function renderSource({ application, source: written, references, repositories }: SourceOf): Promise<Plain[]> {
  const { tools } = repositories;
  const helm = tools[repositories.helm];
  if (written.chart) {
    const folder = chartNamed(textOf(written.chart, 'chart'), repositories);
    return readPlain(await renderChart({ application, source: written, root: folder, references, folder, helm }));
  }
  const root = folderOf(written, repositories);
  const path = textOf(written.path, 'path') || '.';
  const folder = join(root, path);
  if (!existsSync(folder)) throw new Error(`${path}: app path does not exist`);
  const source = overlaidSource(written, folder, application);
  const expand = environmentOf(application, source);
  switch (toolOf(source, folder)) {
    case 'helm':
      return readPlain(await renderChart({ application, source, root, references, folder, helm }));
    case 'kustomize':
      return readPlain(
        await renderKustomization({ settings: mapOf(source.kustomize), expand, root, path, helm, tools }),
      );
    case 'directory':
      return readDirectory(folder, source);
    case 'plugin':
      throw new Error('what a plugin makes of its settings is not known');
  }
}

function folderOf({ repoURL }: PlainMap, { root, charts }: Repositories): string {
  const [, name = ''] = /([^/]+?)(?:\.git)?$/.exec(textOf(repoURL, 'repoURL')) ?? [];
  return charts?.get(name) ?? root;
}

function chartNamed(name: string, { charts }: Repositories): string {
  return charts?.get(name) ?? standInChart(name.split('/').at(-1) ?? name);
}
