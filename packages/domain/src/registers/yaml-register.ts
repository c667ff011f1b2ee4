import { insertBlock, insertInBrackets, quoteAs, removeBlock, removeFromBrackets } from '../list-editing/list-text.ts';
import type { YamlEntry, YamlList } from '../list-editing/yaml-lists.ts';
import type { RegisterFile } from '../yaml/source-file.ts';
import { type ListedNames, listedNames, stillNames } from './listed-names.ts';
import { type Register, type RegisterContext, type RegisterKindId, registerOf } from './register.ts';

export interface YamlRegister {
  kind: RegisterKindId;
  list: YamlList;
  entries: readonly YamlEntry[];
  listed: ListedNames;
  scope?: Register['scope'] | undefined;
  /** What else a clone of a sibling's entry needs. */
  finish?(clone: string): string;
}

/** A sequence or a map of YAML as a register. */
export function yamlRegister(
  { kind, list, entries, listed, scope, finish = (clone) => clone }: YamlRegister,
  { path, text }: RegisterFile,
  context: RegisterContext,
): Register | null {
  const members = entries.map((entry, index) => ({ ...entry, name: listed.names[index] ?? '' }));
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
      label: list.pointer,
      scope,
      insert: (name, like, rename) => {
        const sibling = members.find((member) => member === like);
        const spelled = listed.write(name);
        if (!sibling || !last || spelled === null || differInValues(text, members)) return null;
        const { start, end, textStart, textEnd } = sibling;
        // An anchor may be defined once only.
        if (/(^|\s)&\w/.test(text.slice(start, textStart) + text.slice(textEnd, end))) return null;
        const renamed = (part: string): string => listed.rename(rename(part), sibling.name, name);
        const written = quoteAs(text.slice(textStart, textEnd), spelled);
        const cloned = renamed(text.slice(start, textStart)) + written + renamed(text.slice(textEnd, end));
        const clone = finish(cloned);
        if (stillNames(clone, sibling.name, context)) return null;
        if (flow) return insertInBrackets(path, text, members, clone);
        return insertBlock(path, text, { last, like: sibling, clone });
      },
      remove: (member) => (flow ? removeFromBrackets(path, members, member) : removeBlock(path, text, member)),
    },
    context,
  );
}

/** Whether each name has a plain value of its own, such as a port: a person has to choose the next one. */
function differInValues(text: string, members: readonly (YamlEntry & { name: string })[]): boolean {
  const values = members.map(({ name, textEnd, end }) => text.slice(textEnd, end).replaceAll(name, '\0').trim());
  return values.every((value) => /^:[^\n{[]*$/.test(value)) && new Set(values).size > 1;
}

/** What names the items of a sequence of maps. */
const nameKeys = ['name', 'service', 'job_name', 'serviceName', 'app', null] as const;

/** The way of naming by which a sequence names most services: a key of its items, or null for items that are names. */
export function bestKey(
  entriesOf: (key: string | null) => YamlEntry[],
  context: RegisterContext,
): { entries: YamlEntry[]; listed: ListedNames } | null {
  let best: { entries: YamlEntry[]; listed: ListedNames } | null = null;
  for (const key of nameKeys) {
    const entries = entriesOf(key);
    if (entries.length === 0) continue;
    const listed = listedNames(
      entries.map((entry) => entry.text),
      context,
      { affixes: true },
    );
    if (listed.count > (best?.listed.count ?? 0)) best = { entries, listed };
  }
  return best;
}
