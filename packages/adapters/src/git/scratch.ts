import { copyFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ExternalError } from '@rollcall/domain/user-error';
import { temporaryRunFolder } from '../disk/run-folder.ts';
import { createGit, type Git, type GitResult, gitFailure } from './command.ts';

/** Where a clone keeps its objects, and whether its history is cut. */
export interface ClonePlace {
  objects: string;
  /** The file that lists the commits where the history is cut; absent or empty when it is whole. */
  shallowFile: string;
  shallow: boolean;
  /** `sha1` or `sha256`. */
  format: string;
}

export async function placeOf(clone: Git): Promise<ClonePlace> {
  const [objects = '', shallowFile = '', shallow, format = 'sha1'] = (
    await clone.text([
      ...['rev-parse', '--path-format=absolute', '--git-path', 'objects', '--git-path', 'shallow'],
      ...['--is-shallow-repository', '--show-object-format'],
    ])
  ).split('\n');
  return { objects, shallowFile, shallow: shallow === 'true', format };
}

/**
 * An own repository that reads the clone's objects and keeps what is fetched beside them. Fetching into the clone
 * would change it for whoever comes next: `--depth` cuts a full clone, `--filter` turns it into a partial one. It
 * fetches as the clone would: same address, same credentials, which are read from the clone and written nowhere.
 */
export async function openScratch(clone: Git, place: ClonePlace, remote: string, folder: string): Promise<Git> {
  const directory = mkdtempSync(join(folder, 'history-'));
  await clone.in(folder, []).run(initArguments(directory, place.format));
  mkdirSync(join(directory, 'objects', 'info'), { recursive: true });
  writeFileSync(join(directory, 'objects', 'info', 'alternates'), `${place.objects}\n`);
  if (existsSync(place.shallowFile)) copyFileSync(place.shallowFile, join(directory, 'shallow'));
  return clone.in(directory, await transportConfig(clone, remote));
}

function initArguments(directory: string, format: string): string[] {
  return ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, directory];
}

/** What of the clone's own configuration decides how its remote is reached; all else stays behind. */
async function transportConfig(clone: Git, remote: string): Promise<[string, string][]> {
  const { stdout } = await clone.attempt(['config', '--local', '--includes', '-z', '--list']);
  const config: [string, string][] = [];
  for (const entry of stdout.toString('utf8').split('\0')) {
    const newline = entry.indexOf('\n');
    const key = newline === -1 ? entry : entry.slice(0, newline);
    const value = newline === -1 ? 'true' : entry.slice(newline + 1);
    if (key === `remote.${remote}.url`) config.push([key, absoluteUrl(value, clone.directory)]);
    else if (transportKey.test(key) || new RegExp(`^remote\\.${literally(remote)}\\.(proxy|uploadpack|vcs)`).test(key))
      config.push([key, value]);
  }
  return config;
}

const transportKey = /^(http|credential|url|ssh|protocol)\.|^core\.(sshcommand|askpass|gitproxy)$/;

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A relative path is relative to the clone; an address or `host:path` stays. */
function absoluteUrl(url: string, directory: string): string {
  return /^[^/]*:/.test(url) ? url : resolve(directory, url);
}

/** `git fetch` of commits by id, without their blobs and without a trace in refs, configuration or submodules. */
export async function fetchCommits(
  git: Git,
  remote: string,
  ids: readonly string[],
  depth: number | null,
): Promise<GitResult> {
  const fetch = (filter: string) =>
    git.attempt(
      [
        ...['fetch', '--quiet', filter, ...(depth === null ? [] : [`--depth=${depth}`]), '--stdin', '--refmap='],
        ...['--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-prune', remote],
      ],
      `${ids.join('\n')}\n`,
    );
  const result = await fetch('--filter=blob:none');
  // A server that does not know filters sends everything; one that forbids them fails.
  return result.status !== 0 && /filter/i.test(result.stderr) ? fetch('--no-filter') : result;
}

export interface CheckoutFree {
  /** Address of the repository, such as `https://github.com/owner/name`. */
  url: string;
  /** The commit to begin with. */
  sha: string;
  /** Sent to the address's server only; undefined for a public repository. */
  token?: string | undefined;
  /** Folder under which the repository is made. */
  directory: string;
}

/** An own repository with one commit, bare and without blobs, for a job that has no checkout step. */
export async function checkoutFreeGit({ url, sha, token, directory }: CheckoutFree): Promise<Git> {
  const place = mkdtempSync(join(directory, 'clone-'));
  const server = /^https?:\/\/[^/]+\//.exec(url)?.[0];
  const credential = token && server ? { url: server, token } : undefined;
  await createGit({ directory }).run(initArguments(place, sha.length === 64 ? 'sha256' : 'sha1'));
  const git = createGit({ directory: place, credential });
  await git.run(['config', 'remote.origin.url', url]);
  const result = await fetchCommits(git, 'origin', [sha], 1);
  if (result.status !== 0) {
    const { message } = gitFailure(['fetch'], result);
    throw new ExternalError(`${sha} of ${url} cannot be fetched: ${message}`, {
      help: 'Give a token that may read the contents of the repository, or check it out in an earlier step.',
    });
  }
  await git.run(['update-ref', '--no-deref', 'HEAD', sha]);
  return git;
}

/** A folder under the system's temporary one, removed when the process ends; with it those that killed runs left. */
export function ownTemporaryFolder(): string {
  return temporaryRunFolder(tmpdir()).path;
}
