import { type HclToken, matchBrackets, readHcl } from './hcl-tokens.ts';

/** A Terraform file: its text, and the same with its comments as spaces, so that offsets are those of the file. */
export interface TerraformFile {
  path: string;
  text: string;
  code: string;
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
  /** Offset of the attribute's name. */
  start: number;
}

/** Blocks nested deeper than any real ones are not read. */
export const deepest = 12;

export function readTerraform(path: string, text: string): TerraformFile {
  const tokens = readHcl(text);
  const pairs = matchBrackets(tokens);
  const file: TerraformFile = { path, text, code: withoutComments(text, tokens), blocks: [] };

  function valueFrom(from: number, to: number, start: number): { value: TerraformValue; next: number } {
    let at = from;
    while (at < to && tokens[at]?.kind !== 'newline') at = (openingEnd(at) ?? at) + 1;
    const first = tokens[from];
    const last = tokens[at - 1];
    const single = at === from + 1 && first && first.kind !== 'sign' && !first.text.includes('${');
    const code = first && last && at > from ? file.code.slice(first.start, last.end) : '';
    return { value: { literal: single ? first.text : null, code, start }, next: at };
  }

  function openingEnd(at: number): number | undefined {
    const close = pairs.get(at);
    return close !== undefined && close > at ? close : undefined;
  }

  function body(from: number, to: number, depth: number): Pick<TerraformBlock, 'attributes' | 'blocks'> {
    const attributes = new Map<string, TerraformValue>();
    const blocks: TerraformBlock[] = [];
    let header: HclToken[] = [];
    for (let at = from; at < to; at += 1) {
      const token = tokens[at];
      if (!token) break;
      const [first] = header;
      if (token.kind === 'newline') header = [];
      else if (token.kind !== 'sign') header.push(token);
      else if (token.text === '=' && first && header.length === 1) {
        const { value, next } = valueFrom(at + 1, to, first.start);
        attributes.set(first.text, value);
        header = [];
        at = next;
      } else {
        const close = openingEnd(at) ?? at;
        if (token.text === '{' && first && close > at && depth < deepest) {
          const end = tokens[close]?.end ?? token.end;
          const inner = body(at + 1, close, depth + 1);
          blocks.push({
            file,
            type: first.text,
            labels: header.slice(1).map((one) => one.text),
            start: first.start,
            end,
            ...inner,
          });
        }
        header = [];
        at = close;
      }
    }
    return { attributes, blocks };
  }

  file.blocks = body(0, tokens.length, 0).blocks;
  return file;
}

export function withoutComments(text: string, tokens: readonly HclToken[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of tokens) {
    pieces.push(text.slice(at, start).replace(/[^\n]/g, ' '), text.slice(start, end));
    at = end;
  }
  return `${pieces.join('')}${text.slice(at).replace(/[^\n]/g, ' ')}`;
}
