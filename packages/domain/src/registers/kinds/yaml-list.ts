import { isMap, isScalar, type Node } from 'yaml';
import {
  contentEnd,
  insertBlock,
  insertInBrackets,
  quoteAs,
  removeBlock,
  removeFromBrackets,
} from '../../list-editing/list-text.ts';
import type { Member } from '../../list-editing/member.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { jobLabel, placesOf, type SequencePlace } from '../../yaml/workflow-scalars.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** `workflow_dispatch.inputs.*.options`: the names a person may choose. */
export const workflowChoices: RegisterKind = {
  id: 'workflow-choices',
  find: (file, context) =>
    sequencesOf(
      file,
      ({ path }) =>
        path[0] === 'on' && path[1] === 'workflow_dispatch' && path[2] === 'inputs' && path[4] === 'options',
    ).map((place) => listRegister('workflow-choices', place, String(place.path[3]), file, context)),
};

/** `strategy.matrix.*`: a list of names, or `include` with a name in each entry. */
export const matrixList: RegisterKind = {
  id: 'matrix-list',
  find: (file, context) =>
    sequencesOf(
      file,
      ({ path }) =>
        path[0] === 'jobs' &&
        path[2] === 'strategy' &&
        path[3] === 'matrix' &&
        path.length === 5 &&
        path[4] !== 'exclude',
    ).map((place) => {
      const label = `${String(place.path[4])} ${file.yaml ? jobLabel(file.yaml, place.path) : ''}`;
      return listRegister('matrix-list', place, label, file, context);
    }),
};

function sequencesOf(file: SourceFile, wanted: (place: SequencePlace) => boolean): SequencePlace[] {
  return file.yaml ? placesOf(file.yaml).sequences.filter(wanted) : [];
}

interface Item extends Member {
  /** Its name as written: `"a"`, or `a`. */
  written: string;
}

function listRegister(
  kind: 'workflow-choices' | 'matrix-list',
  { node, pointer, offset }: SequencePlace,
  label: string,
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const key = nameKey(node.items, context);
  const members = node.items.flatMap((item) => itemOf(item, key, text, node.flow === true) ?? []);
  const last = members.at(-1);
  return registerOf(
    {
      kind,
      path,
      text,
      pointer,
      offset,
      members,
      label,
      insert: (name, like, rename) => {
        const sibling = members.find((member) => member === like);
        if (!sibling || !last) return null;
        const { start, end, written } = sibling;
        const own = quoteAs(written, name);
        const dash = text.slice(start, text.indexOf(written, start));
        const clone = key !== null ? rename(text.slice(start, end)) : node.flow ? own : dash + own;
        return node.flow
          ? insertInBrackets(path, text, members, clone)
          : insertBlock(path, text, { last, like: sibling, clone });
      },
      remove: (member) => (node.flow ? removeFromBrackets(path, members, member) : removeBlock(path, text, member)),
    },
    context,
  );
}

/** The key that names the service in a list of maps; null for a list of plain names. */
function nameKey(items: readonly unknown[], { byName }: RegisterContext): string | null {
  const counts = new Map<string, number>();
  for (const item of items) {
    if (!isMap(item)) continue;
    for (const { key, value } of item.items) {
      if (!isScalar(key) || !isScalar(value) || !byName.has(String(value.value))) continue;
      counts.set(String(key.value), (counts.get(String(key.value)) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? null;
}

function itemOf(item: unknown, key: string | null, text: string, flow: boolean): Item | null {
  const name =
    key === null
      ? item
      : isMap(item)
        ? item.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value
        : null;
  const range = (item as Node | null)?.range;
  if (!isScalar(name) || !name.range || !range) return null;
  // A block entry starts at its dash.
  const start = flow ? range[0] : text.lastIndexOf('-', range[0] - 1);
  const end = contentEnd(text, item);
  return { name: String(name.value), start, end, written: text.slice(name.range[0], name.range[1]).trimEnd() };
}
