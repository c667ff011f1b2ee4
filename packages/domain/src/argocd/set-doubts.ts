import { valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { GeneratedBy, SetDoubt } from './application.ts';
import { patchesSources, saysSources, sourcePatch } from './set-patch.ts';

/**
 * Why an Application of an ApplicationSet may not be what the template says, or not become it; null where nothing
 * speaks against it.
 */
export function doubtOf(document: YamlDocument, generator: YamlPath, supplied: Supplied): SetDoubt | null {
  return patchDoubt(document, supplied) ?? templateDoubt(document, generator) ?? frozenDoubt(document);
}

/** What fills in the template of one Application. */
type Supplied = Pick<GeneratedBy, 'parameters' | 'unread' | 'goTemplate' | 'refusesMissing'>;

function patchDoubt(document: YamlDocument, supplied: Supplied): SetDoubt | null {
  const path = ['spec', 'templatePatch'];
  const patch = valueAt(document.value(), path);
  if (patch === undefined || patch === null || patch === '') return null;
  if (typeof patch === 'string' && !(mayPatchSources(patch) && patchesSources(patch, supplied))) return null;
  if (typeof patch === 'string' && sourcePatch(patch, supplied) !== null) return null;
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

/** Whether a patch may have anything to say of the sources, whatever fills it in. */
function mayPatchSources(patch: string): boolean {
  const text = patch
    .split('\n')
    .filter((line) => !controlLine.test(line))
    .join('\n')
    .replace(plainAction, filledIn);
  return text.includes('{{') || saysSources(text);
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === '';
}
