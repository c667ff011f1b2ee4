import { groupInto } from '../../grouping.ts';
import { insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import type { Member, WrittenMember } from '../../list-editing/member.ts';
import { spellingsOf } from '../../name-spellings.ts';
import { quoteName } from '../../names.ts';
import { type HclToken, matchBrackets, readHcl, refersElsewhere } from '../../terraform/hcl-tokens.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { stillNames } from '../listed-names.ts';
import { namedEntries } from '../named-entries.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** One block for each service: `module "pod_identity_cart" {…}`, `resource "aws_ecr_repository" "cart" {…}`, `target "cart" {…}`. */
export const hclBlocks: RegisterKind = {
  id: 'hcl-blocks',
  find: (file, context) =>
    [...blocksByType(file.text)].map(([type, blocks]) => blocksRegister(type, blocks, file, context)),
};

/** The blocks of the top level that stand for one thing each, by what they are. */
function blocksByType(text: string): ReadonlyMap<string, WrittenMember[]> {
  const tokens = readHcl(text);
  const pairs = matchBrackets(tokens);
  const byType = new Map<string, WrittenMember[]>();
  let header: HclToken[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) continue;
    if (token.kind === 'newline') header = [];
    else if (token.kind !== 'sign') header.push(token);
    else {
      const close = pairs.get(index) ?? index;
      const [first, label, last] = [header[0], header.at(-1), tokens[close]];
      if (token.text === '{' && first && last && label?.kind === 'string' && isOneThing(header)) {
        const type = header.slice(0, -1).map((part) => part.text);
        const place = { text: label.text, textStart: label.start, textEnd: label.end };
        groupInto(byType, type.join('.'), { ...place, start: first.start, end: last.end });
      }
      header = [];
      index = Math.max(index, close);
    }
  }
  return byType;
}

function isOneThing([first, label]: readonly HclToken[]): boolean {
  return label !== undefined && /^(?:module|resource|target)$/.test(first?.text ?? '');
}

function blocksRegister(
  type: string,
  blocks: readonly WrittenMember[],
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const entries = namedEntries(blocks, text, context);
  if (entries.count < 2) return null;
  const { members } = entries;
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
        const copy = entries.clone(name, like, { rename, quote: quoteName });
        if (!copy || !last || stillNames(copy.clone, like.name, context)) return null;
        if (refersElsewhere(text.slice(like.start, like.end), copy.clone)) return null;
        return insertBlock(path, text, { last, like, clone: copy.clone });
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
