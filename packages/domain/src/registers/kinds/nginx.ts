import { insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import type { WrittenMember } from '../../list-editing/member.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { isOfOneService } from '../folder-names.ts';
import { stillNames } from '../listed-names.ts';
import { namedEntries } from '../named-entries.ts';
import { pointerNumbering, type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** The `upstream` blocks of nginx, and the `location` blocks of each server by where they lead to. */
export const nginx: RegisterKind = {
  id: 'routes',
  find: (file, context) => {
    if (isOfOneService(file.path, context)) return [];
    const numbered = pointerNumbering();
    return blocksByParent(file.text).map(({ kind, offset, members }) =>
      blocksRegister({ pointer: numbered(kind), offset, members }, file, context),
    );
  },
};

interface Blocks {
  kind: 'upstream' | 'location';
  /** Of what they lie in, or of the first of them. */
  offset: number;
  members: WrittenMember[];
}

interface OpenBlock {
  directive: string;
  start: number;
  /** The name of an upstream, with its place; of others an empty text. */
  name: { text: string; textStart: number; textEnd: number };
  children: Map<Blocks['kind'], WrittenMember[]>;
}

/** What lies beside each other in one block, read in one pass: comments and quoted texts hold no braces. */
function blocksByParent(text: string): Blocks[] {
  const found: Blocks[] = [];
  const open: OpenBlock[] = [blockAt('', 0)];
  const token = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{};]/g;
  // Where a directive begins, as far as one was begun.
  let begun: number | null = null;
  let at = 0;
  for (const { 0: mark, index } of text.matchAll(token)) {
    const lead = text.slice(at, index);
    if (begun === null && lead.trim() !== '') begun = at + lead.length - lead.trimStart().length;
    at = index + mark.length;
    if (mark === '{') open.push(blockAt(text.slice(begun ?? index, index), begun ?? index));
    if (mark === '}' && open.length > 1) {
      const block = open.pop();
      const parent = open.at(-1);
      if (block && parent) close(block, parent, at);
    }
    if (/[{};]/.test(mark)) begun = null;
  }
  const [root] = open;
  if (root && open.length === 1) collect(root);
  return found.sort((a, b) => a.offset - b.offset);

  function close(block: OpenBlock, parent: OpenBlock, end: number): void {
    collect(block);
    const kind = /^(upstream|location)\b/.exec(block.directive)?.[1];
    if (kind !== 'upstream' && kind !== 'location') return;
    const name = kind === 'upstream' ? block.name : targetOf(text, block.start, end);
    if (name === null || name.text === '') return;
    const members = parent.children.get(kind) ?? [];
    members.push({ ...name, start: block.start, end });
    parent.children.set(kind, members);
  }

  function collect({ children }: OpenBlock): void {
    for (const [kind, members] of children) found.push({ kind, offset: members[0]?.start ?? 0, members });
  }
}

function blockAt(directive: string, start: number): OpenBlock {
  const [, lead = '', text = ''] = /^(upstream[ \t]+)([\w.-]+)[ \t]*$/.exec(directive) ?? [];
  const textStart = start + lead.length;
  return { directive, start, name: { text, textStart, textEnd: textStart + text.length }, children: new Map() };
}

/** Where a location passes its requests to: the host without its domain. */
function targetOf(text: string, start: number, end: number): OpenBlock['name'] | null {
  const block = text.slice(start, Math.min(end, start + longestBlock));
  const pass = /\b(?:proxy|grpc|fastcgi|uwsgi)_pass[ \t]+(?:\w+:\/\/)?([A-Za-z0-9][\w-]*)/.exec(block);
  if (!pass) return null;
  const [whole, host = ''] = pass;
  const textEnd = start + pass.index + whole.length;
  return { text: host, textStart: textEnd - host.length, textEnd };
}

/** A location within a location is read again for each that it lies in. */
const longestBlock = 5_000;

function blocksRegister(
  { pointer, offset, members: written }: { pointer: string; offset: number; members: WrittenMember[] },
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const entries = namedEntries(written, text, context);
  return registerOf(
    {
      kind: 'routes',
      path,
      text,
      pointer,
      offset,
      members: entries.members,
      label: '',
      write: entries.write,
      insert: (name, like, rename) => {
        const copy = entries.clone(name, like, { rename, quote: (same) => same });
        if (!copy || stillNames(copy.clone, like.name, context)) return null;
        const matched = /^location\s[^{]*/.exec(copy.clone)?.[0];
        // Two locations of one server cannot match the same.
        if (matched !== undefined && written.some(({ start }) => text.startsWith(matched, start))) return null;
        return insertBlock(path, text, { last: like, like, clone: copy.clone });
      },
      remove: (member) => removeBlock(path, text, member),
    },
    context,
  );
}
