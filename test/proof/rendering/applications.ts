import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expandApplicationSet } from './application-sets.ts';
import { isMap, listOf, mapOf, type Plain, type PlainMap, readPlain, textOf } from './plain-yaml.ts';
import { type RenderingTools, runTool } from './tools.ts';

/** An Application as it is in the cluster. */
export interface Application {
  name: string;
  /** Where the Application itself lives. */
  namespace: string;
  spec: PlainMap;
  /** The file it comes from, relative to the repository. */
  file: string;
}

/** The files of a folder, relative to it, sorted; without git's own. */
export function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('.git/'))
    .sort();
}

/**
 * The Applications that a person applies from a repository: those in its files, ApplicationSets expanded. What a
 * kustomization lists is taken as kustomize builds it; what stands in the templates of a chart is no file of this kind,
 * unless a person installs the chart by hand.
 */
export async function applicationsOf(root: string, tools: RenderingTools): Promise<Application[]> {
  const found = new Map<string, Application>();
  const paths = filesBelow(root).filter((path) => /\.(ya?ml|json)$/.test(path) && !/(^|\/)templates\//.test(path));
  for (const path of paths)
    for (const manifest of documentsOf(join(root, path)))
      for (const application of await fromManifest(manifest, path, root, tools))
        found.set(keyOf(application), application);
  for (const path of filesBelow(root).filter((each) => basename(each) === byHand))
    for (const manifest of readPlain(await runTool(tools.helm3, ['template', 'root', join(root, dirname(path))], root)))
      for (const application of await fromManifest(manifest, path, root, tools))
        found.set(keyOf(application), application);
  const folders = new Set([...found.values()].map(({ file }) => dirname(file)));
  for (const folder of folders) {
    if (!paths.includes(join(folder, 'kustomization.yaml'))) continue;
    const built = readPlain(await runTool(tools.kustomize, ['build', join(root, folder)], root));
    for (const manifest of built)
      for (const application of await fromManifest(manifest, join(folder, 'kustomization.yaml'), root, tools))
        found.set(keyOf(application), application);
  }
  return [...found.values()];
}

/** A file of this name in the folder of a chart says that a person installs it with its own values, to begin with. */
const byHand = 'installed-by-hand';

const keyOf = ({ namespace, name }: Application) => `${namespace}/${name}`;

/** The Applications that a manifest is or stands for. */
export async function fromManifest(
  manifest: Plain,
  file: string,
  root: string,
  tools: RenderingTools,
): Promise<Application[]> {
  if (!isMap(manifest) || !String(manifest.apiVersion).startsWith('argoproj.io/')) return [];
  if (manifest.kind === 'ApplicationSet') {
    const made = await expandApplicationSet(manifest, root, tools);
    return made.map((application) => asApplication(application, file));
  }
  return manifest.kind === 'Application' ? [asApplication(manifest, file)] : [];
}

function asApplication({ metadata, spec }: PlainMap, file: string): Application {
  const { name, namespace } = mapOf(metadata);
  return { name: textOf(name, 'name'), namespace: textOf(namespace, 'namespace') || 'argocd', spec: mapOf(spec), file };
}

function documentsOf(path: string): Plain[] {
  const text = readFileSync(path, 'utf8');
  if (!/kind["']?:\s*["']?(Application(Set)?|List)\b/.test(text)) return [];
  try {
    return readPlain(text).flatMap((value) => (isMap(value) && value.kind === 'List' ? listOf(value.items) : [value]));
  } catch {
    // Something else that says these words, such as a template.
    return [];
  }
}
