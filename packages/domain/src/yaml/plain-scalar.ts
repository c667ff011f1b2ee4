import { parseDocument } from 'yaml';

/** The two sets of rules by which parsers turn a plain scalar into a value: YAML 1.2 (core) and YAML 1.1. */
export const yamlSchemas = ['core', 'yaml-1.1'] as const;
export type YamlSchema = (typeof yamlSchemas)[number];

/**
 * Whether an unquoted text is the string it looks like to every parser: not a number, a boolean, null or a date
 * under YAML 1.1 and 1.2, no comment, no map, no list; in block and in flow style.
 */
export function readsAsString(text: string): boolean {
  return alwaysString.test(text) || readings(text).every((candidate) => readsBack(candidate));
}

/**
 * A build's tag such as `165-cf185b1`, or a digest: no parser takes it for anything but a string. They are most of
 * what is written, and asking the parser costs four readings each.
 */
const alwaysString = /^(?:\d+-[0-9]*[a-z][0-9a-z]*|sha256:[0-9a-f]{64})$/;

/** Whether YAML 1.1, YAML 1.2 or a parser of Go reads the unquoted text as a number. */
export function readsAsNumber(text: string): boolean {
  return readings(text).some((candidate) =>
    yamlSchemas.some((schema) => typeof readUnder(candidate, schema) === 'number'),
  );
}

/**
 * Parsers of Go drop underscores before they look for a number, know `0X1F`, and take a sign before any notation:
 * stricter than both schemas.
 */
function readings(text: string): string[] {
  if (!/^[-+]|^[\d.].*[_A-Z]/.test(text)) return [text];
  return [text, text.replace(/^[-+]/, '').replaceAll('_', '').toLowerCase()];
}

function readsBack(text: string): boolean {
  return yamlSchemas.every((schema) => {
    const block = readUnder(text, schema);
    const flow = readUnder(`[${text}]`, schema);
    return block === text && Array.isArray(flow) && flow[0] === text;
  });
}

/** What a parser of a schema makes of a text; undefined where that is an error. */
export function readUnder(text: string, schema: YamlSchema): unknown {
  const document = parseDocument(text, { schema, logLevel: 'silent' });
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
  try {
    return document.toJS();
  } catch {
    return undefined; // an alias of nothing
  }
}
