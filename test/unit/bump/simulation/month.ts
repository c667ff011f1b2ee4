import type { BumpResult } from '@rollcall/domain/bump/bump-images';
import { standingBranchName } from '@rollcall/domain/bump/standing-text';
import type { Check } from '@rollcall/domain/gates/judge';
import type { Chance } from './chance.ts';
import { type Allowed, allowedOf, Broken, look } from './judge.ts';
import type { Life } from './life.ts';
import { tellingMoment } from './moments.ts';
import { type Edge, judgeLeft, judgeRequest, type Shown, shownRequest } from './request.ts';
import { judgeStatus } from './status.ts';
import {
  branchOf,
  type Environment,
  environments,
  isHeld,
  minute,
  rules,
  seenIn,
  services,
  type Team,
  tagIn,
} from './team.ts';
import { olderBuild, type Promoted, perform, type Run, requestBranchOf, type Work } from './work.ts';

/** What happened, so that a test can say that it did. */
export type Tally = Record<
  | 'builds'
  | 'promotions'
  | 'roll-backs'
  | 'hotfixes'
  | 'requests'
  | 'merges'
  | 'crashes'
  | 'pairs'
  | 'waits'
  | 'changes',
  number
>;

export function emptyTally(): Tally {
  return {
    ...{ builds: 0, promotions: 0, 'roll-backs': 0, hotfixes: 0, requests: 0 },
    ...{ merges: 0, crashes: 0, pairs: 0, waits: 0, changes: 0 },
  };
}

/** Of a thousand steps. */
const buildsOfMonth = 780;

/** Takes one step of a team's work, and judges what came of it. Broken, where something that a team relies on is not so. */
export async function takeStep(team: Team, chance: Chance, tally: Tally, builds = buildsOfMonth): Promise<void> {
  const telling = chance.happens(0.35) ? tellingMoment(team, chance) : null;
  team.now = telling?.now ?? team.now + (20 + chance.below(80)) * minute;
  team.world.setClock(team.now);
  if (chance.happens(0.25)) post(team, chance);
  if (chance.happens(0.02)) team.world.push(branchOf(chance.pick(environments)), readme(team), 'By hand');
  look(team, [], new Map());
  const isPair = chance.happens(0.1);
  const runs = Array.from({ length: isPair ? 2 : 1 }, () => nextRun(team, chance, builds, telling?.work ?? null));
  const allowed = allowedOf(team, runs);
  const alone = runs.length === 1 && runs[0]?.work.kind === 'request' ? runs[0].work : null;
  const edits = alone ? await editRequest(team, alone, chance) : null;
  const lives = runs.map(() => lifeOf(chance));
  // Both run at once, and take turns wherever one waits for a server.
  const results = await Promise.all(runs.map((run, index) => perform(team, run, lives[index] ?? null)));
  const changes = look(team, runs, allowed);
  tally.changes += changes;
  if (isPair) tally.pairs += 1;
  for (const [index, run] of runs.entries()) {
    count(tally, run, results[index] ?? null);
    tally.changes += await settleRollBack(team, run, { result: results[index] ?? null, isPair, allowed }, chance);
  }
  const [run] = runs;
  if (isPair || !run || !results[0]) return;
  await judgeAlone(team, run, { result: results[0], allowed, edits }, chance, tally);
  if (chance.happens(0.04)) await judgeStatus(team);
}

/** Somebody merges what a roll-back asks for; what was left by one that died, or beside another run, is taken away. */
async function settleRollBack(
  team: Team,
  run: Run,
  { result, isPair, allowed }: { result: BumpResult | null; isPair: boolean; allowed: Allowed },
  chance: Chance,
): Promise<number> {
  const head = requestBranchOf(run.work);
  if (head === null || run.work.kind !== 'roll back') return 0;
  const { environment } = run.work;
  const base = branchOf(environment);
  const request = await team.world.requests.last(head, base);
  let changes = 0;
  if (request?.state === 'open' && result?.changed && !isPair) {
    const way = chance.pick(['merge', 'squash']);
    team.world.merge(head, base, way, mergeMessage(team, { head, to: environment }, way, chance, request));
    changes = look(team, [run], allowed);
  } else if (request?.state === 'open') await team.world.requests.close(request, 'Not now.');
  const branch = await team.world.open(head, base);
  const { head: newest } = await branch.read();
  if (newest !== null) await branch.removeAt(newest);
  return changes;
}

function count(tally: Tally, { work }: Run, result: BumpResult | null): void {
  if (result === null) tally.crashes += 1;
  if (work.kind === 'build') tally.builds += 1;
  if (work.kind === 'promote') tally.promotions += 1;
  if (work.kind === 'roll back' && result?.changed) tally['roll-backs'] += 1;
  if (work.kind === 'hotfix') tally.hotfixes += 1;
  if (work.kind === 'request') tally.requests += 1;
  if (work.kind === 'promote' && result && result.skipped.length > 0) tally.waits += 1;
}

/** A run that had nobody beside it brought all that it may, and its request says the truth. */
async function judgeAlone(
  team: Team,
  run: Run,
  { result, allowed, edits }: { result: BumpResult; allowed: Allowed; edits: Shown | null },
  chance: Chance,
  tally: Tally,
): Promise<void> {
  const { work, id } = run;
  const may = allowed.get(id) ?? new Map<string, string>();
  if (work.kind === 'promote')
    for (const [service, tag] of may)
      if (tagIn(team, work.to, service) !== tag)
        throw new Broken(`${service} ${tag} was not promoted: ${JSON.stringify([work, result.skipped])}`);
  if (work.kind !== 'request') return;
  if (edits?.foreign) return judgeLeft(team, work, edits, edits.foreign);
  const shown = await judgeRequest(team, work, edits, may);
  if (shown?.state !== 'open' || !chance.happens(0.6)) return;
  const way = chance.pick(['merge', 'squash']);
  const head = standingBranchName(work);
  team.world.merge(head, branchOf(work.to), way, mergeMessage(team, { head, to: work.to }, way, chance, shown));
  tally.merges += 1;
  tally.changes += look(team, [run], allowed);
}

/** As GitHub writes it: a squash of one commit takes its message, or the text of the request where told to. */
function mergeMessage(
  team: Team,
  { head, to }: { head: string; to: Environment },
  way: 'merge' | 'squash',
  chance: Chance,
  { body }: { body: string },
): string {
  if (way === 'merge') return `Merge pull request #1 from example/${head}`;
  if (chance.happens(0.5)) return `Promote (#1)\n\n${body}`;
  const [commit] = team.world.since(head, seenIn(team, to));
  const [subject, ...rest] = (commit?.message ?? '').split('\n');
  return [`${subject} (#1)`, ...rest].join('\n');
}

/** Somebody takes a tick out or puts one in, writes above the list, closes the request, or commits to its branch. */
async function editRequest(team: Team, edge: Promoted, chance: Chance): Promise<Shown | null> {
  const shown = await shownRequest(team, edge);
  if (shown?.state !== 'open') return shown;
  const [head, base] = [standingBranchName(edge), branchOf(edge.to)];
  if (chance.happens(0.1)) team.world.edit(head, base, (body) => `Words of a person at ${team.now}.\n\n${body}`);
  for (const service of chance.some([...shown.boxes.keys()], 0.15)) {
    const { ticked = true } = shown.boxes.get(service) ?? {};
    const [from, to] = ticked ? ['[x]', '[ ]'] : ['[ ]', '[x]'];
    team.world.edit(head, base, (body) =>
      body.replace(`- ${from} <code>${service}</code>`, `- ${to} <code>${service}</code>`),
    );
  }
  const request = await team.world.requests.last(head, base);
  const isClosed = request !== null && chance.happens(0.05);
  if (isClosed) await team.world.requests.close(request, 'Not now.');
  if (!isClosed && chance.happens(0.03)) team.world.push(head, readme(team), 'One line more');
  const [newest] = team.world.since(head, seenIn(team, edge.to)).slice(-1);
  const then = await shownRequest(team, edge);
  return then && { ...then, foreign: newest?.message === 'One line more' ? newest.commit : null };
}

/** What Argo CD and a pipeline post on the newest commits, and late on one of those before. */
function post(team: Team, chance: Chance): void {
  const state = (): Check['state'] =>
    chance.happens(0.8) ? 'success' : chance.pick<Check['state']>(['failure', 'pending']);
  const say = (environment: Environment, name: string): void => {
    const back = chance.happens(0.5) ? 1 : 1 + chance.below(6);
    const commit = team.log[environment].at(-back);
    if (commit === undefined) return;
    const check = { name, state: state() };
    team.checks.set(commit, [...(team.checks.get(commit) ?? []), check]);
    team.world.post(commit, check);
  };
  say('staging', rules.needs);
  for (const service of rules.groups.flat()) if (chance.happens(0.7)) say('prod', `argocd/${service}-prod`);
}

function readme(team: Team): Record<string, string> {
  return { 'README.md': `by hand at ${team.now}\n` };
}

function lifeOf(chance: Chance): Life | null {
  return chance.happens(0.06) ? { questions: 1 + chance.below(8), heard: chance.happens(0.5) } : null;
}

function nextRun(team: Team, chance: Chance, builds: number, telling: Work | null): Run {
  team.runs += 1;
  const work: Work = telling && chance.happens(0.8) ? telling : nextWork(team, chance, builds);
  return { id: `run-${team.runs}`, work, now: team.now };
}

/** In a month: some 600 builds, 40 promotions of each edge, 12 roll-backs, and what else happens. */
function nextWork(team: Team, chance: Chance, builds: number): Work {
  const one = (): string => services[chance.below(services.length)] ?? '';
  if (chance.below(1_000) < builds) {
    team.built += 1;
    return { kind: 'build', services: chance.happens(0.2) ? [...new Set([one(), one()])] : [one()], build: team.built };
  }
  const draw = chance.below(220);
  if (draw < 20) {
    const service = one();
    return { kind: 'late build', services: [service], build: olderBuild(tagIn(team, 'dev', service)) };
  }
  if (draw < 70) {
    const hours = chance.happens(0.3) ? null : 1 + chance.below(chance.pick([6, 24]));
    const environment = chance.pick(['staging', 'prod', 'prod']);
    return { kind: 'roll back', environment, service: one(), hours, asks: chance.happens(0.4) };
  }
  if (draw < 80) {
    team.built += 1;
    return { kind: 'hotfix', service: one(), build: team.built };
  }
  return { kind: draw < 150 ? 'promote' : 'request', ...promoted(team, chance, one) };
}

function promoted(team: Team, chance: Chance, one: () => string): Promoted {
  const edges: readonly [Edge, ...Edge[]] = [
    { from: 'dev', to: 'staging' },
    { from: 'staging', to: 'prod' },
    { from: 'staging', to: 'prod' },
    { from: 'dev', to: 'prod' },
  ];
  const named = chance.happens(0.25) ? [...new Set([one(), one(), one()])] : null;
  const edge = chance.pick(edges);
  const held = services.filter((service) => isHeld(team, edge.to, service, tagIn(team, edge.from, service), team.now));
  return {
    ...{ ...edge, services: named },
    release: chance.happens(0.05) ? services.slice() : chance.some(held, 0.3),
    stopped: chance.happens(0.12),
    emergency: chance.happens(0.04),
  };
}
