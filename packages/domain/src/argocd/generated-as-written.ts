import type { Location } from '../location.ts';
import { isRecord, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { Application, GeneratedBy } from './application.ts';
import { sourcePatchOf } from './application-sets.ts';
import { fillTexts, placeholdersIn } from './placeholders.ts';

const templateAt: YamlPath = ['spec', 'template'];

/**
 * A generated Application as if it were written out: its document is the filled template, and its places are those of
 * the template, or of the element that fills one in. As the controller does, it takes the namespace of its set. Null
 * where not all is known that it says.
 */
export function asWritten(application: Application): Application | null {
  const { document, generated, sources } = application;
  if (!generated || generated.unread !== null || generated.doubt?.ownText === false) return null;
  // What a patch says stands in none of its places.
  if (sourcePatchOf(document, generated) !== null) return null;
  const set = document.value();
  const filled = fillTexts(generated.template, generated);
  if (!isRecord(filled) || application.name === '' || JSON.stringify(filled).includes('{{')) return null;
  const ofSet = valueAt(set, ['metadata', 'namespace']);
  const namespace = typeof ofSet === 'string' ? ofSet : null;
  const metadata = isRecord(filled.metadata) ? filled.metadata : {};
  const value = {
    apiVersion: valueAt(set, ['apiVersion']),
    kind: 'Application',
    ...filled,
    metadata: { ...metadata, ...(namespace !== null && { namespace }) },
  };
  return {
    ...application,
    namespace,
    document: filledDocument(document, value, generated),
    sources: sources.map((source) => ({ ...source, at: source.at.slice(templateAt.length) })),
  };
}

/** What the template of a set becomes for one element, with its places in the file of the set. */
function filledDocument(document: YamlDocument, value: unknown, generated: GeneratedBy): YamlDocument {
  const place = (path: YamlPath, locate: (document: YamlDocument, path: YamlPath) => Location): Location => {
    const inTemplate = [...templateAt, ...path];
    const text = valueAt(document.value(), inTemplate);
    const names = typeof text === 'string' ? placeholdersIn(text, generated) : [];
    const filler = names
      .map((name) => generated.values.get(name))
      .find((supplied) => supplied?.document?.file === document.file);
    return locate(filler?.document ?? document, filler?.document ? filler.path : inTemplate);
  };
  return {
    ...document,
    file: document.file,
    get contents() {
      return document.node(templateAt) ?? null;
    },
    value: () => value,
    node: (path) => document.node([...templateAt, ...path]),
    locate: (path) => place(path, (one, at) => one.locate(at)),
    locateValue: (path) => place(path, (one, at) => one.locateValue(at)),
  };
}
