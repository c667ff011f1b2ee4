import { field, isRecord, plainValue, valueAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';
import { type Supplied, templateText } from './set-template.ts';

/**
 * Whether the patch of an ApplicationSet may have anything to say of the sources of one of its Applications: what the
 * patch, a Go template, becomes with the values of the generator. Where that is not known it may.
 */
export function patchesSources(patch: string, generated: Supplied): boolean {
  const text = templateText(patch, generated);
  return text === null || saysSources(text);
}

/** What the patch of an ApplicationSet says of an Application; null where that is not known, or is no map of YAML. */
export function patchOf(patch: string, generated: Supplied): Record<string, unknown> | null {
  const text = templateText(patch, generated);
  const { documents, errors } = parseYamlFile('templatePatch', text ?? '');
  const [document, second] = documents;
  const value = document && plainValue(document);
  return text === null || errors.length > 0 || second || !isRecord(value) ? null : value;
}

/** Fields of a source that a patch may say, and that are read from it: where it reads what, and no value of its own. */
const readFields = new Set(['repoURL', 'path', 'targetRevision', 'helm']);
const readHelmFields = new Set(['valueFiles', 'ignoreMissingValueFiles', 'releaseName']);

/**
 * What the patch of an ApplicationSet says of the one source of an Application, where it is known and says no more than
 * what that reads; null otherwise.
 */
export function sourcePatch(patch: string, generated: Supplied): Record<string, unknown> | null {
  const value = patchOf(patch, generated);
  if (value === null) return null;
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
