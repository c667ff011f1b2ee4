import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { chartValues, placeOfValue } from '../../../argocd/chart-values.ts';
import { sourceContents } from '../../../argocd/source-contents.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import { type Location, placeIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { renderedKey } from '../../../rendering/render-catalog.ts';
import { documentTexts } from '../../../rendering/rendered-objects.ts';
import { textPattern } from '../../../text-pattern.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { textAt } from '../../../yaml/value.ts';
import { lastKeyCounts, parseYamlFile, type YamlDocument, type YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * What a source of an Application is rendered to, with the places of what makes it: the value that a line of a template
 * reads, else that line; the manifest that a kustomization takes in. Null where it was not rendered.
 */
export function renderedDocuments(
  application: Application,
  source: ApplicationSource,
  context: RuleContext,
): readonly YamlDocument[] | null {
  const key = renderedKey(application, source);
  const text = context.rendered?.get(key);
  if (text === undefined) return null;
  const known = readDocuments(context);
  const before = known.get(key);
  if (before) return before;
  const origin = { application, source, context };
  let inKustomization: ReturnType<typeof placesInKustomization> | undefined;
  const documents = documentTexts(text).flatMap((one) => {
    const template = templateOf(one, source, context);
    return lastKeyCounts(parseYamlFile('manifests', one)).documents.map((document) => {
      if (template !== null) return ofTemplate(document, template, origin);
      inKustomization ??= placesInKustomization(origin);
      return inKustomization(document);
    });
  });
  known.set(key, documents);
  return documents;
}

const readDocuments = memoize((_context: RuleContext) => new Map<string, readonly YamlDocument[]>());

/** The template that Helm says a document comes from; the chart where that is not in the repository; null for kustomize. */
function templateOf(text: string, source: ApplicationSource, { paths }: RuleContext): string | null {
  const [, written = ''] = /^# Source: [^/\n]{1,200}\/(\S{1,4000})$/m.exec(text) ?? [];
  if (written === '') return null;
  const path = joinPath(source.path ?? '', written);
  return paths.at(path) === 'file' ? path : joinPath(source.path ?? '', 'Chart.yaml');
}

interface Origin {
  application: Application;
  source: ApplicationSource;
  context: RuleContext;
}

function placed(document: YamlDocument, path: string, locate: (path: YamlPath) => Location): YamlDocument {
  return { ...document, file: { ...document.file, path }, locate, locateValue: locate };
}

function ofTemplate(document: YamlDocument, template: string, origin: Origin): YamlDocument {
  const text = origin.context.text(template) ?? '';
  const kind = textAt(document.value(), 'kind') ?? '';
  const start = Math.max(text.search(textPattern('m')`^kind:[ \t]*["']?${kind}\b`), 0);
  return placed(document, template, (path) => {
    const key = path.findLast((part) => typeof part === 'string') ?? 'kind';
    const line = lineOf(String(key), text, start) ?? lineOf(String(key), text, 0);
    if (line === null) return placeIn({ path: template, text }, start);
    return placeOfRead(line.text, origin) ?? placeIn({ path: template, text }, line.at);
  });
}

/** The first line of a key behind a place. */
function lineOf(key: string, text: string, from: number): { at: number; text: string } | null {
  const found = textPattern('m')`^[ \t-]*${key}:.*$`.exec(text.slice(from));
  return found && { at: from + found.index, text: found[0] };
}

/** Where the value is set that a line of a template reads; null where it reads none, or several. */
function placeOfRead(line: string, { application, source, context }: Origin): Location | null {
  const [read, second] = [...line.matchAll(/\.Values((?:\.\w+)+)/g)];
  if (!read || second) return null;
  const values = chartValues(application, source, context);
  const found = winningValue(values, (read[1] ?? '').slice(1).split('.'));
  return found.state === 'set' ? placeOfValue(found.layer, found.path) : null;
}

/** Finds the place of a rendered document: at the manifest of its kind and name, or the one that its name was made from. */
function placesInKustomization({ application, source, context }: Origin): (document: YamlDocument) => YamlDocument {
  const { manifests, kustomize } = sourceContents(application, source, context);
  const top = kustomize?.kustomizations[0]?.document;
  const byKind = new Map<string, Map<string, YamlDocument>>();
  for (const file of manifests)
    for (const own of context.yaml(file)?.documents ?? []) {
      const { kind, name } = nameOf(own);
      const ofKind = byKind.get(kind) ?? new Map<string, YamlDocument>();
      byKind.set(kind, ofKind);
      if (name !== '' && !ofKind.has(name)) ofKind.set(name, own);
    }
  return (document) => {
    const { kind, name } = nameOf(document);
    const ofKind = byKind.get(kind) ?? new Map<string, YamlDocument>();
    const own = ofKind.get(longestIn(name, ofKind));
    if (own) return placed(document, own.file.path, (path) => own.locate(path));
    return placed(document, top?.file.path ?? application.file, () =>
      top ? top.locate([]) : application.document.locate([...source.at, 'path']),
    );
  };
}

function nameOf(document: YamlDocument): { kind: string; name: string } {
  const value = document.value();
  return { kind: textAt(value, 'kind') ?? '', name: textAt(value, 'metadata', 'name') ?? '' };
}

/** The name itself where it is known, else the longest of which it can have been made; '' where none is. */
function longestIn(name: string, known: ReadonlyMap<string, unknown>): string {
  if (known.has(name)) return name;
  let longest = '';
  for (const one of known.keys()) if (one.length > longest.length && name.includes(one)) longest = one;
  return longest;
}
