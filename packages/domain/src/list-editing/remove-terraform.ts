import { escapeForRegExp } from '../name-spellings.ts';
import { matchBrackets, readHcl } from '../terraform/hcl-tokens.ts';
import { lineStart } from '../text-lines.ts';
import type { Edit } from '../yaml/edit.ts';
import { removeBlock } from './list-text.ts';
import type { Member } from './member.ts';
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
  const pairs = matchBrackets(tokens);
  return (offset, isGone) => {
    const index = tokens.findIndex(({ start, end }) => start <= offset && offset < end);
    const token = tokens[index];
    if (!token || (token.kind !== 'string' && token.kind !== 'word')) return null;
    const open = enclosing(pairs, index);
    if (open !== null && tokens[open]?.text === '[') return fromList(open, index, isGone);
    if (open === null) return wholeBlock(index);
    return attribute(index, open);
  };

  function fromList(open: number, index: number, isGone: (text: string) => boolean): Edit | null {
    const members: Member[] = [];
    for (const { kind, text: name, start, end } of tokens.slice(open + 1, pairs.get(open))) {
      if (kind === 'string') members.push({ name, start, end });
      else if (kind !== 'newline' && name !== ',') return null;
    }
    const member = members.find(({ start }) => start === tokens[index]?.start);
    if (!member || members.every(({ name }) => isGone(name))) return null;
    return removeSeparated({ path, text, members, comma: true }, member);
  }

  /** The block of the top level of which the token is the last label. */
  function wholeBlock(index: number): Edit | null {
    const close = tokens[index + 1]?.text === '{' ? pairs.get(index + 1) : undefined;
    const last = tokens[close ?? -1];
    const label = tokens[index];
    if (!last || !label || label.kind !== 'string') return null;
    let first = index;
    while (first > 0 && tokens[first - 1]?.kind !== 'newline') first -= 1;
    const head = tokens[first];
    if (!head || !/^(?:module|resource|data|output|variable)$/.test(head.text)) return null;
    if (refersTo(label.text, [text.slice(0, head.start), text.slice(last.end), ...texts])) return null;
    return removeBlock(path, text, { start: head.start, end: last.end });
  }

  /** The attribute of which the token is the name; not of an object that has no other. */
  function attribute(index: number, open: number): Edit | null {
    const token = tokens[index];
    if (!token || !/^[=:]$/.test(tokens[index + 1]?.text ?? '')) return null;
    let end = index + 2;
    while (end < tokens.length && tokens[end]?.kind !== 'newline' && tokens[end]?.text !== ',') {
      const close = pairs.get(end);
      if (close !== undefined && close < end) break;
      end = (close ?? end) + 1;
    }
    const last = tokens[end - 1];
    const before = text.slice(lineStart(text, token.start), token.start);
    const beside = tokens
      .slice(open + 1, pairs.get(open))
      .filter(({ kind, text: sign }) => kind === 'sign' && /^[=:{]$/.test(sign));
    if (!last || before.trim() !== '' || beside.length < 2) return null;
    const comma = /^[ \t]*,/.exec(text.slice(last.end))?.[0].length ?? 0;
    return removeBlock(path, text, { start: token.start, end: last.end + comma });
  }
}

/** Whether one of the texts has `module.LABEL` or `TYPE.LABEL`. */
export function refersTo(label: string, texts: readonly string[]): boolean {
  const reference = new RegExp(`\\.${escapeForRegExp(label)}(?![\\w-])`);
  return texts.some((text) => reference.test(text));
}

/** Index of the innermost bracket that is open at a token. */
function enclosing(pairs: ReadonlyMap<number, number>, index: number): number | null {
  for (let at = index - 1; at >= 0; at -= 1) {
    const other = pairs.get(at);
    if (other === undefined) continue;
    if (other > at) return at;
    at = other;
  }
  return null;
}
