import {
  type GoMap,
  type GoValue,
  goValue,
  isGoList,
  isGoMap,
  printed,
  sortedKeys,
  unknownValue,
} from '../go-template/values.ts';
import { isRecord } from '../yaml/value.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';
import type { GeneratedBy, SuppliedValue } from './application.ts';
import type { SetFiles } from './generator-paths.ts';
import { fillPlaceholders, fillTexts } from './placeholders.ts';

/** What a generator supplies for one Application; `mayHold`: names that it may supply without our knowing. */
export interface Supply extends Omit<GeneratedBy, 'doubt' | 'set' | 'template'> {
  mayHold: (name: string) => boolean;
}

/** The ApplicationSet that is read, and what its generators may read. */
export interface Reading {
  document: YamlDocument;
  goTemplate: boolean;
  refusesMissing: boolean;
  files: SetFiles;
  /** What the generators before this one in matrices supply: it is filled into the texts of this one. */
  given: readonly Supply[];
}

/** A part of a generator with what is given filled in. Texts that are not known whole keep their braces. */
export function withGiven(value: unknown, { given }: Reading): unknown {
  return given.reduce((filled, supply) => fillTexts(filled, supply), value);
}

/** Whether a text that is filled in is known whole; without Go templates braces stay that nobody fills in. */
export function isKnown(text: string, { goTemplate, given }: Reading): boolean {
  return !text.includes('{{') || (!goTemplate && given.every(({ unread }) => unread === null));
}

/** What an element or an object supplies to templates: as it is to Go templates, else its scalars by name. */
export function parametersOf(object: unknown, reading: Reading): GoMap {
  const whole = goValue(reading.given.length === 0 ? object : withGiven(object, reading));
  const known = reading.given.length === 0 ? whole : knownParts(whole, reading);
  if (!isGoMap(known)) return {};
  return reading.goTemplate ? known : flatParameters(known);
}

function knownParts(value: GoValue, reading: Reading): GoValue {
  if (typeof value === 'string') return isKnown(value, reading) ? value : unknownValue;
  if (isGoList(value)) return value.map((item) => knownParts(item, reading));
  if (!isGoMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, knownParts(inside, reading)]));
}

/** The scalars of a value by name: `tag`, `values.tag`, `names.0`. */
export function flatParameters(value: GoMap): GoMap {
  const flat: [string, GoValue][] = [];
  const walk = (inside: GoValue, name: string): void => {
    if (isGoList(inside)) for (const [index, item] of inside.entries()) walk(item, `${name}.${index}`);
    else if (isGoMap(inside))
      for (const key of sortedKeys(inside)) walk(inside[key] ?? null, name === '' ? key : `${name}.${key}`);
    else flat.push([name, inside === unknownValue ? inside : printed(inside, () => {})]);
  };
  walk(value, '');
  return Object.fromEntries(flat);
}

/** Values with what is given filled in; one that is not known whole is left out. */
export function filledValues(values: ReadonlyMap<string, SuppliedValue>, reading: Reading): Map<string, SuppliedValue> {
  const filled = new Map<string, SuppliedValue>();
  for (const [name, supplied] of values) {
    if (reading.given.length === 0 || !supplied.text.includes('{{')) filled.set(name, supplied);
    else {
      const text = reading.given.reduce(fillPlaceholders, supplied.text);
      if (isKnown(text, reading)) filled.set(name, unplaced(text));
    }
  }
  return filled;
}

/** The template of a generator over that of the set: what is empty in it comes from there. */
export function templateOver(own: unknown, base: unknown): unknown {
  if (isRecord(own) && isRecord(base)) {
    const entries = new Map(Object.entries(base));
    for (const [key, value] of Object.entries(own)) entries.set(key, templateOver(value, entries.get(key)));
    return Object.fromEntries(entries);
  }
  const isEmpty = own === undefined || own === null || own === '' || own === false || own === 0;
  return isEmpty || (Array.isArray(own) && own.length === 0) ? base : own;
}

/** A value that stands as it is in no one place: filled in, put together, or said twice. */
export function unplaced(text: string): SuppliedValue {
  return { text, document: null, path: [] };
}
