import type { Application } from '../catalog/catalog.ts';
import { quoteName } from '../catalog/names.ts';
import { formatYamlPath, scalarText } from '../manifest/replace-scalar.ts';
import type { ImagePart, ImageTarget, TargetSearch } from './target.ts';

/** Names of Helm parameters by the part of the image they set. */
const parts = new Map<string, ImagePart>([
  ['image.tag', 'tag'],
  ['image.repository', 'repository'],
  ['global.imageRegistry', 'registry'],
  ['image.registry', 'registry'],
  ['image.digest', 'digest'],
]);

/** `helm.parameters[]` of every source of an Application, by name. */
export function helmParameterTargets(application: Application): TargetSearch {
  const { document } = application;
  const targets: ImageTarget[] = [];
  const others: string[] = [];
  for (const { at } of application.sources) {
    const list = [...at, 'helm', 'parameters'];
    const parameters = valueAt(document.value(), list);
    if (!Array.isArray(parameters)) continue;
    for (const [index, parameter] of parameters.entries()) {
      const name = valueAt(parameter, ['name']);
      const part = typeof name === 'string' ? parts.get(name) : undefined;
      if (typeof name !== 'string' || part === undefined) {
        if (typeof name === 'string') others.push(name);
        continue;
      }
      const path = [...list, index, 'value'];
      targets.push({
        part,
        name,
        document,
        path,
        text: `${formatYamlPath(list)}[name=${name}].value`,
        current: scalarText(document, path),
        setByHelm: valueAt(parameter, ['forceString']) !== true,
      });
    }
  }
  return {
    targets,
    searched: { document, path: [...(application.sources[0]?.at ?? ['spec', 'source']), 'helm', 'parameters'] },
    instead: describeOthers([...targets.map(({ name }) => name), ...others]),
  };
}

const mostNamed = 20;

function describeOthers(names: readonly string[]): string {
  if (names.length === 0) return 'It has no Helm parameters.';
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `Its Helm parameters are ${names.slice(0, mostNamed).map(quoteName).join(', ')}${more}.`;
}

/** The value below a plain value, own keys only; undefined where the path ends early. */
function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
