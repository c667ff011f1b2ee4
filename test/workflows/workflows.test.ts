import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
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
    '.github/workflows/build-images-by-oidc.yml',
    '.github/workflows/build-images-by-password.yml',
    '.github/workflows/build-images.yml',
    '.github/workflows/ci.yml',
    '.github/workflows/health.yml',
    '.github/workflows/new-service.yml',
    '.github/workflows/promote.yml',
    '.github/workflows/publish.yml',
    '.github/workflows/release-by-oidc.yml',
    '.github/workflows/release-by-password.yml',
    '.github/workflows/release.yml',
    '.github/workflows/retire-service.yml',
    '.github/workflows/rollback.yml',
    '.github/workflows/site.yml',
    '.github/workflows/verify.yml',
  ]);
  expect(starters.map(({ path }) => path)).toEqual([
    'workflows/new-service-from-issue.yml',
    'workflows/new-service-from-label.yml',
    'workflows/new-service.yml',
    'workflows/promote-by-request.yml',
    'workflows/promote-when-ready.yml',
    'workflows/promote.yml',
    'workflows/release-by-oidc.yml',
    'workflows/release-one-environment.yml',
    'workflows/release-to-deploy-repository.yml',
    'workflows/release-with-health.yml',
    'workflows/release-with-paths-filter.yml',
    'workflows/release.yml',
    'workflows/retire-service-from-issue.yml',
    'workflows/retire-service.yml',
    'workflows/rollback.yml',
    'workflows/verify-nightly.yml',
    'workflows/verify.yml',
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

  test('ends no output with a word that a value may hold', () => {
    for (const { run } of steps(file)) expect(run ?? '').not.toMatch(/[^<]<<['"]?\w/);
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

describe('what a caller grants', () => {
  const levels = ['none', 'read', 'write'];
  const callers = files.flatMap((file) => jobs(file).flatMap(([name, job]) => (job.uses ? [{ file, name, job }] : [])));

  /** GitHub refuses the whole run where a called job asks for more, also one that its `if` would skip. */
  test.each(callers.map(({ file, name, job }) => [`${file.path} ${name}`, job] as const))(
    '%s is what is asked for, and no more',
    (_, job) => {
      const called = ours.find(({ path }) => path === reusable.exec(job.uses ?? '')?.[1]);
      const asked: Record<string, string> = {};
      for (const [, { permissions }] of called ? jobs(called) : [])
        for (const [scope, level] of Object.entries(permissions as Record<string, string>))
          if (levels.indexOf(level) > levels.indexOf(asked[scope] ?? 'none')) asked[scope] = level;
      expect(job.permissions).toEqual(asked);
    },
  );

  test.each([
    ['release', { packages: 'write' }],
    ['release-by-password', {}],
    ['release-by-oidc', { 'id-token': 'write' }],
  ])('%s asks for what its registry takes', (name, registry) => {
    const { permissions } = ours.find(({ path }) => path.endsWith(`/${name}.yml`))?.workflow.jobs.build ?? {};
    expect(permissions).toEqual({ contents: 'read', ...registry });
  });
});

/** What a caller cannot say: what the workflow itself is for, and what only tests and other servers need. */
const kept: Readonly<Record<string, readonly string[]>> = {
  'detect-changes': ['working-directory', 'scope', 'head', 'token', 'allow-insecure'],
  'image-matrix': ['working-directory', 'services', 'omit-registry', 'allow-numeric-tags'],
  'bump-image-tags': [
    ...['images', 'token', 'via', 'dry-run', 'allow-insecure'],
    // A pipeline has built a new tag: nobody holds that, and nobody is there to say what is urgent.
    ...['release', 'list-commits', 'emergency'],
    // The repository variable ROLLCALL_STOP says `stop`.
    'stop',
    // A job that asks for `deployments: write` is refused to each caller that does not grant it.
    'deployments',
  ],
  'promote-images': [
    ...['from', 'to', 'to-previous', 'takes-away', 'copy', 'token', 'dry-run', 'allow-insecure', 'stop'],
    // Of a standing request, which has a starter of its own.
    'request-status',
    'deployments',
  ],
  // What the commit before it wrote.
  'wait-for-health': ['environment', 'commit', 'services', 'timeout', 'token', 'allow-insecure', 'deployments'],
  'new-service': ['token', 'deploy-token', 'patch-file', 'allow-insecure'],
  'retire-service': ['token', 'deploy-token', 'patch-file', 'allow-insecure'],
  'verify-services': [
    ...['working-directory', 'sarif-file', 'token', 'deploy-token', 'allow-insecure'],
    // What writes fixes needs more rights than a check may ask for.
    ...['fix', 'unsafe-fixes', 'tags', 'branch', 'via', 'message', 'labels', 'auto-merge'],
  ],
};

/** What belongs to a roll-back alone, and what does not. */
const ofOthers: Readonly<Record<string, readonly string[]>> = {
  promote: ['hold', 'hold-until', 'hold-reason'],
  rollback: ['release', 'emergency'],
};

test.each([
  ['release', 'detect-changes'],
  ['release', 'image-matrix'],
  ['release', 'bump-image-tags'],
  ['promote', 'promote-images'],
  ['promote', 'wait-for-health'],
  ['health', 'wait-for-health'],
  ['rollback', 'promote-images'],
  ['new-service', 'new-service'],
  ['retire-service', 'retire-service'],
  ['verify', 'verify-services'],
])('%s.yml has every input of %s', (workflow, name) => {
  const { workflow: called } = ours.find(({ path }) => path.endsWith(`/${workflow}.yml`)) ?? {};
  const given = Object.values(called?.jobs ?? {})
    .flatMap((job) => job.steps ?? [])
    .filter((step) => action.exec(step.uses ?? '')?.[1] === name)
    .flatMap((step) => Object.values(step.with ?? {}));
  const inputs = Object.keys(called?.on.workflow_call?.inputs ?? {});
  for (const input of Object.keys(readAction(name).inputs ?? {})) {
    // Only what waits and nothing else says what for.
    const spared = workflow === 'health' ? ['token', 'allow-insecure'] : kept[name];
    if (spared?.includes(input) || ofOthers[workflow]?.includes(input)) continue;
    expect({ input, declared: inputs.includes(input) }).toEqual({ input, declared: true });
    expect(given).toContainEqual(`\${{ inputs.${input} }}`);
  }
});

test.each([
  ['release', 'bump-image-tags', 'dry-run'],
  ['promote', 'promote-images', 'to-previous'],
  ['rollback', 'promote-images', 'all'],
])('in %s.yml ROLLCALL_STOP stops what %s writes, but for a roll-back', (workflow, name, except) => {
  const { workflow: called } = ours.find(({ path }) => path.endsWith(`/${workflow}.yml`)) ?? {};
  const steps = Object.values(called?.jobs ?? {})
    .flatMap((job) => job.steps ?? [])
    .filter((step) => action.exec(step.uses ?? '')?.[1] === name);
  expect(steps.length).toBeGreaterThan(0);
  for (const { with: given = {} } of steps) {
    const isExempt = except === 'all' || given[except] !== undefined;
    expect(given.stop).toBe(isExempt ? undefined : '${{ vars.ROLLCALL_STOP }}');
  }
});

test.each(starters.map(({ path, text }) => [path, text]))(
  '%s is short, and says at its top what it does',
  (_path, text) => {
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).toMatch(/^# [A-Z][\s\S]*?\n# Copy it to \.github\/workflows\//);
  },
);

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

describe.each(['new-service', 'retire-service'])('the form of an issue: %s', (name) => {
  const text = readFileSync(join(root, `workflows/ISSUE_TEMPLATE/${name}.yml`), 'utf8');
  const form = parse(text) as { labels?: unknown; body: { type: string; attributes: { label: string } }[] };
  const reader = starters.find(({ path }) => path.endsWith(`/${name}-from-issue.yml`))?.text ?? '';

  test('asks what the workflow reads, and puts no label on the issue', () => {
    const read = [...reader.matchAll(/^ {10}answer \S+ '(.+)'$/gm)].map(([, label]) => label);
    const asked = form.body.flatMap(({ type, attributes }) => (type === 'textarea' ? [] : [attributes.label]));
    expect(read).toEqual(asked);
    expect(form).not.toHaveProperty('labels');
  });
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
