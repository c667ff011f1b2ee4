import { parseTemplate } from '../helm/template-nodes.ts';
import { templateOutput } from '../helm/template-output.ts';
import type { ChartScope, FoundAtKey, KeyPath } from '../helm/template-value.ts';
import { valueAt } from '../yaml/value.ts';
import type { GeneratedBy } from './application.ts';

/** What fills in the templates of one Application. */
export type Supplied = Pick<GeneratedBy, 'elements' | 'values' | 'unread' | 'goTemplate'>;

/**
 * What a Go template of an ApplicationSet becomes with the values of its generator, by functions and conditions too; null
 * where that is not known.
 */
export function templateText(text: string, supplied: Supplied): string | null {
  const template = supplied.goTemplate ? parseTemplate('template', text) : null;
  if (!template) return null;
  const scope = scopeOf(supplied);
  const pieces = templateOutput(template, {
    scope,
    dot: { kind: 'values', scope, path: [] },
    defines: new Map(),
  });
  // A value that is not there is written as `<no value>`, or stops the set.
  if (pieces.some(({ known, maybe, key, text: made }) => !known || maybe === true || (key !== null && made === '')))
    return null;
  return pieces.map(({ text: made }) => made).join('');
}

/** The values of a generator as what a template reads. */
function scopeOf({ elements, values, unread }: Supplied): ChartScope {
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
        const isScalar = typeof value === 'string' || typeof value === 'boolean' || isPrintedAlike(value);
        return isScalar ? { kind: 'scalar', value } : { kind: 'unknown' };
      }
      const keys = keysBelow(name);
      if (keys.length > 0) return { kind: 'map', keys };
      // Lists of an element are not among its values.
      const listed = elements.map((one) => valueAt(one.document.value(), [...one.path, ...path])).find(isListed);
      if (Array.isArray(listed)) return { kind: 'list', length: listed.length };
      if (typeof listed === 'string') return { kind: 'scalar', value: listed };
      const isPart = [...values.keys()].some((each) => each.startsWith(`${name}[`));
      return { kind: unread !== null || isPart || path.length > 1 ? 'unknown' : 'unset' };
    },
  };
}

/** Whether a value is a list, or a text in one. */
function isListed(value: unknown): boolean {
  return Array.isArray(value) || typeof value === 'string';
}

/** Whether a value is a number that Go prints as it is written here: any other gets an exponent (Argo CD 3.6.1: `2.1e+06`). */
function isPrintedAlike(value: unknown): value is number {
  return typeof value === 'number' && (value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6));
}
