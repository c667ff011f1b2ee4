import { valueAt } from '../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';
import type { SetDoubt } from './application.ts';

/**
 * Why an Application of an ApplicationSet may not be what the template says, or not become it; null where nothing
 * speaks against it.
 */
export function doubtOf(document: YamlDocument, generator: YamlPath): SetDoubt | null {
  return patchDoubt(document) ?? templateDoubt(document, generator) ?? frozenDoubt(document);
}

function patchDoubt(document: YamlDocument): SetDoubt | null {
  const path = ['spec', 'templatePatch'];
  const patch = valueAt(document.value(), path);
  if (patch === undefined || patch === null || patch === '') return null;
  if (typeof patch === 'string' && !mayPatchSources(patch)) return null;
  return {
    what: 'its templatePatch may change the sources',
    help: 'Move what it says of spec.source or spec.sources into the template, with the tag in a key of the elements.',
    path,
    ownText: false,
  };
}

/** A generator's own template wins over the set's, field by field. */
function templateDoubt(document: YamlDocument, generator: YamlPath): SetDoubt | null {
  const kinds = valueAt(document.value(), generator);
  for (const kind of typeof kinds === 'object' && kinds !== null ? Object.keys(kinds) : []) {
    const path = [...generator, kind, 'template'];
    if (isEmpty(valueAt(document.value(), path))) continue;
    return {
      what: `its ${kind} generator has a template of its own, which wins over the one of the set`,
      help: 'Write it all in the template of the set, with what differs in keys of the elements.',
      path,
      ownText: false,
    };
  }
  return null;
}

/** What the controller is told not to write to an Application that exists. */
function frozenDoubt(document: YamlDocument): SetDoubt | null {
  const policy: YamlPath = ['spec', 'syncPolicy', 'applicationsSync'];
  const sync = valueAt(document.value(), policy);
  const help = 'Put the tag into a file that the Application reads, such as a value file of its own.';
  if (sync === 'create-only' || sync === 'create-delete')
    return { what: `with ${sync} it leaves Applications that exist as they are`, help, path: policy, ownText: true };
  const ignored: YamlPath = ['spec', 'ignoreApplicationDifferences'];
  const entries = valueAt(document.value(), ignored);
  for (const index of Array.isArray(entries) ? entries.keys() : []) {
    const places = ['jsonPointers', 'jqPathExpressions'].flatMap((key) => valueAt(entries, [index, key]) ?? []);
    if (!places.some((place) => /source|^[/.]?(spec)?$/.test(String(place)))) continue;
    const what = 'its ignoreApplicationDifferences leave the sources of Applications that exist as they are';
    return { what, help, path: [...ignored, index], ownText: true };
  }
  return null;
}

const controlLine = /^\s*(\{\{-?\s*(if|else|end|range|with|\/\*)[^{}]*\}\}\s*)+$/;
/** An action that can only be one value. */
const plainAction = /\{\{-?\s*[.$][\w.]*(\s*\|\s*(quote|squote|lower|upper|default "[^"{}]*"))*\s*-?\}\}/g;
const filledIn = 'filled-in';

/** Whether a patch may have anything to say of the sources: it is a Go template, whose text need not be YAML. */
function mayPatchSources(patch: string): boolean {
  const text = patch
    .split('\n')
    .filter((line) => !controlLine.test(line))
    .join('\n')
    .replace(plainAction, filledIn);
  if (text.includes('{{')) return true;
  const { documents, errors } = parseYamlFile('templatePatch', text);
  const [document, second] = documents;
  if (errors.length > 0 || second) return true;
  const value = document?.value() ?? {};
  const spec = valueAt(value, ['spec']) ?? {};
  if (typeof value !== 'object' || typeof spec !== 'object') return true;
  return [...Object.keys(value), ...Object.keys(spec)].some((key) => /source|template|^\$|filled-in/i.test(key));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === '';
}
