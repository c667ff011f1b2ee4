import { describe, expect, test } from '@jest/globals';
import type { OtherRepositories } from '@rollcall/domain/verify/engine/other-repositories';
import { noOtherRepositories } from '@rollcall/domain/verify/engine/other-repositories';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { verifyFiles } from '../rule-fixtures.ts';

type Files = Readonly<Record<string, string>>;

const address = 'https://github.com/acme/deploy';
const shop = 'https://github.com/acme/shop';

const sources = Object.fromEntries(
  ['cart', 'pay', 'ship', 'web'].map((name) => [`services/${name}/Dockerfile`, 'FROM scratch\n']),
);

/** An Application of a service in an environment; its folder is of the repository that holds it unless another is named. */
function application(service: string, environment: string, path = `charts/${service}`, repoURL = address): Files {
  const folder = environment === '' ? 'apps' : `apps/${environment}`;
  const name = [service, environment].filter(Boolean).join('-');
  return {
    [`${folder}/${service}.yaml`]: [
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Application',
      `metadata: { name: ${name}, namespace: argocd }`,
      'spec:',
      '  project: default',
      `  source: { repoURL: ${repoURL}, targetRevision: "1.0.0", path: ${path} }`,
      '  destination: { server: https://kubernetes.default.svc, namespace: shop }',
      '',
    ].join('\n'),
  };
}

function chart(name: string): Files {
  return { [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n` };
}

function both(service: string): Files {
  return { ...application(service, 'dev'), ...application(service, 'prod') };
}

const charts = { ...chart('cart'), ...chart('pay'), ...chart('ship'), ...chart('web') };
const everything = { ...charts, ...both('cart'), ...both('pay'), ...both('ship'), ...both('web') };

/** An Application in prod of manifests that run an image. */
function runs(name: string, image: string): Files {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec: { template: { spec: { containers: [{ name: main, image: "ghcr.io/acme/${image}:1.0.0" }] } } }
`;
  return { ...application(name, 'prod', `manifests/${name}`), [`manifests/${name}/deployment.yaml`]: deployment };
}

/** A workflow that builds the folders of services, and calls their images otherwise. */
function calling(images: Readonly<Record<string, string>>): Files {
  const legs = Object.entries(images).map(([folder, image]) => `{ folder: ${folder}, image: ${image} }`);
  const text = `on: push
jobs:
  build:
    strategy: { matrix: { include: [${legs.join(', ')}] } }
    steps:
      - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83
        with: { context: "services/\${{ matrix.folder }}", push: true, tags: "ghcr.io/acme/\${{ matrix.image }}:1" }
`;
  return { '.github/workflows/images.yml': text };
}

function without(files: Files, ...paths: string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}

function deployed(files: Files, holds = (_environment: string): boolean => true): OtherRepositories {
  const deploy = { name: 'acme/deploy', url: address, files: null, tree: memoryTree(files), holds };
  return { ...noOtherRepositories, own: 'acme/shop', deploy: [deploy] };
}

async function verified(files: Files, others: OtherRepositories) {
  return verifyFiles(files, { repositoryUrl: shop, others: async () => others });
}

function idsOf(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, path, subject, environment = '-', severity }) =>
    [severity, rule, subject, environment, path].join(' '),
  );
}

describe('the services of the sources in the repository of the manifests', () => {
  test('nothing is found where each has its chart and its Applications there', async () => {
    expect((await verified(sources, deployed(everything))).findings).toEqual([]);
  });

  test.each<[string, Files, string[]]>([
    [
      'an Application of production',
      without(everything, 'apps/prod/pay.yaml'),
      [
        'error chart-app-missing pay prod services/pay/Dockerfile',
        'warning service-env-drift pay prod services/pay/Dockerfile',
      ],
    ],
    [
      'chart and Applications',
      without(everything, 'apps/prod/pay.yaml', 'apps/dev/pay.yaml', 'charts/pay/Chart.yaml'),
      ['warning service-chart-missing pay - services/pay/Dockerfile'],
    ],
    [
      'a chart, and an Application deploys it otherwise',
      { ...without(everything, 'charts/pay/Chart.yaml'), 'charts/pay/kustomization.yaml': 'resources: []\n' },
      [],
    ],
  ])('%s is missing there: it is found at the source', async (_name, there, expected) => {
    const { findings } = await verified(sources, deployed(there));
    expect(idsOf(findings)).toEqual(expected);
    expect(
      findings.every(
        ({ repository, fix, message }) =>
          repository === 'acme/deploy' && fix === null && message.startsWith('in acme/deploy: '),
      ),
    ).toBe(true);
  });

  test('a service is tied to what runs the image that its build makes, whatever either is called', async () => {
    const there = { ...runs('basket', 'svc-cart'), ...runs('front', 'svc-web') };
    const here = { ...sources, ...calling({ cart: 'svc-cart', web: 'svc-web', ship: 'svc-ship' }) };
    const { findings } = await verified(here, deployed(there));
    const lacking = findings.filter(({ rule }) => rule === 'chart-app-missing').map(({ subject }) => subject);
    expect(lacking).toEqual(['pay', 'ship']);
  });

  test('what is wrong there with what is not built here is not told', async () => {
    const there = {
      ...everything,
      ...chart('redis'),
      ...application('redis', 'prod'),
      ...application('cart-copy', 'prod', 'charts/gone'),
    };
    expect((await verified(sources, deployed(there))).findings).toEqual([]);
  });

  test('where no environment is known, a service that nothing deploys is found beside those that are', async () => {
    const there = { ...application('cart', '', 'base'), ...application('pay', '', 'base'), 'base/x.yaml': '' };
    const { findings } = await verified(sources, deployed(there));
    expect(idsOf(findings)).toEqual([
      'warning chart-app-missing ship - services/ship/Dockerfile',
      'warning chart-app-missing web - services/web/Dockerfile',
    ]);
    const few = await verified(sources, deployed(without(there, 'apps/pay.yaml')));
    expect(few.findings.map(({ severity }) => severity)).toEqual(['notice', 'notice', 'notice']);
  });

  test.each<[string, Files, RegExp]>([
    ['there is no Application', charts, /acme\/deploy holds no Application of Argo CD that can be read/],
    [
      'none is of these services',
      { ...chart('redis'), ...both('redis') },
      /no Application of acme\/deploy runs an image/,
    ],
  ])('where %s, that is one warning and no finding', async (_name, there, message) => {
    const { findings, problems } = await verified(sources, deployed(there));
    expect(findings).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringMatching(message) }),
    ]);
  });

  test('an environment that another repository holds is not looked for in this one', async () => {
    const there = without(everything, 'apps/prod/pay.yaml');
    expect(
      (
        await verified(
          sources,
          deployed(there, (environment) => environment === 'dev'),
        )
      ).findings,
    ).toEqual([]);
  });

  test('a service is tied to an Application that takes its chart from the sources', async () => {
    const files = {
      ...sources,
      'services/pay/chart/Chart.yaml': 'apiVersion: v2\nname: payments\nversion: 1.0.0\n',
    };
    const there = {
      ...without(everything, 'apps/prod/pay.yaml', 'apps/dev/pay.yaml', 'charts/pay/Chart.yaml'),
      ...application('money', 'dev', 'services/pay/chart', shop),
      ...application('money', 'prod', 'services/pay/chart', shop),
    };
    const { checklist, findings } = await verified(files, deployed(there));
    expect(findings.filter(({ repository }) => repository !== undefined)).toEqual([]);
    const pay = checklist.find(({ service }) => service === 'pay');
    expect(pay?.items).toContainEqual(
      expect.objectContaining({
        item: 'application',
        environment: 'prod',
        state: 'ok',
        path: 'apps/prod/money.yaml',
        repository: 'acme/deploy',
      }),
    );
  });

  test('a file there that names no service of these may be as broken as it likes', async () => {
    const broken = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: [\n';
    const other = await verified(sources, deployed({ ...everything, 'apps/prod/redis.yaml': broken }));
    expect(other.problems).toEqual([]);
    const own = await verified(
      sources,
      deployed({ ...without(everything, 'apps/prod/pay.yaml'), 'apps/prod/pay.yaml': `${broken}# pay\n` }),
    );
    expect(own.problems).toMatchObject([
      { severity: 'error', message: expect.stringMatching(/^in acme\/deploy: apps\/prod\/pay.yaml:/) },
    ]);
    expect(own.problems[0]?.location).toBeUndefined();
    expect(own.findings.filter(({ rule }) => rule === 'chart-app-missing')).toEqual([]);
  });

  test('a waiver of it is not called unused where the manifests were not read', async () => {
    const waiver = '{ rule: chart-app-missing, subject: pay, reason: r, until: 2099-01-01 }';
    const files = { ...sources, 'rollcall.yaml': `waivers: [${waiver}]\n` };
    const missed = { ...noOtherRepositories, deployComplete: false };
    expect((await verified(files, missed)).findings).toEqual([]);
    expect(idsOf((await verified(files, deployed(everything))).findings)).toEqual([
      'warning waiver-unused pay - rollcall.yaml',
    ]);
  });
});

describe('the services of a repository of manifests', () => {
  const place = { path: 'rollcall.yaml', line: 1, column: 1 };
  const built = (files: Files = sources, complete = true): OtherRepositories => ({
    ...noOtherRepositories,
    own: 'acme/deploy',
    sources: [{ name: 'acme/shop', url: shop, files: null, tree: memoryTree(files), place }],
    sourcesComplete: complete,
  });
  const found = async (files: Files, others: OtherRepositories) =>
    verifyFiles(files, { repositoryUrl: address, others: async () => others });

  test('have their source in the other one, and CI lists of this one need none of them', async () => {
    const { findings, checklist } = await found(
      {
        ...everything,
        '.github/workflows/ci.yml':
          'on: push\njobs: { a: { runs-on: x, strategy: { matrix: { service: [cart, pay] } }, steps: [] } }\n',
      },
      built(),
    );
    expect(findings).toEqual([]);
    expect(checklist.map(({ service }) => service)).toEqual(['cart', 'pay', 'ship', 'web']);
  });

  test('are deployed where their builds call the images otherwise, and nothing else names them', async () => {
    const { findings, checklist } = await found(
      { ...runs('basket', 'svc-cart'), ...runs('front', 'svc-web') },
      built({
        ...sources,
        ...calling({ cart: 'svc-cart', web: 'svc-web' }),
      }),
    );
    const lacking = findings.filter(({ rule }) => rule === 'chart-app-missing').map(({ subject }) => subject);
    expect(lacking).toEqual(['pay', 'ship']);
    expect(checklist.map(({ service }) => service)).toEqual(['cart', 'pay', 'ship', 'web']);
  });

  test('one that nothing deploys is found at the line that names its repository', async () => {
    const files = without(everything, 'apps/prod/pay.yaml', 'apps/dev/pay.yaml', 'charts/pay/Chart.yaml');
    const { findings } = await found(files, built());
    expect(findings).toMatchObject([
      {
        ...place,
        rule: 'service-chart-missing',
        subject: 'pay',
        message: expect.stringContaining('service pay in services/pay of acme/shop has no Helm chart'),
        elsewhere: [{ repository: 'acme/shop', path: 'services/pay/Dockerfile', line: 1, column: 1 }],
      },
    ]);
  });

  const removed = { 'rollcall.yaml': 'services: { overrides: { mail: {} } }\n', ...chart('mail'), ...both('mail') };

  test('a chart without a source is one only where all sources were read', async () => {
    const files = { ...everything, ...removed };
    const about = async (others: OtherRepositories) =>
      (await found(files, others)).findings.filter(({ rule }) => rule === 'service-source-missing');
    expect(await about(built())).toMatchObject([
      { subject: 'mail', message: expect.stringContaining('no source here and in acme/shop') },
    ]);
    expect(await about(built(sources, false))).toEqual([]);
  });

  test('a mistake in the configuration of the sources is a warning, and says nothing of them', async () => {
    const { findings, problems } = await found(
      { ...everything, ...removed },
      built({ ...sources, 'rollcall.yaml': 'nonsense: true\n' }),
    );
    expect(problems).toMatchObject([
      { severity: 'warning', message: expect.stringMatching(/^in acme\/shop: rollcall.yaml:1:1: /), location: place },
    ]);
    expect(findings.filter(({ rule }) => rule === 'service-source-missing')).toEqual([]);
  });
});
