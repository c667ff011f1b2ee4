import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ExternalError } from '@rollcall/domain/user-error';
import { temporaryRunFolder } from '../disk/run-folder.ts';
import type { Deadline } from '../network/deadline.ts';
import { createGit, type Git } from './command.ts';
import type { GitConfig } from './environment.ts';
import { gitFailure } from './failure.ts';
import type { GitResult } from './process.ts';
import { bareRepository } from './repository.ts';

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
  // It borrows from the clone: where that is a partial one, so is this.
  const repository = bareRepository(directory, clone.repository.isPartial);
  const git = clone.in(repository, await transportConfig(clone, remote));
  await git.run(initArguments(place.format));
  mkdirSync(join(directory, 'objects', 'info'), { recursive: true });
  writeFileSync(join(directory, 'objects', 'info', 'alternates'), `${place.objects}\n`);
  if (existsSync(place.shallowFile)) copyFileSync(place.shallowFile, join(directory, 'shallow'));
  return git;
}

function initArguments(format: string): string[] {
  return ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`];
}

/** What of the clone's own configuration decides how its remote is reached; all else stays behind. */
async function transportConfig(clone: Git, remote: string): Promise<GitConfig> {
  const output = await clone.text(['config', '--local', '--includes', '-z', '--list']);
  const config: [string, string][] = [];
  for (const entry of output.split('\0')) {
    const newline = entry.indexOf('\n');
    const key = newline === -1 ? entry : entry.slice(0, newline);
    const value = newline === -1 ? 'true' : entry.slice(newline + 1);
    if (key === `remote.${remote}.url`) config.push([key, absoluteUrl(value, clone.directory)]);
    else if (transportKeys.some((pattern) => pattern.test(key))) config.push([key, value]);
    else if (remoteKeys.some((name) => key === `remote.${remote}.${name}`)) config.push([key, value]);
  }
  return config;
}

/**
 * The list of what is taken over from the clone that Rollcall was given: addresses, headers, proxies, certificates, and
 * the ssh command and credential helper that a checkout step or a person wrote there. No other program is named by it.
 */
const transportKeys: readonly RegExp[] = [
  /^http\./,
  /^url\..*\.(insteadof|pushinsteadof)$/,
  /^credential\.(.*\.)?(helper|username|usehttppath)$/,
  /^core\.sshcommand$/,
  /^ssh\.variant$/,
  /^protocol\.version$/,
];
/** Of the remote itself. */
const remoteKeys = ['proxy', 'proxyauthmethod'];

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
  deadline?: Deadline | undefined;
}

/** An own repository with one commit, bare and without blobs, for a job that has no checkout step. */
export async function checkoutFreeGit({ url, sha, token, directory, deadline }: CheckoutFree): Promise<Git> {
  const place = mkdtempSync(join(directory, 'clone-'));
  const server = /^https?:\/\/[^/]+\//.exec(url)?.[0];
  const credential = token && server ? { url: server, token } : undefined;
  const git = createGit({ repository: bareRepository(place), credential, deadline, address: url });
  await git.run(initArguments(sha.length === 64 ? 'sha256' : 'sha1'));
  addOrigin(place, url);
  const result = await fetchCommits(git, 'origin', [sha], 1);
  if (result.status !== 0) {
    const { message } = gitFailure(['fetch'], result);
    throw new ExternalError(`${sha} of ${url} cannot be fetched: ${message}`, {
      help: 'Give a token that may read the contents of the repository, or check it out in an earlier step.',
    });
  }
  writeFileSync(join(place, 'HEAD'), `${sha}\n`);
  return git;
}

/** Names the remote in the configuration of a repository that was just made. */
export function addOrigin(directory: string, url: string): void {
  const quoted = url.replace(/["\\]/g, '\\$&');
  appendFileSync(join(directory, 'config'), `[remote "origin"]\n\turl = "${quoted}"\n`);
}

/** A folder under the system's temporary one, removed when the process ends; with it those that killed runs left. */
export function ownTemporaryFolder(): string {
  return temporaryRunFolder(tmpdir()).path;
}
