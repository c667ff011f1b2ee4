import type { NamedCommit, Unavailable } from '@rollcall/domain/changes/history';
import { compareText } from '@rollcall/domain/location';
import { shellWord } from '@rollcall/domain/shell/copied-word';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import type { Git } from './command.ts';

/** Which refs are asked for; all of them without a word. */
interface RefQuestion {
  flags?: readonly string[];
  patterns?: readonly string[];
  /** How long the remote may take to answer. */
  seconds?: number;
}

/** What `git ls-remote` says of a remote; an id may be a tag's own, or `ref: …` of a symbolic name. */
export async function remoteRefs(
  clone: Git,
  remote: string,
  { flags = [], patterns = [], seconds }: RefQuestion,
): Promise<NamedCommit[] | Unavailable> {
  const args = ['ls-remote', '--quiet', ...flags, remote, ...patterns];
  const { status, stdout, stderr } = await clone.attempt(args, '', seconds);
  return status === 0 ? refLines(stdout.toString('utf8')) : { because: fetchProblem(stderr) };
}

/** What to do where a repository cannot be asked: a person is told what git does here, a run what its token may do. */
export function unreadableHelp(git: Pick<Git, 'hasToken'>, url: string, address = 'the address'): string {
  return git.hasToken
    ? `Check ${address}, and that the token may read the contents of the repository. The token of a run is for its own repository: another one needs a token of its own.`
    : `Check ${address}, and that git can read it from here: "git ls-remote ${shellWord(url)}" tells. In a workflow, give a token that may read it.`;
}

/** What a repository says of refs. ExternalError where it cannot be asked. */
async function askedRefs(git: Git, { remote, url }: Asked, question: RefQuestion): Promise<NamedCommit[]> {
  const refs = await remoteRefs(git, remote, question);
  if (!('because' in refs)) return refs;
  throw new ExternalError(`${url} cannot be read: ${refs.because}`, { help: unreadableHelp(git, url) });
}

/** A repository as git is asked for it, and its address. */
interface Asked {
  remote: string;
  url: string;
}

/** Whether a repository has a branch. ExternalError where it cannot be asked. */
export async function hasBranch(git: Git, asked: Asked, branch: string): Promise<boolean> {
  return (await askedRefs(git, asked, { flags: ['--heads'], patterns: [`refs/heads/${branch}`] })).length > 0;
}

/** The branch that HEAD of a repository names. ExternalError where it cannot be asked, UserError where there is none. */
export async function defaultBranch(git: Git, url: string, remote = url): Promise<string> {
  const refs = await askedRefs(git, { remote, url }, { flags: ['--symref'], patterns: ['HEAD'] });
  const branch = refs.flatMap(({ id }) => /^ref: refs\/heads\/(.+)$/.exec(id)?.[1] ?? [])[0];
  if (branch !== undefined) return branch;
  throw emptyRepository(url);
}

/** Why a repository does not have a branch that is asked for, where it has none at all. */
export async function refuseEmpty(git: Git, url: string): Promise<void> {
  const refs = await remoteRefs(git, url, { flags: ['--heads'] });
  if (!('because' in refs) && refs.length === 0) throw emptyRepository(url);
}

function emptyRepository(url: string): UserError {
  return new UserError(`${url} is empty: it has no branch`, { help: 'Push the manifests to it first.' });
}

/** The tags of a clone, as `ls-remote` would list them. */
export async function localTags(clone: Git): Promise<NamedCommit[]> {
  const format = '%(objectname)%09%(refname)%0a%(*objectname)%09%(refname)^{}';
  const refs = refLines(await clone.text(['for-each-ref', `--format=${format}`, 'refs/tags']));
  return refs.filter(({ id }) => id !== ''); // only an annotated tag leads to another object
}

/** `<id> TAB <name>` */
function refLines(text: string): NamedCommit[] {
  const lines = text.split('\n').filter(Boolean);
  return lines.map((line) => ({ id: line.slice(0, line.indexOf('\t')), name: line.slice(line.indexOf('\t') + 1) }));
}

/**
 * Tag by the commit it leads to, of those that are accepted; of several the first by name. An annotated tag is listed by
 * itself and as `…^{}`.
 */
export function tagsByCommit(refs: readonly NamedCommit[], accepts: (tag: string) => boolean): Map<string, string> {
  const commits = new Map<string, string>();
  // Sorted, the commit of an annotated tag comes after the tag and takes its place.
  for (const { id, name } of [...refs].sort((a, b) => compareText(a.name, b.name)))
    commits.set(name.replace(/^refs\/tags\//, '').replace(/\^\{\}$/, ''), id);
  const tags = new Map<string, string>();
  for (const [tag, id] of commits) if (!tags.has(id) && accepts(tag)) tags.set(id, tag);
  return tags;
}

/** What git said of a fetch that failed, as one clause. */
export function fetchProblem(stderr: string): string {
  if (/not our ref|no such remote ref/.test(stderr)) return 'the remote no longer has it';
  // What git says of a 401 where nobody is there to be asked for a password.
  if (/terminal prompts disabled/.test(stderr)) return 'the server wants a login, and takes none that was given';
  const lines = stderr.split('\n').map((line) => line.trim());
  const line = lines.find((text) => text.startsWith('fatal:')) ?? lines.find(Boolean) ?? 'git fetch said nothing';
  return line.replace(/^fatal: /, '').replace(/\.$/, '');
}
