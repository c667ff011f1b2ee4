import { compareText } from '../location.ts';
import { listFew, quoteName } from '../names.ts';
import type { Problem } from '../problem.ts';
import { isRecord, textAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { ApplicationSource, GeneratedBy, WrittenApplication } from './application.ts';
import { readSources } from './applications.ts';
import { noSetFiles, type SetFiles } from './generator-paths.ts';
import { fillTexts } from './placeholders.ts';
import { generatedBy } from './set-generators.ts';
import { patchOf, sourcePatch } from './set-patch.ts';

/**
 * The Applications that ApplicationSets generate, as far as lists, and git generators of this repository (also inside a
 * matrix or a merge) say it: one for each element, with the template filled in. Of any other there is one Application, with its placeholders.
 * Which environment and service they are of is not told here.
 */
export function readApplicationSets(
  documents: readonly YamlDocument[],
  files: SetFiles = noSetFiles,
): WrittenApplication[] {
  return documents.flatMap((document) => {
    const set = document.value();
    const generators = valueAt(set, ['spec', 'generators']);
    const template = valueAt(set, ['spec', 'template']);
    if (!Array.isArray(generators) || typeof template !== 'object' || template === null) return [];
    return generators.flatMap((_generator: unknown, index) =>
      generatedBy(document, ['spec', 'generators', index], files).map((generated) => readTemplate(document, generated)),
    );
  });
}

/** Sources without the revision that the template says for all alike. */
export function varyingSources({ sources, document }: WrittenApplication): ApplicationSource[] {
  return sources.map((source) => {
    const written = valueAt(document.value(), [...source.at, 'targetRevision']);
    return typeof written === 'string' && written.includes('{{') ? source : { ...source, targetRevision: null };
  });
}

function readTemplate(document: YamlDocument, generated: GeneratedBy): WrittenApplication {
  const written = fillTexts(generated.template, generated);
  const text = valueAt(document.value(), ['spec', 'templatePatch']);
  const patch = typeof text === 'string' ? patchOf(text, generated) : null;
  const filled = patch === null ? written : patched(written, patch);
  const field = (path: YamlPath): string | null => {
    const value = valueAt(filled, path);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const sources = readSources(document, valueAt(filled, ['spec']), ['spec', 'template', 'spec']);
  for (const source of sources) if (source.targetRevision?.includes('{{')) source.targetRevision = null;
  return {
    name: field(['metadata', 'name']) ?? '',
    file: document.file.path,
    document,
    namespace: field(['metadata', 'namespace']),
    // No patch changes it.
    project: projectOf(written),
    destination: {
      server: field(['spec', 'destination', 'server']),
      name: field(['spec', 'destination', 'name']),
      namespace: field(['spec', 'destination', 'namespace']),
    },
    sources,
    generated,
  };
}

/** What the `templatePatch` of a set says of the source of an Application, where that is known. */
export function sourcePatchOf(document: YamlDocument, generated: GeneratedBy): Record<string, unknown> | null {
  const patch = valueAt(document.value(), ['spec', 'templatePatch']);
  return typeof patch === 'string' ? sourcePatch(patch, generated) : null;
}

/** An Application with a patch over it: maps are merged, a null takes a field away, and lists are replaced whole. */
function patched(below: unknown, above: Record<string, unknown>): Record<string, unknown> {
  const entries = new Map(isRecord(below) ? Object.entries(below) : []);
  for (const [key, value] of Object.entries(above)) {
    if (value === null) entries.delete(key);
    else entries.set(key, isRecord(value) ? patched(entries.get(key), value) : value);
  }
  return Object.fromEntries(entries);
}

function projectOf(template: unknown): string | null {
  return textAt(template, 'spec', 'project') || null;
}

/** What ApplicationSets do that keeps bumps from writing: what is not known, said once, and what is refused. */
export function setProblems(generated: readonly WrittenApplication[]): Problem[] {
  const problems = new Map<string, Problem>();
  const unread: WrittenApplication[] = [];
  for (const application of generated) {
    const { document, generated: by } = application;
    if (!by) continue;
    if (by.unread !== null) unread.push(application);
    if (by.doubt === null) continue;
    const { what, help, path } = by.doubt;
    const location = document.locate(path);
    const message = `no bump writes what the ApplicationSet ${nameOfSet(document)} says of an image: ${what}`;
    problems.set(JSON.stringify(location), { severity: 'notice', message, help, location });
  }
  const [first] = unread;
  if (first) {
    const kinds = [...new Set(unread.map(({ generated: by }) => by?.unread ?? ''))].sort(compareText);
    problems.set('', {
      severity: 'notice',
      message: `no bump writes what generators of ApplicationSets fill in that are not read: ${listFew(kinds)}`,
      location: first.document.locate(['spec', 'generators']),
    });
  }
  return [...problems.values()];
}

/** The quoted name of an ApplicationSet. */
export function nameOfSet(document: YamlDocument): string {
  return quoteName(String(valueAt(document.value(), ['metadata', 'name']) ?? ''));
}
