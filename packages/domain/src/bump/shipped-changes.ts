import { readConfig } from '../catalog/config.ts';
import { readServices } from '../catalog/read-services.ts';
import { selectNames } from '../catalog/select-services.ts';
import { affectedServices } from '../changes/affected.ts';
import { type History, isUnavailable } from '../changes/history.ts';
import { deriveInputs, type ServiceInputs } from '../changes/inputs/inputs.ts';
import { isCommitId } from '../commit-id.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { commitInTag } from './downgrade.ts';
import type { SourceCommit, SourceLog } from './source-history.ts';

/** A commit that touches a service. */
export interface ShippedCommit extends Omit<SourceCommit, 'paths'> {
  /** The request that its subject names as GitHub writes it: `(#12)`; null where it names none. */
  request: number | null;
  /** A path that is an input of the service, and why. */
  because: { path: string; because: string };
}

/** What a service gets, and what it loses, between two builds. */
export interface ShippedChanges {
  service: string;
  /** The commits that they were built from, in full. */
  from: string;
  to: string;
  /** Newest first. */
  added: ShippedCommit[];
  removed: ShippedCommit[];
  /** How many commits lie between them that do not touch the service. */
  others: number;
}

interface ShippedRequest {
  service: string;
  /** A tag that ends in the hash of a commit, or a revision of the sources. */
  from: string;
  to: string;
  config: string | undefined;
}

/**
 * The commits between two builds of a service that touch it through its own inputs, as they are at either end. UserError
 * for an unknown service and for a tag that names no commit; the reason where the history cannot be read.
 */
export async function shippedChanges(
  { service, from, to, config }: ShippedRequest,
  { history, log }: { history: History; log: SourceLog },
): Promise<ShippedChanges> {
  const [old, now] = [await commitOfTag(from, history), await commitOfTag(to, history)];
  const added = await commitsBetween(log, old, now);
  const removed = await commitsBetween(log, now, old);
  const ends = [await inputsAt(now, config, history), await inputsAt(old, config, history)];
  const known = [...new Set(ends.flatMap(({ names }) => names))].sort(compareText);
  selectNames([service], known, 'named in --service');
  const inputs = ends.flatMap((end) => end.inputs.filter((one) => one.service === service));
  const [gets, loses] = [touching(added, inputs), touching(removed, inputs)];
  return {
    service,
    from: old,
    to: now,
    added: gets,
    removed: loses,
    others: added.length + removed.length - gets.length - loses.length,
  };
}

/** The commit that a tag was built from, by the hash in it, or of a revision of that name. */
async function commitOfTag(tag: string, history: History): Promise<string> {
  const hash = commitInTag(tag);
  for (const revision of [hash, tag]) {
    const commit = revision === undefined ? { because: '' } : await history.commit(revision);
    if (!isUnavailable(commit) && isCommitId(commit.id)) return commit.id;
  }
  throw new UserError(`${quoteName(tag.slice(0, 200))} names no commit of this repository`, {
    help: 'Give a tag that ends in the hash of the commit it was built from, such as 187-c513bdf, or a revision.',
  });
}

async function commitsBetween(log: SourceLog, since: string, until: string): Promise<SourceCommit[]> {
  const commits = await log.between(since, until);
  if (!isUnavailable(commits)) return commits;
  throw new UserError(
    `what lies between ${since.slice(0, 12)} and ${until.slice(0, 12)} cannot be read: ${commits.because}`,
    { help: 'Run it in a clone that holds both commits, or whose remote gives them.' },
  );
}

async function inputsAt(
  commit: string,
  path: string | undefined,
  history: History,
): Promise<{ names: string[]; inputs: ServiceInputs[] }> {
  const tree = history.tree(commit);
  const { config } = await readConfig(tree, path);
  const { services } = await readServices(tree, config);
  const { inputs } = await deriveInputs(tree, services, config);
  return { names: services.map(({ name }) => name), inputs };
}

function touching(commits: readonly SourceCommit[], inputs: readonly ServiceInputs[]): ShippedCommit[] {
  return commits.flatMap(({ paths, ...commit }) => {
    const [reason] = affectedServices(paths, inputs, 'source').affected.flatMap(({ reasons }) => reasons);
    if (!reason) return [];
    const [, request] = / \(#(\d{1,15})\)$/.exec(commit.subject) ?? [];
    const { path, because } = reason;
    return [{ ...commit, request: request === undefined ? null : Number(request), because: { path, because } }];
  });
}
