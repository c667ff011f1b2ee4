import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Dependency, readDependencies } from './dependency-docs.ts';
import { lockedVersions } from './locked-versions.ts';

// Asks the registry about every listed package, one after the other, and writes scripts/dependencies.json anew.
const locked = lockedVersions();
const dependencies = readDependencies().dependencies.map((one) => refreshed(one, locked.get(one.name) ?? one.version));
const list = { asOf: new Date().toISOString().slice(0, 10), dependencies };
writeFileSync(new URL('dependencies.json', import.meta.url), `${JSON.stringify(list, null, 2)}\n`);
console.log(`asked about ${dependencies.length} packages; npm run docs writes the page`);

function refreshed(one: Dependency, version: string): Dependency {
  const answer = execFileSync('npm', ['view', `${one.name}@${version}`, 'license', 'time', 'dist-tags', '--json'], {
    encoding: 'utf8',
  });
  const { license, time, 'dist-tags': tags } = JSON.parse(answer);
  const newest: string = tags.latest;
  const day = (of: string): string => String(time[of] ?? '').slice(0, 10);
  return { ...one, version, released: day(version), newest, newestReleased: day(newest), licence: license ?? 'none' };
}
