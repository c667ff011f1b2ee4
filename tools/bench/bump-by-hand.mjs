// What somebody who knows git's plumbing would do: `bump-by-hand.mjs FOLDER URL BRANCH TAG` gives every Application
// below k8s/argocd/apps/prod the tag, in one commit. It looks for a pattern and checks nothing.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const [folder, url, branch, tag] = process.argv.slice(2);
const directory = join(folder, 'by-hand');
const git = (args, input = '') =>
  execFileSync('git', args, { cwd: args[0] === 'init' ? folder : directory, input, maxBuffer: 1 << 28 });

git(['init', '--quiet', '--bare', '--template=', directory]);
git(['config', 'remote.origin.url', url]);
const fetchOptions = ['fetch', '--quiet', '--filter=blob:none', '--no-tags', '--no-write-fetch-head', '--refmap='];
git([...fetchOptions, '--depth=1', 'origin', `+refs/heads/${branch}:refs/heads/head`]);
const head = git(['rev-parse', 'refs/heads/head']).toString().trim();

const files = git(['ls-tree', '-r', '-z', '--full-tree', head, 'k8s/argocd/apps/prod'])
  .toString()
  .split('\0')
  .filter(Boolean)
  .map((line) => /^(\d+) blob (\S+)\t(.*)$/s.exec(line).slice(1));
const ids = [...new Set(files.map(([, id]) => id))];
git(['-c', 'fetch.negotiationAlgorithm=noop', ...fetchOptions, '--stdin', 'origin'], `${ids.join('\n')}\n`);
const blobs = git(['cat-file', '--batch'], `${ids.join('\n')}\n`);
const contents = new Map();
for (let at = 0; at < blobs.length; ) {
  const start = blobs.indexOf(10, at) + 1;
  const [id, , size] = blobs.toString('latin1', at, start - 1).split(' ');
  contents.set(id, blobs.toString('utf8', start, start + Number(size)));
  at = start + Number(size) + 1;
}

const lines = [
  'commit refs/heads/made\nmark :1\ncommitter A Person <person@example.com> now\ndata 6\ndeploy',
  `from ${head}`,
];
for (const [mode, id, path] of files) {
  const text = contents.get(id).replace(/(name: image\.tag\n\s+value: )'[^']*'/, `$1'${tag}'`);
  lines.push(`M ${mode} inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}`);
}
const made = git(['fast-import', '--quiet', '--date-format=now'], `${lines.join('\n')}\nget-mark :1\n`)
  .toString()
  .trim();
const lease = `--force-with-lease=refs/heads/${branch}:${head}`;
git(['push', '--quiet', lease, 'origin', `${made}:refs/heads/${branch}`]);
