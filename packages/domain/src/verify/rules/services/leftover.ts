import { compareText } from '../../../location.ts';
import { escapeForRegExp, spellingsOf } from '../../../name-spellings.ts';
import { isServiceName } from '../../../names.ts';
import { isDockerfile } from '../../../tree/dockerfile-name.ts';
import { baseName, folderOf } from '../../../tree/repository-paths.ts';
import type { Severity } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A service that is gone, and why it counts as gone. */
export interface RemovedService {
  name: string;
  why: string;
  /** Finds its spellings in a line. */
  pattern: RegExp;
}

/** Entries of registers that are no services anywhere: words for all of them, or for what they share. */
const notServices: ReadonlySet<string> = new Set([
  'all',
  'any',
  'auto',
  'base',
  'changed',
  'charts',
  'ci',
  'common',
  'config',
  'core',
  'default',
  'deploy',
  'docs',
  'e2e',
  'global',
  'helm',
  'infra',
  'k8s',
  'lib',
  'libs',
  'manifests',
  'none',
  'other',
  'packages',
  'root',
  'scripts',
  'shared',
  'src',
  'terraform',
  'test',
  'tests',
  'tools',
  'workflow',
  'workflows',
]);

/**
 * The services that are gone: those the configuration says are, and the names that two registers list with neither
 * source nor chart nor Application. Such a name is one only if it is spelled like the services (the same last word),
 * or stands among nothing but services, and nothing in the repository is called so.
 */
export function removedServices(context: RuleContext): RemovedService[] {
  const removed = new Map<string, string>();
  const written = new Set(removedInConfiguration(context));
  for (const name of context.config['removed-services'] ?? [])
    removed.set(name, written.has(name) ? 'rollcall.yaml says it is removed' : 'it has no source any more');
  const listed = new Map<string, { registers: number; among: boolean }>();
  for (const { entries } of context.registers) {
    const unknown = [...new Set(entries)].filter((name) => !context.services.has(name));
    const alone = unknown.filter((name) => !notServices.has(name)).length * 2 <= entries.length;
    for (const name of unknown) {
      const known = listed.get(name) ?? { registers: 0, among: true };
      listed.set(name, { registers: known.registers + 1, among: known.among && alone && unknown.length === 1 });
    }
  }
  const lastWords = new Map<string, number>();
  for (const { name } of context.listed) {
    const word = lastWord(name);
    if (word !== null) lastWords.set(word, (lastWords.get(word) ?? 0) + 1);
  }
  const called = new Set(
    context.paths.all.flatMap((path) => [...path.split('/').slice(0, -1), baseName(path).replace(/\..*$/, '')]),
  );
  for (const [name, { registers, among }] of listed) {
    if (registers < 2 || notServices.has(name) || !isServiceName(name) || called.has(name)) continue;
    const alike = (lastWords.get(lastWord(name) ?? '') ?? 0) >= 2;
    if (alike || among)
      removed.set(name, `${registers} lists name it, and it has neither source nor chart nor Application`);
  }
  const parents = new Set(context.listed.flatMap(({ path }) => (path ? [folderOf(path)] : [])));
  return [...removed]
    .map(([name, why]) => {
      // One word is an ordinary one as long as nobody says that it is the service.
      const plain = /[-_.]/.test(name) || written.has(name);
      return { name, why, pattern: plain ? spellingPattern(name) : folderPattern(name, [...parents]) };
    })
    .sort((a, b) => compareText(a.name, b.name));
}

/** What the file itself says: the configuration of the run also has what the change under review deletes. */
function removedInConfiguration({ configDocument }: RuleContext): unknown[] {
  const value = configDocument?.value();
  const list =
    typeof value === 'object' && value !== null && 'removed-services' in value ? value['removed-services'] : [];
  return Array.isArray(list) ? list : [];
}

/** The folder the source was in, beside those of the others. */
function folderPattern(name: string, parents: readonly string[]): RegExp {
  const folders = parents.filter((parent) => parent !== '').map((parent) => escapeForRegExp(`${parent}/${name}`));
  return folders.length === 0 ? /(?!)/g : new RegExp(`(?<![\\w.-])(?:${folders.join('|')})(?![\\w.-])`, 'g');
}

function lastWord(name: string): string | null {
  const dash = name.search(/[-_][^-_]+$/);
  return dash === -1 ? null : name.slice(dash + 1);
}

/**
 * A pattern of the spellings of a name as whole tokens: `a-b`, `a_b`, `A_B_URL`, `aB`, `{stem}_db`, `/svc/{stem}`. A stem
 * alone (`a` of `a-service`) is no spelling, and a name of one word is one only as it is written.
 */
export function spellingPattern(name: string): RegExp {
  const exact = spellingsOf(name).filter((spelling) => spelling === name || /[-_.]|[a-z][A-Z]/.test(spelling));
  const stem = /^(.+)[-_](?:service|svc|api|app|server)$/i.exec(name)?.[1];
  const upper = name.toUpperCase().replace(/[-.]/g, '_');
  const alternatives = [
    `${escapeForRegExp(upper)}(?:_(?:URL|URI|ADDR|ADDRESS|HOST|PORT|ENDPOINT|SERVICE)\\w*)`,
    ...exact.map(escapeForRegExp),
    ...(stem === undefined
      ? []
      : [`${escapeForRegExp(stem.replaceAll('-', '_'))}_db`, `(?<=/svc/)${escapeForRegExp(stem)}`]),
  ];
  return new RegExp(`(?<![A-Za-z0-9])(?:${alternatives.join('|')})(?![A-Za-z0-9])`, 'g');
}

/** A place of a line where a name is spelled; the column is 0-based. */
export interface Spelled {
  text: string;
  column: number;
}

/** The places of a line where a name is spelled, and not as a part of another service's name (`a` in `a-b`). */
export function spelledIn(line: string, pattern: RegExp, longer: readonly string[]): Spelled[] {
  return [...line.matchAll(pattern)].flatMap(({ 0: text, index }) => {
    const before = /[\w.-]*$/.exec(line.slice(Math.max(0, index - 200), index))?.[0] ?? '';
    const after = /^[\w.-]*/.exec(line.slice(index + text.length, index + text.length + 200))?.[0] ?? '';
    const other = longer.some((name) => `${before}${text}${after}`.includes(name));
    return other ? [] : [{ text, column: index }];
  });
}

/** How bad it is that a file still names a removed service; null for files that are not looked at. */
export function leftoverSeverity(path: string, context: RuleContext): Severity | null {
  if (/(^|\/)(CHANGELOG|HISTORY)[^/]*$/i.test(path)) return null;
  if (/^\.github\/|(^|\/)action\.ya?ml$/.test(path)) return 'error';
  if (/\.(?:tf|tfvars)$/.test(path) || isDockerfile(path)) return 'error';
  if (/\.(?:md|adoc|rst)$/.test(path)) return 'notice';
  if (/\.ya?ml$/.test(path)) return 'error';
  if (/\.(?:sh|bash|mk)$|(^|\/)(Makefile|Justfile|go\.work|settings\.gradle(\.kts)?)$/.test(path)) return 'warning';
  return context.paths.at(path) === 'file' && /\/templates\//.test(path) ? 'error' : null;
}
