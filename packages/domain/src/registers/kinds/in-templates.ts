import { readTemplate } from '../../helm/helm-template.ts';
import { type Location, offsetsIn } from '../../location.ts';
import { memoize } from '../../memo.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { parseYamlFile } from '../../yaml/yaml-document.ts';
import { mayList } from '../listed-names.ts';
import type { Register, RegisterContext, RegisterKind } from '../register.ts';
import { type MaskedTemplate, maskTemplate } from '../template-mask.ts';

/**
 * A kind of register, in Helm templates: a list counts where every name of it is written out. One that anything is
 * rendered into is left out, for nobody knows what it lists; what cannot be added or taken out without touching an
 * action is a person's.
 */
export function inTemplates(kind: RegisterKind): RegisterKind {
  return {
    id: kind.id,
    find: (file, context) => {
      const masked = maskedFile(file);
      if (!masked) return [];
      return kind
        .find(masked.file, context)
        .map((register) => register && inTemplate(register, masked.template, context));
    },
  };
}

/** Several kinds look at the same file. */
const maskedFile = memoize(({ path, text }: SourceFile): { template: MaskedTemplate; file: SourceFile } | null => {
  const template = maskTemplate(text);
  return template && { template, file: { path, text: template.text, yaml: parseYamlFile(path, template.text) } };
});

function inTemplate(register: Register, template: MaskedTemplate, context: RegisterContext): Register | null {
  const { restore } = template;
  const id = restore(register.id);
  const entries = register.entries.map((entry) => restore(entry) ?? '{{');
  const isOpen = entries.some((entry) => entry.includes('{{'));
  if (id === null || (isOpen && register.kind !== 'routes')) return null;
  const list = listIn(register, template);
  if (!list || isRendered(list, template, context)) return null;
  const maskedNames = new Map(register.entries.map((entry, index) => [entries[index] ?? entry, entry]));
  const maskedName = (name: string): string => maskedNames.get(name) ?? name;
  const restored = (edits: readonly Edit[]): Edit[] => {
    const all = edits.flatMap((edit) => restoreEdit(edit, list.branch, template, context) ?? []);
    return all.length < edits.length ? [] : all;
  };
  return {
    ...register,
    id,
    entries,
    entryLocation: (name) => register.entryLocation(maskedName(name)),
    entryText: (name) => restore(register.entryText(maskedName(name)) ?? '') ?? undefined,
    insert: (name, like) => {
      const edits = register.insert(name, like === undefined ? undefined : maskedName(like));
      return list.ends.some((end) => isCut(end, list, template)) ? [] : restored(edits);
    },
    remove: (name) => {
      const edits = register.remove(maskedName(name));
      return edits.some(({ range: [, end] }) => isCut(end, list, template)) ? [] : restored(edits);
    },
  };
}

/** Where a list lies in the masked text. */
interface ListPlace {
  start: number;
  end: number;
  /** Where its entries end. */
  ends: readonly number[];
  /** Columns before an entry: what is rendered deeper belongs to one. Null for words, which have no columns. */
  indent: number | null;
  branch: number;
}

function listIn(register: Register, { text, branchAt }: MaskedTemplate): ListPlace | null {
  const offsetOf = offsetsIn(text);
  const locationOf = (entry: string | undefined): Location | undefined =>
    entry === undefined ? undefined : register.entryLocation(entry);
  const first = locationOf(register.entries[0]);
  if (!first) return null;
  const isBlock = register.kind === 'routes' || /^yaml-/.test(register.kind);
  const ends = register.entries.map(
    (entry) => register.remove(entry)[0]?.range[1] ?? offsetOf(locationOf(entry) ?? first),
  );
  return {
    start: offsetOf(isBlock ? first : register),
    end: ends.reduce((last, end) => Math.max(last, end)),
    ends,
    indent: isBlock ? first.column - 1 : null,
    branch: branchAt(offsetOf(register)),
  };
}

/** Whether anything that a template writes may become an entry of a list. */
function isRendered(list: ListPlace, template: MaskedTemplate, context: RegisterContext): boolean {
  const { text, original, writers, elses } = template;
  const { start, end, indent } = list;
  const until = actionsEnd(end, template);
  const inside = elses.filter((branch) => branch.start < until && branch.end > start);
  if (inside.some((branch) => mayList(original.slice(branch.start, branch.end), context, 1))) return true;
  // Words have no columns: anything may become one of them.
  if (indent === null) return /[#$][\uE001-\uE3E8]/.test(text.slice(start, end)) || isFollowedByActions(text, end);
  return (
    writers.some((writer) => writer.start >= start && writer.end <= end && writer.indent <= indent) ||
    writersBehind(end, template).some((writer) => writer.indent === indent)
  );
}

/** Whether the rest of a line is blank and the next ones are actions. */
function isFollowedByActions(text: string, end: number): boolean {
  return /^[ \t]*\r?\n\s*#[\uE001-\uE3E8]/.test(text.slice(end, end + 2000));
}

/** Whether something that is rendered behind an entry belongs to it. */
function isCut(end: number, { indent }: ListPlace, template: MaskedTemplate): boolean {
  return indent !== null && writersBehind(end, template).some((writer) => writer.indent > indent);
}

/** An edit of the masked text as one of the template; null where it is a person's to make. */
function restoreEdit(edit: Edit, branch: number, template: MaskedTemplate, context: RegisterContext): Edit | null {
  const [start, end] = edit.range;
  const newText = template.restore(edit.newText);
  if (newText === null || template.branchAt(start) !== branch || template.branchAt(end) !== branch) return null;
  const { actions, blocks } = readTemplate('', newText);
  const controls = actions.filter(({ code }) => /^(?:if|range|with|else|end|define|block)\b/.test(code)).length;
  const balanced = controls === blocks.reduce((sum, { arms }) => sum + arms.length + 1, 0);
  // A value of the sibling's in an action may not be there for another service.
  const named = actions.some(({ code }) => mayList(code, context, 1));
  return balanced && !named ? { ...edit, newText } : null;
}

/** The lines that write something and directly follow an offset, with nothing else but actions and comments between. */
function writersBehind(offset: number, template: MaskedTemplate): MaskedTemplate['writers'] {
  const end = actionsEnd(offset, template);
  return template.writers.filter((writer) => writer.start > offset && writer.end <= end);
}

/** Where the lines end that follow an offset and hold actions and comments only; the offset where its own line goes on. */
function actionsEnd(offset: number, { text }: MaskedTemplate): number {
  const behind = /^[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?(?:\r?\n|$))*/.exec(text.slice(offset));
  return offset + (behind?.[0].length ?? 0);
}
