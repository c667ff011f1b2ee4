import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const usage = `usage: npm run set-owner -- OWNER
Writes another owner of this repository wherever its actions and workflows are named, from package.json, the one place
that says who it is. Run \`npm run docs\` and \`npm run build\` after it.`;

/** 0 when it is written, 2 for a mistake in the arguments. */
function main(args: readonly string[]): number {
  const [owner, ...more] = args;
  if (owner === undefined || more.length > 0 || !/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/.test(owner)) {
    console.error(usage);
    return 2;
  }
  const { repository } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [, name = ''] = /^github:(.+\/rollcall)$/.exec(repository) ?? [];
  if (name === '') throw new Error(`package.json says no repository of GitHub: ${repository}`);
  const paths = execFileSync('git', ['grep', '-lIzF', `${name}`, '--', ':!*/dist/*'], { encoding: 'utf8' });
  const named = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g');
  for (const path of paths.split('\0').filter(Boolean))
    writeFileSync(path, readFileSync(path, 'utf8').replace(named, `${owner}/rollcall`));
  return 0;
}

process.exitCode = main(process.argv.slice(2));
