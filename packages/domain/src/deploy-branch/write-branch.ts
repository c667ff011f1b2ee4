import type { CommitId } from '../commit-id.ts';
import { quoteName } from '../names.ts';
import type { Log } from '../ports.ts';
import type { FileChanges } from '../tree/file-changes.ts';
import { ExternalError } from '../user-error.ts';
import type { CommitSummary, DeployBranch, DeployBranchState, Pace } from './deploy-branch.ts';
import { takeBackEmpty } from './take-back.ts';

/** What is to be written to a branch, planned from one state of it. */
interface BranchPlan<Plan> {
  plan: Plan;
  /** Empty where nothing is to be written. */
  files: FileChanges;
  message(): string;
}

interface WrittenBranch<Plan> {
  /** Made from the state that was written. */
  plan: Plan;
  /** Null where nothing was to be written. */
  commit: { commit: CommitId; verified: boolean } | null;
  /** How often the branch was read and planned. */
  attempts: number;
}

const mostAttempts = 12;
const longestTime = 5 * 60_000;
const shortestWindow = 1_000;
const longestWindow = 60_000;

/**
 * Writes one commit on a branch. The plan is made from what the branch holds, and made again whenever somebody else
 * was first; contents that were read earlier are never sent again. `isOurs` tells by its message a commit of this run,
 * whose answer may have been lost. Gives up after 12 tries or 5 minutes with an ExternalError that names who won.
 */
export async function writeBranch<Plan>({
  branch,
  pace,
  log,
  isOurs,
  plan,
}: {
  branch: DeployBranch;
  pace: Pace;
  log: Log;
  isOurs: (message: string) => boolean;
  plan: (state: DeployBranchState) => Promise<BranchPlan<Plan>>;
}): Promise<WrittenBranch<Plan>> {
  const started = pace.now();
  let first: DeployBranchState | undefined;
  let tried: { plan: Plan; unknown: boolean } | undefined;
  let finished = false;
  /** A branch without the commit that it was made for is half a write. */
  const without = async (error: unknown): Promise<unknown> =>
    first?.head === null ? takeBackEmpty(branch, first.commit, error) : error;
  for (let attempts = 1; ; attempts += 1) {
    const state = await (tried?.unknown ? readAfterLostAnswer(branch) : branch.read());
    first ??= state;
    if (tried) {
      const since = await commitsSince(branch, state, first);
      const ours = since.find(({ message }) => isOurs(message));
      if (ours) return { plan: tried.plan, commit: ours, attempts: attempts - 1 };
      if (finished) throw await without(gaveUp(branch.name, attempts - 1, since[0], tried.unknown));
    }
    const planned = await plan(state);
    if (planned.files.size === 0) return { plan: planned.plan, commit: null, attempts };
    const outcome = await branch.commit(state, planned.files, planned.message()).catch(async (error: unknown) => {
      throw await without(error);
    });
    if (typeof outcome !== 'string') return { plan: planned.plan, commit: outcome, attempts };
    tried = { plan: planned.plan, unknown: outcome === 'unknown' };
    // Full jitter: writers that lost together do not come back together.
    const window = Math.min(longestWindow, shortestWindow * 2 ** (attempts - 1));
    const delay = Math.round(pace.random() * window);
    finished = attempts >= mostAttempts || delay > timeLeft(pace, started);
    if (finished) continue;
    log.progress(`${branch.name} moved; try ${attempts + 1} in ${(delay / 1000).toFixed(1)} s`);
    await pace.sleep(delay);
  }
}

/** Milliseconds for further tries. */
function timeLeft(pace: Pace, started: number): number {
  return Math.min(longestTime - (pace.now() - started), pace.left?.() ?? Number.POSITIVE_INFINITY);
}

async function commitsSince(branch: DeployBranch, state: DeployBranchState, first: DeployBranchState) {
  if (state.head === null || state.head === first.commit) return [];
  return branch.commitsSince(state, first.commit);
}

/** Reads the branch to see whether a commit landed; an error says that nobody knows. */
async function readAfterLostAnswer(branch: DeployBranch): Promise<DeployBranchState> {
  try {
    return await branch.read();
  } catch (cause) {
    if (!(cause instanceof ExternalError)) throw cause;
    throw new ExternalError(`whether the commit is on ${branch.name} is not known: ${cause.message}`, {
      help: `The answer to it was lost, and the branch could not be read again. Look at ${branch.name}, or run the job again: it writes nothing twice.`,
      cause,
    });
  }
}

function gaveUp(name: string, attempts: number, winner: CommitSummary | undefined, unknown: boolean): ExternalError {
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  if (!winner)
    return new ExternalError(`${name} could not be written in ${tries}${unknown ? ': no answer came back' : ''}`, {
      help: 'Run the job again; nothing was written.',
    });
  const subject = quoteName(winner.message.split('\n')[0] ?? '');
  return new ExternalError(
    `${name} moved under each of ${tries}; the last to win was ${winner.commit.slice(0, 12)} by ${quoteName(winner.author)}: ${subject}`,
    { help: 'Run the job again; nothing was written. Fewer writers at a time help: give them one concurrency group.' },
  );
}
