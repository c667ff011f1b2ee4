import type { DeployBranch, Pace } from '../deploy-branch/deploy-branch.ts';
import { ownBranch } from '../deploy-branch/own-branch.ts';
import { address, hashOf, isPlain, longestBody, longestTitle } from '../deploy-branch/pull-request-text.ts';
import { type Asking, askByRequest, type PullRequest } from '../deploy-branch/pull-requests.ts';
import { takeBack, type WatchedBranch, watched, withRest } from '../deploy-branch/take-back.ts';
import { oneLine } from '../deploy-branch/trailers.ts';
import { writeBranch } from '../deploy-branch/write-branch.ts';
import type { Log, Tree } from '../ports.ts';
import { type FixOrigin, fixIdOf } from '../verify/fixes/fix-text.ts';
import { renderChangeMarkdown } from './render-change.ts';
import { isComplete, type ServiceChange } from './service-change.ts';

/** What became of a change. */
export interface PushedChange {
  change: ServiceChange;
  /** The branch that the commit is on; null where nothing was written. */
  branch: string | null;
  commit: string | null;
  pullRequest: PullRequest | null;
}

/** A repository that a change is pushed to. */
export interface ChangePush {
  /** The branch that the change is for. */
  base: DeployBranch;
  /** The branch of a name; where it does not exist, it begins at the base. */
  branchFor: (name: string) => Promise<DeployBranch>;
  /** How a request is opened for the branch; null where none is. */
  asking: Asking | null;
  /** What the base holds, changed. */
  planned: ServiceChange;
  /** Plans the change of a tree that the branch holds by now. */
  plan: (tree: Tree) => Promise<ServiceChange>;
}

/** How a run pushes. */
export interface PushingRun {
  pace: Pace;
  log: Log;
  origin: FixOrigin;
}

/**
 * Writes the changes of a service, each to a branch of its own by one commit, and asks for each by a pull request where
 * told to; requests in several repositories name each other. A change is planned from what its base holds, and for a
 * branch that goes on from what that holds. Nothing is written anywhere where a new service would still lack something.
 * The first push is that of the sources. ExternalError where a branch cannot be written or a request not be opened: what
 * other repositories got by then stays, which it names, and a run again goes on from there.
 */
export async function pushChanges(pushes: readonly ChangePush[], run: PushingRun): Promise<PushedChange[]> {
  const lacks = pushes.some(({ planned }) => planned.action === 'add' && !isComplete(planned));
  // The sources are the first: where a service goes, what deploys it goes before them.
  const inOrder = pushes[0]?.planned.action === 'retire' ? [...pushes].reverse() : pushes;
  const pushed: Pushed[] = [];
  for (const push of inOrder) {
    const { planned } = push;
    const isNothing = lacks || planned.files.size === 0;
    if (isNothing) {
      pushed.push({ push, result: { change: planned, branch: null, commit: null, pullRequest: null }, branch: null });
      continue;
    }
    try {
      pushed.push(await pushChange(push, run));
    } catch (error) {
      throw await withoutEarlier(error, pushed);
    }
  }
  await nameEachOther(pushed, run);
  const resultOf = new Map(pushed.map(({ push, result }) => [push, result]));
  return pushes.flatMap((push) => resultOf.get(push) ?? []);
}

/** A push with what became of it, and the branch that it alone wrote; null where a request is about that. */
interface Pushed {
  push: ChangePush;
  result: PushedChange;
  branch: WatchedBranch | null;
}

/** The error of a push after others: their branches go again, and their requests stay, for people may have seen them. */
async function withoutEarlier(error: unknown, earlier: readonly Pushed[]): Promise<unknown> {
  let said = error;
  for (const { result, branch } of earlier) {
    const { commit, pullRequest } = result;
    if (pullRequest !== null) said = withRest(said, `the pull request ${pullRequest.url}, opened before, stays`);
    else if (branch !== null) said = await takeBack(branch, { commit, began: branch.began() }, said);
  }
  return said;
}

async function pushChange(push: ChangePush, run: PushingRun): Promise<Pushed> {
  const { planned, asking, branchFor } = push;
  const base = push.base.name;
  const name = branchName(planned, base);
  if (asking === null) {
    const branch = watched(await branchFor(name));
    const { commit } = await writeChange(push, run, branch);
    return { push, result: { change: planned, branch: name, commit, pullRequest: null }, branch };
  }
  const { head, work, pullRequest } = await askByRequest(asking, {
    name,
    base,
    branchFor,
    write: (branch) => writeChange(push, run, branch),
    describe: async () => ({ text: requestText(planned, run.origin, []), bringsSomething: true }),
  });
  return { push, result: { change: planned, branch: head, commit: work.commit, pullRequest }, branch: null };
}

async function writeChange(
  push: ChangePush,
  { pace, log, origin }: PushingRun,
  branch: DeployBranch,
): Promise<{ commit: string | null }> {
  const { commit } = await writeBranch({
    branch,
    pace,
    log,
    isOurs: (message) => fixIdOf(message) === origin.id,
    plan: async (state) => {
      const change = await push.plan(state.tree);
      return { plan: change, files: change.files, message: () => changeMessage(change, origin) };
    },
  });
  return { commit: commit?.commit ?? null };
}

/** Adds to each request the addresses of the others: they are known when all are open. */
async function nameEachOther(pushed: readonly Pushed[], { log, origin }: PushingRun): Promise<void> {
  for (const { push, result } of pushed) {
    const others = pushed.flatMap(({ result: { pullRequest } }) =>
      pullRequest === null || pullRequest === result.pullRequest ? [] : pullRequest.url,
    );
    const { pullRequest } = result;
    if (push.asking === null || pullRequest === null || others.length === 0) continue;
    const text = requestText(push.planned, origin, others);
    const failed = await push.asking.pullRequests.rewrite(pullRequest, text);
    if (failed !== null) log.warning(`#${pullRequest.number}: it does not name ${others.join(', ')}: ${failed}`);
  }
}

/** `rollcall/add/<service>`, `rollcall/retire/<service>/<stage>`; behind it a base that is no default one. */
function branchName({ service, action, stage }: ServiceChange, base: string): string {
  const named = [action, service, ...(stage === null ? [] : [stage])].map((part) =>
    isPlain(part) ? part : hashOf(part),
  );
  const isUsual = base === 'main' || base === 'master';
  return ownBranch(...named, ...(isUsual ? [] : [isPlain(base) ? base : hashOf(base)]));
}

/** The commit message: one line, and trailers that tell the service, the sibling and the run. No value adds a line. */
export function changeMessage({ service, action, stage }: ServiceChange, { id, run, subject }: FixOrigin): string {
  const what =
    action === 'add'
      ? `Add the service ${service}`
      : `Retire the service ${service}${stage === null ? '' : `: ${stage}`}`;
  const trailers = [
    `Rollcall-Id: ${oneLine(id)}`,
    ...(run === undefined ? [] : [`Rollcall-Run: ${oneLine(run)}`]),
    `Rollcall-Service: ${oneLine(service)}`,
  ];
  return `${oneLine(subject ?? '') || what}\n\n${trailers.join('\n')}\n`;
}

function requestText(
  change: ServiceChange,
  origin: FixOrigin,
  others: readonly string[],
): { title: string; body: string } {
  const [title = ''] = changeMessage(change, origin).split('\n');
  const end = [
    ...others.map((other) => `\nBelongs to: ${address(other)}\n`),
    ...(origin.run === undefined ? [] : [`\nRun: ${address(origin.run)}\n`]),
  ].join('');
  return {
    title: [...title].slice(0, longestTitle).join(''),
    body: `${renderChangeMarkdown(change, longestBody - end.length)}${end}`,
  };
}
