import type { PathIndex } from '../tree/path-index.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { isRecord, plainValue } from '../yaml/value.ts';
import type { YamlDocument, YamlFile } from '../yaml/yaml-document.ts';
import type { Application, ApplicationSource, WrittenApplication } from './application.ts';
import { isControlPlane } from './build-environment.ts';
import { isHere } from './source-place.ts';
import { sourceTools } from './source-tool.ts';

/** What is looked at to find overrides. */
interface OverrideTree {
  paths: Pick<PathIndex, 'at'>;
  yaml(path: string): YamlFile | undefined;
}

/**
 * The files in a source's folder whose fields Argo CD lays over those of the source, the stronger one last:
 * `.argocd-source.yaml`, then the one with the Application's name, which is what Argo CD Image Updater writes. An
 * Application outside the namespace of Argo CD has `namespace_name` in that place.
 */
export function overrideFiles(
  { name, namespace }: WrittenApplication,
  source: ApplicationSource,
  paths: Pick<PathIndex, 'at'>,
): string[] {
  const folder = source.path;
  if (folder === null || !isHere(source)) return [];
  const exists = (file: string): boolean => paths.at(joinPath(folder, file)) === 'file';
  const plain = `.argocd-source-${name}.yaml`;
  const qualified = `.argocd-source-${namespace ?? ''}_${name}.yaml`;
  const own = isControlPlane(namespace) || !exists(qualified) ? plain : qualified;
  return ['.argocd-source.yaml', own].filter(exists).map((file) => joinPath(folder, file));
}

/** An Application with what files in the folders of its sources lay over them. A file with mistakes is a UserError. */
export function withOverrides(application: Application, tree: OverrideTree): Application {
  let changed = false;
  const sources = application.sources.map((source) => {
    const documents = overrideFiles(application, source, tree.paths).flatMap((path) => documentOf(tree.yaml(path)));
    if (documents.length === 0) return source;
    changed = true;
    return overridden(source, documents);
  });
  return changed ? { ...application, sources } : application;
}

function documentOf(file: YamlFile | undefined): YamlDocument[] {
  const [error] = file?.errors ?? [];
  if (error) throw error;
  const [document] = file?.documents ?? [];
  return document && isRecord(plainValue(document)) ? [document] : [];
}

function overridden(source: ApplicationSource, overrides: readonly YamlDocument[]): ApplicationSource {
  const values = overrides.map((document) => plainValue(document)).filter(isRecord);
  const tools = sourceTools.filter(
    (tool) => source.tools.includes(tool) || values.some((value) => value[tool] != null),
  );
  const helm = values.map((value) => value.helm).filter(isRecord);
  const lists = helm.flatMap(({ valueFiles }) => (Array.isArray(valueFiles) ? [valueFiles] : []));
  const valueFiles = lists.at(-1)?.filter((file) => typeof file === 'string') ?? source.valueFiles;
  return { ...source, tools, valueFiles, overrides };
}

/** A field of an override, whatever letters of its name are upper case: Argo CD decodes it as Go does JSON. */
export function anyCase(value: unknown, name: string): { key: string; value: unknown } | undefined {
  if (!isRecord(value)) return undefined;
  const key = Object.hasOwn(value, name)
    ? name
    : Object.keys(value).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : { key, value: value[key] };
}
