import { isUnavailable, type Unavailable } from '../changes/history.ts';
import { deploymentPrefix } from '../gates/health.ts';
import type { Check } from '../gates/judge.ts';
import { type CommitChecks, type Counts, checksReader } from './commit-checks.ts';
import type { KnownPresence, Stay } from './presence.ts';

/** A tag whose stay in an environment is spoken of by checks of these names. */
export interface AskedStay {
  service: string;
  stay: KnownPresence | undefined;
  names: readonly string[];
}

/** How many commits in between are asked for: at once, and where the server answers for no more than one at a time. */
const mostBetween = { together: 100, alone: 5 };

/**
 * What is said of each stay, by service: on the commit that put the tag there, and on those behind it while it was there.
 * Argo CD and pipelines go to the commit that is the newest when they look, and pass over others. Those in between are
 * asked for where the first and the last do not answer, and where the newest word counts.
 *
 * A stay that is not known is left out.
 */
export async function checksOfStays(
  checks: CommitChecks | null,
  asked: readonly AskedStay[],
  counts: Counts,
): Promise<Map<string, Check[] | Unavailable>> {
  const stays = asked.flatMap(({ service, stay, names }) =>
    stay && !('because' in stay) && names.length > 0 ? [{ service, stay, names }] : [],
  );
  const reader = checksReader(checks, counts);
  await reader.ahead(stays.flatMap(({ stay }) => endsOf(stay)));
  const found = new Map<string, Check[] | Unavailable>();
  for (const { service, stay, names } of stays) found.set(service, await reader.read(endsOf(stay), names));
  const open = stays.filter(({ service, names }) => {
    const said = found.get(service) ?? [];
    return !isUnavailable(said) && (counts === 'newest' || !havePassed(said, names));
  });
  const between = inTurns(open.map(({ stay }) => fromBothEnds(stay.behind.slice(0, -1))));
  const answered = await reader.ahead(between.slice(0, mostBetween.together));
  const alone = new Set(between.slice(0, mostBetween.alone));
  for (const { service, stay, names } of open) {
    const known = names.some((name) => name.startsWith(deploymentPrefix)) ? alone : new Set([...answered, ...alone]);
    const commits = stay.behind.filter((commit) => known.has(commit) || commit === stay.behind.at(-1));
    found.set(service, await reader.read([stay.commit, ...commits], names));
  }
  return found;
}

/** The commit that put a tag there, and the last one that had it. */
function endsOf({ commit, behind }: Stay): string[] {
  return [commit, ...behind.slice(-1)];
}

function havePassed(said: readonly Check[], names: readonly string[]): boolean {
  return names.every((name) => said.find((check) => check.name === name)?.state === 'success');
}

/** Of a list the first, the last, the second, the last but one, and so on: what is said soon, and what is said now. */
function fromBothEnds(commits: readonly string[]): string[] {
  return commits.map((_, index) => commits[index % 2 === 0 ? index / 2 : commits.length - (index + 1) / 2] ?? '');
}

/** The first of each list, then the second of each, and so on; each once. */
function inTurns(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const found = new Set<string>();
  for (let turn = 0; turn < longest && found.size < mostBetween.together; turn += 1)
    for (const list of lists) {
      const commit = list[turn];
      if (commit !== undefined) found.add(commit);
    }
  return [...found];
}
