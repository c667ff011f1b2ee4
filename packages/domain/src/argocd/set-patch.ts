import { parseTemplate } from '../helm/template-nodes.ts';
import { templateOutput } from '../helm/template-output.ts';
import type { ChartScope, FoundAtKey, KeyPath } from '../helm/template-value.ts';
import { field, isRecord, valueAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';
import type { GeneratedBy } from './application.ts';

/** What fills in the template of one Application. */
type Supplied = Pick<GeneratedBy, 'elements' | 'values' | 'unread' | 'goTemplate'>;

/**
 * Whether the patch of an ApplicationSet may have anything to say of the sources of one of its Applications: what the
 * patch, a Go template, becomes with the values of the generator. Where that is not known it may.
 */
export function patchesSources(patch: string, generated: Supplied): boolean {
  const text = patchText(patch, generated);
  return text === null || saysSources(text);
}

/** Fields of a source that a patch may say, and that are read from it: where it reads what, and no value of its own. */
const readFields = new Set(['repoURL', 'path', 'targetRevision', 'helm']);
const readHelmFields = new Set(['valueFiles', 'ignoreMissingValueFiles', 'releaseName']);

/**
 * What the patch of an ApplicationSet says of the one source of an Application, where it is known and says no more than
 * what that reads; null otherwise. Argo CD 3.6.1 (`applyTemplatePatch`) merges maps, and lists are replaced whole.
 */
export function sourcePatch(patch: string, generated: Supplied): Record<string, unknown> | null {
  const text = patchText(patch, generated);
  const { documents, errors } = parseYamlFile('templatePatch', text ?? '');
  const value = documents[0]?.value();
  if (text === null || errors.length > 0 || documents.length !== 1 || !isRecord(value)) return null;
  const spec = field(value, 'spec');
  const source = field(spec, 'source');
  const helm = field(source, 'helm');
  const says = (one: unknown, known: ReadonlySet<string>): boolean =>
    isRecord(one) && Object.entries(one).every(([key, inner]) => known.has(key) && inner !== null);
  if (!says(source, readFields) || (helm !== undefined && !says(helm, readHelmFields))) return null;
  const others = [value, spec].flatMap((one) => (isRecord(one) ? Object.keys(one) : []));
  const isPlain = !others.some((key) => key !== 'source' && ofSources.test(key));
  return isPlain && isRecord(source) ? source : null;
}

/** What a patch becomes; null where that is not known. */
function patchText(patch: string, generated: Supplied): string | null {
  const template = generated.goTemplate ? parseTemplate('templatePatch', patch) : null;
  if (!template) return null;
  const scope = scopeOf(generated);
  const pieces = templateOutput(template, {
    scope,
    dot: { kind: 'values', scope, path: [] },
    defines: new Map(),
  });
  // A value that is not there is written as `<no value>`, or stops the set.
  if (pieces.some(({ known, maybe, key, text }) => !known || maybe === true || (key !== null && text === '')))
    return null;
  return pieces.map(({ text }) => text).join('');
}

const ofSources = /source|template|^\$|filled-in/i;

/** Whether a patch says anything of the sources, or of something that nobody here knows. */
export function saysSources(patch: string): boolean {
  const { documents, errors } = parseYamlFile('templatePatch', patch);
  const [document, second] = documents;
  if (errors.length > 0 || second) return true;
  const value = document?.value() ?? {};
  const spec = valueAt(value, ['spec']) ?? {};
  if (typeof value !== 'object' || typeof spec !== 'object') return true;
  return [...Object.keys(value), ...Object.keys(spec)].some((key) => ofSources.test(key));
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
        const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
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
