import type { DeployBranch, Pace } from '../deploy-branch/deploy-branch.ts';
import { type Asking, askByRequest, type PullRequest } from '../deploy-branch/pull-requests.ts';
import { compareText } from '../location.ts';
import type { Log } from '../ports.ts';
import { type Bump, type BumpResult, bumpImages } from './bump-images.ts';
import type { BumpRequest } from './bump-request.ts';
import type { BumpOrigin } from './commit-message.ts';
import type { BumpSkip } from './plan.ts';
import { pullRequestText, requestBranchName } from './pull-request-text.ts';

export interface PullRequestResult extends BumpResult {
  /** Null when there is nothing to ask for. */
  pullRequest: PullRequest | null;
}

/** A bump that is asked for. */
export type AskingBump = Bump & {
  deployBranch: DeployBranch;
  /** The branch of a name, which begins at the deploy branch where it does not exist. */
  branchFor: (name: string) => Promise<DeployBranch>;
  pace: Pace;
  origin: BumpOrigin;
} & Asking;

/**
 * Asks for the images by a pull request to the deploy branch. Its branch begins at the deploy branch's head and
 * is only ever added to; where one is open for the same services it is brought up to date and gets one commit
 * more. `changes` and `diff` of the result are against the deploy branch. Where that has the images already,
 * nothing is opened.
 */
export async function bumpByPullRequest(bump: AskingBump): Promise<PullRequestResult> {
  const { deployBranch, request, log, origin } = bump;
  const planned = await bumpImages({ ...bump, branch: deployBranch, dryRun: true });
  if (!planned.changed || bump.dryRun) return { ...planned, pullRequest: null };
  const base = deployBranch.name;
  const services = request.images.map(({ service }) => service);
  const wanted = new Set(planned.changes.map(({ service }) => service));
  // An open request has other tags than the deploy branch: what was to be replaced was looked for there.
  const { replaces: _, ...rest } = bump;
  // What the first plan had to say is said.
  const quiet: Log = { progress: log.progress, notice: () => {}, warning: () => {} };
  let result: BumpResult = planned;
  const { pullRequest } = await askByRequest(bump, {
    name: requestBranchName(request.environment, services),
    base,
    branchFor: bump.branchFor,
    write: (branch) => bumpImages({ ...rest, request: only(request, wanted), branch, log: quiet, shipping: null }),
    describe: async (written) => {
      result = await requestedBy(planned, written, (newer) => {
        for (const { service } of newer) wanted.delete(service);
        return bumpImages({ ...bump, request: only(request, wanted), branch: deployBranch, dryRun: true, log: quiet });
      });
      const { environment, images } = request;
      const ticket = (name: string): string | null => bump.shipping?.tickets?.address(name) ?? null;
      const text = pullRequestText(result, { environment, base, images, origin, ticket });
      return { text, bringsSomething: result.changes.length > 0 };
    },
  });
  return { ...result, pullRequest };
}

/**
 * What a request asks for: what was planned for the deploy branch, without what an open request has newer already, for
 * which `narrowed` plans again.
 */
async function requestedBy(
  planned: BumpResult,
  { changed, commit, verified, attempts, skipped: skips }: BumpResult,
  narrowed: (newer: readonly BumpSkip[]) => Promise<BumpResult>,
): Promise<BumpResult> {
  const known = new Set(planned.skipped.map(nameSkip));
  const newer = skips.filter((skip) => !known.has(nameSkip(skip)));
  const against = newer.length === 0 ? planned : await narrowed(newer);
  const skipped = [...planned.skipped, ...newer];
  const kept = [...new Set([...planned.kept, ...newer.map(({ service }) => service)])].sort(compareText);
  return { ...against, changed, commit, verified, attempts, skipped, kept };
}

function only(request: BumpRequest, services: ReadonlySet<string>): BumpRequest {
  return { ...request, images: request.images.filter(({ service }) => services.has(service)) };
}

function nameSkip({ service, why }: BumpSkip): string {
  return `${service} ${why}`;
}
