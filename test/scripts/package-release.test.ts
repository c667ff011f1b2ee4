import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';

const root = join(import.meta.dirname, '../..');

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function packaged(): Map<string, Buffer> {
  const folder = temporaryFolder('release-');
  execFileSync(join(root, 'scripts/package-release.sh'), ['v1.2.3', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

test('a release has the bundles, a bill of materials of each and the checksum of all, the same every time', () => {
  const files = packaged();
  const actions = readdirSync(join(root, 'actions')).filter((name) =>
    existsSync(join(root, 'actions', name, 'main.ts')),
  );
  const boms = [...actions, 'cli'].map((name) => `${name}.cdx.json`);
  expect([...files.keys()].sort()).toEqual(
    ['SHA256SUMS', ...boms, `rollcall-${version}.tgz`, 'rollcall-v1.2.3.tar.gz'].sort(),
  );
  const sums = files.get('SHA256SUMS')?.toString('utf8').trim().split('\n');
  const wanted = [...files]
    .filter(([name]) => name !== 'SHA256SUMS')
    .map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
  expect(sums?.sort()).toEqual(wanted.sort());
  expect(packaged()).toEqual(files);
});
