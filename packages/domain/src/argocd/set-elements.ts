import { isMap, isScalar, isSeq, Scalar } from 'yaml';
import { oldScalar } from '../yaml/old-scalar.ts';
import { isRecord, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { SetElement, SuppliedValue } from './application.ts';

/**
 * What the scalars of an element supply, by name: `tag`, `values.tag`, `names.0`. UserError where aliases expand without measure.
 */
export function elementValues({ document, path }: SetElement): Map<string, SuppliedValue> {
  // What the limit of aliases refuses must not be walked either.
  document.value();
  const values = new Map<string, SuppliedValue>();
  const walk = (written: unknown, here: YamlPath, name: string): void => {
    const node = document.resolve(written);
    if (isScalar(node)) values.set(name, { text: String(node.source ?? node.value ?? ''), document, path: here });
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...here, index], `${name}.${index}`);
    for (const { key, value } of isMap(node) ? node.items : []) {
      if (!isScalar(key) || typeof key.value !== 'string') continue;
      walk(value, [...here, key.value], name === '' ? key.value : `${name}.${key.value}`);
    }
  };
  walk(document.node(path), path, '');
  return values;
}

/** The plain value of an element as Argo CD and kubectl read it: `yes` and `on` are true, `010` is eight. */
export function elementObject({ document, path }: SetElement): unknown {
  return reread(valueAt(document.value(), path), document.node(path), document);
}

function reread(value: unknown, node: unknown, document: YamlDocument): unknown {
  if (Array.isArray(value)) {
    const items = isSeq(node) ? node.items : [];
    return value.map((item: unknown, index) => reread(item, document.resolve(items[index]), document));
  }
  if (isRecord(value)) {
    const nodes = new Map((isMap(node) ? node.items : []).map((pair) => [String(pair.key), pair.value]));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, reread(item, document.resolve(nodes.get(key)), document)]),
    );
  }
  return isScalar(node) && node.type === Scalar.PLAIN && node.source !== undefined
    ? oldScalar(node.source, value)
    : value;
}
