import { type GoMap, type GoValue, unknownValue } from '../go-template/values.ts';
import { field, fieldsAt, listAt, textAt, textsIn, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { SuppliedValue } from './application.ts';
import { fillPlaceholders } from './placeholders.ts';
import { type Reading, type Supply, unplaced, withGiven } from './set-supply.ts';

/** What a generator supplies for one Application: as templates are given it, and by name with its place. */
export interface SuppliedParts {
  parameters: Supply['parameters'];
  values: ReadonlyMap<string, SuppliedValue>;
}

/** The texts that the generator at a path has as its own `values`, by name. */
export function ownValuesAt(document: YamlDocument, at: YamlPath): [string, string][] {
  return fieldsAt(document.value(), ...at, 'values').flatMap(([name, written]): [string, string][] =>
    typeof written === 'string' ? [[name, written]] : [],
  );
}

/**
 * A generator's own `values` beside what else it supplies: texts, in which what is given and what it finds is filled in
 * (`appendTemplatedValues` of Argo CD). `unread` says what of the rest is not known, and may be in them.
 */
export function withOwnValues(
  reading: Reading,
  at: YamlPath,
  found: SuppliedParts & Pick<Supply, 'unread'>,
): SuppliedParts {
  const { document, goTemplate } = reading;
  const { parameters } = found;
  const said = ownValuesAt(document, at);
  const values = new Map(found.values);
  if (said.length === 0) return { parameters, values };
  const texts = said.map(([name, written]): [string, GoValue] => {
    const path = [...at, 'values', name];
    const text = filledIn(reading, written, found);
    if (text !== null) values.set(`values.${name}`, text === written ? { text, document, path } : unplaced(text));
    return [goTemplate ? name : `values.${name}`, text ?? unknownValue];
  });
  const own = Object.fromEntries(texts);
  return { parameters: { ...parameters, ...(goTemplate ? { values: own } : own) }, values };
}

/** A text of a generator with what is given and what it finds filled in; null where that is not known whole. */
function filledIn(
  reading: Reading,
  written: string,
  { parameters, unread }: Pick<Supply, 'parameters' | 'unread'>,
): string | null {
  const { goTemplate, refusesMissing } = reading;
  const given = String(withGiven(written, reading));
  const text = fillPlaceholders(given, { parameters, goTemplate, refusesMissing, unread });
  return text.includes('{{') ? null : text;
}

/**
 * What an ApplicationSet itself says of what a generator supplies that asks others: its own `values`, and the labels by which
 * it selects clusters.
 */
export function saidParts(reading: Reading, at: YamlPath, unread: string): SuppliedParts {
  const { document, goTemplate } = reading;
  const generator = valueAt(document.value(), at);
  const isClusters = at.at(-1) === 'clusters';
  // A flat list of all clusters is one element, which has their values inside.
  if (isClusters && field(generator, 'flatList') === true) return { parameters: {}, values: new Map() };
  const labels = isClusters ? selectedLabels(field(generator, 'selector')) : [];
  const values = labels.map(([name, text, path]): [string, SuppliedValue] => [
    `metadata.labels.${name}`,
    { text, document, path: [...at, 'selector', ...path] },
  ]);
  const texts = labels.map(([name, text]): [string, string] => [goTemplate ? name : `metadata.labels.${name}`, text]);
  const own: GoMap = Object.fromEntries(texts);
  const parameters = goTemplate && texts.length > 0 ? { metadata: { labels: own } } : own;
  return withOwnValues(reading, at, { parameters, values: new Map(values), unread });
}

/** The labels that all that a selector selects have with one value, with their places in it. */
function selectedLabels(selector: unknown): [string, string, YamlPath][] {
  const matched = fieldsAt(selector, 'matchLabels').flatMap(([name, text]): [string, string, YamlPath][] =>
    typeof text === 'string' ? [[name, text, ['matchLabels', name]]] : [],
  );
  const among = listAt(selector, 'matchExpressions').flatMap((expression, index): [string, string, YamlPath][] => {
    const [name, [only, ...more]] = [textAt(expression, 'key'), textsIn(field(expression, 'values'))];
    const isOne = textAt(expression, 'operator') === 'In' && name !== undefined && more.length === 0;
    return isOne && only !== undefined ? [[name, only, ['matchExpressions', index, 'values', 0]]] : [];
  });
  return [...matched, ...among];
}
