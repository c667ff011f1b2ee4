import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Application } from './applications.ts';
import { isMap, listOf, mapOf, type Plain, type PlainMap, readPlain, textOf } from './plain-yaml.ts';

export type Tool = 'helm' | 'kustomize' | 'directory' | 'plugin';

/** The sources that are rendered: the dry source of a hydrator, `sources` before `source`, and no mere references. */
export function sourcesOf({ spec }: Application): PlainMap[] {
  const { drySource } = mapOf(spec.sourceHydrator);
  if (isMap(drySource)) return [drySource];
  return spec.sources ? listOf(spec.sources).map(mapOf) : [mapOf(spec.source)];
}

/** Whether a source is only there for the value files of another. */
export function isReference({ ref, path, chart }: PlainMap): boolean {
  return Boolean(ref) && !path && !chart;
}

/** The name of an Application in files and variables: with its namespace in front outside Argo CD's own. */
export function instanceName({ name, namespace }: Application): string {
  return namespace === 'argocd' ? name : `${namespace}_${name}`;
}

/**
 * A source with what `.argocd-source.yaml` and `.argocd-source-<application>.yaml` of its folder lay over it. Argo CD
 * 3.6.1 applies a merge patch and reads the result into what was there: a null changes nothing but in `valuesObject`,
 * an item of a list keeps what the item before it at that index said, and where the source is cannot be changed.
 */
export function overlaidSource(source: PlainMap, folder: string, application: Application): PlainMap {
  let merged = source;
  for (const name of ['.argocd-source.yaml', `.argocd-source-${instanceName(application)}.yaml`]) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const [patch] = readPlain(readFileSync(path, 'utf8'));
    if (!isMap(patch)) throw new Error(`${name} is no map: Argo CD says Invalid JSON Patch`);
    const { repoURL, path: elsewhere, chart, targetRevision, ...rest } = patch;
    merged = mapOf(overlay(merged, rest, false));
  }
  return merged;
}

function overlay(before: Plain | undefined, patch: Plain, isFree: boolean): Plain {
  if (Array.isArray(patch)) {
    const items = listOf(before);
    return isFree
      ? patch
      : patch.map((item, index) => (isMap(item) ? overlay(mapOf(items[index]), item, isFree) : item));
  }
  if (!isMap(patch)) return patch;
  const merged: PlainMap = { ...mapOf(before) };
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null) merged[key] = overlay(merged[key], value, isFree || key === 'valuesObject');
    else if (isFree) delete merged[key];
  }
  return merged;
}

/** The tool of a source: the field that it has, else the last name of its folder that tells one. */
export function toolOf(source: PlainMap, folder: string): Tool {
  const named = (['helm', 'kustomize', 'directory', 'plugin'] as const).filter((tool) => isMap(source[tool]));
  if (source.chart) return 'helm';
  if (named.length > 1) throw new Error(`multiple application sources defined: ${named.join(',')}`);
  if (named[0]) return named[0];
  let tool: Tool = 'directory';
  for (const name of readdirSync(folder).sort()) {
    if (statSync(join(folder, name)).isDirectory()) continue;
    if (name.endsWith('Chart.yaml')) tool = 'helm';
    if (['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(name)) tool = 'kustomize';
  }
  return tool;
}

/** The variables of the build environment that Argo CD puts into some fields of a source. */
export function environmentOf(application: Application, source: PlainMap): (text: string) => string {
  const variables: Record<string, string> = {
    ARGOCD_APP_NAME: instanceName(application),
    ARGOCD_APP_NAMESPACE: textOf(mapOf(application.spec.destination).namespace, 'namespace'),
    ARGOCD_APP_PROJECT_NAME: textOf(application.spec.project, 'project'),
    ARGOCD_APP_SOURCE_PATH: textOf(source.path, 'path'),
    ARGOCD_APP_SOURCE_REPO_URL: textOf(source.repoURL, 'repoURL'),
    ARGOCD_APP_SOURCE_TARGET_REVISION: textOf(source.targetRevision, 'targetRevision'),
  };
  // os.Expand of Go: what is unknown is empty.
  return (text) =>
    text.replaceAll(/\$(?:\{([^}]*)\}|([A-Za-z_]\w*)|([\d$*#@!?-]))/g, (_whole, braced, plain, special) =>
      special === '$' ? '$' : (variables[braced ?? plain ?? ''] ?? ''),
    );
}
