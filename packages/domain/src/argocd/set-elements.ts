import { isMap, isScalar, isSeq } from 'yaml';
import type { YamlPath } from '../yaml/yaml-document.ts';
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
