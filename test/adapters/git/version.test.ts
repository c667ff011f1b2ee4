import { expect, test } from '@jest/globals';
import { versionProblem } from '@rollcall/adapters/git/version';

test.each([
  'git version 2.31.0',
  'git version 2.39.5 (Apple Git-154)',
  'git version 2.50.1.windows.1',
  'git version 2.52.0-rc1',
  'git version 3.0.0',
])('%s is new enough', (said) => {
  expect(versionProblem(said)).toBeNull();
});

test.each(['git version 2.30.9', 'git version 1.8.3.1', 'git version 2.9.5'])('%s is too old', (said) => {
  expect(versionProblem(said)).toMatch(/is too old: Rollcall needs 2\.31 or newer$/);
});

test.each(['', 'hub version 2.14', 'git version'])('%j says no version', (said) => {
  expect(versionProblem(said)).toBe('git --version does not say a version');
});
