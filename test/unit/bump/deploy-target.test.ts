import { describe, expect, test } from '@jest/globals';
import {
  configuredBranch,
  configuredRepository,
  deployBranchOf,
  deployRepositories,
  mutableTagsOf,
  settingsOf,
  sourceBranchOf,
} from '@rollcall/domain/bump/deploy-target';
import { requireEnvironment } from '@rollcall/domain/bump/known-environments';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

const source = { 'services/cart-service/Dockerfile': '' };

/** The Application of a service in prod that follows a revision. */
function follows(service: string, revision: string): Record<string, string> {
  const text = applicationText(service, 'prod', '1-a');
  return { [applicationFile(service, 'prod')]: text.replace('k8s-deploy-prod', revision) };
}

async function branchOf(files: Record<string, string>, environment = 'prod'): Promise<string> {
  return deployBranchOf(await catalogOf(memoryTree(files)), environment, async () => 'the default branch');
}

describe('the deploy branch of an environment', () => {
  test.each<[string, Record<string, string>, string]>([
    ['is what its Application follows', { ...source, ...follows('cart-service', 'deploy') }, 'deploy'],
    [
      'is the only one that is named where others follow HEAD, in words or by saying nothing',
      { ...follows('a', 'HEAD'), ...follows('b', "''"), ...follows('c', 'deploy') },
      'deploy',
    ],
    ['is that where there are no sources', follows('cart-service', 'deploy'), 'deploy'],
    [
      'is the default branch where there are no sources and HEAD is followed',
      follows('a', 'HEAD'),
      'the default branch',
    ],
    [
      'is the default branch whatever folders of other repositories follow',
      {
        ...follows('a', 'HEAD'),
        [applicationFile('b', 'prod')]: applicationText('b', 'prod', '1-a').replace('example/shop', 'example/other'),
      },
      'the default branch',
    ],
    [
      'is the default branch whatever value files follow',
      {
        [applicationFile('a', 'prod')]: applicationText('a', 'prod', '1-a').replace(
          / {2}source:[\s\S]*pipeline\n/,
          [
            '  sources:',
            '    - {repoURL: https://github.com/example/shop.git, targetRevision: v1, ref: values}',
            '    - {repoURL: https://github.com/example/shop.git, targetRevision: HEAD, path: k8s}',
            '',
          ].join('\n'),
        ),
      },
      'the default branch',
    ],
    [
      'is the default branch where nothing is said either, whatever charts of others follow',
      {
        ...follows('a', "''"),
        [applicationFile('b', 'prod')]: applicationText('b', 'prod', '1-a')
          .replace('https://github.com/example/shop.git', 'https://charts.example.com')
          .replace('k8s-deploy-prod', '1.2.3')
          .replace(/path: .*/, 'chart: b'),
      },
      'the default branch',
    ],
  ])('%s', async (_what, files, branch) => {
    expect(await branchOf(files)).toBe(branch);
  });

  test.each<[string, Record<string, string>]>([
    ['HEAD beside sources', { ...source, ...follows('cart-service', 'HEAD') }],
    ['two branches', { ...source, ...follows('a', 'one'), ...follows('b', 'two') }],
    [
      'HEAD and two branches without sources',
      { ...follows('a', 'HEAD'), ...follows('b', 'one'), ...follows('c', 'two') },
    ],
    ['two branches without sources', { ...follows('a', 'one'), ...follows('b', 'two') }],
    ['nothing beside sources', { ...source, ...follows('cart-service', "''") }],
  ])('is not guessed: %s', async (_what, files) => {
    const error = await branchOf(files).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      message: 'the deploy branch of "prod" is not known',
      help: expect.stringContaining('set environments.prod.deploy-branch in rollcall.yaml'),
    });
  });

  test('is the default branch where all services are those of another repository', async () => {
    const repositoryUrl = 'https://github.com/example/shop.git';
    const tree = memoryTree(follows('a', 'HEAD'));
    const catalog = await loadCatalog(tree, {}, { repositoryUrl, elsewhere: ['a'] });
    expect(catalog.services).toHaveLength(1);
    expect(await deployBranchOf(catalog, 'prod', async () => 'the default branch')).toBe('the default branch');
  });

  test('of another environment does not matter', async () => {
    const dev = applicationText('a', 'dev', '1-a');
    expect(await branchOf({ ...follows('a', 'HEAD'), [applicationFile('a', 'dev')]: dev })).toBe('the default branch');
  });
});

describe('an environment that is none', () => {
  test('is refused, with those that there are and the nearest', async () => {
    const dev = { [applicationFile('a', 'dev')]: applicationText('a', 'dev', '1-a') };
    const catalog = await catalogOf(memoryTree({ ...source, ...dev, ...follows('a', 'one') }));
    expect(() => requireEnvironment(catalog, 'prd')).toThrow(UserError);
    for (const ask of [
      () => requireEnvironment(catalog, 'prd'),
      () => sourceBranchOf(catalog, 'prd', 'written'),
      () => deployBranchOf(catalog, 'prd', async () => 'main'),
    ])
      await expect(async () => ask()).rejects.toMatchObject({
        message: 'there is no environment "prd"',
        help: 'Did you mean "prod"? The environments are dev, prod.',
      });
  });

  test('is refused where there is none at all', async () => {
    const catalog = await catalogOf(memoryTree(source));
    expect(() => requireEnvironment(catalog, 'prod')).toThrow(
      expect.objectContaining({ help: 'There are none: no Argo CD Application was found.' }),
    );
  });

  const set = (generators: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec:
  generators: ${generators}
  template:
    metadata: {name: 'web-{{name}}'}
    spec: {source: {repoURL: https://github.com/example/shop.git, path: k8s, targetRevision: HEAD}}
`;
  test.each([
    ['are not read', '[{clusters: {}}]', '"all" (sets/all.yaml:5:3; a clusters generator is not read)'],
    ['say none', '[{list: {elements: [{name: a}]}}]', '"all" (sets/all.yaml:5:3)'],
  ])('is refused with the ApplicationSets whose generators %s', async (_what, generators, place) => {
    const files = { 'sets/all.yaml': set(generators), 'k8s/a.yaml': '' };
    const read = (config: Config) =>
      loadCatalog(memoryTree(files), config, {
        repositoryUrl: 'https://github.com/example/shop.git',
        elsewhere: ['web'],
      });
    const help = `There are none. Nothing tells the environment of the ApplicationSet ${place}.`;
    const catalog = await read({});
    expect(() => requireEnvironment(catalog, 'prod')).toThrow(
      expect.objectContaining({
        help: `${help} Say in rollcall.yaml whose folder is of it: environments: { "prod": { applications: FOLDER } }.`,
      }),
    );
    // What the help says works.
    const told = await read({ environments: { prod: { applications: 'sets' } } });
    expect(told.generated).toMatchObject([{ environment: 'prod' }]);
  });
});

test('an environment is promoted from its own branch, else from the one that is written', async () => {
  const catalog = async (files: Record<string, string>) => catalogOf(memoryTree({ ...source, ...files }));
  expect(sourceBranchOf(await catalog(follows('a', 'one')), 'prod', 'written')).toBe('one');
  const dev = { [applicationFile('a', 'dev')]: applicationText('a', 'dev', '1-a') };
  expect(sourceBranchOf(await catalog({ ...dev, ...follows('a', 'one') }), 'prod', 'written')).toBe('one');
  expect(sourceBranchOf(await catalog(follows('a', 'HEAD')), 'prod', 'written')).toBe('written');
});

describe('the configuration of an environment', () => {
  const config = {
    'deploy-repository': 'example/deploy',
    environments: {
      dev: { 'mutable-tags': 'warn', 'deploy-branch': 'deploy-dev' },
      prod: { repository: 'example/prod' },
    },
  } as const;

  test('says whose repository, which branch, and whether tags may move', () => {
    expect(configuredRepository(config, 'dev')).toEqual({
      written: 'example/deploy',
      namedBy: 'deploy-repository, which is for dev as well',
    });
    expect(configuredRepository(config, null)).toEqual({ written: 'example/deploy', namedBy: 'deploy-repository' });
    expect(configuredRepository(config, 'prod')).toEqual({
      written: 'example/prod',
      namedBy: 'environments.prod.repository',
    });
    expect(configuredRepository({}, 'prod')).toBeNull();
    expect(configuredBranch(config, 'dev')).toBe('deploy-dev');
    expect(configuredBranch(config, 'prod')).toBeUndefined();
    expect(mutableTagsOf(config, 'dev')).toBe('warn');
    expect(mutableTagsOf(config, 'prod')).toBe('forbid');
    expect(settingsOf(config, 'dev')).toMatchObject({ environment: 'dev', mutableTags: 'warn' });
  });

  test.each(['constructor', '__proto__', 'staging'])('says nothing of %s', (environment) => {
    expect(configuredBranch(config, environment)).toBeUndefined();
    expect(configuredRepository({ environments: {} }, environment)).toBeNull();
    expect(mutableTagsOf(config, environment)).toBe('forbid');
  });
});

describe('the repositories of manifests', () => {
  const named = (config: Config, given?: string) =>
    deployRepositories(config, given).map(({ written, key, holds }) => [written, key, holds('dev'), holds('prod')]);
  const prod = { environments: { prod: { repository: 'acme/prod' } } };

  test.each<[string, Config, string | undefined, ReturnType<typeof named>]>([
    ['none where this one holds them', {}, undefined, []],
    ['one for all', { 'deploy-repository': 'acme/a' }, undefined, [['acme/a', 'deploy-repository', true, true]]],
    ['one that is named beside', { 'deploy-repository': 'acme/a' }, 'acme/b', [['acme/b', null, true, true]]],
    ['one for an environment', prod, undefined, [['acme/prod', 'environments.prod.repository', false, true]]],
    [
      'two',
      { 'deploy-repository': 'acme/a', ...prod },
      undefined,
      [
        ['acme/a', 'deploy-repository', true, false],
        ['acme/prod', 'environments.prod.repository', false, true],
      ],
    ],
  ])('%s', (_name, config, given, expected) => {
    expect(named(config, given)).toEqual(expected);
  });
});
