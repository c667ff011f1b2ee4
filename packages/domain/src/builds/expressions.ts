import { parseJson } from '../json.ts';
import { field, isRecord } from '../yaml/value.ts';
import { hole } from './hole.ts';

/** What `${{ … }}` of a workflow may refer to: `matrix`, `inputs`, `env`; contexts that are not here are not known. */
export type Contexts = Readonly<Record<string, unknown>>;

/** A text of a workflow with its expressions filled in; what is not known is a hole with the expression's name. */
export function fillExpressions(text: string, contexts: Contexts): string {
  if (!text.includes('${{')) return text;
  let result = '';
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('${{', at);
    const end = start < 0 ? -1 : text.indexOf('}}', start);
    if (end < 0) return result + text.slice(at);
    const code = text.slice(start + 3, end).trim();
    const value = evaluate(code, contexts);
    result += text.slice(at, start) + (isPlain(value) ? String(value ?? '') : hole(code.toLowerCase()));
    at = end + 2;
  }
  return result;
}

/** The value of an expression that is the whole of a text; undefined where it is not known. */
export function expressionValue(text: string, contexts: Contexts): unknown {
  const [, code] = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(text) ?? [];
  return code === undefined || code.includes('${{') ? undefined : evaluate(code.trim(), contexts);
}

function isPlain(value: unknown): boolean {
  return value !== undefined && (value === null || typeof value !== 'object');
}

/** Calls within calls, and what a text puts in, of which no path is made. */
const deepest = 20;
const longestText = 65_536;

/**
 * References, texts, numbers, `||`, `format` and `fromJSON` of a text: what paths are made of. Names are compared as
 * GitHub does, whatever their case.
 */
function evaluate(code: string, contexts: Contexts, depth = 0): unknown {
  if (depth > deepest) return undefined;
  const choices = splitOutside(code, '||');
  if (choices.length > 1) return firstTrue(choices, contexts, depth);
  const text = /^'((?:[^']|'')*)'$/.exec(code)?.[1];
  if (text !== undefined) return text.replaceAll("''", "'");
  if (/^-?\d+(?:\.\d+)?$/.test(code)) return Number(code);
  const [, name = '', inside = ''] = /^(\w+)\s*\(([\s\S]*)\)$/.exec(code) ?? [];
  const args = name === '' ? [] : splitOutside(inside, ',').map((argument) => evaluate(argument, contexts, depth + 1));
  if (/^fromjson$/i.test(name)) return typeof args[0] === 'string' ? parseJson(args[0]) : undefined;
  if (/^format$/i.test(name)) return args.includes(undefined) ? undefined : formatted(args);
  return /^[\w-]+(?:\s*\.\s*[\w-]+|\s*\[\s*'[^']*'\s*\])*$/.test(code) ? reference(code, contexts) : undefined;
}

function firstTrue(choices: readonly string[], contexts: Contexts, depth: number): unknown {
  let value: unknown;
  for (const choice of choices) {
    value = evaluate(choice, contexts, depth + 1);
    if (value === undefined || isTruthy(value)) return value;
  }
  return value;
}

function formatted([pattern, ...values]: unknown[]): string | undefined {
  if (typeof pattern !== 'string') return undefined;
  let left = longestText;
  const made = pattern.replace(/\{(\d+)\}/g, (whole, index: string) => {
    const text = String(values[Number(index)] ?? whole);
    left -= text.length;
    return left < 0 ? '' : text;
  });
  return left < 0 ? undefined : made;
}

function isTruthy(value: unknown): boolean {
  return value !== null && value !== '' && value !== 0 && value !== false;
}

function reference(code: string, contexts: Contexts): unknown {
  const names = code.match(/[\w-]+|'[^']*'/g) ?? [];
  return names.reduce<unknown>((value, name) => {
    const plain = name.replaceAll("'", '').toLowerCase();
    const own = isRecord(value) ? Object.keys(value).find((key) => key.toLowerCase() === plain) : plain;
    return own === undefined ? undefined : field(value, own);
  }, contexts);
}

/** Splits at a sign that is in no brackets and no quotes. */
function splitOutside(code: string, sign: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < code.length; at += 1) {
    const character = code.charAt(at);
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    else if (depth === 0 && code.startsWith(sign, at)) {
      parts.push(code.slice(start, at).trim());
      start = at + sign.length;
    }
  }
  return [...parts, code.slice(start).trim()];
}
