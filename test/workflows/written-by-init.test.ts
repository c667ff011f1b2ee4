import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { planSetup, type SetupRequest } from '@rollcall/domain/setup/plan-setup';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { initRepository } from '@rollcall/testkit/repository';
import { parse } from 'yaml';

const application = (
  name: string,
  environment: string,
  { revision = 'main', image = `ghcr.io/acme/shop/${name}` } = {},
) => ({
  [`apps/${environment}/${name}.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}-${environment}, namespace: argocd }
spec:
  project: default
  source:
    repoURL: https://github.com/acme/shop
    path: charts/${name}
    targetRevision: ${revision}
    helm:
      parameters:
        - { name: image.repository, value: ${image} }
        - { name: image.tag, value: 1-abcdef1 }
  destination: { server: https://kubernetes.default.svc, namespace: ${environment} }
`,
});
const sources = (name: string) => ({
  [`services/${name}/Dockerfile`]: 'FROM scratch\n',
  [`services/${name}/main.go`]: 'package main\n',
});
const chart = (name: string) => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
  [`charts/${name}/values.yaml`]: 'image: { repository: "", tag: "" }\n',
});
const names = ['cart', 'order'];
const each = (make: (name: string) => Record<string, string>) =>
  Object.assign({}, ...names.map(make)) as Record<string, string>;
const monorepo = (environments: readonly string[], detail = {}) => ({
  ...each(sources),
  ...each(chart),
  ...Object.assign({}, ...environments.map((one) => each((name) => application(name, one, detail)))),
});

async function setupOf(files: Record<string, string>, request: Partial<SetupRequest> = {}) {
  const tree = memoryTree(files);
  return planSetup({
    tree,
    config: await readConfig(tree),
    repositoryUrl: 'https://github.com/acme/shop',
    branches: ['main'],
    defaultBranch: 'main',
    manifests: null,
    environments: [],
    more: [],
    ...request,
  });
}

const release = (files: ReadonlyMap<string, string>) => parse(files.get('.github/workflows/release.yml') ?? '');

const actionlint = spawnSync('actionlint', ['-version']).error === undefined;
if (!actionlint) process.stderr.write('skipped: actionlint is not installed, so nothing that init writes is linted\n');

/** What actionlint says of the workflows that are to be written. */
function lint(files: ReadonlyMap<string, string>): string {
  const { directory } = initRepository();
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const workflows = [...files.keys()].filter((path) => path.startsWith('.github/'));
  const { stdout, stderr } = spawnSync('actionlint', ['-no-color', ...workflows], { cwd: directory, encoding: 'utf8' });
  return stdout + stderr;
}

/** A clone of manifests that are in another repository. */
function manifestsOf(environments: readonly string[]) {
  const tree = memoryTree(
    Object.assign({}, each(chart), ...environments.map((one) => each((name) => application(name, one)))),
  );
  return { name: 'acme/deploy', clone: { tree, repositoryUrl: 'https://github.com/acme/deploy' } };
}

interface Fit {
  branches: string[] | undefined;
  options: string[] | undefined;
  environment: string;
}

const layouts: [string, () => ReturnType<typeof setupOf>, Fit][] = [
  [
    'a branch for each environment',
    () => setupOf(monorepo(['dev', 'prod']), { branches: ['main', 'deploy-dev', 'deploy-prod'] }),
    {
      branches: ['deploy-dev', 'deploy-prod'],
      options: ['dev', 'prod'],
      environment: "${{ inputs.environment || (github.ref_name == 'deploy-dev' && 'dev' || 'prod') }}",
    },
  ],
  [
    'three environments',
    () => setupOf(monorepo(['dev', 'prod', 'staging']), { branches: ['dev', 'prod', 'staging'] }),
    {
      branches: ['dev', 'prod', 'staging'],
      options: ['dev', 'prod', 'staging'],
      environment:
        "${{ inputs.environment || (github.ref_name == 'prod' && 'prod' || github.ref_name == 'dev' && 'dev' || 'staging') }}",
    },
  ],
  [
    'one environment',
    () => setupOf(monorepo(['prod'])),
    { branches: ['main'], options: undefined, environment: 'prod' },
  ],
  [
    'environments that no branch is of',
    () => setupOf(monorepo(['dev', 'prod'])),
    { branches: undefined, options: ['dev', 'prod'], environment: '${{ inputs.environment }}' },
  ],
  [
    'one of two that a branch is of',
    () => setupOf(monorepo(['dev', 'prod']), { branches: ['main', 'dev'] }),
    { branches: ['dev'], options: ['dev', 'prod'], environment: "${{ inputs.environment || 'dev' }}" },
  ],
  [
    'a pair of repositories',
    () => setupOf(each(sources), { manifests: manifestsOf(['dev', 'prod']), branches: ['dev', 'main', 'prod'] }),
    {
      branches: ['dev', 'prod'],
      options: ['dev', 'prod'],
      environment: "${{ inputs.environment || (github.ref_name == 'dev' && 'dev' || 'prod') }}",
    },
  ],
];

describe.each(layouts)('%s', (_title, plan, { branches, options, environment }) => {
  test('is what the release is written for, and actionlint accepts it', async () => {
    const { files } = await plan();
    const workflow = release(files);
    expect({
      branches: workflow.on.push?.branches,
      options: workflow.on.workflow_dispatch.inputs.environment?.options,
      environment: workflow.jobs.release.with.environment,
    }).toEqual({ branches, options, environment });
    expect(workflow.on.workflow_dispatch.inputs.services.default).toBe('all');
    if (actionlint) expect(lint(files)).toBe('');
  });
});

test('where everything is known, no configuration is written', async () => {
  const { files, unknown } = await setupOf(monorepo(['dev', 'prod']), { branches: ['dev', 'prod'] });
  expect([...files.keys()]).toEqual(['.github/workflows/release.yml', '.github/workflows/verify.yml']);
  expect(unknown).toEqual([]);
  expect(release(files).jobs.release.with.registry).toBe('ghcr.io/${{ github.repository }}');
  expect(release(files).jobs.release).not.toHaveProperty('secrets');
});

test('of a pair, the configuration says where the manifests are, and nothing else', async () => {
  const { files, settings } = await setupOf(each(sources), { manifests: manifestsOf(['prod']) });
  expect(files.get('rollcall.yaml')).toMatch(/^# yaml-language-server: \S+\ndeploy-repository: acme\/deploy\n$/);
  expect(release(files).jobs.release.secrets).toEqual({ 'deploy-token': '${{ secrets.DEPLOY_TOKEN }}' });
  expect(settings.join()).toContain('DEPLOY_TOKEN');
});

test('a configuration that is there is not written over', async () => {
  const files = { ...each(sources), 'rollcall.yaml': 'baseline: accepted.json\n' };
  const setup = await setupOf(files, { manifests: manifestsOf(['prod']) });
  expect([...setup.files.keys()]).not.toContain('rollcall.yaml');
  expect(setup.unknown.join()).toContain('write deploy-repository: acme/deploy into it');
});

test('the registry that the Applications say is where images are pushed', async () => {
  const there = await setupOf(monorepo(['prod'], { image: 'registry.example.com/team/cart' }));
  expect(release(there.files).jobs.release).toMatchObject({
    with: { registry: 'registry.example.com/team' },
    permissions: { actions: 'read', contents: 'write' },
    secrets: {
      'registry-username': '${{ secrets.REGISTRY_USERNAME }}',
      'registry-password': '${{ secrets.REGISTRY_PASSWORD }}',
    },
  });
  expect(release(there.files).jobs.release.permissions).not.toHaveProperty('packages');
  if (actionlint) expect(lint(there.files)).toBe('');
  expect(release(there.files).jobs.release.uses).toContain('/release-by-password.yml@');
  const other = await setupOf(monorepo(['prod'], { image: 'ghcr.io/other/cart' }));
  expect(release(other.files).jobs.release).toMatchObject({ with: { registry: 'ghcr.io/other' } });
});

test.each<[string, string, Record<string, string>]>([
  ['ECR', '123456789012.dkr.ecr.eu-west-1.amazonaws.com', { 'aws-role': '${{ vars.AWS_ROLE }}' }],
  [
    'Artifact Registry',
    'europe-docker.pkg.dev',
    {
      'google-provider': '${{ vars.GOOGLE_PROVIDER }}',
      'google-service-account': '${{ vars.GOOGLE_SERVICE_ACCOUNT }}',
    },
  ],
  [
    'ACR',
    'acme.azurecr.io',
    { 'azure-client': '${{ vars.AZURE_CLIENT }}', 'azure-tenant': '${{ vars.AZURE_TENANT }}' },
  ],
])('%s is logged in to without a password', async (_title, host, given) => {
  const { files, settings } = await setupOf(monorepo(['prod'], { image: `${host}/team/cart` }));
  const { permissions, uses, with: inputs, secrets } = release(files).jobs.release;
  expect(permissions).toEqual({ actions: 'read', contents: 'write', 'id-token': 'write' });
  expect(uses).toContain('/release-by-oidc.yml@');
  expect(inputs).toMatchObject({ ...given, registry: `${host}/team` });
  expect(secrets).toBeUndefined();
  expect(settings.join()).toContain(host);
  if (actionlint) expect(lint(files)).toBe('');
});

describe('what is asked for beside verify and release', () => {
  const all = ['promote', 'rollback', 'verify-nightly', 'new-service', 'retire-service'];

  test('is written for the environments that there are', async () => {
    const { files, settings } = await setupOf(monorepo(['prod', 'staging']), { more: all });
    const paths = ['release', 'verify', ...all].map((name) => `.github/workflows/${name}.yml`).sort();
    expect([...files.keys()]).toEqual(paths);
    const inputsOf = (name: string) =>
      parse(files.get(`.github/workflows/${name}.yml`) ?? '').on.workflow_dispatch.inputs;
    expect(inputsOf('promote')).toMatchObject({
      from: { options: ['prod', 'staging'], default: 'staging' },
      to: { options: ['prod', 'staging'], default: 'prod' },
    });
    expect(inputsOf('rollback').environment).toMatchObject({ options: ['prod', 'staging'], default: 'staging' });
    expect(settings.join()).toContain('reviewers');
    expect([...files.values()].join()).not.toMatch(/Copy it to|an example/);
    if (actionlint) expect(lint(files)).toBe('');
  });

  test.each([
    ['a name that is none', ['promot'], 'there is no starter "promot"'],
    ['a promotion within one environment', ['promote'], 'no two environments'],
  ])('%s is refused', async (_title, more, message) => {
    await expect(setupOf(monorepo(['prod']), { more })).rejects.toThrow(message);
  });
});

const build = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ uses: docker/build-push-action@v6 }]\n';

test.each<[string, Record<string, string>, string[]]>([
  ['a workflow that builds images is kept', { 'ci.yml': build }, ['verify.yml']],
  [
    'one that only reviews is none',
    { 'ci.yml': build.replace('on: push', 'on: [pull_request]') },
    ['release.yml', 'verify.yml'],
  ],
  [
    'another of the same name is not written over',
    { 'release.yml': 'on: push\njobs: {}\n' },
    ['rollcall-release.yml', 'verify.yml'],
  ],
  [
    'where both names are taken, none is written',
    { 'release.yml': 'on: push\njobs: {}\n', 'rollcall-release.yml': 'on: push\njobs: {}\n' },
    ['verify.yml'],
  ],
  ['one that is no YAML is judged by its text', { 'ci.yml': `${build}\n  : [` }, ['verify.yml']],
])('%s', async (_title, workflows, expected) => {
  const there = Object.fromEntries(
    Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}`, text]),
  );
  const { files, kept } = await setupOf({ ...monorepo(['prod']), ...there });
  expect([...files.keys()].map((path) => path.replace('.github/workflows/', ''))).toEqual(expected);
  expect(kept.length).toBe(expected.some((path) => path.includes('release')) ? 0 : 1);
});

test('what was written is known the next time', async () => {
  const first = await setupOf(monorepo(['prod']));
  const again = await setupOf({ ...monorepo(['prod']), ...Object.fromEntries(first.files) });
  expect([again.files.size, again.kept.length]).toEqual([0, 2]);
});

test.each<[string, Record<string, string>, Partial<SetupRequest>, string]>([
  ['an empty folder', {}, {}, 'no service and no Application'],
  ['an environment that nothing shows', monorepo(['prod']), { environments: ['qa'] }, 'no environment "qa"'],
  [
    'a repository that cannot be looked into',
    each(sources),
    { manifests: { name: 'acme/deploy', clone: null } },
    'are not known',
  ],
  [
    'another repository than the configuration says',
    { ...each(sources), 'rollcall.yaml': 'deploy-repository: acme/other\n' },
    { manifests: manifestsOf(['prod']) },
    'acme/other',
  ],
])('%s is refused', async (_title, files, request, message) => {
  await expect(setupOf(files, request)).rejects.toThrow(message);
});

test('manifests alone are verified, and nothing is released', async () => {
  const setup = await setupOf({ ...each(chart), ...each((name) => application(name, 'prod')) });
  expect([...setup.files.keys()]).toEqual(['.github/workflows/verify.yml']);
});
