import { countEach, groupBy } from '../../../grouping.ts';
import { compareText } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { isServiceName } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { isToolFile } from '../../../registers/tool-files.ts';
import { isDockerfile } from '../../../tree/dockerfile-name.ts';
import { operationFiles, pipelineScripts } from '../../../tree/file-types.ts';
import { baseName, folderOf, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { listAt } from '../../../yaml/value.ts';
import { regionOf } from '../../facts/registers/list-region.ts';
import { matchesFiles } from '../../facts/registers/matches-files.ts';
import { isThere, pathOfUse, usesOf } from '../../facts/registers/name-uses.ts';
import type { Confidence, Severity } from '../../findings/finding.ts';
import { isTellingName } from '../../fixes/clone/service-renamer.ts';
import type { RuleContext } from '../../rule/context.ts';
import { foreignNames } from './foreign-names.ts';

/** A service that is gone, and why it counts as gone. */
export interface RemovedService {
  name: string;
  why: string;
  /** What lists alone say is only likely, unless one of them makes a path of the name, and that is gone. */
  confidence: Confidence;
  /** A word that may mean something else: looked for only as a folder beside the other services. */
  isPlainWord: boolean;
}

/** Entries of registers that are no service anywhere: words for all services, or for what they share. */
const notServices: ReadonlySet<string> = new Set(
  [
    'all any auto base changed charts ci common config core default deploy docs e2e global helm infra k8s lib libs',
    'manifests none other packages root scripts shared src terraform test tests tools workflow workflows',
  ].flatMap((words) => words.split(' ')),
);

/** The services that are gone: those the configuration says are, and those that only registers still name. By name. */
export function removedServices(context: RuleContext): RemovedService[] {
  const written = new Set(removedInConfiguration(context));
  const removed = new Map<string, { why: string; confidence: Confidence }>();
  for (const name of context.config['removed-services'] ?? []) {
    const why = written.has(name) ? 'rollcall.yaml says it is removed' : 'it has no source any more';
    removed.set(name, { why, confidence: 'proved' });
  }
  for (const [name, registers] of context.sources.complete ? namedByRegistersOnly(context) : []) {
    if (removed.has(name)) continue;
    const why = `${registers} lists name it, and it has neither source nor chart nor Application`;
    removed.set(name, { why, confidence: lacksItsPath(name, context) ? 'proved' : 'likely' });
  }
  return [...removed]
    .map(([name, { why, confidence }]) => {
      // A single word is taken for an ordinary one unless it says that it is a service, or a person does.
      const isMeant = written.has(name) || (context.retired.has(name) && isTellingName(name));
      return { name, why, confidence, isPlainWord: !(/[-_.]/.test(name) || isCompound(name) || isMeant) };
    })
    .sort((a, b) => compareText(a.name, b.name));
}

/** The folders that hold the source of other services. */
export function parentFolders({ listed }: RuleContext): string[] {
  return [...new Set(listed.flatMap(({ path }) => (path ? [folderOf(path)] : [])))];
}

/** Whether a word is made of two, of which one says that it is a service: `paymentservice`. */
function isCompound(name: string): boolean {
  return /^\w{2,}(?:service|svc)$/i.test(name) && !/^(?:micro|web)service$/i.test(name);
}

/**
 * The names that two registers list with neither source nor chart nor Application, with the number of the registers.
 * Such a name is a service only if it is spelled like the services (the same last word) or stands among services
 * alone, and no file or folder of the repository has it.
 */
function* namedByRegistersOnly(context: RuleContext): Iterable<[name: string, registers: number]> {
  const byLastWord = groupBy(context.listed, ({ name }) => lastWord(name));
  const names = new Set(
    context.paths.all.flatMap((path) => [...path.split('/').slice(0, -1), baseName(path).replace(/\..*/, '')]),
  );
  for (const path of context.paths.all) if (isDockerfile(path)) for (const name of calledBy(path)) names.add(name);
  for (const [name, { registers, amongServices }] of unknownEntries(context)) {
    if (registers < 2 || notServices.has(name) || !isServiceName(name) || names.has(name)) continue;
    const word = lastWord(name);
    const alike = word === null ? [] : (byLastWord.get(word) ?? []);
    if (alike.length >= 2 || amongServices) yield [name, registers];
  }
}

/**
 * What else a Dockerfile may be called after: `runner` by `Dockerfile.runner`, `shop-server` by
 * `apps/shop/apps/server/Dockerfile`, where the plain words of a layout are left out.
 */
function calledBy(path: string): string[] {
  const own = baseName(path).replace(/^Dockerfile\.?|\.?Dockerfile$/i, '');
  const segments = folderOf(path)
    .split('/')
    .filter((segment) => !/^(?:apps?|services?|packages?|src|docker|build|backend|cmd|)$/i.test(segment));
  return [own, ...segments.map((_one, index) => segments.slice(index).join('-'))].filter((name) => name !== '');
}

/** Whether a list makes a path of each of its names that is there for every service, and not for this one. */
function lacksItsPath(name: string, context: RuleContext): boolean {
  return context.registers.some((register) => {
    if (!register.entries.includes(name)) return false;
    if (register.patterns) return ownPatterns(register)(name).length > 0;
    const uses = usesOf(register, regionOf(register, context), context);
    const written = /\//.test(register.entryText(name) ?? '') ? null : name;
    return written !== null && uses.some((use) => !isThere(pathOfUse(use, written), context));
  });
}

/** The entries of registers that are no service, each with the number of the registers that list it. */
function unknownEntries(context: RuleContext) {
  const { registers, services, paths } = context;
  const unknown = new Map<string, { registers: number; amongServices: boolean }>();
  // A filter of files that are there is of a part of the repository, whatever it is called.
  const parts = new Set(
    registers.flatMap((register) => {
      const own = ownPatterns(register);
      return register.entries.filter(
        (name) => !services.has(name) && (matchesFiles(own(name), paths) || hasPathBeside(register, name, context)),
      );
    }),
  );
  for (const name of foreignNames(context)) parts.add(name);
  for (const { entries, file } of registers) {
    // What tests start for themselves is no service.
    if (/(?:^|\/)(?:tests?|e2e)\//.test(file)) continue;
    const own = [...new Set(entries)].filter((name) => !services.has(name) && !parts.has(name));
    const words = own.filter((name) => !notServices.has(name));
    const isOnly = own.length === 1 && words.length * 2 <= entries.length;
    for (const name of own) {
      const before = unknown.get(name) ?? { registers: 0, amongServices: true };
      unknown.set(name, { registers: before.registers + 1, amongServices: before.amongServices && isOnly });
    }
  }
  return unknown;
}

/**
 * Whether a script gives a name a path that is there, in its arm of a `case` or as its value: `["migrations"]="services/hasura/"`.
 * It is another name of what lies there.
 */
function hasPathBeside({ kind, file, entryLocation }: Register, name: string, { text, paths }: RuleContext): boolean {
  if (kind !== 'bash-case' && kind !== 'shell-array') return false;
  const place = entryLocation(name);
  if (!place) return false;
  const lines = (text(file) ?? '').split('\n').slice(place.line - 1, place.line - 1 + (kind === 'bash-case' ? 8 : 1));
  const end = lines.findIndex((line) => line.includes(';;'));
  const own = end === -1 ? lines : lines.slice(0, end + 1);
  return own.some((line) =>
    (line.match(/(?<![\w.@-])[\w.@-]+(?:\/[\w.@-]+)+/g) ?? []).some(
      (written) => paths.at(normaliseRepositoryPath(written) ?? '') !== null,
    ),
  );
}

/** The globs of an entry that no other entry has: what services share goes on without one of them. */
function ownPatterns({ entries, patterns }: Register): (name: string) => string[] {
  if (!patterns) return () => [];
  const counts = countEach([...new Set(entries)].flatMap((name) => [...new Set(patterns(name))]));
  return (name) => patterns(name).filter((glob) => counts.get(glob) === 1);
}

/** The names in the file: the configuration of the run also has those that the change under review deletes. */
function removedInConfiguration({ configDocument }: RuleContext): unknown[] {
  return listAt(configDocument?.value(), 'removed-services');
}

/** The registers that a file holds. */
export function registersOfFile(path: string, context: RuleContext): readonly Register[] {
  return registersByFile(context).get(path) ?? [];
}

const registersByFile = memoize(({ registers }: RuleContext) => groupBy(registers, ({ file }) => file));

function lastWord(name: string): string | null {
  const dash = name.search(/[-_][^-_]+$/);
  return dash === -1 ? null : name.slice(dash + 1);
}

/** Prose about what was: change logs, decisions, release notes, reports of incidents. */
export function isHistory(path: string): boolean {
  return (
    /(^|\/)(CHANGELOG|CHANGES|HISTORY|NEWS|RELEASE[-_]?NOTES)[^/.]*(?:\.(?:md|mdx|adoc|rst|txt))?$/i.test(path) ||
    (/\.(?:md|adoc|rst|txt)$/.test(path) &&
      /(^|\/)(?:adrs?|decisions?|decision-records|rfcs?|changelogs?|\.changeset|release-notes|post-?mortems?|incidents?)\//i.test(
        path,
      ))
  );
}

/** Whether a line of prose tells that something is gone. */
export function tellsOfRemoval(path: string, line: string): boolean {
  return (
    /\.(?:md|adoc|rst)$/.test(path) &&
    /\b(?:remov(?:e[ds]?|ing|al)|retir(?:e[ds]?|ing|ement)|delet(?:e[ds]?|ing|ion)|drop(?:s|ped)?|replace[ds]?|deprecated|decommission(?:ed|ing)?|discontinued|superseded|no longer|formerly|used to|until|gone)\b/i.test(
      line,
    )
  );
}

/** The severity of a removed service's name in a file; null for files that are not looked at. */
export function leftoverSeverity(path: string, context: RuleContext): Severity | null {
  if (isHistory(path)) return null;
  // Pages beside the workflows are pages.
  if (/\.(?:md|adoc|rst)$/.test(path)) return 'notice';
  if (/^\.github\/|(^|\/)action\.ya?ml$/.test(path)) return 'error';
  if (/\.(?:tf|tfvars)$|(?<!\.lock)\.hcl$/.test(path) || isDockerfile(path)) return 'error';
  if (/\.ya?ml$/.test(path)) return 'error';
  if (/\.(?:sh|bash|mk)$|(^|\/)(Makefile|Justfile|go\.work|settings\.gradle(\.kts)?)$/.test(path)) return 'warning';
  if (pipelineScripts(path)) return /Tiltfile$/.test(path) ? 'warning' : 'error';
  if (operationFiles(path)) return 'warning';
  // What a tool reads lists of folders from; of other manifests only what has such a list.
  if (isToolFile(path)) return /(?:^|\/)(?:Cargo\.toml|pom\.xml)$|\.slnx?$/.test(path) ? 'error' : 'warning';
  if (/\.(?:json|txt|list|lst)$/.test(path) && registersOfFile(path, context).length > 0) return 'warning';
  return context.paths.at(path) === 'file' && /\/templates\//.test(path) ? 'error' : null;
}
