import { standingBranchName } from '@rollcall/domain/bump/standing-text';
import { Broken } from './judge.ts';
import { branchOf, type Environment, seenIn, type Team, tagIn, tagsOf } from './team.ts';

/** The two ends of a standing request. */
export interface Edge {
  from: Environment;
  to: Environment;
}

/** What stands in the newest request of an edge. */
export interface Shown {
  state: 'open' | 'closed' | 'merged';
  body: string;
  /** By service: its words, such as `1-a → 2-b`, and whether it is ticked. */
  boxes: ReadonlyMap<string, { words: string; ticked: boolean }>;
  /** The commit that somebody put on its branch; null where that is as a run made it. */
  foreign: string | null;
}

const box = /^- \[([ x])\] <code>(service-\d+)<\/code> (.*)$/gm;

/** The newest request of an edge as a person reads it; null where there never was one. */
export async function shownRequest({ world }: Team, edge: Edge): Promise<Shown | null> {
  const last = await world.requests.last(standingBranchName(edge), branchOf(edge.to));
  if (last === null) return null;
  const boxes = [...last.body.matchAll(box)].map(
    ([, tick, service = '', words = '']) => [service, { words, ticked: tick === 'x' }] as const,
  );
  return { state: last.state, body: last.body, boxes: new Map(boxes), foreign: null };
}

/**
 * Whether the request of an edge says the truth after a run: a box for each service that may go on now, with its tags,
 * ticked as somebody left it, and a branch that brings just what is ticked.
 */
export async function judgeRequest(
  team: Team,
  edge: Edge,
  before: Shown | null,
  may: ReadonlyMap<string, string>,
): Promise<Shown | null> {
  const now = await shownRequest(team, edge);
  const words = (service: string, tag: string): string =>
    `<code>${tagIn(team, edge.to, service)}</code> → <code>${tag}</code>`;
  const isOut = (service: string, tag: string): boolean => {
    const then = before?.boxes.get(service);
    if (before?.state === 'open') return then?.ticked === false;
    return before?.state === 'closed' && then?.words === words(service, tag);
  };
  const wanted = [...may].filter(([service, tag]) => !isOut(service, tag)).map(([service]) => service);
  const bad = (what: string): never => {
    const expected = JSON.stringify([...may].map(([service, tag]) => [service, tag, isOut(service, tag)]));
    throw new Broken(`the request from ${edge.from} to ${edge.to} ${what}: ${expected}, and it says\n${now?.body}`);
  };
  if (wanted.length === 0) return now?.state === 'open' ? bad('is open for nothing') : now;
  if (now?.state !== 'open') return bad('is not open');
  if (before?.state === 'open' && !now.body.startsWith(before.body.slice(0, before.body.indexOf('<!--'))))
    bad('lost what somebody wrote');
  if (now.boxes.size !== may.size) bad('has other boxes');
  for (const [service, tag] of may) {
    const shown = now.boxes.get(service);
    if (shown?.words !== words(service, tag)) bad(`says something else of ${service}`);
    if (shown?.ticked !== wanted.includes(service)) bad(`has the wrong tick at ${service}`);
  }
  judgeBranch(team, edge, new Map([...may].filter(([service]) => wanted.includes(service))), bad);
  return now;
}

/** Whether a request was left as somebody made it who committed to its branch; they close it then, and delete the branch. */
export async function judgeLeft(team: Team, edge: Edge, { state, body }: Shown, foreign: string): Promise<void> {
  const [head, base] = [standingBranchName(edge), branchOf(edge.to)];
  const branch = await team.world.open(head, base);
  const now = await team.world.requests.last(head, base);
  const { head: newest } = await branch.read();
  if (newest !== foreign) throw new Broken(`the commit of somebody on ${head} is gone`);
  // Where nothing is left to ask for, it is closed; its branch stays.
  if (now === null || (state === 'open' && now.state === 'open' && now.body !== body))
    throw new Broken(`the request of ${head}, to which somebody committed, says something else:\n${now?.body}`);
  await team.world.requests.close(now, 'That was a mistake.');
  await branch.removeAt(newest);
}

/** The branch is the deploy branch with one commit, which brings just these tags. */
function judgeBranch(team: Team, edge: Edge, wanted: ReadonlyMap<string, string>, bad: (what: string) => never): void {
  const commits = team.world.since(standingBranchName(edge), seenIn(team, edge.to));
  const [commit] = commits;
  if (commits.length !== 1 || !commit) throw bad(`has ${commits.length} commits`);
  for (const [service, tag] of tagsOf(commit.files, edge.to))
    if (tag !== (wanted.get(service) ?? tagIn(team, edge.to, service))) bad(`brings ${tag} to ${service}`);
}
