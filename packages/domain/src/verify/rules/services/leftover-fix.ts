import { groupInto } from '../../../grouping.ts';
import { readTemplate } from '../../../helm/helm-template.ts';
import { listRemoval, textsSaid } from '../../../helm/name-lists.ts';
import { defineRemoval, includedNames } from '../../../helm/named-templates.ts';
import { refersTo, terraformRemover } from '../../../list-editing/remove-terraform.ts';
import { documentRemoval, isRestOf, yamlRemover } from '../../../list-editing/remove-yaml.ts';
import { memoize } from '../../../memo.ts';
import { spellingsOf } from '../../../name-spellings.ts';
import type { Register, RegisterKindId } from '../../../registers/register.ts';
import { lineStart } from '../../../text-lines.ts';
import { textPattern } from '../../../text-pattern.ts';
import { isYaml, pipelineScripts } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { applyEdits, type Edit } from '../../../yaml/edit.ts';
import type { YamlFile } from '../../../yaml/yaml-document.ts';
import { matchesFiles } from '../../facts/registers/matches-files.ts';
import type { Fix } from '../../findings/finding.ts';
import { serviceRenamer } from '../../fixes/clone/service-renamer.ts';
import { listName } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import { lineRemoval } from './line-removal.ts';

/** A line of a file that names a gone service. */
interface LeftoverLine {
  /** Where the names stand in the file. */
  offsets: readonly number[];
  /** The first of them. */
  text: string;
  /** Named by a register that spells it in its own way, such as `shop_video`. */
  listed: boolean;
}

/** The file is read again for each edit that is judged; edits beyond these limits wait for the next round or run. */
const mostRead = 2_000_000;
const mostJudged = 50;

/** Registers whose entries are more than a name: what a person wrote about the service goes with the entry. */
const definitions: ReadonlySet<RegisterKindId> = new Set(['compose', 'hcl-blocks', 'hcl-map', 'yaml-map', 'routes']);

interface LeftoverFile {
  path: string;
  text: string;
  name: string;
  /** How many lines of a text of this file name the service. */
  count(text: string): number;
  /** Whether a text names a service that is gone. */
  isGone(text: string): boolean;
}

/**
 * Gives the fix for a line of a file that names a gone service: it removes the entry of a register, an entry or an item
 * of YAML, a string or a block of Terraform, or a whole line where it is known what the line does. Else null.
 */
export function leftoverFixer(file: LeftoverFile, context: RuleContext): (line: LeftoverLine) => Fix | null {
  const { path, text, name, isGone } = file;
  const entries = registerEntries(file, context);
  const yaml = /\.ya?ml$/.test(path) && !path.includes('/templates/') ? context.yaml(path) : undefined;
  const readable = yaml && yaml.errors.length === 0 ? yaml : undefined;
  const edit = lineEditor(file, readable, context);
  const accept = editJudge(file, readable);
  const words = valuesRead(context);
  let tried = 0;
  return (line) => {
    const [offset = 0] = line.offsets;
    // A template does not render without a value that it reads.
    const value = readable && /^[\w-]+/.exec(text.slice(offset - wordBefore(text, offset)))?.[0];
    const isRead =
      value !== undefined && isGone(value) && (words.has(value) || isLookedUp(value, offset, file, context));
    const entry = entries.find(
      ({ register, removal }) => !(isRead && register.kind === 'yaml-map') && accept(removal, line),
    );
    if (entry) return entryFix(entry, file, context);
    tried += 1;
    if (tried > mostTried(text)) return null;
    const whole = readable ? documentRemoval(readable, offset, isGone) : null;
    if (whole && accept(whole, line)) return unsafeFix(`remove the object of ${name}`, whole);
    const own = isRead ? null : edit(offset);
    return own && accept(own, line) ? unsafeFix(`remove ${line.text}`, own) : null;
  };
}

function mostTried(text: string): number {
  return Math.max(2, Math.min(mostJudged, mostRead / text.length));
}

function unsafeFix(description: string, edit: Edit): Fix {
  return { description, safe: false, edits: [edit] };
}

function entryFix({ register, removal }: RegisterEntry, { text, name }: LeftoverFile, { paths }: RuleContext): Fix {
  const isList = register.kind === 'yaml-list' || register.kind === 'configured';
  const isDefinition =
    definitions.has(register.kind) ||
    (isList &&
      text
        .slice(...removal.range)
        .trim()
        .includes('\n'));
  const list = listName(register);
  const description = `remove ${name}${list === '' ? '' : ` from ${list}`}`;
  // What still is about files is not of something that is gone; what others name as well is not its own.
  const [start, end] = removal.range;
  const rest = new Set([...globsIn(text.slice(0, start)), ...globsIn(text.slice(end))]);
  const own = globsIn(text.slice(start, end)).filter((glob) => !rest.has(glob));
  const isOfFiles = matchesFiles(own, paths);
  return { description, safe: !isDefinition && !isOfFiles, edits: [removal] };
}

/** The paths and globs of a text. */
function globsIn(text: string): string[] {
  return (text.match(/(?<![\w.@*{},/-])[\w.@*{},/-]+/g) ?? []).filter((word) => word.includes('/'));
}

/** The edit that removes what stands at an offset, as long as it names nothing that is not gone. */
type Remover = (offset: number, isGone: (text: string) => boolean) => Edit | null;

/** Gives the edit that takes a gone service out of a file at an offset; null where it is not known how. */
function lineEditor(
  file: LeftoverFile,
  readable: YamlFile | undefined,
  context: RuleContext,
): (offset: number) => Edit | null {
  const { path, isGone } = file;
  const isTerraform = /\.tf(?:vars)?$/.test(path);
  // Their language is not read.
  if (pipelineScripts(path) || /\.(?:conf|sql|json)(?:\.\w+)?$|(?:^|\/)(?:nginx|Caddyfile)[^/]*$/.test(path))
    return () => null;
  if (!isTerraform && path.includes('/templates/')) {
    const spellings = new Set(spellingsOf(file.name));
    const isUnused = (one: string): boolean =>
      isOfGone(file.name, context)(one) && !isIncluded(one, file.name, context);
    return (offset) =>
      listRemoval(path, file.text, offset, (name) => spellings.has(name)) ??
      defineRemoval(path, file.text, offset, isUnused);
  }
  if (!isTerraform && !readable && /\.ya?ml$|\.(?:md|adoc|rst)$/.test(path)) return () => null;
  const makeRemover: (() => Remover) | undefined = isTerraform
    ? () => terraformRemover(file, textsBeside(path, context))
    : readable && (() => yamlRemover(readable));
  // In YAML only the steps of a workflow hold lines of a shell.
  const hasLines = !makeRemover || /^\.github\/|(^|\/)action\.ya?ml$/.test(path);
  let remover: Remover | undefined;
  return (offset) => {
    remover ??= makeRemover?.();
    return remover?.(offset, isGone) ?? (hasLines ? lineRemoval(file, offset, isGone) : null);
  };
}

/** Whether an edit removes every name in a line, and leaves the rest of the file as it was. */
function editJudge(file: LeftoverFile, readable: YamlFile | undefined): (edit: Edit, line: LeftoverLine) => boolean {
  const { text } = file;
  const lines = file.count(text);
  const judged = new Map<string, boolean>();
  const holds = (edit: Edit, { listed }: LeftoverLine): boolean => {
    const rest = applyEdits(text, [edit]);
    return (listed || file.count(rest) < lines) && (!readable || isRestOf(readable, rest));
  };
  return (edit, line) => {
    const [start, end] = edit.range;
    if (!line.offsets.every((offset) => start <= offset && offset < end)) return false;
    const key = `${edit.range.join('-')} ${line.offsets.join(',')}`;
    const before = judged.get(key);
    if (before !== undefined || judged.size >= mostTried(text)) return before === true;
    const result = holds(edit, line);
    judged.set(key, result);
    return result;
  };
}

interface RegisterEntry {
  register: Register;
  removal: Edit;
}

/** What takes the service out of each register of the file that lists other services as well. */
function registerEntries({ path, name, isGone }: LeftoverFile, context: RuleContext): RegisterEntry[] {
  return context.registers.flatMap((register) => {
    if (register.file !== path || register.entries.every((entry) => entry === name || isGone(entry))) return [];
    const removals = register.remove(name);
    // Terraform does not plan without a block that it refers to.
    const whole = register.kind !== 'hcl-blocks' || removals.every((one) => !isReferredTo(one, context));
    return whole ? removals.map((removal) => ({ register, removal })) : [];
  });
}

function wordBefore(text: string, offset: number): number {
  return /(?<![\w-])[\w-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0;
}

/**
 * The words of the values that templates read: `videoService` of `.Values.videoService.replicas`, and each text that an
 * action says, for `index .Values` may be given it.
 */
const valuesRead = memoize(({ texts }: RuleContext): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const [path, text] of texts) {
    if (!path.includes('/templates/')) continue;
    for (const [reference] of text.matchAll(/index\s+\$?\.Values\s+"[^"]+"|\.Values\.[\w.-]+/g))
      for (const word of reference.split(/[."\s]+/)) words.add(word);
    for (const said of textsSaid(path, text)) words.add(said);
  }
  return words;
});

/**
 * Whether a key of values is one that a template may look up by a name that a list says, and a list still says it:
 * `index $.Values .name` in a `range`. Once no list does, it is not.
 */
function isLookedUp(value: string, offset: number, { text }: LeftoverFile, context: RuleContext): boolean {
  const start = offset - wordBefore(text, offset);
  if (!/^[\w-]+["']?:(?:\s|$)/.test(text.slice(start, start + value.length + 3)) || !looksUpValues(context))
    return false;
  const word = textPattern('g')`(?<![\w./-])${value}(?![\w./:-])`;
  for (const [path, other] of context.texts) {
    if (!isYaml(path) || /^\.github\/|\/templates\//.test(path)) continue;
    for (const { index } of other.matchAll(word))
      if (/^\s*- |\[/.test(other.slice(lineStart(other, index), index))) return true;
  }
  return false;
}

/** Whether a template looks up values by what it computes. */
const looksUpValues = memoize(({ texts }: RuleContext): boolean => {
  for (const [path, text] of texts)
    if (path.includes('/templates/') && readTemplate(path, text).actions.some(({ code }) => looksUp(code))) return true;
  return false;
});

function looksUp(code: string): boolean {
  return code.includes('.Values') && /\b(?:index|get|pluck|dig|hasKey)\b/.test(code);
}

function isReferredTo({ path, range: [start, end] }: Edit, context: RuleContext): boolean {
  const text = context.text(path) ?? '';
  const label = /"([^"\n]*)"[ \t]*\{/.exec(text.slice(start, end))?.[1] ?? '';
  return refersTo(label, [text.slice(0, start), text.slice(end), ...textsBeside(path, context)]);
}

/** The other files of the folder, which is one module. */
function textsBeside(path: string, { texts }: RuleContext): string[] {
  return [...texts].flatMap(([other, text]) =>
    other !== path && other.endsWith('.tf') && folderOf(other) === folderOf(path) ? [text] : [],
  );
}

/** Tells whether a word is called after a gone service. */
function isOfGone(name: string, { services }: RuleContext): (word: string) => boolean {
  const rename = serviceRenamer(name, 'gone', services.keys());
  return (word) => rename(word) !== word;
}

/** The templates that include each one by its name. */
const includersOf = memoize(({ paths, text }: RuleContext) => {
  const includers = new Map<string, string[]>();
  for (const path of paths.all.filter((one) => one.includes('/templates/')))
    for (const name of new Set(includedNames(text(path) ?? ''))) groupInto(includers, name, path);
  return includers;
});

/** Whether templates include one by its name, other than those that go with the service: they are called after it. */
function isIncluded(template: string, service: string, context: RuleContext): boolean {
  const isOwn = isOfGone(service, context);
  return (includersOf(context).get(template) ?? []).some((path) => !isOwn(path));
}
