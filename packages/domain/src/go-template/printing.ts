import { readUnder, yamlSchemas } from '../yaml/plain-scalar.ts';
import { type GoMap, type GoValue, isGoList, isGoMap, NotKnown, printed, type Spend, sortedKeys } from './values.ts';

/** Levels of a value that are written. */
const deepest = 100;

/** A text in double quotes as `%q` writes it. */
export function quoted(text: string): string {
  // Go writes other letters than JSON does for what is not printed.
  if (/[^\n\t\r -~]/.test(text)) throw new NotKnown('a quoted text with letters that are not of ASCII');
  return JSON.stringify(text);
}

/** JSON as Go's encoding/json writes it: keys sorted, and what HTML would read escaped. */
export function jsonText(value: GoValue, spend: Spend, depth = 0): string {
  if (depth > deepest) throw new NotKnown('a value of too many levels');
  if (typeof value === 'string') {
    spend(value.length / 64);
    return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
  }
  if (typeof value === 'number') return jsonNumber(value);
  if (isGoList(value)) return `[${value.map((item) => jsonText(item, spend, depth + 1)).join(',')}]`;
  if (!isGoMap(value)) return printed(value, spend, 'null');
  const entries = sortedKeys(value).map(
    (key) => `${jsonText(key, spend)}:${jsonText(value[key] ?? null, spend, depth + 1)}`,
  );
  return `{${entries.join(',')}}`;
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** encoding/json takes an exponent from 1e21 up. */
function jsonNumber(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21 || (value !== 0 && Math.abs(value) < 1e-6))
    throw new NotKnown('a number that JSON writes with an exponent');
  return String(value);
}

/** YAML as sigs.k8s.io/yaml writes it, without the line end behind it. */
export function yamlText(value: GoValue, spend: Spend): string {
  return yamlLines(value, { spend, indent: '', depth: 0 }).join('\n');
}

interface Writing {
  spend: Spend;
  indent: string;
  depth: number;
}

function yamlLines(value: GoValue, { spend, indent, depth }: Writing): string[] {
  if (depth > deepest) throw new NotKnown('a value of too many levels');
  const inside = { spend, indent: `${indent}  `, depth: depth + 1 };
  spend(1 + indent.length);
  if (isGoList(value) && value.length > 0)
    return value.flatMap((item) => {
      const [first = '', ...others] = yamlLines(item, inside);
      return [`${indent}- ${first.trimStart()}`, ...others];
    });
  if (isGoMap(value) && Object.keys(value).length > 0) return mapLines(value, { spend, indent, depth });
  return [`${indent}${yamlScalar(value, spend)}`];
}

function mapLines(map: GoMap, { spend, indent, depth }: Writing): string[] {
  return sortedKeys(map).flatMap((key) => {
    const value = map[key] ?? null;
    const start = `${indent}${yamlScalar(key, spend)}:`;
    const isBlock = isGoList(value) ? value.length > 0 : isGoMap(value) && Object.keys(value).length > 0;
    // Lists stand below their key as deep as the key itself.
    if (isBlock)
      return [
        start,
        ...yamlLines(value, { spend, indent: isGoList(value) ? indent : `${indent}  `, depth: depth + 1 }),
      ];
    if (typeof value === 'string' && value.includes('\n')) return [`${start} |-`, ...blockLines(value, `${indent}  `)];
    return [`${start} ${yamlScalar(value, spend)}`];
  });
}

function blockLines(text: string, indent: string): string[] {
  if (/\n$|^\s|[^\n -~]/.test(text)) throw new NotKnown('a text of several lines that is quoted');
  return text.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
}

function yamlScalar(value: GoValue, spend: Spend): string {
  if (isGoList(value)) return '[]';
  if (isGoMap(value)) return '{}';
  if (typeof value !== 'string') return typeof value === 'number' ? yamlNumber(value) : printed(value, spend, 'null');
  spend(1 + value.length / 64);
  if (/[^ -~]|^[-?:][^ ]/.test(value)) throw new NotKnown('a text that YAML quotes in ways of its own');
  if (value === '' || yamlSchemas.some((schema) => isOtherScalar(readUnder(value, schema)))) return `"${value}"`;
  const isPlain = !/^[-?: ,[\]{}#&*!|>'"%@`~=]|: |:$| #| $/.test(value);
  return isPlain ? value : `'${value.replaceAll("'", "''")}'`;
}

function isOtherScalar(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date;
}

/** A number as go-yaml writes it. */
function yamlNumber(value: number): string {
  const size = Math.abs(value);
  if (!Number.isInteger(value) && (size < 1e-4 || size >= 1e6)) throw new NotKnown('a number with an exponent');
  return jsonNumber(value);
}

/** `printf`, as far as its verbs fit their values; NotKnown for any other, where Go writes what went wrong. */
export function formatted(format: string, values: readonly GoValue[], spend: Spend): string {
  let index = 0;
  const made = format.split(/(%[-+# 0]*(?:[1-9]\d*)?(?:\.\d+)?[a-zA-Z%])/).map((part, at) => {
    if (at % 2 === 0) {
      if (part.includes('%')) throw new NotKnown('a format that is not read');
      return part;
    }
    if (part === '%%') return '%';
    const value = values[index];
    index += 1;
    if (value === undefined) throw new NotKnown('a format with too few values');
    const [, flags = '', width = '', precision, verb = ''] =
      /^%([-+# 0]*)((?:[1-9]\d*)?)(?:\.(\d+))?([a-zA-Z])$/.exec(part) ?? [];
    if (/[+# ]/.test(flags) || Number(width) > 1000) throw new NotKnown('a format that is not read');
    const text =
      (width === '' && flags === '' && wrongVerb(value, verb, spend)) || verbText(value, verb, precision, spend);
    const fill = flags.includes('0') && typeof value !== 'string' ? '0' : ' ';
    return flags.includes('-') ? text.padEnd(Number(width)) : text.padStart(Number(width), fill);
  });
  if (index < values.length) throw new NotKnown('a format with too many values');
  return made.join('');
}

/** What Go writes where a verb does not fit a value of JSON: `%!d(float64=3)`; null where it fits, or that is not told here. */
function wrongVerb(value: GoValue, verb: string, spend: Spend): string | null {
  const type = typeof value === 'number' ? 'float64' : typeof value === 'boolean' ? 'bool' : typeof value;
  const fitting: Readonly<Record<string, string>> = { float64: 'eEfFgGbxXvT', bool: 'tvT', string: 'sqxXvT' };
  const fits = fitting[type];
  if (fits === undefined || fits.includes(verb) || !/^[dstq]$/.test(verb)) return null;
  return `%!${verb}(${type}=${printed(value, spend)})`;
}

function verbText(value: GoValue, verb: string, precision: string | undefined, spend: Spend): string {
  if (verb === 'f' && precision !== undefined && typeof value === 'number' && Math.abs(value) < 1e20)
    return value.toFixed(Math.min(Number(precision), 20));
  if (precision !== undefined) throw new NotKnown('a format that is not read');
  if (verb === 'v' || (verb === 's' && typeof value === 'string')) return printed(value, spend);
  if (verb === 'd' && typeof value === 'bigint') return String(value);
  if (verb === 't' && typeof value === 'boolean') return String(value);
  if (verb === 'q' && typeof value === 'string') return quoted(value);
  throw new NotKnown('a format that does not fit its value');
}
