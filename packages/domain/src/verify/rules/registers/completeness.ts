import type { Service } from '../../../catalog/catalog.ts';
import { memoize } from '../../../memo.ts';
import type { Register } from '../../../registers/register.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { manifestEnvironments } from '../../facts/argocd/manifest-environments.ts';
import { expectedIn, listPointer, missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { RuleFinding } from '../../rule/rule.ts';

/**
 * Whether a list lacks so few of what it should name that these were forgotten. One that lacks many may be a choice:
 * the services with a database, those of one team.
 */
export function isNearlyComplete(register: Register, context: RuleContext): boolean {
  const present = new Set(register.entries);
  const expected = expectedIn(register, context);
  const missing = expected.filter((name) => !present.has(name)).length;
  return missing <= Math.max(1, expected.length / 5);
}

/**
 * Whether a list has each other service of the folder that one lies in, of its kind, and at least two; those that are
 * being added will be there.
 */
export function hasEachBeside(service: Service, entries: readonly string[], context: RuleContext): boolean {
  const folder = folderKey(service);
  const beside = folder === null ? undefined : foldersOf(context)(entries).get(folder);
  if (!beside) return false;
  const isCounted = !context.added.has(service.name);
  const lacksItself = isCounted && beside.lacking.has(service.name) ? 1 : 0;
  return beside.count - (isCounted ? 1 : 0) > 1 && beside.lacking.size === lacksItself;
}

/** For each folder and kind how many services there are that have to be in lists, and which of them a list lacks. */
const foldersOf = memoize(({ listed, added }: RuleContext) =>
  memoize((entries: readonly string[]) => {
    const there = new Set(entries);
    const folders = new Map<string, { count: number; lacking: Set<string> }>();
    for (const service of listed) {
      const key = folderKey(service);
      if (key === null || added.has(service.name)) continue;
      const folder = folders.get(key) ?? { count: 0, lacking: new Set() };
      folders.set(key, folder);
      folder.count += 1;
      if (!there.has(service.name)) folder.lacking.add(service.name);
    }
    return folders;
  }),
);

/** The folder that a service lies in, with its kind; null for one at the root, or of which no source is here. */
function folderKey({ path, kind }: Service): string | null {
  return path === null || path === '' ? null : `${kind} ${folderOf(path)}`;
}

/** Which lists a rule is about. */
interface YamlLists {
  isAbout: (register: Register) => boolean;
  /** What the absence of a service does to people. */
  consequence: string;
  /** Whether a service is of what the listed ones are; null where nothing tells. */
  belongs?: (service: Service, listed: readonly Service[]) => boolean | null;
  /** What is said where nothing tells. */
  doubt?: string;
}

/**
 * A finding for each service that a YAML list about what runs should name: of the kinds it names already, and deployed
 * in the environment of its file. Where nothing tells that it belongs there, and several lack, that is likely at most;
 * a list of few is a choice.
 */
export function* missingInYamlLists(context: RuleContext, lists: YamlLists): Iterable<RuleFinding> {
  const { isAbout, consequence, belongs } = lists;
  for (const register of context.registers) {
    if ((register.kind !== 'yaml-list' && register.kind !== 'yaml-map') || !isAbout(register)) continue;
    const listed = register.entries.flatMap((name) => context.services.get(name) ?? []);
    const found = [...missingEntries(register, context, { list: listPointer(register), consequence })].filter(
      ({ subject }) => runsWhereListed(subject, register, context),
    );
    const isNearly = isNearlyComplete(register, context);
    for (const finding of found) {
      const service = context.services.get(finding.subject);
      const isOf = (service && belongs?.(service, listed)) ?? null;
      // Where something could have told and does not, a list that lacks several is a choice.
      const isChoice = isOf === null && !isNearly && (belongs !== undefined || found.length > listed.length);
      if (isOf === false || isChoice) continue;
      const few = `it lists ${listed.length} of the ${listed.length + found.length} services that it could be about`;
      const reason = isOf === null && belongs ? lists.doubt : reasonOf(isOf, isNearly, few);
      yield likely(finding, reason);
    }
  }
}

function reasonOf(isOf: boolean | null, isNearly: boolean, few: string): string | undefined {
  return isOf === true || isNearly ? undefined : few;
}

/** The same as likely for a reason, where there is one and it is not likely already. */
function likely(finding: RuleFinding, reason: string | undefined): RuleFinding {
  if (reason === undefined || finding.confidence === 'likely') return finding;
  return {
    ...finding,
    severity: 'notice',
    confidence: 'likely',
    message: `${finding.message} (${reason})`,
    fix: finding.fix ? { ...finding.fix, safe: false } : null,
  };
}

function runsWhereListed(name: string, register: Register, context: RuleContext): boolean {
  const kinds = register.entries.map((entry) => context.services.get(entry)?.kind);
  if (!kinds.includes(context.services.get(name)?.kind)) return false;
  const environments = manifestEnvironments(register.file, context);
  const applications = context.deployedBy.get(name) ?? [];
  if (applications.length === 0) return context.catalog.applications.length === 0;
  return (
    environments === null ||
    applications.some(({ environment }) => environment === null || environments.has(environment))
  );
}
