import { groupBy } from '../grouping.ts';
import { field, isRecord, listAt, plainValue, textAt } from '../yaml/value.ts';
import { lastKeyCounts, parseYamlFile } from '../yaml/yaml-document.ts';

/** An object among the manifests of an Application. */
export interface ManifestObject {
  /** What a person calls it: `Deployment web`, `Secret keys in shop`. */
  title: string;
  kind: string;
  group: string;
  value: Record<string, unknown>;
}

/** The texts of the documents of a stream: at the first column `---` is in no text of YAML. */
export function documentTexts(stream: string): string[] {
  return stream.split(/^---(?=\s|$)/m).filter((text) => /^[ \t]*[^#\s]/m.test(text));
}

/** The objects of documents, lists of objects taken apart, by their identity. UserError where a text is no YAML. */
export function objectsIn(texts: readonly string[]): Map<string, ManifestObject> {
  const objects = texts.flatMap((text) => {
    const file = lastKeyCounts(parseYamlFile('manifests', text));
    const [error] = file.errors;
    if (error) throw error;
    return file.documents.flatMap((document) => objectsOf(plainValue(document)));
  });
  const found = new Map<string, ManifestObject>();
  for (const [key, same] of groupBy(objects, identityOf))
    for (const [index, object] of same.entries()) found.set(index === 0 ? key : `${key} ${index + 1}`, object);
  return found;
}

/** `list`: what an item is that does not say it: one of a `SecretList` is a Secret, as Kubernetes takes it. */
function objectsOf(value: unknown, list = { kind: '', apiVersion: '' }): ManifestObject[] {
  if (!isRecord(value)) return [];
  const kind = textAt(value, 'kind') || list.kind;
  const apiVersion = textAt(value, 'apiVersion') || list.apiVersion;
  const items = kind.endsWith('List') ? listAt(value, 'items') : [];
  if (items.length > 0)
    return items.flatMap((item) => objectsOf(item, { kind: kind.slice(0, -'List'.length), apiVersion }));
  const [group = ''] = apiVersion.split('/');
  const metadata = field(value, 'metadata');
  const [name, namespace] = [textAt(metadata, 'name') ?? '', textAt(metadata, 'namespace')];
  const title = `${kind || 'object'} ${name || '(no name)'}${namespace === undefined ? '' : ` in ${namespace}`}`;
  return [{ title, kind, group: apiVersion.includes('/') ? group : '', value }];
}

function identityOf({ kind, group, value }: ManifestObject): string {
  const metadata = field(value, 'metadata');
  return JSON.stringify([
    group,
    kind,
    textAt(metadata, 'namespace') ?? '',
    withoutHash(textAt(metadata, 'name') ?? ''),
  ]);
}

/** A name without what kustomize appends to those of ConfigMaps and Secrets that it makes: a hash of what they hold. */
export function withoutHash(name: string): string {
  return name.replace(/-[2456789bcdfghkmt]{10}$/, '');
}
