import { isMap, isScalar } from 'yaml';
import type { YamlDocument, YamlPath } from '../manifest/yaml-document.ts';
import { assignEnvironments } from './application-environment.ts';
import { readSources } from './applications.ts';
import type { Application, GeneratedBy } from './catalog.ts';
import type { Config } from './config-schema.ts';
import { sameEnvironment } from './environment-names.ts';

/** Combinations of generators above which an ApplicationSet is taken for one whose elements are not known. */
const maxCombinations = 2000;

/**
 * The Applications that ApplicationSets generate, as far as list generators (also inside a matrix) say it: one for
 * each element, with the template filled in. Of any other generator there is one Application, with its placeholders.
 * Environment and service are not yet known.
 */
export function readApplicationSets(documents: readonly YamlDocument[]): Application[] {
  return documents.flatMap((document) => {
    const set = document.value();
    const generators = at(set, ['spec', 'generators']);
    const template = at(set, ['spec', 'template']);
    if (!Array.isArray(generators) || typeof template !== 'object' || template === null) return [];
    return generators.flatMap((_generator: unknown, index) =>
      combinations(document, ['spec', 'generators', index]).map((generated) =>
        readTemplate(document, template, generated),
      ),
    );
  });
}

/**
 * Sets the environment of generated Applications: what their elements say (`env`, or what the template makes of
 * them), and only then what all of one set have in common, such as its folder. `applications` are the others.
 */
export function assignGeneratedEnvironments(
  generated: readonly Application[],
  applications: readonly Application[],
  config: Config,
  services: ReadonlySet<string>,
): void {
  // Copies: what an ApplicationSet generates says nothing about the environments of the others.
  const others = applications.map((application) => ({ ...application }));
  assignEnvironments([...others, ...generated], config, services);
  const known = new Set([...Object.keys(config.environments ?? {}), ...applications.map((one) => one.environment)]);
  const varying = generated.map((application) => ({ ...application, file: '', sources: varyingSources(application) }));
  assignEnvironments([...others.map((other) => ({ ...other })), ...varying], config, services);
  for (const [index, application] of generated.entries()) {
    const values = application.generated?.values;
    const said = (values?.get('environment') ?? values?.get('env'))?.text;
    const spelled = said && (sameEnvironment(said).find((name) => known.has(name)) ?? said);
    if ((application.generated?.elements.length ?? 0) > 0)
      application.environment = spelled || (varying[index]?.environment ?? application.environment);
  }
}

/** Sources without the revision that the template says for all alike. */
function varyingSources({ sources, document }: Application): Application['sources'] {
  return sources.map((source) => {
    const written = at(document.value(), [...source.at, 'targetRevision']);
    return typeof written === 'string' && written.includes('{{') ? source : { ...source, targetRevision: null };
  });
}

function readTemplate(document: YamlDocument, template: object, generated: GeneratedBy): Application {
  const filled = fill(template, generated);
  const field = (path: YamlPath): string | null => {
    const value = at(filled, path);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const sources = readSources(document, at(filled, ['spec']), ['spec', 'template', 'spec']);
  for (const source of sources) if (source.targetRevision?.includes('{{')) source.targetRevision = null;
  return {
    name: field(['metadata', 'name']) ?? '',
    file: document.file.path,
    document,
    environment: null,
    service: null,
    namespace: field(['metadata', 'namespace']),
    project: field(['spec', 'project']),
    destination: {
      server: field(['spec', 'destination', 'server']),
      name: field(['spec', 'destination', 'name']),
      namespace: field(['spec', 'destination', 'namespace']),
    },
    sources,
    generated,
  };
}

/** What a generator supplies, once for each Application: the elements of a list, each with each in a matrix. */
function combinations(document: YamlDocument, path: YamlPath): GeneratedBy[] {
  const unknown: GeneratedBy = { elements: [], values: new Map() };
  const generator = at(document.value(), path);
  // A generator may change the template it fills: that is another template than the one that is read here.
  if (['list', 'matrix'].some((kind) => at(generator, [kind, 'template', 'spec']) !== undefined)) return [unknown];
  const elements = at(generator, ['list', 'elements']);
  if (Array.isArray(elements) && elements.length > 0)
    return elements.map((_element: unknown, index) => readElement(document, [...path, 'list', 'elements', index]));
  const parts = at(generator, ['matrix', 'generators']);
  if (!Array.isArray(parts)) return [unknown];
  let product: GeneratedBy[] = [unknown];
  for (const index of parts.keys()) {
    const choices = combinations(document, [...path, 'matrix', 'generators', index]);
    if (product.length * choices.length > maxCombinations) return [unknown];
    product = product.flatMap((one) =>
      choices.map(({ elements: more, values }) => ({
        elements: [...one.elements, ...more],
        values: new Map([...one.values, ...values]),
      })),
    );
  }
  return product;
}

function readElement(document: YamlDocument, path: YamlPath): GeneratedBy {
  const values = new Map<string, { text: string; path: YamlPath }>();
  const walk = (here: YamlPath, name: string, depth: number): void => {
    const node = document.node(here);
    if (isScalar(node)) values.set(name, { text: String(node.source ?? node.value ?? ''), path: here });
    if (!isMap(node) || depth > 5) return;
    for (const { key } of node.items) {
      if (!isScalar(key) || typeof key.value !== 'string') continue;
      walk([...here, key.value], name === '' ? key.value : `${name}.${key.value}`, depth + 1);
    }
  };
  walk(path, '', 0);
  return { elements: [path], values };
}

/** A template with the values it names filled in; what else stands in braces stays. */
function fill(template: unknown, generated: GeneratedBy): unknown {
  if (typeof template === 'string') return fillPlaceholders(template, generated);
  if (Array.isArray(template)) return template.map((item) => fill(item, generated));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fill(value, generated)]));
}

/** A text with the values that its placeholders (`{{name}}`, `{{ .name }}`) stand for; others stay. */
export function fillPlaceholders(text: string, { values }: GeneratedBy): string {
  if (!text.includes('{{')) return text;
  return text.replace(
    /\{\{-?\s*\.?([\w.-]+?)\s*-?\}\}/g,
    (placeholder, name: string) => values.get(name)?.text ?? placeholder,
  );
}

function at(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
