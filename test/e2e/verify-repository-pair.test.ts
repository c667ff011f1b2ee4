import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { closeServer, listen } from '@rollcall/testkit/loopback';
import { cloneRepository, initRepository } from '@rollcall/testkit/repository';
import { runCommandLine, type StepResult } from '@rollcall/testkit/runner';
import { application, createPair, manifests, type Pair, parameters, step } from './repository-pair.ts';

// The sources verify what another repository deploys of them. In it cart has Applications of its own, and web is one of
// the images of an overlay of production.

const complete = {
  ...manifests,
  'apps/dev/platform.yaml': application('platform-dev', 'overlays/dev'),
  'overlays/dev/kustomization.yaml': 'resources: [../prod]\n',
  'charts/service/values.yaml': 'image: { repository: ghcr.io/example/cart, tag: 1-aaaaaaa }\n',
};
const lacking = { ...complete, 'apps/dev/platform.yaml': '' };

interface Listed {
  rule: string;
  subject: string;
  path: string;
  line: number;
  environment?: string;
  repository?: string;
  message: string;
  places?: unknown[];
}

function listed({ outputs }: StepResult): Listed[] {
  return JSON.parse(outputs.findings ?? '[]') as Listed[];
}

function verify(pair: Pair, inputs: Record<string, string> = {}): Promise<StepResult> {
  return step('verify-services', pair, { comment: 'never', ...inputs });
}

describe('verify-services of the sources', () => {
  test.each([
    ['the input', null, { 'deploy-repository': 'example/deploy' }],
    ['the configuration', 'deploy-repository: example/deploy\n', {}],
    ['an environment', 'environments: { dev: { repository: example/deploy } }\n', {}],
  ])('finds what the repository that %s names does not deploy', async (_name, config, inputs) => {
    const pair = createPair(config, lacking);
    const before = [pair.deploy.git('for-each-ref'), pair.sources.git('for-each-ref')];
    const result = await verify(pair, inputs);
    expect(listed(result)).toEqual([
      expect.objectContaining({
        rule: 'service-env-drift',
        subject: 'web',
        environment: 'dev',
        repository: 'example/deploy',
        path: 'web/Dockerfile',
        line: 1,
        message: expect.stringMatching(/^in example\/deploy: service web is in prod and not in dev/),
        places: [
          expect.objectContaining({ column: expect.any(Number) }),
          { repository: 'example/deploy', path: 'apps/prod/platform.yaml', line: 3, column: 13 },
        ],
      }),
    ]);
    expect(result.status).toBe(0);
    expect([pair.deploy.git('for-each-ref'), pair.sources.git('for-each-ref')]).toEqual(before);
  });

  test('finds nothing where everything is deployed there, and says where', async () => {
    const pair = createPair('deploy-repository: example/deploy\n', complete);
    const result = await verify(pair);
    expect(listed(result)).toEqual([]);
    const [cart] = JSON.parse(result.outputs.checklist ?? '[]') as { items: unknown[] }[];
    expect(cart?.items).toContainEqual({
      item: 'application',
      environment: 'prod',
      state: 'ok',
      repository: 'example/deploy',
      path: 'apps/prod/cart.yaml',
      line: 3,
    });
  });

  test('says in every output which repository it is about, and points at no file of that one here', async () => {
    const pair = createPair('deploy-repository: example/deploy\n', lacking);
    const result = await verify(pair, { 'fail-on': 'warning' });
    expect(result.status).toBe(1);
    const place = 'example/deploy: apps/prod/platform.yaml:3';
    const [annotation] = result.stdout.split('\n').filter((line) => line.startsWith('::warning file='));
    expect(annotation).toMatch(/^::warning file=web\/Dockerfile,line=1,/);
    expect(annotation).toContain(`(${place})`);
    expect(result.stdout).toMatch(/^web\/Dockerfile$/m);
    expect(result.summary).toContain('example/deploy');
    const sarif = JSON.parse(readFileSync(result.outputs['sarif-file'] ?? '', 'utf8'));
    const [found] = sarif.runs[0].results;
    expect(found.locations[0].physicalLocation.artifactLocation.uri).toBe('web/Dockerfile');
    expect(found.message.text).toContain(place);
    expect(found.properties.repository).toBe('example/deploy');
    const page = readFileSync(result.outputs['report-file'] ?? '', 'utf8');
    const commit = pair.deploy.git('rev-parse', 'main');
    expect(page).toContain(`/example/deploy/blob/${commit}/apps/prod/platform.yaml#L3"`);
    expect(page).toContain(`/example/deploy/blob/${commit}/apps/prod/cart.yaml#L3"`);
  });

  test('a waiver and a baseline of the sources hold for it', async () => {
    const waiver = '{ rule: service-env-drift, subject: web, reason: not yet, until: 2999-12-31 }';
    const pair = createPair(`deploy-repository: example/deploy\nwaivers: [${waiver}]\n`, lacking);
    const result = await verify(pair, { 'fail-on': 'notice' });
    expect(result).toMatchObject({ status: 0, outputs: { passed: 'true', warnings: '0' } });
  });

  test('a service without an Application there is an error where production lacks it', async () => {
    const pair = createPair('deploy-repository: example/deploy\n', {
      ...complete,
      'apps/prod/platform.yaml': '',
      'apps/dev/platform.yaml': '',
      'charts/service/values.yaml': 'image: { tag: 1-aaaaaaa }\n',
    });
    pair.workspace.commit({
      'mail/Dockerfile': 'FROM scratch\n',
      'web/Dockerfile': null,
      'stock/Dockerfile': 'FROM scratch\n',
    });
    for (const environment of ['dev', 'prod']) {
      const work = cloneRepository(pair.deploy);
      const text = application(`stock-${environment}`, 'charts/service', parameters('1-a'));
      work.commit({ [`apps/${environment}/stock.yaml`]: text });
      work.git('push', '--quiet', 'origin', 'HEAD:main');
    }
    const result = await verify(pair);
    expect(listed(result)).toEqual([
      expect.objectContaining({
        rule: 'chart-app-missing',
        subject: 'mail',
        path: 'mail/Dockerfile',
        message:
          'in example/deploy: no Argo CD Application deploys service mail in any environment: it is never deployed (expected apps/dev/mail.yaml, apps/prod/mail.yaml)',
      }),
    ]);
    expect(result).toMatchObject({ status: 1, outputs: { passed: 'false' } });
  });

  test('--fix and --unsafe change nothing for it, in neither repository', async () => {
    const pair = createPair('deploy-repository: example/deploy\n', lacking);
    const before = [pair.deploy.git('for-each-ref'), pair.sources.git('for-each-ref')];
    const result = await verify(pair, {
      fix: 'commit',
      'unsafe-fixes': 'true',
      tags: 'web=1-a',
      branch: 'main',
      via: 'git',
    });
    expect(`${result.stdout}${result.stderr}`).toContain('service-env-drift');
    expect(result.outputs.fixed).toBe('0');
    expect([pair.deploy.git('for-each-ref'), pair.sources.git('for-each-ref')]).toEqual(before);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['no such repository', null, { 'deploy-repository': 'example/missing' }, 3, /example\/missing cannot be read/],
    ['no repository', null, { 'deploy-repository': 'deploy' }, 2, /"deploy" names no repository/],
    ['a folder outside of the workspace', null, { 'deploy-repository': '../deploy' }, 2, /input deploy-repository/],
    [
      'another server, by the configuration',
      'deploy-repository: https://git.example.com/acme/deploy\n',
      {},
      2,
      /deploy-repository names https:\/\/git.example.com\/acme\/deploy, which is on another server than this run/,
    ],
    ['a path in the configuration', 'deploy-repository: ../deploy\n', {}, 2, /"..\/deploy" names no repository/],
  ])('%s: one message', async (_name, config, inputs, status, message) => {
    const result = await verify(createPair(config), inputs);
    expect(result.stdout).toMatch(message);
    expect(result.status).toBe(status);
    expect(result.stdout.match(/^::error/gm)).toHaveLength(1);
  });

  test('an empty repository is called so', async () => {
    const pair = createPair('deploy-repository: example/deploy\n');
    pair.deploy.git('update-ref', '-d', 'refs/heads/main');
    const result = await verify(pair);
    expect(result.stdout).toMatch(/example\/deploy is empty: it has no branch/);
    expect(result.status).toBe(2);
  });

  test('this repository itself is read once, and that is said', async () => {
    const result = await verify(createPair('deploy-repository: example/shop\n'));
    expect(result.stdout).toContain('deploy-repository names this repository (example/shop): no other one is read');
    expect(result).toMatchObject({ status: 0, outputs: { passed: 'true' } });
  });

  test('a repository without Applications is not taken for one that lacks all', async () => {
    const result = await verify(createPair('deploy-repository: example/deploy\n', { 'README.md': 'empty\n' }));
    expect(result.stdout).toContain('example/deploy holds no Application of Argo CD');
    expect(listed(result)).toEqual([]);
  });

  test('an Application there that cannot be read and may be that of a service ends the run', async () => {
    const broken = { ...lacking, 'apps/dev/web.yaml': `${application('web-dev', 'charts/service')}\n  - [web\n` };
    const result = await verify(createPair('deploy-repository: example/deploy\n', broken));
    expect(result.stdout).toMatch(/in example\/deploy: apps\/dev\/web.yaml:\d+:\d+: .*cannot be read/);
    expect(result.status).toBe(2);
    expect(listed(result)).toEqual([]);
  });

  test('a request from a fork has no token: it is verified without the manifests', async () => {
    const pair = createPair('deploy-repository: example/missing\n');
    const head = { ref: 'change', sha: pair.newer, repo: { full_name: 'somebody/shop' } };
    const event = {
      name: 'pull_request',
      payload: { pull_request: { number: 1, head, base: { ref: 'main', sha: pair.newer } } },
    };
    const result = await step(
      'verify-services',
      pair,
      { comment: 'never', 'config-changes': 'allow' },
      pair.newer,
      event,
    );
    expect(result.stdout).toMatch(/::warning .*example\/missing cannot be read/);
    expect(result.status).toBe(0);
  });

  test('no token goes to another server', async () => {
    const asked: (string | undefined)[] = [];
    const other = createServer(({ headers }, response) => {
      asked.push(headers.authorization);
      response.writeHead(404).end();
    });
    const address = await listen(other);
    try {
      const result = await verify(createPair(), { 'deploy-repository': `${address}/acme/deploy` });
      expect(result.status).toBe(3);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter(Boolean)).toEqual([]);
    } finally {
      await closeServer(other);
    }
  });
});

describe('verify-services of the manifests', () => {
  const sourcesOf = (pair: Pair, config: string, files: Record<string, string | null> = {}) => {
    const workspace = cloneRepository(pair.deploy);
    workspace.commit({ 'rollcall.yaml': config, ...files });
    return { ...pair, workspace };
  };
  const run = (pair: Pair, inputs: Record<string, string> = {}) =>
    step(
      'verify-services',
      pair,
      { comment: 'never', rules: judged, ...inputs },
      undefined,
      undefined,
      'example/deploy',
    );
  const image = (name: string) => [
    'helm: { parameters: [{ name: image.repository, value: ghcr.io/example/NAME }] }'.replace('NAME', name),
  ];
  const judged = 'chart-app-missing,service-chart-missing,service-env-drift,service-source-missing,service-leftover';

  test('takes the services from the sources, and finds what is deployed here alone', async () => {
    const pair = createPair(null, complete);
    const config = 'source-repositories:\n  - example/shop\n';
    const result = await run(
      sourcesOf(pair, config, {
        'apps/dev/platform.yaml': null,
        'apps/prod/cart.yaml': application('cart-prod', 'charts/service', image('cart')),
        'apps/prod/mail.yaml': application('mail-prod', 'charts/mail', image('mail')),
        'charts/mail/Chart.yaml': 'apiVersion: v2\nname: mail\nversion: 1.0.0\n',
      }),
    );
    expect(listed(result)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'service-env-drift', subject: 'web', path: 'apps/prod/platform.yaml' }),
        expect.objectContaining({
          rule: 'service-source-missing',
          subject: 'mail',
          path: 'charts/mail/Chart.yaml',
          message: expect.stringContaining('has no source here and in example/shop'),
        }),
      ]),
    );
    const checklist = JSON.parse(result.outputs.checklist ?? '[]') as { service: string; items: unknown[] }[];
    expect(checklist.find(({ service }) => service === 'cart')?.items).toContainEqual({
      item: 'source',
      state: 'ok',
      repository: 'example/shop',
      path: 'cart/Dockerfile',
      line: 1,
    });
  });

  test('a service that nothing here deploys is found at the line that names its repository', async () => {
    const pair = createPair(null, complete);
    const result = await run(
      sourcesOf(pair, 'source-repositories:\n  - example/shop\n', {
        'apps/dev/platform.yaml': null,
        'apps/prod/platform.yaml': null,
      }),
    );
    expect(listed(result)).toEqual([
      expect.objectContaining({
        rule: 'service-chart-missing',
        subject: 'web',
        path: 'rollcall.yaml',
        line: 2,
        places: [
          expect.objectContaining({ column: expect.any(Number) }),
          { repository: 'example/shop', path: 'web/Dockerfile', line: 1, column: 1 },
        ],
      }),
    ]);
  });

  test('where one cannot be read, nobody says that a source is missing', async () => {
    const pair = createPair(null, complete);
    const result = await run(
      sourcesOf(pair, 'source-repositories: [example/shop, example/gone]\n', {
        'charts/mail/Chart.yaml': 'apiVersion: v2\nname: mail\nversion: 1.0.0\n',
        'apps/prod/cart.yaml': application('cart-prod', 'charts/service', image('cart')),
        'apps/prod/mail.yaml': application('mail-prod', 'charts/mail', image('mail')),
      }),
    );
    expect(result.stdout).toMatch(
      /::warning .*example\/gone cannot be read.*which services have a source is not known/,
    );
    expect(listed(result).map(({ rule }) => rule)).not.toContain('service-source-missing');
    expect(result.status).not.toBe(3);
  });

  test('alone, it says nothing of sources', async () => {
    const pair = createPair(null, complete);
    const rules = 'service-source-missing,service-chart-missing,ci-service-list-missing,ci-dockerfile-missing';
    expect(listed(await run(sourcesOf(pair, '{}\n'), { rules }))).toEqual([]);
  });
});

describe('the command line', () => {
  test('reads a clone beside the sources, and changes neither with --fix', async () => {
    const pair = createPair(null, lacking);
    const clone = cloneRepository(pair.deploy);
    pair.workspace.git('remote', 'set-url', 'origin', `file://${pair.folder}/example/shop`);
    clone.git('remote', 'set-url', 'origin', `file://${pair.folder}/example/deploy`);
    const run = (...args: string[]) =>
      runCommandLine(['verify', '--deploy-repository', clone.directory, ...args], { cwd: pair.workspace.directory });
    const text = await run('--fail-on', 'warning');
    expect(text.stdout).toContain('(example/deploy: apps/prod/platform.yaml:3)');
    expect(text.status).toBe(1);
    expect((await run('--fix', '--unsafe', '--tag', 'web=1-a')).status).toBe(0);
    expect(clone.git('status', '--porcelain')).toBe('');
    expect(pair.workspace.git('status', '--porcelain')).toBe('');
  });

  test('reads a repository that is only at its address, beside the origin of the clone', async () => {
    const pair = createPair('deploy-repository: example/deploy\n', lacking);
    pair.workspace.git('remote', 'set-url', 'origin', `file://${pair.folder}/example/shop`);
    const cwd = pair.workspace.directory;
    const found = await runCommandLine(['verify', '--json'], { cwd });
    expect(JSON.parse(found.stdout).findings).toMatchObject([
      { rule: 'service-env-drift', repository: 'example/deploy' },
    ]);
    const none = await runCommandLine(['verify', '--json', '--deploy-repository', '.'], { cwd });
    expect(JSON.parse(none.stdout).findings).toEqual([]);
  });

  test.each([
    ['deploy-repository: ../deploy', ' A clone of it is named with --deploy-repository PATH.'],
    ['deploy-repository: file:///srv/deploy', ' A clone of it is named with --deploy-repository PATH.'],
    ['source-repositories: ["file:///srv/shop"]', ''],
  ])('a path in the configuration is refused: %s', async (config, help) => {
    const folder = initRepository();
    mkdirSync(join(folder.directory, 'web'));
    writeFileSync(join(folder.directory, 'web/Dockerfile'), 'FROM scratch\n');
    writeFileSync(join(folder.directory, 'rollcall.yaml'), `${config}\n`);
    const result = await runCommandLine(['verify'], { cwd: folder.directory });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain(`which is a path\n  Write owner/name or an address there.${help}\n`);
  });
});
