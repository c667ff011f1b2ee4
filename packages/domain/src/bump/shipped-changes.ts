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
import { bumpIdOf } from './commit-message.ts';
import { commitInTag } from './downgrade.ts';
import type { SourceCommit, SourceLog } from './source-history.ts';

/** A commit that touches a service. */
export interface ShippedCommit extends Omit<SourceCommit, 'paths' | 'body' | 'merge'> {
  /** The request that brought it, as GitHub writes it into a subject, `(#12)`, or a merge; null where none is named. */
  request: number | null;
  /** What the configured pattern finds in its message, each once. */
  tickets: string[];
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
  /** Those in either direction that touch its manifests and none of its inputs. */
  manifests: ShippedCommit[];
  /** How many commits lie between them that touch neither. */
  others: number;
}

/** Two builds of a service, by the commits that they were built from. */
export interface ShippedRange {
  service: string;
  from: string;
  to: string;
  /** Folders and files that its manifests are made of, where they lie in the same repository. */
  manifests: readonly string[];
  /** Where the service is named: `named in --service`. */
  named: string;
}

/** Tells what ships between two commits. */
export type ShippedReader = (range: ShippedRange) => Promise<ShippedChanges>;

/** The tickets that a message names. */
export type TicketFinder = (message: string) => string[];

interface ShippedRequest {
  service: string;
  /** A tag that ends in the hash of a commit, or a revision of the sources. */
  from: string;
  to: string;
  config: string | undefined;
  tickets?: TicketFinder;
}

interface SourcePorts {
  history: History;
  log: SourceLog;
}

/**
 * The commits between two builds of a service that touch it through its own inputs, as they are at either end. UserError
 * for an unknown service and for a tag that names no commit; the reason where the history cannot be read.
 */
export async function shippedChanges(
  { service, from, to, config, tickets }: ShippedRequest,
  ports: SourcePorts,
): Promise<ShippedChanges> {
  const read = shippedReader(config, ports, tickets);
  const range = { from: await commitOfTag(from, ports), to: await commitOfTag(to, ports) };
  return read({ service, ...range, manifests: [], named: 'named in --service' });
}

/** Reads each commit and each range once, however many services ask for it. */
export function shippedReader(
  config: string | undefined,
  { history, log }: SourcePorts,
  tickets: TicketFinder = () => [],
): ShippedReader {
  const inputsOf = once((commit) => inputsAt(commit, config, history));
  const between = once((range) => {
    const [since = '', until = ''] = range.split(' ');
    return commitsBetween(log, since, until);
  });
  return async ({ service, from, to, manifests, named }) => {
    const added = await between(`${from} ${to}`);
    const removed = await between(`${to} ${from}`);
    const ends = [await inputsOf(to), await inputsOf(from)];
    const known = [...new Set(ends.flatMap(({ names }) => names))].sort(compareText);
    selectNames([service], known, named);
    const inputs = ends.flatMap((end) => end.inputs.filter((one) => one.service === service));
    const sort = (commits: readonly SourceCommit[]) => sortCommits(commits, { inputs, manifests, tickets });
    const [gets, loses] = [sort(added), sort(removed)];
    const deployed = [...gets.manifests, ...loses.manifests];
    const all = added.length + removed.length;
    return {
      service,
      from,
      to,
      added: gets.touching,
      removed: loses.touching,
      manifests: deployed,
      others: all - gets.touching.length - loses.touching.length - deployed.length,
    };
  };
}

function once<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const value = known.get(key) ?? read(key);
    known.set(key, value);
    return value;
  };
}

/** The commit that a tag was built from, by the hash in it, or of a revision of that name. */
async function commitOfTag(tag: string, { history, log }: SourcePorts): Promise<string> {
  const hash = commitInTag(tag);
  const found = hash === undefined ? undefined : await log.find(hash);
  for (const revision of [found, tag]) {
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
  const found = await history.commit(commit);
  if (isUnavailable(found))
    throw new UserError(`commit ${commit.slice(0, 12)} cannot be read: ${found.because}`, {
      help: 'Run it in a clone that holds it, or whose remote gives it.',
    });
  const tree = history.tree(commit);
  const { config } = await readConfig(tree, path);
  const { services } = await readServices(tree, config);
  const { inputs } = await deriveInputs(tree, services, config);
  return { names: services.map(({ name }) => name), inputs };
}

/** The commits that touch what a service is made of, and those that touch its manifests alone. */
function sortCommits(
  commits: readonly SourceCommit[],
  { inputs, manifests, tickets }: Pick<ShippedRange, 'manifests'> & { inputs: ServiceInputs[]; tickets: TicketFinder },
): { touching: ShippedCommit[]; manifests: ShippedCommit[] } {
  const paths = commits.flatMap((commit) => commit.paths);
  const reasons = affectedServices(paths, inputs, 'source').affected.flatMap((one) => one.reasons);
  const inputOf = new Map(reasons.map(({ path, because }) => [path, because]));
  const isManifest = isBelowAny(manifests);
  const result: ReturnType<typeof sortCommits> = { touching: [], manifests: [] };
  for (const { paths: changed, body, merge, ...commit } of commits) {
    const input = changed.find((path) => inputOf.has(path));
    // A bump is no change of the manifests.
    const manifest =
      input === undefined && bumpIdOf(`${commit.subject}\n\n${body}`) === undefined ? changed.find(isManifest) : input;
    if (manifest === undefined) continue;
    const [, own] = / \(#(\d{1,15})\)$/.exec(commit.subject) ?? [];
    const request = own ?? /^Merge pull request #(\d{1,15}) from /.exec(merge ?? '')?.[1];
    (input === undefined ? result.manifests : result.touching).push({
      ...commit,
      request: request === undefined ? null : Number(request),
      tickets: tickets([commit.subject, body, merge ?? ''].join('\n')),
      because: { path: manifest, because: inputOf.get(manifest) ?? 'its manifests' },
    });
  }
  return result;
}

/** Whether a path is one of these files, or lies in one of these folders. */
function isBelowAny(places: readonly string[]): (path: string) => boolean {
  const known = new Set(places);
  return (path) => {
    if (known.has(path)) return true;
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
      if (known.has(path.slice(0, slash))) return true;
    return false;
  };
}
