import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const usage = `usage: npm run pin-release -- [--check] vX.Y.Z
Writes the commit that is checked out into what our reusable workflows call of ours, so that who pins a release by its
commit runs nothing that a moved tag could change. Commit and tag the result: the tag's parent is that commit.
--check says whether the commit that is checked out is such a release of its parent.`;

const folder = '.github/workflows';
/** What our workflows call of ours, with what stands behind it. */
const ownReference = /(owner\/rollcall\/[\w./-]+)@\S+(?: # v\S+)?/g;

/** 0 when it is done or holds, 1 when it does not hold, 2 for a mistake in the arguments. */
function main(args: readonly string[]): number {
  const [version, ...more] = args.filter((arg) => arg !== '--check');
  if (version === undefined || more.length > 0 || !/^v\d+\.\d+\.\d+$/.test(version)) {
    console.error(usage);
    return 2;
  }
  return args.includes('--check') ? check(version) : pin(version);
}

function pin(version: string): number {
  const { version: packaged } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (`v${packaged}` !== version) {
    console.error(
      `package.json is of version ${packaged}. Write ${version.slice(1)} there, build, and commit it first.`,
    );
    return 1;
  }
  if (git('status', '--porcelain') !== '') {
    console.error('The work tree has changes. Commit them first: a release pins a commit.');
    return 1;
  }
  const commit = git('rev-parse', 'HEAD');
  for (const path of workflows()) writeFileSync(path, pinned(readFileSync(path, 'utf8'), commit, version));
  console.log(`The workflows call ${commit}. Commit this, and tag that commit ${version}.`);
  return 0;
}

function check(version: string): number {
  const parent = git('rev-parse', 'HEAD^');
  const others = git('diff', '--name-only', 'HEAD^', 'HEAD')
    .split('\n')
    .filter((path) => !path.startsWith(`${folder}/`));
  const { version: packaged } = JSON.parse(readFileSync('package.json', 'utf8'));
  const faults = [
    ...(`v${packaged}` === version ? [] : [`package.json is of version ${packaged}, and the release is ${version}`]),
    ...others.filter((path) => path !== '').map((path) => `${path} is not what the pinned commit has`),
    ...workflows().flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      const before = git('show', `HEAD^:${path}`);
      if (text.trim() !== pinned(before, parent, version).trim())
        return [`${path} is not the one of ${parent}, pinned for ${version}`];
      return [];
    }),
  ];
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) console.log(`${version} calls nothing of ours but ${parent}.`);
  return faults.length === 0 ? 0 : 1;
}

function pinned(text: string, commit: string, version: string): string {
  return text.replace(ownReference, `$1@${commit} # ${version}`);
}

function workflows(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(folder, name));
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}

process.exitCode = main(process.argv.slice(2));
