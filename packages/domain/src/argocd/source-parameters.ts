import { plainValue, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { Application, ApplicationSource } from './application.ts';
import { anyCase } from './source-overrides.ts';

/** A parameter with its place: in the Application, or in a file that is laid over it. */
export interface PlacedParameter {
  document: YamlDocument;
  at: YamlPath;
  name: string;
  value: string;
  forceString: boolean;
}

/**
 * The parameters of a source. A list of a file that is laid over it takes the place of the whole list; an entry keeps
 * what it does not say itself of the entry that had its place.
 */
export function effectiveParameters(
  { document }: Application,
  { at, parameters, overrides }: ApplicationSource,
): PlacedParameter[] {
  const list = [...at, 'helm', 'parameters'];
  const written = valueAt(document.value(), list);
  let placed = parameters.map(({ index, name, value }): PlacedParameter => {
    const forceString = valueAt(written, [index, 'forceString']) === true;
    return { document, at: [...list, index], name, value, forceString };
  });
  for (const override of overrides) {
    const own = valueAt(plainValue(override), ['helm', 'parameters']);
    if (!Array.isArray(own)) continue;
    const before = placed;
    placed = own.flatMap((entry: unknown, index): PlacedParameter[] => {
      const [name, value] = [anyCase(entry, 'name')?.value, anyCase(entry, 'value')?.value];
      const inherited = before[index];
      const force = anyCase(entry, 'forceString')?.value;
      const named = typeof name === 'string' ? name : inherited?.name;
      if (named === undefined) return [];
      return [
        {
          document: override,
          at: ['helm', 'parameters', index],
          name: named,
          value: typeof value === 'string' ? value : (inherited?.value ?? ''),
          forceString: typeof force === 'boolean' ? force : (inherited?.forceString ?? false),
        },
      ];
    });
  }
  return placed;
}
