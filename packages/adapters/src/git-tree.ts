import type { FileMode, Tree, TreeEntry } from '@rollcall/domain/ports';
import { ExternalError } from '@rollcall/domain/user-error';
import type { Git } from './git-cli.ts';
import { decodePath } from './path-bytes.ts';

/** The tree of a commit, read with `ls-tree` and one `cat-file --batch`: no checkout, no index. */
export function gitTree(git: Git, commit: string, name = commit.slice(0, 12)): Tree {
  let listing: Promise<{ entries: TreeEntry[]; oids: Map<string, string> }> | undefined;
  const load = () => {
    listing ??= git.run(['ls-tree', '-r', '-z', '--full-tree', commit]).then(parseListing);
    return listing;
  };
  return {
    name,
    list: async () => (await load()).entries,
    read: async (paths) => {
      const { oids } = await load();
      const wanted = paths.filter((path) => oids.has(path));
      const contents = await readBlobs(
        git,
        wanted.map((path) => oids.get(path) ?? ''),
      );
      return new Map(wanted.map((path, index) => [path, contents[index] ?? new Uint8Array()]));
    },
  };
}

/** Git's words for what a path is. */
export const fileModes: Readonly<Record<string, FileMode>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** `<mode> SP <type> SP <oid> TAB <path> NUL`, sorted by bytes; `oids` has the regular files only. */
function parseListing(output: Buffer): { entries: TreeEntry[]; oids: Map<string, string> } {
  const entries: TreeEntry[] = [];
  const oids = new Map<string, string>();
  let start = 0;
  while (start < output.length) {
    const tab = output.indexOf(0x09, start);
    const end = output.indexOf(0x00, tab);
    const [mode = '', , oid = ''] = output.toString('latin1', start, tab).split(' ');
    const path = decodePath(output.subarray(tab + 1, end));
    const kind = fileModes[mode] ?? 'file';
    entries.push({ path, mode: kind });
    if (kind === 'file' || kind === 'executable') oids.set(path, oid);
    start = end + 1;
  }
  return { entries, oids };
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
    throw new ExternalError(`git has no blob ${oid}`, { help: 'The clone is incomplete or damaged: clone again.' });
  });
}

/** Fetches objects by id, as git's own lazy fetching does but all at once; nothing where the clone is not partial. */
async function fetchObjects(git: Git, oids: readonly string[]): Promise<void> {
  const remotes = await git.attempt(['config', '-z', '--get-regexp', '^remote\\..*\\.promisor$']);
  const [, remote] = /^remote\.(.*)\.promisor\ntrue$/m.exec(remotes.stdout.toString('utf8').split('\0')[0] ?? '') ?? [];
  if (remote === undefined) return;
  await git.run(
    [
      ...['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', '--quiet', '--stdin', '--filter=blob:none'],
      ...['--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-prune', '--refmap=', remote],
    ],
    `${[...new Set(oids)].join('\n')}\n`,
  );
}
