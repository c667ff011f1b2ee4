import { compareText } from '@rollcall/domain/location';
import type { FileMode, Tree, TreeEntry } from '@rollcall/domain/ports';
import type { Git } from './command.ts';
import { externalFailure } from './failure.ts';
import { decodePath } from './path-bytes.ts';

/** The tree of a commit, read with `ls-tree` and one `cat-file --batch`: no checkout, no index. */
export function gitTree(git: Git, commit: string, name = commit.slice(0, 12)): Tree {
  let listing: Promise<Listing> | undefined;
  const load = () => {
    listing ??= git.run(['ls-tree', '-r', '-z', '--full-tree', commit]).then(parseListing);
    return listing;
  };
  return {
    name,
    list: async () => (await load()).entries,
    read: async (paths) => {
      const { oidOf } = await load();
      const wanted: string[] = [];
      const oids: string[] = [];
      for (const path of paths) {
        const oid = oidOf(path);
        if (oid === undefined) continue;
        wanted.push(path);
        oids.push(oid);
      }
      const contents = await readBlobs(git, oids);
      return new Map(wanted.map((path, index) => [path, contents[index] ?? new Uint8Array()]));
    },
  };
}

interface Listing {
  /** Sorted by code unit. */
  entries: readonly TreeEntry[];
  /** Blob of a regular file; undefined for everything else. */
  oidOf: (path: string) => string | undefined;
}

/** Git's words for what a path is. */
export const fileModes: Readonly<Record<string, FileMode>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/**
 * `<mode> SP <type> SP <oid> TAB <path> NUL` for each path. The output of a large repository is many megabytes: it
 * becomes one string, names are slices of it, and an id is cut out only when it is asked for.
 */
function parseListing(output: Buffer): Listing {
  const text = output.toString('latin1');
  const isAscii = !/[\x80-\xff]/.test(text);
  let entries: TreeEntry[] = [];
  let starts: number[] = [];
  for (let start = 0; start < text.length; ) {
    const tab = text.indexOf('\t', start);
    const end = text.indexOf('\0', tab);
    const path = isAscii ? text.slice(tab + 1, end) : decodePath(output.subarray(tab + 1, end));
    entries.push({ path, mode: fileModes[text.slice(start, start + 6)] ?? 'file' });
    starts.push(start);
    start = end + 1;
  }
  // git sorts by bytes: the same order for all names but those with characters beyond U+FFFF or that are no UTF-8.
  if (!isAscii) {
    const found = entries.map((entry, at) => ({ entry, start: starts[at] ?? 0 }));
    found.sort((a, b) => compareText(a.entry.path, b.entry.path));
    entries = found.map(({ entry }) => entry);
    starts = found.map(({ start }) => start);
  }
  return {
    entries,
    oidOf: (path) => {
      const at = indexOfPath(entries, path);
      const mode = entries[at]?.mode;
      if (mode !== 'file' && mode !== 'executable') return undefined;
      const start = starts[at] ?? 0;
      return text.slice(start + '100644 blob '.length, text.indexOf('\t', start));
    },
  };
}

/** -1 where there is none. */
function indexOfPath(sorted: readonly TreeEntry[], path: string): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareText(sorted[middle]?.path ?? '', path);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Blob contents in the order asked. In a partial clone the missing ones are fetched first, in one request. */
async function readBlobs(git: Git, oids: readonly string[]): Promise<Uint8Array[]> {
  const first = await git.objects(oids);
  const missing = oids.filter((_, index) => first[index] === undefined);
  if (missing.length === 0) return first.map((blob) => blob?.content ?? new Uint8Array());
  await fetchObjects(git, missing);
  const second = new Map((await git.objects(missing)).map((blob, index) => [missing[index], blob]));
  return oids.map((oid, index) => {
    const blob = first[index] ?? second.get(oid);
    if (blob) return blob.content;
    throw externalFailure(`git has no blob ${oid}, which a commit names`, 'missing blob');
  });
}

/** Fetches objects by id, as git's own lazy fetching does but all at once; nothing where the clone is not partial. */
async function fetchObjects(git: Git, oids: readonly string[]): Promise<void> {
  const remotes = await git.ask(['config', '-z', '--get-regexp', '^remote\\..*\\.promisor$']);
  const [, remote] = /^remote\.(.*)\.promisor\ntrue$/m.exec(remotes?.split('\0')[0] ?? '') ?? [];
  if (remote === undefined) return;
  await git.run(
    [
      ...['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', '--quiet', '--stdin', '--filter=blob:none'],
      ...['--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-prune', '--refmap=', remote],
    ],
    `${[...new Set(oids)].join('\n')}\n`,
  );
}
