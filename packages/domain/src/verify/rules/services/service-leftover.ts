import { groupBy, groupInto } from '../../../grouping.ts';
import { compareText, offsetsIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import {
  dockerfiles,
  documents,
  operationFiles,
  type PathSelector,
  pipelineScripts,
  scripts,
  terraformFiles,
  yamlFiles,
} from '../../../tree/file-types.ts';
import { linesWithoutComments } from '../../facts/ci/comments.ts';
import type { Confidence, Fix, Severity } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type Deletion, goneFiles } from './delete-service-files.ts';
import { type GoneNames, goneNames, type Spelled } from './gone-names.ts';
import {
  isHistory,
  leftoverSeverity,
  parentFolders,
  type RemovedService,
  registersOfFile,
  removedServices,
  tellsOfRemoval,
} from './leftover.ts';
import { leftoverFixer } from './leftover-fix.ts';

const templates: PathSelector = (path) => path.includes('/templates/') && /\.(?:ya?ml|tpl|txt)$/.test(path);

export const serviceLeftover: Rule = {
  id: 'service-leftover',
  title: 'Nothing names a service that is gone',
  severity: 'error',
  incident: '003 7',
  help: 'Remove the line, or the whole file where it belongs to that service alone.',
  needs: [
    registerFiles,
    yamlFiles,
    templates,
    dockerfiles,
    terraformFiles,
    scripts,
    documents,
    pipelineScripts,
    operationFiles,
  ],
  canJudge: ({ sources }) => sources.complete,
  *check(context) {
    const removed = removedServices(context);
    if (removed.length === 0) return;
    const config = context.configDocument?.file.path;
    const names = goneNames(removed, context.services.keys(), parentFolders(context));
    const deletions = goneFiles(
      removed.map(({ name }) => name),
      context,
      names.isGone,
    );
    const byName = new Map(removed.map((one) => [one.name, one]));
    // What goes together is told at its first file.
    const firstFiles = new Map<string, RemovedService[]>();
    for (const one of removed)
      for (const { deletes } of deletions.get(one.name) ?? []) groupInto(firstFiles, deletes[0] ?? '', one);
    for (const path of [...context.texts.keys()].sort(compareText)) {
      const text = context.text(path);
      if (path === config || text === undefined || !isLookedAt(path, context)) continue;
      yield* leftoversIn({ path, text }, { removed: byName, names, deletions, firstFiles }, context);
      firstFiles.delete(path);
    }
    // Of a file in which names are not looked for, such as the JSON of a generator, its own name tells enough.
    for (const [path, gone] of firstFiles)
      for (const one of gone) yield* ownFile(path, { one, files: deletions.get(one.name) ?? [], severity: 'warning' });
  },
};

/** Whether names are looked for in a file; of others, such as `Cargo.toml`, what a register lists. */
function isLookedAt(path: string, context: RuleContext): boolean {
  return leftoverSeverity(path, context) !== null || (!isHistory(path) && registersOfFile(path, context).length > 0);
}

interface AllGone {
  removed: ReadonlyMap<string, RemovedService>;
  names: GoneNames;
  deletions: ReadonlyMap<string, readonly Deletion[]>;
  firstFiles: ReadonlyMap<string, readonly RemovedService[]>;
}

/** What a file says of the services that are gone, each after the other. */
function* leftoversIn(
  file: { path: string; text: string },
  { removed, names, deletions, firstFiles }: AllGone,
  context: RuleContext,
): Iterable<RuleFinding> {
  const { path, text } = file;
  const severity = leftoverSeverity(path, context);
  const lines = severity === null ? new Map<RemovedService, SpelledLine[]>() : linesOf(path, text, names);
  for (const [one, listed] of listedIn(file, removed, context)) for (const line of listed) groupInto(lines, one, line);
  const alone = firstFiles.get(path) ?? [];
  if (lines.size === 0 && alone.length === 0) return;
  /** How many lines of a text of this file name a service. */
  const count = (other: string, one: RemovedService): number => linesOf(path, other, names).get(one)?.length ?? 0;
  const fixerOf = leftoverFixer({ path, text, isGone: names.isGone, count }, context);
  for (const one of [...new Set([...lines.keys(), ...alone])].sort((a, b) => compareText(a.name, b.name))) {
    const found = { one, files: deletions.get(one.name) ?? [], severity: severity ?? 'warning' };
    const spelled = lines.get(one);
    if (spelled) yield* namedLines(file, found, spelled, fixerOf(one));
    else yield* ownFile(path, found);
  }
}

interface FoundGone {
  one: RemovedService;
  files: readonly Deletion[];
  /** Of what is proved. */
  severity: Severity;
}

function toldOf({ one: { name, confidence }, severity }: FoundGone) {
  return {
    subject: name,
    cause: name,
    ...(confidence === 'proved' ? { severity } : { severity: 'notice' as const, confidence }),
  };
}

/** A file that goes with a service without naming it. */
function* ownFile(path: string, found: FoundGone): Iterable<RuleFinding> {
  const { name, why, confidence } = found.one;
  const own = found.files.find(({ deletes }) => deletes[0] === path);
  if (!own) return;
  yield {
    location: { path, line: 1, column: 1 },
    ...toldOf(found),
    message: `${path} belongs to ${name}, which is gone (${why}): ${consequence(path)}`,
    fix: asSure(own, confidence),
  };
}

/** The lines of a file that name a service. */
function* namedLines(
  { path, text }: { path: string; text: string },
  found: FoundGone,
  spelled: readonly SpelledLine[],
  fixer: ReturnType<ReturnType<typeof leftoverFixer>>,
): Iterable<RuleFinding> {
  const { name, why, confidence } = found.one;
  const whole = wholeFix(path, found.files);
  for (const { line, start, places, listed } of spelledOnce(spelled)) {
    const [first] = places;
    if (!first) continue;
    const offsets = places.map(({ column }) => start + column);
    // Where a comment was taken out of the line, the columns are not those of the file.
    const known = places.every((place, index) => text.startsWith(place.text, offsets[index]));
    yield {
      location: { path, line, column: first.column + 1 },
      ...toldOf(found),
      message: `${path} still names ${first.text === name ? name : `${first.text} of ${name}`}, which is gone (${why}): ${consequence(path)}`,
      // Not the text of the line: when a list gets another member, it is still the same finding.
      key: first.text,
      fix: asSure(whole(offsets) ?? (known ? fixer({ offsets, text: first.text, listed }) : null), confidence),
    };
  }
}

/** The fix that deletes a file, or takes out of it all that stands at some offsets, together with what it is a part of. */
function wholeFix(path: string, files: readonly Deletion[]): (offsets: readonly number[]) => Deletion | undefined {
  const touched = files.map((file) => ({
    file,
    deletes: deletedBy(file).has(path),
    edits: (editedBy(file).get(path) ?? []).map(({ range }) => range),
  }));
  return (offsets) =>
    touched.find(
      ({ deletes, edits }) => deletes || offsets.every((at) => edits.some(([start, end]) => start <= at && at < end)),
    )?.file;
}

const deletedBy = memoize(({ deletes }: Deletion) => new Set(deletes));
const editedBy = memoize(({ edits }: Deletion) => groupBy(edits, ({ path }) => path));

function* spelledOnce(spelled: readonly SpelledLine[]): Iterable<SpelledLine> {
  const lines = new Set<number>();
  for (const one of spelled) {
    if (one.places.length === 0 || lines.has(one.line)) continue;
    lines.add(one.line);
    yield one;
  }
}

/** A fix of what is only likely is not safe. */
function asSure(fix: Fix | null, confidence: Confidence): Fix | null {
  return fix && confidence === 'likely' ? { ...fix, safe: false } : fix;
}

interface SpelledLine {
  line: number;
  /** Offset of the line. */
  start: number;
  places: readonly Spelled[];
  listed: boolean;
}

/** The entries of registers that mean it in a spelling of their own: `shop_video` beside `shop_cart`. */
function listedIn(
  { path, text }: { path: string; text: string },
  removed: ReadonlyMap<string, RemovedService>,
  context: RuleContext,
): Map<RemovedService, SpelledLine[]> {
  const found = new Map<RemovedService, SpelledLine[]>();
  const registers = registersOfFile(path, context);
  if (registers.length === 0) return found;
  const offsetOf = offsetsIn(text);
  for (const register of registers) {
    for (const name of new Set([...register.entries, ...register.takenOut])) {
      const one = removed.get(name);
      const place = one && register.entryLocation(name);
      if (!one || !place) continue;
      const start = offsetOf({ line: place.line, column: 1 });
      entryWord.lastIndex = start + place.column - 1;
      const [, quote = '', word = ''] = entryWord.exec(text) ?? [];
      const column = place.column - 1 + quote.length;
      if (word !== '')
        groupInto(found, one, { line: place.line, start, places: [{ text: word, column }], listed: true });
    }
  }
  return found;
}

const entryWord = /(["']?)([^\s"',;:()[\]{}]+)/y;

/** The lines that contain a spelling of each service. */
function linesOf(path: string, text: string, names: GoneNames): Map<RemovedService, SpelledLine[]> {
  const found = new Map<RemovedService, SpelledLine[]>();
  const mentioned = names.mentioned(text);
  if (mentioned.size === 0) return found;
  let start = 0;
  for (const [index, line] of linesWithoutComments(path, text).entries()) {
    const spelled = names.spelledIn(line);
    const isTold = spelled.size > 0 && tellsOfRemoval(path, line);
    for (const [one, places] of isTold ? [] : spelled)
      if (mentioned.has(one)) groupInto(found, one, { line: index + 1, start, places, listed: false });
    start = text.indexOf('\n', start) + 1;
  }
  return found;
}

function consequence(path: string): string {
  if (/\.(?:md|adoc|rst)$/.test(path)) return 'readers look for it';
  if (path.startsWith('.github/')) return 'a build or a check of it fails';
  if (/\.tf(?:vars)?$/.test(path)) return 'it is still paid for';
  if (/\.ya?ml$|\/templates\//.test(path)) return 'it is still deployed or called';
  return 'what is done for every service fails on it';
}
