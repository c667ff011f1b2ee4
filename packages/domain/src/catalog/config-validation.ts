import { isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import type { Location } from '../location.ts';
import { quoteName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';

/** The keywords of JSON Schema that are understood; any other would be ignored silently, so a test forbids it. */
export const understoodKeywords = [
  '$schema',
  'title',
  'description',
  'type',
  'properties',
  'additionalProperties',
  'required',
  'items',
  'enum',
  'pattern',
  'minLength',
  'anyOf',
] as const;

export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly anyOf?: readonly Schema[];
}

/**
 * What a schema cannot say of a text. Called for every string with the keys that lead to it; returns the text to
 * use, or what is wrong with it.
 */
type RefineText = (text: string, keys: readonly string[]) => string | { complaint: string };

interface Validation {
  document: YamlDocument;
  errors: UserError[];
  refineText: RefineText;
}

/**
 * Validates a document against a schema and returns its value, built of objects without a prototype, so that a
 * service called `constructor` is looked up safely. Every error has its place; `keys` in messages are dotted.
 */
export function validateDocument(
  document: YamlDocument,
  schema: Schema,
  refineText: RefineText,
): { value: unknown; errors: UserError[] } {
  const validation: Validation = { document, errors: [], refineText };
  document.value(); // throws where aliases expand without measure, before they are walked
  const value = validateNode(validation, document.contents, schema, [], document.file.location(0));
  return { value, errors: validation.errors };
}

function validateNode(
  validation: Validation,
  written: unknown,
  schema: Schema,
  keys: readonly string[],
  parent: Location,
): unknown {
  const node = validation.document.resolve(written);
  const place = isNode(written) && written.range ? validation.document.file.location(written.range[0]) : parent;
  // Only one option of an `anyOf` has the type of what is written: its complaint is the useful one.
  const chosen = schema.anyOf ? schema.anyOf.find((option) => hasType(node, option.type)) : schema;
  if (!chosen || !hasType(node, chosen.type)) {
    const wanted = schema.anyOf ? schema.anyOf.map(describeSchema).join(' or ') : describeSchema(schema);
    const number = isScalar(node) && typeof node.value !== 'string' && node.value !== null;
    const hint = number && wanted.startsWith('text') ? '; put it in quotes' : '';
    fail(validation, place, `${show(keys)} must be ${wanted}, not ${describeNode(node)}${hint}`);
    return undefined;
  }
  if (isMap(node)) return validateMap(validation, node, chosen, keys, place);
  if (isSeq(node)) {
    return node.items.map((item, index) =>
      validateNode(validation, item, chosen.items ?? {}, [...keys, String(index)], place),
    );
  }
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' ? validateText(validation, value, chosen, keys, place) : value;
}

function validateMap(
  validation: Validation,
  node: { items: unknown[] },
  schema: Schema,
  keys: readonly string[],
  place: Location,
): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const pair of node.items as { key: unknown; value: unknown }[]) {
    const entry = readKey(validation, pair.key, schema, keys, place);
    if (entry)
      result[entry.key] = validateNode(validation, pair.value, entry.schema, [...keys, entry.key], entry.place);
  }
  for (const name of schema.required ?? []) {
    if (!(name in result) && !node.items.some((pair) => keyText(pair) === name)) {
      fail(validation, place, `${show(keys)} lacks the key ${quoteName(name)}`);
    }
  }
  return result;
}

/** The key of an entry and the schema of its value; undefined, with a problem reported, for a key that is not allowed. */
function readKey(
  validation: Validation,
  written: unknown,
  schema: Schema,
  keys: readonly string[],
  place: Location,
): { key: string; schema: Schema; place: Location } | undefined {
  const node = validation.document.resolve(written);
  const location = isNode(written) && written.range ? validation.document.file.location(written.range[0]) : place;
  if (!isScalar(node) || node.value === null) {
    fail(validation, location, `a key of ${show(keys)} must be text, not ${describeNode(node)}`);
    return undefined;
  }
  const key = String(node.value);
  const properties = new Map(Object.entries(schema.properties ?? {}));
  const property = properties.get(key) ?? schema.additionalProperties;
  if (property !== undefined && typeof property !== 'boolean') return { key, schema: property, place: location };
  const allowed = [...properties.keys()];
  const where = keys.length > 0 ? ` in ${show(keys)}` : '';
  const hint = didYouMean(key, allowed);
  fail(validation, location, `unknown key ${quoteName(key)}${where}.${hint} Allowed: ${allowed.join(', ')}`);
  return undefined;
}

function validateText(
  validation: Validation,
  text: string,
  schema: Schema,
  keys: readonly string[],
  place: Location,
): string {
  if (text.length < (schema.minLength ?? 0)) {
    fail(validation, place, `${show(keys)} must not be empty`);
    return text;
  }
  if (schema.enum && !schema.enum.includes(text)) {
    const hint = didYouMean(text, schema.enum);
    fail(validation, place, `${show(keys)} cannot be ${quoteName(text)}.${hint} Allowed: ${schema.enum.join(', ')}`);
    return text;
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text)) {
    const wanted = schema.description ? `. Wanted: ${schema.description}` : '';
    fail(validation, place, `${show(keys)} cannot be ${quoteName(text)}${wanted}`);
    return text;
  }
  const refined = validation.refineText(text, keys);
  if (typeof refined === 'string') return refined;
  fail(validation, place, `${show(keys)} ${refined.complaint}`);
  return text;
}

function keyText(pair: unknown): string | undefined {
  const key = (pair as { key: unknown }).key;
  return isScalar(key) ? String(key.value) : undefined;
}

function fail({ errors }: Validation, location: Location, message: string): void {
  errors.push(new UserError(message, { location }));
}

function hasType(node: Node | undefined, type: string | undefined): boolean {
  if (type === 'object') return isMap(node);
  if (type === 'array') return isSeq(node);
  if (type === 'string') return isScalar(node) && typeof node.value === 'string';
  return type === undefined;
}

function describeSchema(schema: Schema): string {
  if (schema.type === 'object') return 'a mapping';
  if (schema.type === 'array') return 'a list';
  if (schema.enum) return schema.enum.map(quoteName).join(', ');
  return 'text';
}

function describeNode(node: unknown): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node) || node.value === null) return 'empty';
  if (typeof node.value === 'string') return quoteName(node.value);
  return `the ${typeof node.value} ${node.source ?? String(node.value)}`;
}

/** `services.overrides."a b".kind`, `waivers[0].until`; the document itself for no keys. */
function show(keys: readonly string[]): string {
  if (keys.length === 0) return 'the file';
  return keys
    .map((key, index) =>
      /^\d+$/.test(key) ? `[${key}]` : `${index > 0 ? '.' : ''}${/^[\w-]+$/.test(key) ? key : quoteName(key)}`,
    )
    .join('');
}
