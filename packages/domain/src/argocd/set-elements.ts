import { isMap, isScalar } from 'yaml';
import type { YamlPath } from '../yaml/yaml-document.ts';
import type { SetElement, SuppliedValue } from './application.ts';

/** Maps within maps that names are read from. */
const deepest = 5;

/** What the scalars of an element supply, by name: `tag`, `values.tag`. */
export function elementValues({ document, path }: SetElement): Map<string, SuppliedValue> {
  const values = new Map<string, SuppliedValue>();
  const walk = (here: YamlPath, name: string, depth: number): void => {
    const node = document.node(here);
    if (isScalar(node)) values.set(name, { text: String(node.source ?? node.value ?? ''), document, path: here });
    if (!isMap(node) || depth > deepest) return;
    for (const { key } of node.items) {
      if (!isScalar(key) || typeof key.value !== 'string') continue;
      walk([...here, key.value], name === '' ? key.value : `${name}.${key.value}`, depth + 1);
    }
  };
  walk(path, '', 0);
  return values;
}
