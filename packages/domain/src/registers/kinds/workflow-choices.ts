import {
  insertBlock,
  insertInBrackets,
  quoteAs,
  removeBlock,
  removeFromBrackets,
} from '../../list-editing/list-text.ts';
import { itemEntries } from '../../list-editing/yaml-lists.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { placesOf, type SequencePlace } from '../../yaml/workflow-scalars.ts';
import { listedNames } from '../listed-names.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** `workflow_dispatch.inputs.*.options`: the names a person may choose. */
export const workflowChoices: RegisterKind = {
  id: 'workflow-choices',
  find: (file, context) =>
    (file.yaml ? placesOf(file.yaml).sequences : []).flatMap((place) => {
      const [on, event, inputs, input, options] = place.path;
      const isChoice = on === 'on' && event === 'workflow_dispatch' && inputs === 'inputs' && options === 'options';
      return isChoice ? [choicesOf(place, String(input), file, context)] : [];
    }),
};

function choicesOf(
  { node, pointer, offset, path: at }: SequencePlace,
  input: string,
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const entries = itemEntries({ node, pointer, offset, path: at, content: text, shift: 0 }, null);
  const listed = listedNames(
    entries.map((entry) => entry.text),
    context,
    { affixes: true },
  );
  const members = entries.map((entry, index) => ({ ...entry, name: listed.names[index] ?? '' }));
  const last = members.at(-1);
  return registerOf(
    {
      kind: 'workflow-choices',
      path,
      text,
      pointer,
      offset,
      key: input,
      members,
      label: input,
      write: listed.write,
      insert: (name, like) => {
        const sibling = members.find((member) => member === like);
        const written = listed.write(name);
        if (!sibling || !last || written === null) return null;
        const own = quoteAs(text.slice(sibling.textStart, sibling.textEnd), written);
        const clone = text.slice(sibling.start, sibling.textStart) + own;
        return node.flow
          ? insertInBrackets(path, text, members, clone)
          : insertBlock(path, text, { last, like: sibling, clone });
      },
      remove: (member) => (node.flow ? removeFromBrackets(path, members, member) : removeBlock(path, text, member)),
    },
    context,
  );
}
