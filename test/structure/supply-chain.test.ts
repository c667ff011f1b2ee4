import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readDependencies } from '../../scripts/dependency-docs.ts';
import { bundledVersions, lockedVersions } from '../../scripts/locked-versions.ts';

/**
 * Those checks of OpenSSF Scorecard 5 (docs/checks.md of its repository) that can be judged from the tree. Permissions,
 * pins and scripts of workflows are in test/workflows.
 */
const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
/** Ours, and that of the site of the documentation, which is installed by itself. */
const lockfiles = ['pnpm-lock.yaml', 'tools/site/pnpm-lock.yaml'];

describe('what is installed is pinned', () => {
  test('every package of others is asked for in one version', () => {
    for (const [name, version] of lockedVersions())
      expect({ name, version }).toEqual({ name, version: expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/) });
  });

  test('what builds the site is asked for in one version, too', () => {
    const { dependencies } = JSON.parse(read('tools/site/package.json'));
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test.each(lockfiles)('every package of %s is locked by its hash, and comes from the registry', (path) => {
    const packages: [string, { resolution: object }][] = Object.entries(parse(read(path)).packages);
    expect(packages.length).toBeGreaterThan(100);
    for (const [name, { resolution }] of packages)
      expect({ name, resolution }).toEqual({ name, resolution: { integrity: expect.stringMatching(/^sha512-/) } });
  });

  test('no package runs a script when it is installed', () => {
    for (const path of ['pnpm-workspace.yaml', 'tools/site/pnpm-workspace.yaml'])
      expect(new Set(Object.values(parse(read(path)).allowBuilds))).toEqual(new Set([false]));
  });

  test('scripts of continuous integration install by version or by hash', () => {
    for (const name of readdirSync(join(root, '.ci'))) {
      const text = read(`.ci/${name}`);
      for (const [, target = ''] of text.matchAll(/go install (\S+)/g)) expect(target).toMatch(/@v\d+\.\d+\.\d+$/);
      for (const [line] of text.matchAll(/.*pip3? install.*/g)) expect(line).toContain('--require-hashes');
      expect(text).not.toMatch(/curl|wget|npm (i|install) |pnpm add/);
    }
    for (const entry of read('.ci/requirements.txt')
      .trim()
      .split(/\n(?=\S)/))
      expect(entry).toMatch(/^[\w.-]+==[\w.]+ \\\n {4}--hash=sha256:[0-9a-f]{64}/);
  });
});

test('no workflow runs for the request of a stranger with rights of this repository', () => {
  for (const path of tracked.filter((name) => /^(\.github\/)?workflows\/[^/]+\.ya?ml$/.test(name))) {
    const { on } = parse(read(path));
    const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on);
    for (const event of events) {
      // Only who may triage labels an issue; a form that does it for a stranger is refused by the action.
      if (event === 'issues' && path.startsWith('workflows/')) {
        expect({ path, types: on.issues.types }).toEqual({ path, types: ['labeled'] });
        continue;
      }
      expect({ path, event }).toEqual({
        path,
        event: expect.stringMatching(/^(push|pull_request|workflow_call|workflow_dispatch|schedule)$/),
      });
    }
  }
});

test('nothing that cannot be read is kept: no program, no archive', () => {
  const programs = ['7f454c46', '4d5a', '0061736d', 'cafebabe', '504b0304', '1f8b', 'cffaedfe'];
  for (const path of tracked) {
    if (/\.(png|woff2)$/.test(path) || !existsSync(join(root, path))) continue;
    const start = readFileSync(join(root, path)).subarray(0, 4).toString('hex');
    expect({ path, program: programs.some((magic) => start.startsWith(magic)) }).toEqual({ path, program: false });
    expect(path).not.toMatch(/\.(exe|dll|so|dylib|node|jar|class|wasm|pyc|zip|tgz|gz)$/);
  }
});

test('there are a licence, a way to report a vulnerability, and somebody who proposes updates', () => {
  expect(read('LICENSE')).toContain('Apache License');
  expect(JSON.parse(read('package.json')).license).toBe('Apache-2.0');
  expect(read('SECURITY.md')).toMatch(/## Reporting\n[\s\S]*Report a vulnerability/);
  const { updates } = parse(read('.github/dependabot.yml'));
  expect(updates.map((update: { 'package-ecosystem': string }) => update['package-ecosystem']).sort()).toEqual([
    'github-actions',
    'npm',
  ]);
});

test('continuous integration tests every request, and looks for faults without running the program', () => {
  const { on, jobs } = parse(read('.github/workflows/ci.yml'));
  expect(on).toHaveProperty('pull_request');
  expect(jobs.test.steps.map(({ run }: { run?: string }) => run)).toContain('.ci/run');
  for (const step of ['.ci/tools', '.ci/audit', 'npm test -- --all']) expect(read('.ci/run')).toContain(step);
  for (const tool of ['actionlint', 'zizmor']) expect(read('.ci/tools')).toContain(tool);
  expect(read('scripts/test.ts')).toContain('biome');
});

describe('the list of dependencies', () => {
  const { asOf, dependencies } = readDependencies();

  test('names every package that is asked for or bundled, in the version that is pinned, and no other', () => {
    const listed = new Map(dependencies.map(({ name, version }) => [name, version]));
    expect([...listed].sort()).toEqual([...lockedVersions()].sort());
    const bundled = dependencies.filter(({ use }) => use === 'bundled').map(({ name }) => name);
    expect(bundled.sort()).toEqual([...bundledVersions().keys()].sort());
  });

  test('says of each when it was released, under which licence, and why it is there', () => {
    expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const one of dependencies) {
      expect(one).toMatchObject({
        released: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        newestReleased: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        licence: expect.stringMatching(/^[\w. -]+$/),
        why: expect.stringMatching(/\S/),
      });
      expect(one.released <= asOf).toBe(true);
    }
  });
});
