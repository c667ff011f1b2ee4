import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { initRepository, type Repository } from '@rollcall/testkit/repository';

const script = join(import.meta.dirname, '../../scripts/move-major-tag.sh');

let origin: Repository;
let clone: Repository;

beforeEach(() => {
  origin = initRepository({ bare: true });
  clone = initRepository();
  clone.git('remote', 'add', 'origin', `file://${origin.directory}`);
});

function release(tag: string, ...how: string[]): string {
  const commit = clone.commit({ version: tag }, tag);
  clone.git('tag', ...how, tag);
  clone.git('push', '--quiet', 'origin', tag);
  return commit;
}

function move(tag: string) {
  const { status, stdout, stderr } = spawnSync(script, [tag], { cwd: clone.directory, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

const major = (name = 'v1') => origin.git('for-each-ref', '--format=%(objectname)', `refs/tags/${name}`);

test('the major tag leads to the newest release, of whatever kind its tag is', () => {
  const first = release('v1.2.0');
  expect(move('v1.2.0')).toEqual({ status: 0, said: 'v1 is v1.2.0 now\n' });
  expect(major()).toBe(first);
  const second = release('v1.10.0', '--annotate', '--message', 'The tenth');
  expect(move('v1.10.0')).toEqual({ status: 0, said: 'v1 is v1.10.0 now\n' });
  expect(major()).toBe(second);
});

test('a release of an older line moves nothing, nor does one of another major version', () => {
  const newest = release('v1.10.0');
  move('v1.10.0');
  release('v1.9.1');
  expect(move('v1.9.1')).toEqual({ status: 0, said: 'v1 stays where it is: v1.10.0 is newer than v1.9.1\n' });
  const next = release('v2.0.0');
  move('v2.0.0');
  // A tag that begins alike is of another version.
  release('v10.0.0');
  move('v10.0.0');
  expect([major(), major('v2')]).toEqual([newest, next]);
});

test.each([
  ['v1.2', 'v1.2 is no release: vX.Y.Z\n'],
  ['v1.2.3', 'origin has no tag v1.2.3: push it first\n'],
])('%s is refused', (tag, said) => {
  expect(move(tag)).toEqual({ status: 1, said });
  expect(origin.git('for-each-ref')).toBe('');
});
