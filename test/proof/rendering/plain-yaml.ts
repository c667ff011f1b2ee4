import { parseAllDocuments } from 'yaml';

/** A plain value of YAML or JSON. */
export type Plain = null | boolean | number | string | Plain[] | PlainMap;
export interface PlainMap {
  [key: string]: Plain;
}

const notOfGo = (tag: { tag?: string; format?: string }) =>
  tag.tag === 'tag:yaml.org,2002:timestamp' || tag.format === 'TIME';

/**
 * The documents of a text as Go's sigs.k8s.io/yaml reads them, which is what Helm, kustomize and Argo CD use: YAML 1.1
 * without dates and sexagesimal numbers, and of a key that stands twice the last.
 */
export function readPlain(text: string): Plain[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !notOfGo(tag)),
  });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return (document.toJS({ maxAliasCount: -1 }) ?? null) as Plain;
  });
}

/** The value as a map; an empty one where it is none. */
export function mapOf(value: Plain | undefined): PlainMap {
  return isMap(value) ? value : {};
}

export function isMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list; an empty one where it is none. */
export function listOf(value: Plain | undefined): Plain[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a field that the API server takes only as a text: an Error where it is another value. */
export function textOf(value: Plain | undefined, field: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new Error(`${field} is ${JSON.stringify(value)}, which the API server refuses`);
  return value;
}

/** Every text below a value, replaced by what `change` makes of it. */
export function mapTexts(value: Plain, change: (text: string) => string): Plain {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]));
}
