import { insertBlock, insertInBrackets, quoteAs, removeBlock, removeFromBrackets } from '../list-editing/list-text.ts';
import type { Member, WrittenMember } from '../list-editing/member.ts';
import { itemEntries, type YamlList } from '../list-editing/yaml-lists.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { stillNames } from './listed-names.ts';
import { type NamedEntries, namedEntries } from './named-entries.ts';
import { type Register, type RegisterContext, type RegisterKindId, registerOf } from './register.ts';

interface YamlRegister {
  kind: RegisterKindId;
  list: YamlList;
  entries: NamedEntries;
  scope?: Register['scope'] | undefined;
  /** Whether nothing can be added: an entry holds what only a person knows. */
  closed?: boolean;
  /** What else a clone of a sibling's entry needs. */
  finish?(clone: string, names: { from: string; to: string }): string;
}

/** A sequence or a map of YAML as a register. */
export function yamlRegister(
  { kind, list, entries, scope, closed = false, finish = (clone) => clone }: YamlRegister,
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const { members } = entries;
  const flow = list.node.flow === true;
  const last = members.at(-1);
  return registerOf(
    {
      kind,
      path,
      text,
      pointer: list.pointer,
      offset: list.offset,
      members,
      write: entries.write,
      label: list.pointer,
      scope,
      insert: (name, like, rename) => {
        const copy = entries.clone(name, like, { rename, quote: (written, sibling) => quoteAs(sibling, written) });
        if (closed || !copy || !last || differInValues(text, members) || hasAnchor(text, copy.sibling)) return null;
        const clone = finish(copy.clone, { from: like.name, to: name });
        if (stillNames(clone, like.name, context)) return null;
        return flow
          ? insertInBrackets(path, text, members, clone)
          : insertBlock(path, text, { last, like: copy.sibling, clone });
      },
      remove: (member) => (flow ? removeFromBrackets(path, members, member) : removeBlock(path, text, member)),
    },
    context,
  );
}

/** Whether an entry defines an anchor, which cannot be cloned: it may be defined once only. */
function hasAnchor(text: string, { start, end, textStart, textEnd }: WrittenMember): boolean {
  return /(^|\s)&\w/.test(text.slice(start, textStart) + text.slice(textEnd, end));
}

/** Whether names have plain values of their own, which are no numbers: a person has to choose the next one. */
function differInValues(text: string, members: readonly (WrittenMember & Member)[]): boolean {
  const values = members.map(({ name, textEnd, end }) => text.slice(textEnd, end).replaceAll(name, '\0').trim());
  const areNumbers = values.every((value) => /^:[ \t]*\d+$/.test(value));
  return !areNumbers && values.every((value) => /^:[^\n{[]*$/.test(value)) && new Set(values).size > 1;
}

/** What names the items of a sequence of maps. */
const nameKeys = ['name', 'service', 'job_name', 'serviceName', 'app', null] as const;

/** The items of a sequence in the way of naming that names most services: by a key, or as plain names; null for none. */
export function itemsByBestKey(list: YamlList, text: string, context: RegisterContext): NamedEntries | null {
  let best: NamedEntries | null = null;
  for (const key of nameKeys) {
    const entries = namedEntries(itemEntries(list, key), text, context);
    if (entries.count > (best?.count ?? 0)) best = entries;
  }
  return best;
}
