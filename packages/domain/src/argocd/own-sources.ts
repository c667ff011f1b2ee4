import { normaliseRepositoryUrl } from '../repository-url.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import type { ApplicationSource, WrittenApplication } from './application.ts';

/**
 * Applications with which of their sources are of this repository. By its address, where a source has it. In a fork, a
 * mirror, behind another name of the server or in a plain folder none has: then it is the address whose sources' paths
 * are mostly here. `files` are sorted by code unit.
 */
export function withOwnSources(
  applications: readonly WrittenApplication[],
  repositoryUrl: string | null,
  files: readonly string[],
): WrittenApplication[] {
  const isOwn = ownAddress(applications, repositoryUrl, files);
  return applications.map((application) => ({
    ...application,
    sources: application.sources.map((source) => ({ ...source, ours: isOwn(source.repoURL) })),
  }));
}

/** Tells whether an address is this repository's, in the same way; null where that cannot be known. */
export function ownAddress(
  applications: readonly WrittenApplication[],
  repositoryUrl: string | null,
  files: readonly string[],
): (url: string | null) => boolean | null {
  const here = repositoryUrl === null ? null : normaliseRepositoryUrl(repositoryUrl);
  const sources = applications.flatMap((application) => application.sources);
  const named = here !== null && sources.some(({ repoURL }) => addressOf(repoURL) === here);
  const own = named ? here : (mostlyHere(sources, files) ?? here);
  return (url) => {
    const address = addressOf(url);
    if (own === null || address === null) return null;
    if (address === own) return true;
    // A template, a local path, and an owner that a person has to write may be anything.
    return normaliseRepositoryUrl(url ?? '') === null || isUnwritten(address, own) ? null : false;
  };
}

/** `github.com/your-org/shop` where this is `github.com/acme/shop`: whoever copies the repository puts their name there. */
function isUnwritten(address: string, own: string): boolean {
  const owner = folderOf(address);
  const word = baseName(owner);
  if (baseName(address) !== baseName(own) || !owner.includes('/')) return false;
  return /^(?:<.*>|\[.*\]|your[-_]?.*|my[-_]?(?:org|user|name|account|github).*|(?:example|change|replace)[-_]?.*|(?:user|owner|org|organi[sz]ation)(?:[-_]?name)?)$/.test(
    word,
  );
}

function mostlyHere(sources: readonly ApplicationSource[], files: readonly string[]): string | null {
  const counts = new Map<string, { here: number; all: number }>();
  for (const { repoURL, path } of sources) {
    const address = addressOf(repoURL);
    if (address === null || path === null || path === '' || path.includes('{{')) continue;
    const count = counts.get(address) ?? { here: 0, all: 0 };
    count.all += 1;
    if (isFolder(path, files)) count.here += 1;
    counts.set(address, count);
  }
  const [best] = [...counts].sort((a, b) => b[1].here - a[1].here || b[1].all - a[1].all);
  return best && best[1].here * 2 > best[1].all ? best[0] : null;
}

function addressOf(url: string | null): string | null {
  return url === null ? null : (normaliseRepositoryUrl(url) ?? url);
}

/** Whether a file lies below a path: the first that is not before `path/` begins with it. */
function isFolder(path: string, files: readonly string[]): boolean {
  const prefix = `${path}/`;
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((files[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  return files[low]?.startsWith(prefix) ?? false;
}
