import type { Application } from '../../../argocd/application.ts';
import { imageTargets } from '../../../image-targets/find-targets.ts';
import { plainValue } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';
import { isAlone } from './clone.ts';
import { flatPath, flatten } from './flatten.ts';
import { chosenOnce } from './most-common.ts';
import { isTellingName, serviceRenamer } from './service-renamer.ts';

/** The values of an Application by their paths, and the path of its file, with one name for every service. */
export type NeutralValues = ReadonlyMap<string, string>;

/** The Applications of one service in both environments. */
interface Pair {
  /** That of the environment that is asked for. */
  other: Application;
  before: NeutralValues;
  after: NeutralValues;
}

/** What a value becomes in the other environment; undefined where an environment does not have it. */
interface Difference {
  old: string | undefined;
  now: string | undefined;
  /** Whether every service has the value. */
  common: boolean;
}

/** How the services that are in two environments differ between them. */
export interface EnvironmentDifferences {
  pairs: readonly Pair[];
  /** By path; unclear where services differ in different ways. */
  differences: ReadonlyMap<string, Difference | 'unclear'>;
  /** The paths of all values of the first environment. */
  known: ReadonlySet<string>;
}

/** What stands for the name of the service. */
export const anyService = 'the-service';

/** The path of the file is a value like any other. */
export const filePath = '(file)';

const read = chosenOnce<RuleContext, EnvironmentDifferences>();

/** The differences from one environment to another; read once for all services that ask. */
export function environmentDifferences(from: string, to: string, context: RuleContext): EnvironmentDifferences {
  return read(context, JSON.stringify([from, to]), () => {
    const pairs = pairsOf(from, to, context);
    const known = new Set(pairs.flatMap(({ before }) => [...before.keys()]));
    return { pairs, differences: differencesOf(pairs), known };
  });
}

/** Without the tags of its images, which are no difference. */
export function neutralValues(application: Application, context: RuleContext): NeutralValues {
  const { document, service, file } = application;
  const rename = serviceRenamer(service ?? '', anyService, context.services.keys());
  const values = new Map([[filePath, file], ...flatten(plainValue(document))]);
  for (const target of imageTargets(application) ?? []) {
    if (target.part !== 'tag' || target.current === '') continue;
    const { nesting } = target.document.file;
    const path = flatPath(plainValue(document), nesting?.path ?? target.path);
    const value = values.get(path);
    if (value !== undefined) values.set(path, nesting ? value.replaceAll(target.current, '(tag)') : '(tag)');
  }
  return new Map([...values].map(([path, value]) => [rename(path), rename(value)]));
}

function pairsOf(from: string, to: string, context: RuleContext): Pair[] {
  const pairs: Pair[] = [];
  for (const [name, applications] of context.applicationsOf) {
    if (name === null || !isTellingName(name)) continue;
    const [one, ...moreOfOne] = applications.filter(({ environment }) => environment === from);
    const [other, ...moreOfOther] = applications.filter(({ environment }) => environment === to);
    if (!one || !other || moreOfOne.length + moreOfOther.length > 0) continue;
    if (!isAlone(one, context) || !isAlone(other, context)) continue;
    pairs.push({ other, before: neutralValues(one, context), after: neutralValues(other, context) });
  }
  return pairs;
}

function differencesOf(pairs: readonly Pair[]): Map<string, Difference | 'unclear'> {
  const differences = new Map<string, Difference | 'unclear'>();
  for (const path of new Set(pairs.flatMap(({ before, after }) => [...before.keys(), ...after.keys()]))) {
    const having = pairs.filter(({ before, after }) => before.has(path) || after.has(path));
    const first = having.find(({ before, after }) => before.get(path) !== after.get(path));
    if (!first) continue;
    const [old, now] = [first.before.get(path), first.after.get(path)];
    const same = having.every(({ before, after }) => before.get(path) === old && after.get(path) === now);
    differences.set(path, same ? { old, now, common: having.length === pairs.length } : 'unclear');
  }
  return differences;
}
