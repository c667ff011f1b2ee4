import { readTemplate } from '../../helm/helm-template.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { RegisterFile } from '../../yaml/source-file.ts';
import { parseYamlFile } from '../../yaml/yaml-document.ts';
import { mayList } from '../listed-names.ts';
import type { Register, RegisterContext, RegisterKind } from '../register.ts';
import { type MaskedTemplate, maskTemplate } from '../template-mask.ts';

/** The masked template of each file: several kinds look at the same. */
const masks = new WeakMap<RegisterFile, { template: MaskedTemplate; file: RegisterFile } | null>();

/**
 * A kind of register, in Helm templates: a list counts where every name of it is written out. One that anything is
 * rendered into is left out, for nobody knows what it lists; what cannot be added or taken out without touching an
 * action is a person's.
 */
export function inTemplates(kind: RegisterKind): RegisterKind {
  return {
    id: kind.id,
    find: (file, context) => {
      const read = masks.get(file) ?? maskedFile(file);
      masks.set(file, read);
      if (!read) return [];
      return kind.find(read.file, context).flatMap((register) => inTemplate(register, read.template, context) ?? []);
    },
  };
}

function maskedFile({ path, text }: RegisterFile): { template: MaskedTemplate; file: RegisterFile } | null {
  const template = maskTemplate(text);
  return template && { template, file: { path, text: template.text, yaml: parseYamlFile(path, template.text) } };
}

function inTemplate(register: Register, template: MaskedTemplate, context: RegisterContext): Register | null {
  const { original, text, restore } = template;
  const id = restore(register.id);
  const entries = register.entries.map((entry) => restore(entry) ?? '{{');
  const open = entries.some((entry) => entry.includes('{{'));
  if (id === null || (open && register.kind !== 'routes')) return null;
  const starts = lineStarts(text);
  const offsetOf = ({ line, column }: { line: number; column: number }): number => (starts[line - 1] ?? 0) + column - 1;
  const place = (entry: string | undefined) => (entry === undefined ? undefined : register.entryLocation(entry));
  const first = place(register.entries[0]);
  if (!first) return null;
  const blocks = register.kind === 'routes' || /^yaml-/.test(register.kind);
  /** Columns before an entry; what is rendered deeper belongs to one. */
  const indent = first.column - 1;
  const ends = register.entries.map((entry) => register.remove(entry)[0]?.range[1] ?? offsetOf(place(entry) ?? first));
  const range = { start: offsetOf(blocks ? first : register), end: Math.max(...new Set(ends)) };
  if (isRendered(range, { indent: blocks ? indent : null }, template, context)) return null;
  const branch = template.branchAt(offsetOf(register));
  const isCut = (end: number): boolean => blocks && writersBehind(end, template).some((one) => one.indent > indent);

  /** An edit of the masked text as one of the template; null where it is a person's to make. */
  function restored(edit: Edit): Edit | null {
    const [start, end] = edit.range;
    const newText = restore(edit.newText);
    if (newText === null || template.branchAt(start) !== branch || template.branchAt(end) !== branch) return null;
    const { actions, blocks: inner } = readTemplate('', newText);
    const controls = actions.filter(({ code }) => /^(?:if|range|with|else|end|define|block)\b/.test(code)).length;
    const balanced = controls === inner.reduce((sum, { arms }) => sum + arms.length + 1, 0);
    // A value of the sibling's in an action may not be there for another service.
    const named = actions.some(({ code }) => mayList(code, context, 1));
    return balanced && !named ? { ...edit, newText } : null;
  }
  const all = (edits: readonly Edit[]): Edit[] => {
    const found = edits.map(restored);
    return found.some((edit) => edit === null) ? [] : found.flatMap((edit) => edit ?? []);
  };
  const maskedNames = new Map(register.entries.map((entry, index) => [entries[index] ?? entry, entry]));
  const maskedName = (name: string): string => maskedNames.get(name) ?? name;
  return {
    ...register,
    id,
    entries,
    entryLocation: (name) => place(maskedName(name)),
    insert: (name, like) => {
      const edits = register.insert(name, like === undefined ? undefined : maskedName(like));
      return ends.some(isCut) ? [] : all(edits);
    },
    remove: (name) => {
      const edits = register.remove(maskedName(name));
      return edits.some(({ range: [, end] }) => isCut(end)) ? [] : all(edits);
    },
  };

  function isRendered(
    list: { start: number; end: number },
    { indent: column }: { indent: number | null },
    { writers, elses }: MaskedTemplate,
    services: RegisterContext,
  ): boolean {
    const until = actionsEnd(list.end, template);
    if (
      elses.some(
        ({ start, end }) => start < until && end > list.start && mayList(original.slice(start, end), services, 1),
      )
    )
      return true;
    // Words have no columns: anything may become one of them.
    if (column === null)
      return /[#$][\uE001-\uE3E8]/.test(text.slice(list.start, list.end)) || followedByActions(list.end);
    const inside = writers.some((one) => one.start >= list.start && one.end <= list.end && one.indent <= column);
    return inside || writersBehind(list.end, template).some((one) => one.indent === column);
  }

  /** Whether the rest of a line is blank and the next ones are actions. */
  function followedByActions(end: number): boolean {
    return /^[ \t]*\r?\n\s*#[\uE001-\uE3E8]/.test(text.slice(end, end + 2000));
  }
}

/** The lines that write something and directly follow an offset, with nothing else but actions and comments between. */
function writersBehind(offset: number, template: MaskedTemplate): MaskedTemplate['writers'] {
  const end = actionsEnd(offset, template);
  return template.writers.filter((one) => one.start > offset && one.end <= end);
}

/** Where the lines end that follow an offset and hold actions and comments only; the offset where its own line goes on. */
function actionsEnd(offset: number, { text }: MaskedTemplate): number {
  const behind = /^[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?(?:\r?\n|$))*/.exec(text.slice(offset));
  return offset + (behind?.[0].length ?? 0);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
