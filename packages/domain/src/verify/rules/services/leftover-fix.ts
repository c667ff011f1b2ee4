import { groupBy } from '../../../grouping.ts';
import { readTemplate } from '../../../helm/helm-template.ts';
import { textsSaid } from '../../../helm/name-lists.ts';
import { referenceFinder, terraformRemover } from '../../../list-editing/remove-terraform.ts';
import { documentRemover, yamlRemover } from '../../../list-editing/remove-yaml.ts';
import { memoize } from '../../../memo.ts';
import { programStem, spellingsOf } from '../../../name-spellings.ts';
import type { Register, RegisterKindId } from '../../../registers/register.ts';
import { isYaml, pipelineScripts } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import type { Edit } from '../../../yaml/edit.ts';
import type { YamlFile } from '../../../yaml/yaml-document.ts';
import { matchesFiles } from '../../facts/registers/matches-files.ts';
import type { Fix } from '../../findings/finding.ts';
import { listName } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type RemovedService, registersOfFile } from './leftover.ts';
import { atMost, editJudge, type LeftoverFile, type LeftoverLine } from './leftover-judge.ts';
import { lineRemover } from './line-removal.ts';
import { templateEditor } from './template-editor.ts';

/** Registers whose entries are more than a name: what a person wrote about the service goes with the entry. */
const definitions: ReadonlySet<RegisterKindId> = new Set(['compose', 'hcl-blocks', 'hcl-map', 'yaml-map', 'routes']);

/**
 * Gives the fix for a line of a file that names a gone service: it removes the entry of a register, an entry or an item
 * of YAML, a string or a block of Terraform, or a whole line where it is known what the line does. Else null.
 */
export function leftoverFixer(
  file: LeftoverFile,
  context: RuleContext,
): (service: RemovedService) => (line: LeftoverLine) => Fix | null {
  const { path, text, isGone } = file;
  const yaml = /\.ya?ml$/.test(path) && !path.includes('/templates/') ? context.yaml(path) : undefined;
  const readable = yaml && yaml.errors.length === 0 ? yaml : undefined;
  const entriesOf = registerEntries(file, context);
  const editOf = lineEditor(file, readable, context);
  const judge = editJudge(file, readable);
  const documentAt = readable && documentRemover(readable);
  let [listed, made] = [0, 0];
  return (service) => {
    const { name } = service;
    listed += 1;
    const entries = listed > atMost('made', text) ? [] : entriesOf(name);
    const edit = editOf(name);
    return (line) => {
      const [offset = 0] = line.offsets;
      const isRead = readable !== undefined && isReadValue(offset, file, context);
      const entry = entries.find(
        ({ register, removal }) => !(isRead && register.kind === 'yaml-map') && judge.accepts(removal, line, service),
      );
      if (entry) return entryFix(entry, { text, name }, context);
      made += 1;
      if (made > atMost('made', text)) return null;
      const whole = documentAt?.(offset, isGone) ?? null;
      if (whole && judge.accepts(whole, line, service)) return unsafeFix(`remove the object of ${name}`, whole);
      const own = isRead ? null : edit(offset);
      return own && judge.accepts(own, line, service) ? unsafeFix(`remove ${line.text}`, own) : null;
    };
  };
}

function unsafeFix(description: string, edit: Edit): Fix {
  return { description, safe: false, edits: [edit] };
}

function entryFix(
  { register, removal }: RegisterEntry,
  { text, name }: { text: string; name: string },
  { paths }: RuleContext,
): Fix {
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

type LineEditor = (offset: number) => Edit | null;

/** Gives, for each service, the edit that takes it out of a file at an offset; null where it is not known how. */
function lineEditor(
  file: LeftoverFile,
  readable: YamlFile | undefined,
  context: RuleContext,
): (name: string) => LineEditor {
  const { path, isGone } = file;
  const none = (): LineEditor => () => null;
  const isTerraform = /\.tf(?:vars)?$/.test(path);
  // Their language is not read.
  if (pipelineScripts(path) || /\.(?:conf|sql|json)(?:\.\w+)?$|(?:^|\/)(?:nginx|Caddyfile)[^/]*$/.test(path))
    return none;
  if (!isTerraform && path.includes('/templates/')) return (name) => templateEditor(path, file.text, name, context);
  if (!isTerraform && !readable && /\.ya?ml$|\.(?:md|adoc|rst)$/.test(path)) return none;
  const makeRemover: (() => LineEditor) | undefined = isTerraform
    ? () => terraformRemover(file, textsBeside(path, context), isGone)
    : readable && (() => yamlRemover(readable, isGone));
  // In YAML only the steps of a workflow hold lines of a shell.
  const hasLines = !makeRemover || /^\.github\/|(^|\/)action\.ya?ml$/.test(path);
  const removeLine = hasLines ? lineRemover(file, isGone) : null;
  let remover: LineEditor | undefined;
  const edit: LineEditor = (offset) => {
    remover ??= makeRemover?.();
    return remover?.(offset) ?? removeLine?.(offset) ?? null;
  };
  return () => edit;
}

interface RegisterEntry {
  register: Register;
  removal: Edit;
}

/** Gives what takes a service out of each register of the file that lists other services as well. */
function registerEntries({ path, isGone }: LeftoverFile, context: RuleContext): (name: string) => RegisterEntry[] {
  const { services } = context;
  const registers = registersOfFile(path, context).map((register) => ({
    register,
    staying: new Set(register.entries.filter((entry) => !isGone(entry))),
  }));
  return (name) =>
    registers.flatMap(({ register, staying }) => {
      if (staying.size === 0 || (staying.size === 1 && staying.has(name))) return [];
      // Its own way of spelling it: `cart_service` or `cart` of filters, once no service of that name is there.
      const stem = register.kind === 'paths-filter' ? programStem(name) : null;
      const spelled = [...spellingsOf(name), ...(stem === null || services.has(stem) ? [] : [stem])].filter((one) =>
        register.entries.includes(one),
      );
      const removals = spelled.flatMap((one) => register.remove(one));
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

/** Whether what is gone is a value at an offset of YAML that a template reads: without it, that does not render. */
function isReadValue(offset: number, file: LeftoverFile, context: RuleContext): boolean {
  const value = /^[\w-]+/.exec(file.text.slice(offset - wordBefore(file.text, offset)))?.[0];
  if (value === undefined || !file.isGone(value)) return false;
  return valuesRead(context).has(value) || isLookedUp(value, offset, file, context);
}

/**
 * Whether a key of values is one that a template may look up by a name that a list says, and a list still says it:
 * `index $.Values .name` in a `range`. Once no list does, it is not.
 */
function isLookedUp(value: string, offset: number, { text }: LeftoverFile, context: RuleContext): boolean {
  const start = offset - wordBefore(text, offset);
  if (!/^[\w-]+["']?:(?:\s|$)/.test(text.slice(start, start + value.length + 3))) return false;
  return looksUpValues(context) && wordsOfLists(context).has(value);
}

/** The words that stand in lists of YAML, an item on its line or between brackets. */
const wordsOfLists = memoize(({ texts }: RuleContext): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const [path, text] of texts) {
    if (!isYaml(path) || /^\.github\/|\/templates\//.test(path)) continue;
    for (const line of text.split('\n')) {
      const item = /^\s*- /.exec(line)?.[0].length ?? Number.POSITIVE_INFINITY;
      const bracket = line.indexOf('[');
      if (item === Number.POSITIVE_INFINITY && bracket === -1) continue;
      for (const { 0: word, index } of line.matchAll(/(?<![\w./-])[\w-]+(?![\w./:-])/g))
        if (item <= index || (bracket !== -1 && bracket < index)) words.add(word);
    }
  }
  return words;
});

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
  const block = (context.text(path) ?? '').slice(start, end);
  const label = /"([^"\n]*)"[ \t]*\{/.exec(block)?.[1] ?? '';
  return modulesOf(context).get(folderOf(path))?.isReferredTo(label, block) ?? false;
}

/** The other files of the folder, which is one module. */
function textsBeside(path: string, context: RuleContext): string[] {
  const files = modulesOf(context).get(folderOf(path))?.files ?? [];
  return files.flatMap(([other, text]) => (other === path ? [] : [text]));
}

const modulesOf = memoize(({ texts }: RuleContext) => {
  const files = groupBy(
    [...texts].filter(([path]) => path.endsWith('.tf')),
    ([path]) => folderOf(path),
  );
  return new Map(
    [...files].map(([folder, own]) => [
      folder,
      { files: own, isReferredTo: referenceFinder(own.map(([, text]) => text)) },
    ]),
  );
});
