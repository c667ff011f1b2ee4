import { compareText } from '../../../location.ts';
import { spellingsOf } from '../../../name-spellings.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { eitherPattern } from '../../../text-pattern.ts';
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
import type { Confidence, Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type Deletion, goneFiles } from './delete-service-files.ts';
import {
  leftoverSeverity,
  type RemovedService,
  removedServices,
  type Spelled,
  spelledIn,
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
    const removed = removedServices(context).map((one) => {
      const longer = [...context.services.keys()]
        .filter((other) => other !== one.name && other.includes(one.name))
        .flatMap(spellingsOf);
      return { ...one, longer };
    });
    if (removed.length === 0) return;
    const config = context.configDocument?.file.path;
    const any = eitherPattern(
      '',
      removed.map(({ pattern }) => pattern),
    );
    const isGone = (text: string): boolean =>
      any.test(text) && removed.some(({ pattern, longer }) => spelledIn(text, pattern, longer).length > 0);
    const files = new Map(removed.map((one) => [one.name, goneFiles(one.name, context, isGone)]));
    for (const path of [...context.texts.keys()].sort(compareText)) {
      const text = context.text(path);
      if (path === config || leftoverSeverity(path, context) === null || text === undefined) continue;
      for (const one of removed) {
        yield* leftoversIn({ path, text }, one, { isGone, files: files.get(one.name) ?? [] }, context);
      }
    }
  },
};

interface Gone extends RemovedService {
  /** Spellings of other services' names that contain its own. */
  longer: readonly string[];
}

function* leftoversIn(
  { path, text }: { path: string; text: string },
  { name, why, confidence, longer, pattern }: Gone,
  { isGone, files }: { isGone: (text: string) => boolean; files: readonly Deletion[] },
  context: RuleContext,
): Iterable<RuleFinding> {
  const sureness =
    confidence === 'proved'
      ? { severity: leftoverSeverity(path, context) ?? 'notice' }
      : { severity: 'notice' as const, confidence };
  const spelled = [...linesOf(path, text, pattern, longer), ...listedIn({ path, text }, name, context)];
  if (spelled.length === 0) {
    // What goes together is told at its first file.
    const file = files.find(({ deletes }) => deletes[0] === path);
    if (file)
      yield {
        location: { path, line: 1, column: 1 },
        subject: name,
        cause: name,
        ...sureness,
        message: `${path} belongs to ${name}, which is gone (${why}): ${consequence(path)}`,
        fix: asSure(file, confidence),
      };
    return;
  }
  const count = (other: string): number => linesOf(path, other, pattern, longer).length;
  const fixer = leftoverFixer({ path, text, name, count, isGone }, context);
  const lines = new Set<number>();
  for (const { line, start, places, listed } of spelled) {
    const [first] = places;
    if (!first || lines.has(line)) continue;
    lines.add(line);
    const offsets = places.map(({ column }) => start + column);
    // Where a comment was taken out of the line, the columns are not those of the file.
    const known = places.every((place, index) => text.startsWith(place.text, offsets[index]));
    const whole = files.find(
      ({ deletes, edits }) =>
        deletes.includes(path) ||
        offsets.every((at) => edits.some((edit) => edit.path === path && edit.range[0] <= at && at < edit.range[1])),
    );
    yield {
      location: { path, line, column: first.column + 1 },
      subject: name,
      cause: name,
      ...sureness,
      message: `${path} still names ${first.text === name ? name : `${first.text} of ${name}`}, which is gone (${why}): ${consequence(path)}`,
      // Not the text of the line: when a list gets another member, it is still the same finding.
      key: first.text,
      fix: asSure(whole ?? (known ? fixer({ offsets, text: first.text, listed }) : null), confidence),
    };
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
  places: Spelled[];
  listed: boolean;
}

/** The entries of registers that mean it in a spelling of their own: `shop_video` beside `shop_cart`. */
function listedIn(
  { path, text }: { path: string; text: string },
  name: string,
  { registers }: RuleContext,
): SpelledLine[] {
  return registers.flatMap((register): SpelledLine[] => {
    const place = register.file === path ? register.entryLocation(name) : undefined;
    if (!place) return [];
    let start = 0;
    for (let line = 1; line < place.line; line += 1) start = text.indexOf('\n', start) + 1;
    const [, quote = '', word = ''] = /^(["']?)([^\s"',;:()[\]{}]+)/.exec(text.slice(start + place.column - 1)) ?? [];
    const column = place.column - 1 + quote.length;
    return word === '' ? [] : [{ line: place.line, start, places: [{ text: word, column }], listed: true }];
  });
}

/** The lines that contain a spelling of the name. */
function linesOf(path: string, text: string, pattern: RegExp, longer: readonly string[]): SpelledLine[] {
  if (text.search(pattern) === -1) return [];
  const found: SpelledLine[] = [];
  let start = 0;
  for (const [index, line] of linesWithoutComments(path, text).entries()) {
    const places = spelledIn(line, pattern, longer);
    if (places.length > 0 && !tellsOfRemoval(path, line)) found.push({ line: index + 1, start, places, listed: false });
    start = text.indexOf('\n', start) + 1;
  }
  return found;
}

function consequence(path: string): string {
  if (path.startsWith('.github/')) return 'a build or a check of it fails';
  if (/\.tf(?:vars)?$/.test(path)) return 'it is still paid for';
  if (/\.(?:md|adoc|rst)$/.test(path)) return 'readers look for it';
  if (/\.ya?ml$|\/templates\//.test(path)) return 'it is still deployed or called';
  return 'what is done for every service fails on it';
}
