import { countEach } from '../grouping.ts';
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
  isGone: (text: string) => boolean,
): (offset: number) => Edit | null {
  const tokens = readHcl(text);
  const pairs = matchBrackets(tokens);
  const lists = new Map<number, readonly HclToken[] | null>();
  const file: HclFile = {
    path,
    text,
    tokens,
    pairs,
    listAt: (open) => {
      const before = lists.get(open);
      const list = before === undefined ? stringsOf({ tokens, pairs }, open, isGone) : before;
      lists.set(open, list);
      return list;
    },
    isReferredTo: referenceFinder([text, ...texts]),
  };
  return (offset) => {
    const index = tokenAt(tokens, offset);
    const token = tokens[index];
    if (!token || (token.kind !== 'string' && token.kind !== 'word')) return null;
    const open = enclosing(file.pairs, index);
    if (open === null) return topBlockRemoval(file, index);
    return tokens[open]?.text === '[' ? itemRemoval(file, open, token) : attributeRemoval(file, open, index);
  };
}

/** Index of the token that an offset is in, or -1. */
function tokenAt(tokens: readonly HclToken[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return (tokens[low]?.start ?? Number.POSITIVE_INFINITY) <= offset ? low : -1;
}

interface HclFile {
  path: string;
  text: string;
  tokens: readonly HclToken[];
  pairs: ReadonlyMap<number, number>;
  isReferredTo(label: string, block: string): boolean;
  /** The strings of a list, by its bracket. */
  listAt(open: number): readonly HclToken[] | null;
}

/** Takes a string out of a list of strings, of which others are left. */
function itemRemoval({ path, text, listAt }: HclFile, open: number, item: HclToken): Edit | null {
  const members = listAt(open);
  return members?.includes(item) ? removeSeparated({ path, text, members, comma: true }, item) : null;
}

/** The strings of a list that holds nothing else, where not all of them may go. */
function stringsOf(
  { tokens, pairs }: Pick<HclFile, 'tokens' | 'pairs'>,
  open: number,
  isGone: (text: string) => boolean,
): readonly HclToken[] | null {
  const inside = tokens.slice(open + 1, pairs.get(open));
  if (inside.some(({ kind, text: sign }) => kind !== 'string' && kind !== 'newline' && sign !== ',')) return null;
  const members = inside.filter(({ kind }) => kind === 'string');
  return members.every((member) => isGone(member.text)) ? null : members;
}

/** Takes out the block of the top level of which a token is the last label. */
function topBlockRemoval({ path, text, tokens, pairs, isReferredTo }: HclFile, index: number): Edit | null {
  const close = tokens[index + 1]?.text === '{' ? pairs.get(index + 1) : undefined;
  const [label, last] = [tokens[index], tokens[close ?? -1]];
  if (!last || label?.kind !== 'string') return null;
  const first = tokens.findLastIndex(({ kind }, before) => before < index && kind === 'newline') + 1;
  const head = tokens[first];
  if (!head || !/^(?:module|resource|data|output|variable)$/.test(head.text)) return null;
  if (isReferredTo(label.text, text.slice(head.start, last.end))) return null;
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

/** Says whether texts have `module.LABEL` or `TYPE.LABEL` outside of one part of one of them; the texts are read once. */
export function referenceFinder(texts: readonly string[]): (label: string, part: string) => boolean {
  let counts: Map<string, number> | undefined;
  return (label, part) => {
    counts ??= countEach(texts.flatMap(referredTo));
    if (/^[\w-]+$/.test(label))
      return (counts.get(label) ?? 0) > referredTo(part).filter((one) => one === label).length;
    const reference = textPattern('g')`\.${label}(?![\w-])`;
    const count = (text: string): number => text.match(reference)?.length ?? 0;
    return texts.reduce((sum, text) => sum + count(text), 0) > count(part);
  };
}

function referredTo(text: string): string[] {
  return Array.from(text.matchAll(/\.([\w-]+)/g), ([, label = '']) => label);
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
