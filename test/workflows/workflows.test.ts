import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  type Job,
  type Parameter,
  readAction,
  readWorkflows,
  root,
  type Step,
  type WorkflowFile,
} from './workflow-files.ts';

const ours = readWorkflows('.github/workflows');
const starters = readWorkflows('workflows');
const examples = readWorkflows('examples/shop/.github/workflows');
const files = [...ours, ...starters];
const table = files.map((file): [string, WorkflowFile] => [file.path, file]);

const action = /^owner\/rollcall\/actions\/([a-z-]+)@v1$/;
const reusable = /^owner\/rollcall\/(\.github\/workflows\/[a-z-]+\.yml)@v1$/;

function jobs({ workflow }: WorkflowFile): [string, Job][] {
  return Object.entries(workflow.jobs);
}

function steps(file: WorkflowFile): Step[] {
  return jobs(file).flatMap(([, job]) => job.steps ?? []);
}

/** What is wrong with the values given to something that declares its parameters. */
function mismatches(given: object = {}, declared: Record<string, Parameter> = {}): string[] {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  const missing = Object.entries(declared)
    .filter(([name, { required, default: value }]) => required && value === undefined && !Object.hasOwn(given, name))
    .map(([name]) => name);
  return [...unknown.map((name) => `unknown: ${name}`), ...missing.map((name) => `missing: ${name}`)];
}

test('there are workflows to check', () => {
  expect(ours.map(({ path }) => path)).toEqual([
    '.github/workflows/build-images.yml',
    '.github/workflows/ci.yml',
    '.github/workflows/publish.yml',
    '.github/workflows/release.yml',
  ]);
  expect(starters.map(({ path }) => path)).toEqual([
    'workflows/release-with-paths-filter.yml',
    'workflows/release.yml',
  ]);
});

describe.each(table)('%s', (_path, file) => {
  test('grants nothing at the top, and says at every job what for', () => {
    expect(file.workflow.permissions).toEqual({});
    for (const [name, job] of jobs(file))
      expect({ name, permissions: typeof job.permissions }).toEqual({ name, permissions: 'object' });
    const granted = file.text.split('\n').filter((line) => /^\s+[a-z-]+: (read|write)\b/.test(line));
    for (const line of granted) expect(line).toMatch(/ # \S/);
  });

  test('pins every action of others by commit, with its version', () => {
    const uses = file.text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses).toHaveLength(
      steps(file).filter((step) => step.uses).length + jobs(file).filter(([, job]) => job.uses).length,
    );
    for (const line of uses) {
      if (line.includes('uses: owner/rollcall/')) expect(line).toMatch(/@v1$/);
      else expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('keeps no credentials in a checkout', () => {
    for (const step of steps(file).filter(({ uses }) => uses?.startsWith('actions/checkout@')))
      expect(step.with).toHaveProperty('persist-credentials', false);
  });

  test('puts no expression into a script', () => {
    for (const { run } of steps(file)) expect(run ?? '').not.toContain('${{');
  });

  test('gives our actions the inputs they have', () => {
    for (const step of steps(file)) {
      if (!step.uses?.startsWith('owner/rollcall/')) continue;
      const name = action.exec(step.uses)?.[1] ?? '';
      expect({ uses: step.uses, mismatches: mismatches(step.with, readAction(name).inputs) }).toEqual({
        uses: step.uses,
        mismatches: [],
      });
    }
  });

  test('reads the outputs that our actions have', () => {
    const byId = new Map(steps(file).map((step) => [step.id, step]));
    for (const [, id = '', output = ''] of file.text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const step = byId.get(id);
      expect({ id, known: step !== undefined }).toEqual({ id, known: true });
      const name = action.exec(step?.uses ?? '')?.[1];
      if (name) expect(Object.keys(readAction(name).outputs ?? {})).toContain(output);
      if (step?.run) expect(step.run).toMatch(new RegExp(`\\b${output}(=|<<)`));
    }
  });

  test('gives our reusable workflows the inputs and secrets they have', () => {
    for (const [, job] of jobs(file)) {
      if (!job.uses) continue;
      const path = reusable.exec(job.uses)?.[1];
      const called = ours.find((candidate) => candidate.path === path)?.workflow.on.workflow_call;
      expect({ uses: job.uses, known: Boolean(called) }).toEqual({ uses: job.uses, known: true });
      expect(mismatches(job.with, called?.inputs)).toEqual([]);
      expect(mismatches(job.secrets, called?.secrets)).toEqual([]);
    }
  });
});

test.each([
  ['.github/workflows/release.yml', 'gate'],
  ['.github/workflows/ci.yml', 'ci'],
])('the gate of %s needs every other job', (path, gate) => {
  const all = ours.find((file) => file.path === path)?.workflow.jobs ?? {};
  expect([all[gate]?.needs].flat().sort()).toEqual(
    Object.keys(all)
      .filter((name) => name !== gate)
      .sort(),
  );
});

test.each(starters.map(({ path }) => path))('%s has its properties', (path) => {
  const properties = join(root, path.replace(/\.yml$/, '.properties.json'));
  expect(existsSync(properties)).toBe(true);
  const { name, description, iconName, categories } = JSON.parse(readFileSync(properties, 'utf8'));
  for (const text of [name, description, iconName]) expect(text).toMatch(/\S/);
  expect(categories.length).toBeGreaterThan(0);
});

const installed = spawnSync('actionlint', ['-version'], { encoding: 'utf8' });
const missing = installed.error !== undefined;
if (missing)
  process.stderr.write('skipped: actionlint is not installed, so no workflow is linted (.ci/run installs it)\n');

(missing ? test.skip : test)('actionlint accepts every workflow', () => {
  const paths = [...files, ...examples].map(({ path }) => path);
  const { status, stdout, stderr } = spawnSync('actionlint', ['-no-color', ...paths], { cwd: root, encoding: 'utf8' });
  expect(stdout + stderr).toBe('');
  expect(status).toBe(0);
});

const zizmor = spawnSync('zizmor', ['--version'], { encoding: 'utf8' }).error === undefined;
if (!zizmor)
  process.stderr.write('skipped: zizmor is not installed, so no workflow is examined (.ci/run installs it)\n');

// The workflows of the example are as people write them by hand.
(zizmor ? test : test.skip)('zizmor at its strictest persona says nothing of our workflows and actions', () => {
  const actions = readdirSync(join(root, 'actions')).map((name) => `actions/${name}/action.yml`);
  const paths = [...files.map(({ path }) => path), ...actions.filter((path) => existsSync(join(root, path)))];
  const settings = ['--offline', '--no-progress', '--persona=auditor', '--config=.github/zizmor.yml', '--format=json'];
  const { status, stdout } = spawnSync('zizmor', [...settings, ...paths], { cwd: root, encoding: 'utf8' });
  expect(JSON.parse(stdout).map(({ ident, desc }: { ident: string; desc: string }) => `${ident}: ${desc}`)).toEqual([]);
  expect(status).toBe(0);
});
