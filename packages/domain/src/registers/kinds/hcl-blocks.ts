import { insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import type { Member } from '../../list-editing/member.ts';
import { spellingsOf } from '../../name-spellings.ts';
import { quoteName } from '../../names.ts';
import { type HclToken, matchBrackets, readHcl, refersElsewhere } from '../../terraform/hcl-tokens.ts';
import type { RegisterFile } from '../../yaml/source-file.ts';
import { listedNames, stillNames } from '../listed-names.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** One block for each service: `module "pod_identity_cart" {…}`, `resource "aws_ecr_repository" "cart" {…}`, `target "cart" {…}`. */
export const hclBlocks: RegisterKind = {
  id: 'hcl-blocks',
  find: (file, context) =>
    [...blocksByType(file.text)].flatMap(([type, blocks]) => {
      const register = blocksRegister(type, blocks, file, context);
      return register ? [register] : [];
    }),
};

interface Block extends Member {
  label: HclToken;
}

/** The blocks of the top level that stand for one thing each, by what they are. */
function blocksByType(text: string): Map<string, Block[]> {
  const tokens = readHcl(text);
  const pairs = matchBrackets(tokens);
  const byType = new Map<string, Block[]>();
  let header: HclToken[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    if (token.kind === 'newline') header = [];
    else if (token.kind !== 'sign') header.push(token);
    else {
      const close = pairs.get(at) ?? at;
      const last = tokens[close];
      const [first, ...labels] = header;
      const label = labels.at(-1);
      if (
        token.text === '{' &&
        first &&
        label?.kind === 'string' &&
        last &&
        /^(?:module|resource|target)$/.test(first.text)
      ) {
        const type = header
          .slice(0, -1)
          .map((part) => part.text)
          .join('.');
        const blocks = byType.get(type) ?? [];
        blocks.push({ name: '', label, start: first.start, end: last.end });
        byType.set(type, blocks);
      }
      header = [];
      at = Math.max(at, close);
    }
  }
  return byType;
}

function blocksRegister(
  type: string,
  blocks: readonly Block[],
  { path, text }: RegisterFile,
  context: RegisterContext,
): Register | null {
  const listed = listedNames(
    blocks.map(({ label }) => label.text),
    context,
    { affixes: true },
  );
  if (listed.count < 2) return null;
  const members = blocks.map((block, index) => ({ ...block, name: listed.names[index] ?? '' }));
  // Modules of other things may follow those of the services.
  const last = members.findLast(({ name }) => context.byName.has(name));
  return registerOf(
    {
      kind: 'hcl-blocks',
      path,
      text,
      pointer: type,
      offset: members.find(({ name }) => context.byName.has(name))?.start ?? 0,
      members,
      label: type,
      insert: (name, like, rename) => {
        const sibling = members.find((member) => member === like);
        const written = listed.write(name);
        if (!sibling || !last || written === null) return null;
        const { start, end, label } = sibling;
        const renamed = (part: string): string => listed.rename(rename(part), sibling.name, name);
        const clone =
          renamed(text.slice(start, label.start)) + quoteName(written) + renamed(text.slice(label.end, end));
        if (stillNames(clone, sibling.name, context) || refersElsewhere(text.slice(start, end), clone)) return null;
        return insertBlock(path, text, { last, like: sibling, clone });
      },
      remove: (member) => removeBlock(path, text, { ...member, start: commentStart(text, member) }),
    },
    context,
  );
}

/** Where the comment above a block starts when it names the block's service, else where the block starts. */
function commentStart(text: string, { name, start }: Member): number {
  let at = start;
  for (;;) {
    const end = text.lastIndexOf('\n', at - 1);
    const line = text.lastIndexOf('\n', end - 1) + 1;
    if (end <= 0 || !/^[ \t]*(?:#|\/\/)/.test(text.slice(line, end))) break;
    at = line;
  }
  const comment = text.slice(at, start);
  return spellingsOf(name).some((spelling) => comment.includes(spelling)) ? at : start;
}
