import { type HclToken, matchBrackets, readHcl } from '../terraform/hcl-tokens.ts';
import { lineStart } from '../text-lines.ts';
import { textPattern } from '../text-pattern.ts';
import type { Edit } from '../yaml/edit.ts';
import { removeBlock } from './list-text.ts';
import { removeSeparated } from './separated-list.ts';

/**
 * Says how to take out what the text at an offset of Terraform names: a string of a list, an entry of an object or a
 * body that stands on a line, or in lines, of its own, or a block of the top level that nothing of `texts`, the other
 * files of its folder, refers to. Null for anything else. `isGone` are names that do not count as something left in a list.
 */
export function terraformRemover(
  { path, text }: { path: string; text: string },
  texts: readonly string[],
): (offset: number, isGone: (text: string) => boolean) => Edit | null {
  const tokens = readHcl(text);
  const file = { path, text, tokens, pairs: matchBrackets(tokens) };
  return (offset, isGone) => {
    const index = tokens.findIndex(({ start, end }) => start <= offset && offset < end);
    const token = tokens[index];
    if (!token || (token.kind !== 'string' && token.kind !== 'word')) return null;
    const open = enclosing(file.pairs, index);
    if (open === null) return topBlockRemoval(file, index, texts);
    return tokens[open]?.text === '[' ? itemRemoval(file, open, token, isGone) : attributeRemoval(file, open, index);
  };
}

interface HclFile {
  path: string;
  text: string;
  tokens: readonly HclToken[];
  pairs: ReadonlyMap<number, number>;
}

/** Takes a string out of a list of strings, of which others are left. */
function itemRemoval(
  { path, text, tokens, pairs }: HclFile,
  open: number,
  item: HclToken,
  isGone: (text: string) => boolean,
): Edit | null {
  const inside = tokens.slice(open + 1, pairs.get(open));
  if (inside.some(({ kind, text: sign }) => kind !== 'string' && kind !== 'newline' && sign !== ',')) return null;
  const members = inside.filter(({ kind }) => kind === 'string');
  if (!members.includes(item) || members.every((member) => isGone(member.text))) return null;
  return removeSeparated({ path, text, members, comma: true }, item);
}

/** Takes out the block of the top level of which a token is the last label. */
function topBlockRemoval({ path, text, tokens, pairs }: HclFile, index: number, texts: readonly string[]): Edit | null {
  const close = tokens[index + 1]?.text === '{' ? pairs.get(index + 1) : undefined;
  const [label, last] = [tokens[index], tokens[close ?? -1]];
  if (!last || label?.kind !== 'string') return null;
  const first = tokens.findLastIndex(({ kind }, before) => before < index && kind === 'newline') + 1;
  const head = tokens[first];
  if (!head || !/^(?:module|resource|data|output|variable)$/.test(head.text)) return null;
  if (refersTo(label.text, [text.slice(0, head.start), text.slice(last.end), ...texts])) return null;
  return removeBlock(path, text, { start: head.start, end: last.end });
}

/** Takes out the attribute of which a token is the name; not from an object that has no other. */
function attributeRemoval({ path, text, tokens, pairs }: HclFile, open: number, index: number): Edit | null {
  const name = tokens[index];
  const last = tokens[valueEnd(tokens, pairs, index + 2) - 1];
  if (!name || !last || !/^[=:]$/.test(tokens[index + 1]?.text ?? '')) return null;
  const hasLead = text.slice(lineStart(text, name.start), name.start).trim() !== '';
  const others = tokens
    .slice(open + 1, pairs.get(open))
    .filter(({ kind, text: sign }) => kind === 'sign' && /^[=:{]$/.test(sign));
  if (hasLead || others.length < 2) return null;
  const comma = /^[ \t]*,/.exec(text.slice(last.end))?.[0].length ?? 0;
  return removeBlock(path, text, { start: name.start, end: last.end + comma });
}

/** Index behind the last token of a value. */
function valueEnd(tokens: readonly HclToken[], pairs: ReadonlyMap<number, number>, start: number): number {
  let end = start;
  while (end < tokens.length && tokens[end]?.kind !== 'newline' && tokens[end]?.text !== ',') {
    const close = pairs.get(end);
    if (close !== undefined && close < end) break;
    end = (close ?? end) + 1;
  }
  return end;
}

/** Whether one of the texts has `module.LABEL` or `TYPE.LABEL`. */
export function refersTo(label: string, texts: readonly string[]): boolean {
  const reference = textPattern()`\.${label}(?![\w-])`;
  return texts.some((text) => reference.test(text));
}

/** Index of the innermost bracket that is open at a token. */
function enclosing(pairs: ReadonlyMap<number, number>, index: number): number | null {
  for (let before = index - 1; before >= 0; before -= 1) {
    const other = pairs.get(before);
    if (other === undefined) continue;
    if (other > before) return before;
    before = other;
  }
  return null;
}
