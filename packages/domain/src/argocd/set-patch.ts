import { parseTemplate } from '../helm/template-nodes.ts';
import { templateOutput } from '../helm/template-output.ts';
import type { ChartScope, FoundAtKey, KeyPath } from '../helm/template-value.ts';
import { valueAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';
import type { GeneratedBy } from './application.ts';

/**
 * Whether the patch of an ApplicationSet may have anything to say of the sources of one of its Applications: what the
 * patch, a Go template, becomes with the values of the generator. Where that is not known it may.
 */
export function patchesSources(
  patch: string,
  generated: Pick<GeneratedBy, 'values' | 'unread' | 'goTemplate'>,
): boolean {
  const template = generated.goTemplate ? parseTemplate('templatePatch', patch) : null;
  if (!template) return true;
  const scope = scopeOf(generated);
  const pieces = templateOutput(template, {
    scope,
    dot: { kind: 'values', scope, path: [] },
    defines: new Map(),
  });
  // A value that is not there is written as `<no value>`, or stops the set.
  if (pieces.some(({ known, maybe, key, text }) => !known || maybe === true || (key !== null && text === '')))
    return true;
  return saysSources(pieces.map(({ text }) => text).join(''));
}

/** Whether a patch says anything of the sources, or of something that nobody here knows. */
export function saysSources(patch: string): boolean {
  const { documents, errors } = parseYamlFile('templatePatch', patch);
  const [document, second] = documents;
  if (errors.length > 0 || second) return true;
  const value = document?.value() ?? {};
  const spec = valueAt(value, ['spec']) ?? {};
  if (typeof value !== 'object' || typeof spec !== 'object') return true;
  return [...Object.keys(value), ...Object.keys(spec)].some((key) => /source|template|^\$|filled-in/i.test(key));
}

/** The values of a generator as what a template reads. */
function scopeOf({ values, unread }: Pick<GeneratedBy, 'values' | 'unread'>): ChartScope {
  const nameOf = (path: KeyPath): string =>
    path.reduce<string>(
      (name, step) => (typeof step === 'number' ? `${name}[${step}]` : name === '' ? step : `${name}.${step}`),
      '',
    );
  const keysBelow = (name: string): string[] => {
    const start = name === '' ? '' : `${name}.`;
    const below = [...values.keys()].filter((each) => each.startsWith(start));
    return [...new Set(below.map((each) => each.slice(start.length).split(/[.[]/)[0] ?? ''))];
  };
  return {
    fields: new Map(),
    keyOf: (path) => path,
    find: (path): FoundAtKey => {
      const name = nameOf(path);
      const supplied = values.get(name);
      if (supplied) {
        const value = supplied.document ? valueAt(supplied.document.value(), supplied.path) : supplied.text;
        const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return isScalar ? { kind: 'scalar', value } : { kind: 'unknown' };
      }
      const keys = keysBelow(name);
      if (keys.length > 0) return { kind: 'map', keys };
      // Lists of an element are not among its values.
      const isPart = [...values.keys()].some((each) => each.startsWith(`${name}[`));
      return { kind: unread !== null || isPart || path.length > 1 ? 'unknown' : 'unset' };
    },
  };
}
