import { readFileSync } from 'node:fs';

const usage = `usage: release-notes vX.Y.Z
Prints what CHANGELOG.md says of a version: the notes of its release.`;

/** 0 when it is printed, 1 where the changelog says nothing of the version, 2 for a mistake in the arguments. */
function main(args: readonly string[]): number {
  const [version = '', ...more] = args;
  if (more.length > 0 || !/^v\d+\.\d+\.\d+$/.test(version)) {
    console.error(usage);
    return 2;
  }
  const notes = sectionOf(readFileSync('CHANGELOG.md', 'utf8'), version.slice(1));
  if (notes === '') {
    console.error(`CHANGELOG.md says nothing below "## ${version.slice(1)}": write there what changed`);
    return 1;
  }
  console.log(notes);
  return 0;
}

/** What stands below the heading of a version, which may be followed by its day; '' where nothing does. */
function sectionOf(changelog: string, version: string): string {
  const lines = changelog.split('\n');
  const isHeading = (line: string): boolean => line === `## ${version}` || line.startsWith(`## ${version} `);
  const from = lines.findIndex(isHeading);
  if (from < 0) return '';
  const after = lines.slice(from + 1);
  const to = after.findIndex((line) => line.startsWith('## '));
  return after
    .slice(0, to < 0 ? undefined : to)
    .join('\n')
    .trim();
}

process.exitCode = main(process.argv.slice(2));
