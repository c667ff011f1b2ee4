import { deepestBrackets, type HclToken, matchBrackets, readHcl } from './hcl-tokens.ts';

/** A Terraform file: its text, and the same with its comments as spaces, so that offsets are those of the file. */
export interface TerraformFile {
  path: string;
  text: string;
  code: string;
  /** Those outside all blocks. */
  attributes: ReadonlyMap<string, TerraformValue>;
  blocks: TerraformBlock[];
}

/** `resource "helm_release" "argocd" { … }`, or a block inside one. */
export interface TerraformBlock {
  file: TerraformFile;
  type: string;
  labels: string[];
  /** Offsets in the file, [start, end). */
  start: number;
  end: number;
  attributes: Map<string, TerraformValue>;
  blocks: TerraformBlock[];
}

/** The value of an attribute. */
export interface TerraformValue {
  /** The string, number or word it is; null for an expression. */
  literal: string | null;
  /** As it is written, comments as spaces. */
  code: string;
  file: TerraformFile;
  /** From the attribute's name to behind its value: offsets in the file, [start, end). */
  start: number;
  end: number;
}

/**
 * The blocks of an HCL text: Terraform, Terragrunt, Bake. What has a mistake in it, as `hclMistake` tells
 * it, is read as far as it goes.
 */
export function readTerraform(path: string, text: string): TerraformFile {
  const tokens = readHcl(text);
  const file: TerraformFile = { path, text, code: withoutComments(text, tokens), attributes: new Map(), blocks: [] };
  const source = { file, tokens, pairs: matchBrackets(tokens) };
  return Object.assign(file, readBody(source, { from: 0, to: tokens.length, depth: 0 }));
}

interface Source {
  file: TerraformFile;
  tokens: readonly HclToken[];
  pairs: ReadonlyMap<number, number>;
}

/** A stretch of tokens, [from, to). */
interface Stretch {
  from: number;
  to: number;
  depth: number;
}

function readBody(source: Source, { from, to, depth }: Stretch): Pick<TerraformBlock, 'attributes' | 'blocks'> {
  const { file, tokens } = source;
  const attributes = new Map<string, TerraformValue>();
  const blocks: TerraformBlock[] = [];
  let header: HclToken[] = [];
  for (let at = from; at < to; at += 1) {
    const token = tokens[at];
    if (!token) break;
    if (token.kind === 'word' || token.kind === 'string') {
      header.push(token);
      continue;
    }
    const [first, ...labels] = header;
    header = [];
    const close = closingOf(source, at);
    if (token.text === '=' && first && labels.length === 0) {
      const { value, next } = readValue(source, { from: at + 1, to, depth }, first.start);
      attributes.set(first.text, value);
      at = next;
    } else if (close !== undefined) {
      if (token.text === '{' && first && depth < deepestBrackets) {
        const inner = readBody(source, { from: at + 1, to: close, depth: depth + 1 });
        const end = tokens[close]?.end ?? token.end;
        blocks.push({
          file,
          type: first.text,
          labels: labels.map(({ text }) => text),
          start: first.start,
          end,
          ...inner,
        });
      }
      at = close;
    }
  }
  return { attributes, blocks };
}

/** The value from a token to the end of its line, brackets taken as a whole. */
function readValue(source: Source, { from, to }: Stretch, start: number): { value: TerraformValue; next: number } {
  const { file, tokens } = source;
  let next = from;
  while (next < to && tokens[next]?.kind !== 'newline') next = (closingOf(source, next) ?? next) + 1;
  const first = tokens[from];
  const last = tokens[next - 1];
  const code = first && last && next > from ? file.code.slice(first.start, last.end) : '';
  const single = next === from + 1 && first && first.kind !== 'sign' && !first.text.includes('${');
  return { value: { literal: single ? first.text : null, code, file, start, end: last?.end ?? start }, next };
}

/** The index of the bracket that closes the one at an index; undefined where none opens there, or it is never closed. */
function closingOf({ pairs }: Source, at: number): number | undefined {
  const close = pairs.get(at);
  return close !== undefined && close > at ? close : undefined;
}

/** The text that a value is as a plain string, its escapes resolved; null where it is any other expression. */
export function plainString({ literal, code }: TerraformValue): string | null {
  return literal !== null && code.startsWith('"') ? unquoted(literal) : null;
}

/** The strings of a list; null in the place of any other item, and for what is no list. */
export function plainStrings({ code }: TerraformValue): (string | null)[] {
  const tokens = readHcl(code).filter(({ kind, text }) => kind !== 'newline' && text !== ',');
  if (tokens[0]?.text !== '[') return [null];
  return tokens.slice(1, -1).map(({ kind, text }) => (kind === 'string' ? unquoted(text) : null));
}

/** The values of a map that are plain strings. */
export function plainStringsOfMap({ code }: TerraformValue): string[] {
  const tokens = readHcl(code);
  return tokens.flatMap(({ kind, text }, index) =>
    kind === 'string' && /^[=:]$/.test(tokens[index - 1]?.text ?? '') ? (unquoted(text) ?? []) : [],
  );
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** What stands between quotes as HCL reads it; null with a template in it, or an escape that HCL does not know. */
function unquoted(text: string): string | null {
  if (/[$%]\{/.test(text)) return null;
  let wrong = false;
  const plain = text.replace(/\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([\s\S]?))/g, (_whole, short, long, one) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : escapes.get(one ?? '');
    wrong ||= character === undefined;
    return character ?? '';
  });
  return wrong ? null : plain;
}

function withoutComments(text: string, tokens: readonly HclToken[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of tokens) {
    pieces.push(text.slice(at, start).replace(/[^\n]/g, ' '), text.slice(start, end));
    at = end;
  }
  return `${pieces.join('')}${text.slice(at).replace(/[^\n]/g, ' ')}`;
}
