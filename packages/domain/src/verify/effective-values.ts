import picomatch from 'picomatch';
import { isScalar } from 'yaml';
import type { Application, ApplicationSource } from '../catalog/catalog.ts';
import { joinPath } from '../catalog/repository-paths.ts';
import { parseYamlFile, type YamlDocument } from '../manifest/yaml-document.ts';
import type { Model } from './model.ts';
import { field, plainValue } from './ownership.ts';
import { resolveValueFile } from './value-files.ts';

/** One layer of the values of a chart: a file, or a part of the Application. A later one wins. */
export interface ValuesLayer {
  /** How it is called in a message. */
  name: string;
  /** The file, when it is a values file. */
  path: string | null;
  has(key: readonly string[]): boolean;
}

/** The layers of a chart of this repository for one source, in the order Helm applies them. */
export function valuesLayers(application: Application, source: ApplicationSource, model: Model): ValuesLayer[] {
  const layers: ValuesLayer[] = [];
  const addFile = (path: string): void => {
    const document = model.paths.at(path) === 'file' ? model.yaml(path)?.documents[0] : undefined;
    if (document) layers.push({ name: path, path, has: (key) => hasValue(document, key) });
  };
  if (source.path !== null && model.isOurs(source)) addFile(joinPath(source.path, 'values.yaml'));
  for (const file of source.valueFiles) {
    const resolved = resolveValueFile(file, source, application, model);
    if (resolved.kind !== 'here') continue;
    if (/[*?[{]/.test(resolved.path)) for (const path of matching(resolved.path, model)) addFile(path);
    else addFile(resolved.path);
  }
  const { document } = application;
  const text = document.node([...source.at, 'helm', 'values']);
  const values = isScalar(text) ? parseYamlFile(application.file, String(text.value)).documents[0] : undefined;
  if (values) layers.push({ name: `values of ${application.file}`, path: null, has: (key) => hasValue(values, key) });
  const inline = [...source.at, 'helm', 'valuesObject'];
  if (document.node(inline)) {
    layers.push({
      name: `valuesObject of ${application.file}`,
      path: null,
      has: (key) => document.node([...inline, ...key]) !== undefined,
    });
  }
  const parameters = new Set(source.parameters.map(({ name }) => name));
  layers.push({
    name: `parameters of ${application.file}`,
    path: null,
    has: (key) => parameters.has(key.join('.')),
  });
  return layers;
}

function hasValue(document: YamlDocument, key: readonly string[]): boolean {
  let value: unknown = plainValue(document);
  for (const step of key) value = field(value, step);
  return value !== undefined && value !== null && value !== '';
}

function matching(pattern: string, { paths }: Model): string[] {
  const matches = picomatch(pattern, { dot: true });
  return paths.all.filter((path) => matches(path));
}
