import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { commandsIn, outputsIn } from '@rollcall/testkit/runner';
import { readActionSteps, readWorkflows, type Step } from './workflow-files.ts';

/** Runs the script of a step as the runner does, and returns how it ended and what it set. */
function runStep(
  file: string,
  job: string,
  id: string | null,
  env: Record<string, string>,
  directory = '.github/workflows',
  prepare: (folder: string) => void = () => {},
) {
  const { workflow } = readWorkflows(directory).find(({ path }) => path.endsWith(`/${file}`)) ?? {};
  const step = workflow?.jobs[job]?.steps?.find((candidate) => (id === null ? candidate.run : candidate.id === id));
  if (!step?.run) throw new Error(`no script in ${file} ${job} ${id}`);
  return runScript(step, env, prepare);
}

function runScript(step: Step, env: Record<string, string>, prepare: (folder: string) => void = () => {}) {
  expect(Object.keys(env).sort()).toEqual(Object.keys(step.env ?? {}).sort());
  const folder = temporaryFolder('step');
  const output = join(folder, 'output');
  writeFileSync(output, '');
  prepare(folder);
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run ?? ''],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', GITHUB_OUTPUT: output, RUNNER_TEMP: folder, ...env },
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr, folder, output: readFileSync(output, 'utf8') };
}

describe('plan of release.yml', () => {
  const images = '[{"service":"a","tag":"41-8c2f1de"}]';
  const matrix = '{"include":[{"service":"a","tags":"prod/a:1-2\\nprod/a:latest"}]}';
  const merges = '{"include":[]}';
  const given = { STAGES: '[]', MERGES: merges, IMAGES: images };
  const env = { ...given, STAGES_FILE: '', MERGES_FILE: '', IMAGES_FILE: '' };
  const plan = (more: Partial<typeof env>) => runStep('release.yml', 'plan', 'plan', { ...env, ...more });

  test.each([
    [`[[${matrix}]]`, `[${matrix}]`, '[]', '[]'],
    [`[[${matrix},${matrix}],[${matrix}]]`, `[${matrix},${matrix}]`, `[${matrix}]`, '[]'],
    [`[[${matrix}],[${matrix}],[${matrix}]]`, `[${matrix}]`, `[${matrix}]`, `[${matrix}]`],
  ])('stages %s are handed over one by one', (STAGES, one, two, three) => {
    const { status, output } = plan({ STAGES });
    const expected = `batches=${one}\nbatches-2=${two}\nbatches-3=${three}\nmerges=${merges}\nimages=${images}\n`;
    expect({ status, output }).toEqual({ status: 0, output: expected });
  });

  test('what came in files is read from them, however long', () => {
    const long = JSON.stringify([[{ include: [{ service: 'a', labels: 'x'.repeat(400_000) }] }]]);
    const file = join(temporaryFolder('outputs'), 'matrix with space.json');
    writeFileSync(file, long);
    const { status, output } = plan({ STAGES: 'over 100 KiB: see stages-file', STAGES_FILE: file });
    expect(status).toBe(0);
    expect(output).toContain(`batches=${long.slice(1, -1)}\n`);
  });

  test.each([
    ['a file that is not there', { STAGES_FILE: '/does/not/exist' }],
    ['more stages than there are jobs for', { STAGES: JSON.stringify([1, 2, 3, 4].map(() => [])) }],
  ])('%s fails the job', (_title, more) => {
    expect(plan(more).status).not.toBe(0);
  });

  test('what GitHub would not hand over fails the job', () => {
    const file = join(temporaryFolder('outputs'), 'stages.json');
    writeFileSync(file, JSON.stringify([[{ include: [{ labels: 'x'.repeat(1_000_001) }] }]]));
    expect(plan({ STAGES_FILE: file }).status).toBe(1);
  });
});

test.each([
  ['success', 'success', 'success', 'true', 0],
  ['success', 'skipped', 'skipped', 'false', 0],
  ['success', 'skipped', 'skipped', '', 0],
  ['success', 'skipped', 'skipped', 'true', 1],
  ['success', 'failure', 'skipped', 'true', 1],
  ['success', 'cancelled', 'skipped', 'true', 1],
  ['success', 'success', 'failure', 'true', 1],
  ['success', 'success', 'skipped', 'true', 1],
  ['failure', 'skipped', 'skipped', '', 1],
  ['cancelled', 'skipped', 'skipped', '', 1],
])('gate of release.yml: plan %s, build %s, bump %s, work %j', (PLAN, BUILD, BUMP, HAS_WORK, expected) => {
  expect(
    runStep('release.yml', 'gate', null, {
      PLAN,
      BUILD,
      LATER: 'skipped skipped skipped',
      BUMP,
      HAS_WORK,
      LEFT_OUT: '',
    }).status,
  ).toBe(expected);
});

test.each([
  ['skipped skipped skipped', 0],
  ['success skipped success', 0],
  ['failure skipped skipped', 1],
  ['success skipped failure', 1],
  ['skipped cancelled skipped', 1],
])('gate of release.yml: later stages and merge %s', (LATER, expected) => {
  const env = { PLAN: 'success', BUILD: 'success', LATER, BUMP: 'success', HAS_WORK: 'true', LEFT_OUT: '["a"]' };
  const { status, stdout } = runStep('release.yml', 'gate', null, env);
  expect(status).toBe(expected);
  expect(stdout).toContain('left out: ["a"]');
});

test.each([
  ['commit', 'false', 'stop', 0],
  ['commit', 'false', 'bump-the-rest', 0],
  ['pull-request', 'true', 'stop', 0],
  ['pull-request', 'false', 'stop', 1],
  ['commit', 'true', 'bump', 1],
])('what release.yml is given: mode %s, token %s, on-build-failure %s', (MODE, HAS_TOKEN, ON_BUILD_FAILURE, status) => {
  expect(runStep('release.yml', 'plan', 'given', { MODE, HAS_TOKEN, ON_BUILD_FAILURE }).status).toBe(status);
});

test.each([
  ['fail', 'false', 0],
  ['rollback', 'false', 0],
  ['rollback-request', 'true', 0],
  ['rollback-request', 'false', 1],
  ['roll-back', 'true', 1],
  ['', 'true', 1],
])('what health.yml and promote.yml are given: on-unhealthy %j, token %s', (ON_UNHEALTHY, HAS_TOKEN, status) => {
  const health = runStep('health.yml', 'wait', 'given', { HAS_TOKEN, ON_UNHEALTHY });
  const promote = runStep('promote.yml', 'plan', 'given', { HAS_TOKEN, ON_UNHEALTHY, MODE: 'commit' });
  expect([health.status, promote.status]).toEqual([status, status]);
  expect(health.stdout).toBe(promote.stdout);
});

describe('what is pushed is what is pulled', () => {
  const entry = { tags: 'prod/cart:1-2\nprod/cart:latest', registry: '' };
  const rendered = (image: string, kind = 'image') =>
    JSON.stringify([{ application: 'cart-prod', changes: [{ object: 'x', field: 'y', old: '', new: image, kind }] }]);
  const given = {
    REGISTRY: 'ghcr.io/Example/shop',
    STAGES: JSON.stringify([[{ include: [entry] }]]),
    STAGES_FILE: '',
    MERGES: '{"include":[]}',
    MERGES_FILE: '',
    IMAGES: '[{"service":"cart","tag":"1-2","repository":"prod/cart"}]',
    RENDERING: rendered('ghcr.io/example/shop/prod/cart:1-2'),
    RENDERING_FILE: '',
  };
  const compare = (more: Partial<typeof given>) => runStep('release.yml', 'plan', 'pulled', { ...given, ...more });

  test.each<[string, Partial<typeof given>]>([
    ['as it is rendered', {}],
    ['with a digest', { RENDERING: rendered(`ghcr.io/example/shop/prod/cart:1-2@sha256:${'0'.repeat(64)}`) }],
    ['in a change that is no image', { RENDERING: rendered('1-2', 'follows') }],
    ['where nothing was rendered', { RENDERING: '[]' }],
    ['at Docker Hub, however it is spelled', { REGISTRY: 'docker.io', RENDERING: rendered('prod/cart:1-2') }],
    [
      'in the registry of the entry',
      {
        REGISTRY: '',
        STAGES: JSON.stringify([[{ include: [{ ...entry, registry: 'quay.io' }] }]]),
        RENDERING: rendered('quay.io/prod/cart:1-2'),
      },
    ],
    [
      'put together of its platforms',
      {
        STAGES: JSON.stringify([[{ include: [{ ...entry, tags: 'prod/cart:1-2-linux-amd64' }] }]]),
        MERGES: JSON.stringify({ include: [entry] }),
      },
    ],
  ])('%s', (_title, more) => {
    const { status, stdout, stderr } = compare(more);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test.each<[string, Partial<typeof given>, string]>([
    [
      'another registry',
      { RENDERING: rendered('registry.example.com/shop/prod/cart:1-2') },
      'cart-prod would pull registry.example.com/shop/prod/cart:1-2',
    ],
    [
      'another tag',
      { RENDERING: rendered('ghcr.io/example/shop/prod/cart:1-3') },
      'cart-prod would pull ghcr.io/example/shop/prod/cart:1-3',
    ],
    [
      'another registry that is written, and nothing is rendered',
      { RENDERING: '[]', IMAGES: '[{"service":"cart","tag":"1-2","repository":"quay.io/prod/cart"}]' },
      'cart would pull quay.io/prod/cart:1-2',
    ],
  ])('%s stops the run', (_title, more, line) => {
    const { status, stdout } = compare(more);
    expect(status).toBe(1);
    expect(stdout).toContain(`::error::${line}, which this run would not push.\n::error::Nothing was pushed. `);
  });

  test('no name of an Application or image is a command', () => {
    const name = 'cart\n::add-mask::a\r::add-mask::b\u0085##[add-mask]c';
    const change = { object: 'x', field: 'y', old: '', new: `quay.io/${name}`, kind: 'image' };
    const { stdout } = compare({ RENDERING: JSON.stringify([{ application: name, changes: [change] }]) });
    expect(commandsIn(stdout).map((command) => command.name)).toEqual(['error', 'error']);
  });
});

describe('what was not built is left out', () => {
  const entries = (...scopes: string[]) => ({
    include: scopes.map((scope) => ({ service: scope, 'cache-scope': scope, tags: `prod/${scope}:1`, platforms: '' })),
  });
  const images = (...names: string[]) => JSON.stringify(names.map((service) => ({ service, tag: '1' })));
  const none = { BATCHES: '[]', BATCHES_2: '[]', BATCHES_3: '[]', MERGES: '{"include":[]}', IMAGES: '[]' };
  const split = (env: Partial<typeof none>, ...built: string[]) =>
    runStep('release.yml', 'bump', 'there', { ...none, ...env }, '.github/workflows', (folder) => {
      mkdirSync(join(folder, 'built'));
      for (const name of built) writeFileSync(join(folder, 'built', name), '');
    });

  test('all that were built are written', () => {
    const env = { BATCHES: JSON.stringify([entries('a'), entries('b')]), BATCHES_2: JSON.stringify([entries('c')]) };
    const { status, stdout, output } = split(
      { ...env, IMAGES: images('a', 'b', 'c') },
      'image-a',
      'image-b',
      'image-c',
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(output).toBe(`images=${images('a', 'b', 'c')}\nleft-out=[]\n`);
  });

  test('one that was not is told, and the others are written', () => {
    const { output, stdout } = split(
      { BATCHES: JSON.stringify([entries('a', 'b')]), IMAGES: images('a', 'b') },
      'image-b',
    );
    expect(output).toBe(`images=${images('b')}\nleft-out=["a"]\n`);
    expect(stdout).toContain('::error::a was not built');
  });

  test('none is written where none was built', () => {
    const { output } = split({ BATCHES: JSON.stringify([entries('a')]), IMAGES: images('a') });
    expect(output).toBe('images=[]\nleft-out=["a"]\n');
  });

  test('a base that was not built takes no service with it that stands', () => {
    const { output } = split({ BATCHES: JSON.stringify([entries('base', 'a')]), IMAGES: images('a') }, 'image-a');
    expect(output).toBe(`images=${images('a')}\nleft-out=[]\n`);
  });

  test('one image of several of a service is enough', () => {
    const BATCHES = JSON.stringify([
      {
        include: ['worker', 'web'].map((scope) => ({
          service: 'shop',
          'cache-scope': scope,
          tags: `p/${scope}:1`,
          platforms: '',
        })),
      },
    ]);
    expect(split({ BATCHES, IMAGES: images('shop') }, 'image-web').output).toContain('left-out=["shop"]');
    expect(split({ BATCHES, IMAGES: images('web', 'worker') }, 'image-web').output).toContain('left-out=["worker"]');
  });

  describe('of platforms with jobs of their own', () => {
    const platform = (name: string) => ({
      service: 'a',
      'cache-scope': `a-linux-${name}`,
      tags: `prod/a:1-linux-${name}`,
      platforms: `linux/${name}`,
    });
    const both = ['amd64', 'arm64'].map(platform);
    const env = {
      BATCHES: JSON.stringify([{ include: both }]),
      MERGES: JSON.stringify({ include: [{ service: 'a', sources: both.map(({ tags }) => tags).join('\n') }] }),
      IMAGES: images('a'),
    };
    test.each([
      ['all of them', ['image-a-linux-amd64', 'image-a-linux-arm64', 'merge-0'], '[]'],
      ['one that was not built', ['image-a-linux-amd64'], '["a"]'],
      ['not put together', ['image-a-linux-amd64', 'image-a-linux-arm64'], '["a"]'],
    ])('%s', (_title, built, left) => {
      expect(split(env, ...built).output).toContain(`left-out=${left}\n`);
    });
  });
});

describe('what is written is what was agreed to', () => {
  const changes = '[{"service":"a","file":"f","path":"p","old":"1","new":"2"}]';
  const agreed = (file: string, CHANGES: string, CHANGES_FILE = '') =>
    runStep(file, 'plan', 'agreed', { CHANGES, CHANGES_FILE }).output.trim().replace('changes=', '');
  test.each(['promote.yml', 'rollback.yml'])('%s', (file) => {
    const AGREED = agreed(file, changes);
    expect(AGREED).toMatch(/^[0-9a-f]{64}$/);
    const again = (CHANGES: string, CHANGES_FILE = '') =>
      runStep(file, 'commit', 'same', { AGREED, CHANGES, CHANGES_FILE }).status;
    expect([again(changes), again(changes.replace('"2"', '"3"'))]).toEqual([0, 1]);
    const long = join(temporaryFolder('changes'), 'changes.json');
    writeFileSync(long, changes);
    expect(again('over 100 KiB: see changes-file', long)).toBe(0);
  });
});

test.each([
  ['success', 0],
  ['success success', 0],
  ['success skipped', 1],
  ['failure success', 1],
])('gate of ci.yml: %s', (RESULTS, expected) => {
  expect(runStep('ci.yml', 'ci', null, { RESULTS }).status).toBe(expected);
});

test.each([
  ['ghcr.io/Example/Shop', 'ghcr.io', 'ghcr.io/example/shop/'],
  ['ghcr.io/example/', 'ghcr.io', 'ghcr.io/example/'],
  ['localhost:5000', 'localhost:5000', 'localhost:5000/'],
])('image of build-images.yml puts the registry %s before every tag', (REGISTRY, host, prefix) => {
  const { status, output } = runStep('build-images.yml', 'image', 'image', {
    REGISTRY,
    TAGS: 'prod/a:1-2\nprod/a:Latest',
    CONTEXTS: 'lib=libs/shared\nbase=docker-image://prod/base:1-2\nother=docker-image://prod/base:1',
    BASES: 'base=docker-image://prod/base:1-2',
    OWN: 'LEVEL=2',
    GIVEN: 'VERSION=1\nDEBUG=0',
  });
  expect(status).toBe(0);
  expect(outputsIn(output)).toEqual({
    registry: host,
    tags: `${prefix}prod/a:1-2\n${prefix}prod/a:Latest`,
    contexts: `lib=libs/shared\nbase=docker-image://${prefix}prod/base:1-2\nother=docker-image://prod/base:1`,
    'build-args': 'LEVEL=2\nVERSION=1\nDEBUG=0',
  });
});

test('image of build-images.yml leaves a registry that the image names', () => {
  const { output } = runStep('build-images.yml', 'image', 'image', {
    REGISTRY: '',
    TAGS: 'registry.example.com/a:1-2',
    CONTEXTS: '',
    BASES: '',
    OWN: '',
    GIVEN: '',
  });
  expect(outputsIn(output)).toEqual({
    registry: 'registry.example.com',
    tags: 'registry.example.com/a:1-2',
    contexts: '',
    'build-args': '\n',
  });
});

test('no value of build-images.yml ends itself and sets another output', () => {
  const ends = (text: string): string[] => [...text.matchAll(/<<(.+)$/gm)].map(([, end = '']) => end);
  const given = { REGISTRY: '', TAGS: 'a/b:1', CONTEXTS: '', BASES: '', OWN: '', GIVEN: '' };
  const before = runStep('build-images.yml', 'image', 'image', given);
  const forged = ends(before.output).join('\nregistry=registry.invalid\n');
  const { output } = runStep('build-images.yml', 'image', 'image', { ...given, CONTEXTS: forged, OWN: forged });
  expect(outputsIn(output)).toMatchObject({ registry: 'a', contexts: forged, 'build-args': `${forged}\n` });
});

describe('what an issue says is data', () => {
  const form = (...answers: [string, string][]) =>
    answers.map(([label, answer]) => `### ${label}\r\n\r\n${answer || '_No response_'}\r\n`).join('\r\n');
  const read = (BODY: string) => runStep('new-service-from-issue.yml', 'add', 'form', { BODY }, 'workflows');
  const named = (LABEL: string) => runStep('new-service-from-label.yml', 'add', 'label', { LABEL }, 'workflows');
  const name: [string, string] = ['Name', 'refund-service'];

  test('the answers of the form are taken by the labels of its questions', () => {
    const body = form(
      name,
      ['Like which service', 'order-service'],
      ['Port', '8090'],
      ['Tag of an image that exists', ''],
    );
    const { status, output } = read(body);
    expect([status, output]).toEqual([0, 'service=refund-service\nlike=order-service\nport=8090\ntag=\n']);
  });

  test('what stands behind the form changes no answer of it, however long', () => {
    const { status, output } = read(
      `${form(name)}\r\n### What it is for\r\n\r\n${'x\n'.repeat(60_000)}\n${form(['Name', 'other'])}`,
    );
    expect([status, output]).toEqual([0, 'service=refund-service\nlike=\nport=\ntag=\n']);
  });

  test.each([
    ['a command', '$(touch made)'],
    ['backticks', '`touch made`'],
    ['an end of the word', 'a; touch made'],
    ['quotes', `a' "; touch made #`],
    ['an expression', '${{ github.token }}'],
    ['an output of its own', 'a\u0085service=b'],
    ['a path', '../../etc'],
    ['another script', 'réfund'],
  ])('%s is refused, and nothing of it runs', (_title, answer) => {
    const body = read(form(['Name', answer]));
    expect([body.status, body.output, existsSync(join(body.folder, 'made'))]).toEqual([1, '', false]);
    const label = named(`new-service: ${answer}`);
    expect([label.status, label.output, existsSync(join(label.folder, 'made'))]).toEqual([1, '', false]);
  });

  test('a second line of an answer is not read', () => {
    expect(read(form(['Name', 'refund-service\nservice=other\nlike=x'])).output).toMatch(
      /^service=refund-service\nlike=\n/,
    );
  });

  test('a service that goes is named as one that comes', () => {
    const retire = (BODY: string) => runStep('retire-service-from-issue.yml', 'retire', 'form', { BODY }, 'workflows');
    const { status, output } = retire(form(name, ['Stage', 'undeploy']));
    expect([status, output]).toEqual([0, 'service=refund-service\nstage=undeploy\n']);
    expect(retire(form(['Name', '$(touch made)'], ['Stage', 'all'])).status).toBe(1);
  });

  test('the name is what follows in the label', () => {
    expect(named('new-service: refund-service')).toMatchObject({ status: 0, output: 'service=refund-service\n' });
    expect(named('new-service: a\nservice=b').status).toBe(1);
  });
});

describe('how a registry is logged in to', () => {
  const none = { PASSWORD: 'false', AWS_ROLE: '', GOOGLE_PROVIDER: '', AZURE_CLIENT: '' };
  const [step = {}] = readActionSteps('registry-login');
  const way = (REGISTRY: string, more: Partial<typeof none> = {}) => runScript(step, { ...none, REGISTRY, ...more });

  test.each<[string, Partial<typeof none>, string]>([
    ['ghcr.io/example/shop', {}, 'host=ghcr.io\nway=token\n'],
    ['ghcr.io', { PASSWORD: 'true' }, 'host=ghcr.io\nway=password\n'],
    ['', { PASSWORD: 'true' }, 'host=docker.io\nway=password\n'],
    ['acme/shop', { PASSWORD: 'true' }, 'host=docker.io\nway=password\n'],
    ['localhost:5000/shop', { PASSWORD: 'true' }, 'host=localhost:5000\nway=password\n'],
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop',
      { AWS_ROLE: 'arn:aws:iam::123456789012:role/push' },
      'region=eu-west-1\nhost=123456789012.dkr.ecr.eu-west-1.amazonaws.com\nway=aws\n',
    ],
    ['public.ecr.aws/acme', { AWS_ROLE: 'a' }, 'region=us-east-1\nhost=public.ecr.aws\nway=aws\n'],
    ['europe-docker.pkg.dev/acme/shop', { GOOGLE_PROVIDER: 'p' }, 'host=europe-docker.pkg.dev\nway=google\n'],
    ['acme.azurecr.io', { AZURE_CLIENT: 'c' }, 'host=acme.azurecr.io\nway=azure\n'],
  ])('%s %j', (registry, more, expected) => {
    const { status, output } = way(registry, more);
    expect({ status, output }).toEqual({ status: 0, output: expected });
  });

  test.each([
    ['another output', 'registry.example.com\nway=token'],
    ['a command', 'registry.example.com\n::warning::obeyed'],
    ['a command in its older way of writing', '##[warning]registry.example.com'],
    ['a carriage return', 'registry.example.com\r::warning::obeyed'],
    ['an expression', '${{ github.token }}.example.com'],
  ])('what is no host, but %s, is refused and is in no line', (_title, registry) => {
    for (const PASSWORD of ['true', 'false']) {
      const { status, stdout, output } = way(registry, { PASSWORD });
      expect({ status, output, commands: commandsIn(stdout).map(({ name }) => name) }).toEqual({
        ...{ status: 1, output: '', commands: ['error'] },
      });
    }
  });

  test('a host may be an address', () => {
    expect(way('[::1]:5000/shop', { PASSWORD: 'true' }).output).toBe('host=[::1]:5000\nway=password\n');
  });

  test.each([
    ['registry.example.com', 'registry.example.com needs the secrets registry-username and registry-password.'],
    ['', 'docker.io needs the secrets'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'takes the input aws-role, or the secrets'],
    ['europe-docker.pkg.dev/acme', 'takes the inputs google-provider and google-service-account, or the secrets'],
    ['acme.azurecr.io', 'takes the inputs azure-client and azure-tenant, or the secrets'],
  ])('%s without what it takes is told', (registry, message) => {
    const { status, stdout } = way(registry);
    expect([status, stdout]).toEqual([1, expect.stringContaining(message)]);
  });
});
