import type { Service } from '../../../catalog/catalog.ts';
import { parseJson } from '../../../json.ts';
import { memoize } from '../../../memo.ts';
import { textPattern } from '../../../text-pattern.ts';
import { folderOf, joinPath } from '../../../tree/repository-paths.ts';
import { keysAt } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { ListRegion } from './list-region.ts';
import { isThere } from './name-uses.ts';

/** Whether a service has what a command needs in its folder. */
type Need = (service: Service) => boolean;

/**
 * What the commands of a region need in the folder of each name: a script of its package, a program that its package
 * brings, a target of its Makefile, its tests. Only what every listed service has counts: other commands run elsewhere.
 */
export function scriptNeeds(region: ListRegion, members: readonly Service[], context: RuleContext): Need[] {
  if (members.length < 2) return [];
  const { packageWords, programWords, makeWords, testsGo, testsPython } = commandsIn(region);
  const needs: Need[] = [
    ...packageWords.map((word) => (service: Service) => keysOf(service, ['scripts'], context).has(word)),
    ...programWords.map((word) => (service: Service) => keysOf(service, dependencyKeys, context).has(word)),
    ...makeWords.map((word) => (service: Service) => hasTarget(service, word, context)),
    ...(testsGo === null ? [] : [(service: Service) => hasGoTests(service, testsGo, context)]),
    ...(testsPython ? [(service: Service) => has(service, ['tests', 'test'], context)] : []),
  ];
  return needs.filter((need) => members.every(need));
}

/** What a region runs, read once for all its lists. */
const commandsIn = memoize(({ text }: ListRegion) => ({
  packageWords: wordsBehind(text, packageRun),
  programWords: wordsBehind(text, programRun),
  makeWords: wordsBehind(text, makeRun),
  /** Where it looks for tests of Go: below each folder, or in it alone; null where it runs none. */
  testsGo: /\bgo[ \t]+test\b/.test(text) ? (/\.\/\.\.\./.test(text) ? ('below' as const) : ('alone' as const)) : null,
  testsPython: /\bpytest\b/.test(text),
}));

const packageRun = /\b(?:npm|pnpm|yarn|bun)((?:[ \t]{1,4}[^\s;&|]{1,99}){1,8})/g;
const programRun = /\b(?:npx|bunx|(?:pnpm|yarn|bun)[ \t]{1,4}(?:exec|dlx|x))((?:[ \t]{1,4}[^\s;&|]{1,99}){1,3})/g;
const makeRun = /(?:\bmake|\$[({]MAKE[)}])((?:[ \t]{1,4}[^\s;&|]{1,99}){1,8})/g;

const dependencyKeys = ['dependencies', 'devDependencies'];

/** More commands than these nobody runs for a list. */
const mostWords = 40;

/** The plain words behind a command, its options left out. */
function wordsBehind(text: string, command: RegExp): string[] {
  const words = [...text.matchAll(command)].flatMap(([, rest = '']) => rest.trim().split(/[ \t]+/));
  const plain = words.map((word) => word.replace(/^["']|["')]{1,9}$/g, ''));
  return [...new Set(plain)].filter((word) => /^[a-z@][\w:./@-]*$/i.test(word)).slice(0, mostWords);
}

const packages = memoize((_context: RuleContext) => new Map<string, unknown>());

/** The keys of some maps of the package of a service. */
function keysOf({ path }: Service, keys: readonly string[], context: RuleContext): Set<string> {
  const file = joinPath(path ?? '', 'package.json');
  const read = packages(context);
  if (!read.has(file)) read.set(file, parseJson(context.text(file) ?? ''));
  return new Set(keys.flatMap((key) => keysAt(read.get(file), key)));
}

function hasTarget({ path }: Service, word: string, context: RuleContext): boolean {
  const text = path === null ? undefined : context.text(joinPath(path, 'Makefile'));
  return text !== undefined && textPattern('m')`^${word}[ \t]{0,4}:`.test(text);
}

/** Whether Go finds tests there: in the folder alone, or below it where the command says `./...`. */
function hasGoTests({ path }: Service, where: 'below' | 'alone', { paths }: RuleContext): boolean {
  if (path === null) return false;
  for (const file of paths.below(path))
    if (file.endsWith('_test.go') && (where === 'below' || folderOf(file) === path)) return true;
  return false;
}

function has({ path }: Service, names: readonly string[], context: RuleContext): boolean {
  return path !== null && names.some((name) => isThere(joinPath(path, name), context));
}
