import { refersTo, terraformRemover } from '../../../list-editing/remove-terraform.ts';
import { documentRemoval, isRestOf, yamlRemover } from '../../../list-editing/remove-yaml.ts';
import type { Register, RegisterKindId } from '../../../registers/register.ts';
import { applyEdits, type Edit } from '../../../yaml/edit.ts';
import type { Fix } from '../../findings/finding.ts';
import { listName } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import { lineRemoval } from './line-removal.ts';

/** A line of a file that names a gone service. */
export interface LeftoverLine {
  /** Where the names stand in the file. */
  offsets: readonly number[];
  /** The first of them. */
  text: string;
  /** Named by a register that spells it in its own way, such as `shop_video`. */
  listed: boolean;
}

/** To judge an edit the file is read again. What follows is judged when this is gone: in the next round, or the next run. */
const mostRead = 2_000_000;
const mostJudged = 50;

/** Registers whose entries are more than a name: with an entry goes what a person wrote about the service. */
const definitions: ReadonlySet<RegisterKindId> = new Set(['compose', 'hcl-blocks', 'hcl-map', 'yaml-map', 'routes']);

export interface LeftoverFile {
  path: string;
  text: string;
  name: string;
  /** How many lines of a text of this file name the service. */
  count(text: string): number;
  /** Whether a text names a service that is gone. */
  isGone(text: string): boolean;
}

/**
 * Says for a line of a file how the gone service is taken out of it: the entry of a register, an entry or an item of
 * YAML, a string or a block of Terraform, a whole line of which it is known what it does. Null for everything else.
 */
export function leftoverFixer(file: LeftoverFile, context: RuleContext): (line: LeftoverLine) => Fix | null {
  const { path, text, name, isGone } = file;
  const entries = registerEntries(file, context);
  const yaml = /\.ya?ml$/.test(path) && !path.includes('/templates/') ? context.yaml(path) : undefined;
  const readable = yaml && yaml.errors.length === 0 ? yaml : undefined;
  let structure: ((offset: number, isGone: (text: string) => boolean) => Edit | null) | undefined;
  const edit = (offset: number): Edit | null => {
    if (/\.tf(?:vars)?$/.test(path)) structure ??= terraformRemover(file, textsBeside(path, context));
    else if (readable) structure ??= yamlRemover(readable);
    else if (/\.ya?ml$|\/templates\/|\.(?:md|adoc|rst)$/.test(path)) return null;
    const found = structure?.(offset, isGone);
    // In YAML only what a step runs is lines of a shell.
    return found || (structure && !/^\.github\/|(^|\/)action\.ya?ml$/.test(path))
      ? (found ?? null)
      : lineRemoval(file, offset, isGone);
  };
  const isRead = valuesRead(isGone, context);
  const lines = file.count(text);
  const holds = (one: Edit, { listed }: LeftoverLine): boolean => {
    const rest = applyEdits(text, [one]);
    return (listed || file.count(rest) < lines) && (!readable || isRestOf(readable, rest));
  };
  const most = Math.max(2, Math.min(mostJudged, mostRead / text.length));
  const judged = new Map<string, boolean>();
  const accept = (one: Edit | null, line: LeftoverLine): boolean => {
    if (!one || !line.offsets.every((offset) => one.range[0] <= offset && offset < one.range[1])) return false;
    const key = `${one.range.join('-')} ${line.offsets.join(',')}`;
    const known = judged.get(key);
    if (known !== undefined || judged.size >= most) return known === true;
    const held = holds(one, line);
    judged.set(key, held);
    return held;
  };
  let tried = 0;
  return (line) => {
    const [offset = 0] = line.offsets;
    // A template that reads a value which is gone does not render.
    const value = readable && /^[\w-]+/.exec(text.slice(offset - wordBefore(text, offset)))?.[0];
    const needed = value !== undefined && isRead(value);
    for (const { register, removal } of entries) {
      if ((needed && register.kind === 'yaml-map') || !accept(removal, line)) continue;
      const removed = text.slice(...removal.range).trim();
      const whole =
        definitions.has(register.kind) || (/^yaml-list$|^configured$/.test(register.kind) && removed.includes('\n'));
      const list = listName(register);
      return { description: `remove ${name}${list === '' ? '' : ` from ${list}`}`, safe: !whole, edits: [removal] };
    }
    tried += 1;
    if (tried > most) return null;
    const whole = readable ? documentRemoval(readable, offset, isGone) : null;
    const own = [whole, needed ? null : edit(offset)].find((one) => accept(one, line));
    return own
      ? { description: `remove ${own === whole ? `the object of ${name}` : line.text}`, safe: false, edits: [own] }
      : null;
  };
}

/** What takes the service out of each register of the file that has something else, too. */
function registerEntries(
  { path, name, isGone }: LeftoverFile,
  context: RuleContext,
): { register: Register; removal: Edit }[] {
  return context.registers.flatMap((register) => {
    if (register.file !== path || register.entries.every((entry) => entry === name || isGone(entry))) return [];
    const removals = register.remove(name);
    // Terraform that refers to a block which is gone does not plan.
    const whole = register.kind !== 'hcl-blocks' || removals.every((one) => !isReferredTo(one, context));
    return whole ? removals.map((removal) => ({ register, removal })) : [];
  });
}

function wordBefore(text: string, offset: number): number {
  return /[\w-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0;
}

const read = new WeakMap<RuleContext, Set<string>>();

/** Whether a template reads a value of the name: `.Values.videoService.replicas`. */
function valuesRead(isGone: (text: string) => boolean, context: RuleContext): (key: string) => boolean {
  const known = read.get(context) ?? new Set<string>();
  if (!read.has(context))
    for (const [path, text] of context.texts) {
      if (!path.includes('/templates/')) continue;
      for (const [reference] of text.matchAll(/index\s+\$?\.Values\s+"[^"]+"|\.Values\.[\w.-]+/g))
        for (const word of reference.split(/[."\s]+/)) if (isGone(word)) known.add(word);
    }
  read.set(context, known);
  return (key) => known.has(key);
}

function isReferredTo({ path, range: [start, end] }: Edit, context: RuleContext): boolean {
  const text = context.text(path) ?? '';
  const label = /"([^"\n]*)"[ \t]*\{/.exec(text.slice(start, end))?.[1] ?? '';
  return refersTo(label, [text.slice(0, start), text.slice(end), ...textsBeside(path, context)]);
}

/** The other files of the folder, which is one module. */
function textsBeside(path: string, { texts }: RuleContext): string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return [...texts].flatMap(([other, text]) =>
    other !== path && other.endsWith('.tf') && other.startsWith(folder) && !other.slice(folder.length).includes('/')
      ? [text]
      : [],
  );
}
