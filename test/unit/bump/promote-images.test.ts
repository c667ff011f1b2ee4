import { describe, expect, test } from '@jest/globals';
import { bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { bumpTrailers } from '@rollcall/domain/bump/commit-message';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import fc from 'fast-check';
import { branchInMemory, memoryLog } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';
import {
  type Asked,
  bump,
  history,
  names,
  promote,
  reasons,
  settings,
  shop,
  tags,
  three,
  two,
} from './promoted-shop.ts';

describe('promoting', () => {
  test('gives one environment the tags of another that differ, in one commit', async () => {
    const dev = branchInMemory(
      'dev',
      shop({ dev: { 'cart-service': '2-b', 'order-service': '1-a', 'user-service': '2-b' } }),
    );
    const prod = branchInMemory(
      'prod',
      shop({ prod: { 'cart-service': '1-a', 'order-service': '1-a', 'user-service': '1-a' } }),
    );
    // Each branch holds the Applications of its own environment alone; the other is known by configuration.
    dev.push(shop({ prod: { 'cart-service': 'stale' } }));
    prod.push(shop({ dev: { 'cart-service': 'stale' } }));
    const result = await promote(prod, { from: 'dev', source: dev });
    expect(result).toMatchObject({ changed: true, skipped: [] });
    expect(tags(prod, 'prod')).toEqual({ 'cart-service': '2-b', 'order-service': '1-a', 'user-service': '2-b' });
    expect(tags(prod, 'dev')).toEqual({ 'cart-service': 'stale' });
    expect(prod.messages().at(-1)).toContain('deploy(prod): cart-service 1-a → 2-b, user-service 1-a → 2-b\n');
  });

  test('works where both environments live on one branch', async () => {
    const branch = branchInMemory('main', shop({ dev: { 'cart-service': '2-b' }, prod: { 'cart-service': '1-a' } }));
    expect(await promote(branch, { from: 'dev' })).toMatchObject({ changed: true });
    expect([tags(branch, 'dev'), tags(branch, 'prod')]).toEqual([{ 'cart-service': '2-b' }, { 'cart-service': '2-b' }]);
  });

  test('takes only the services that are named', async () => {
    const both = { 'cart-service': '2-b', 'user-service': '2-b' };
    const branch = branchInMemory('main', shop({ dev: both, prod: { 'cart-service': '1-a', 'user-service': '1-a' } }));
    await promote(branch, { from: 'dev', services: ['user-service', 'user-service'] });
    expect(tags(branch, 'prod')).toEqual({ 'cart-service': '1-a', 'user-service': '2-b' });
  });

  test('records where each image was built from, not where the promotion ran', async () => {
    const before = { 'cart-service': 'v1', 'order-service': 'v1', 'user-service': 'v1' };
    const branch = branchInMemory('main', shop({ dev: before, prod: before }));
    await bump(branch, 'dev', { 'cart-service': 'v2', 'order-service': 'v2' }, two);
    await bump(branch, 'dev', { 'order-service': 'v3' }, three);
    branch.push({ [applicationFile('user-service', 'dev')]: applicationText('user-service', 'dev', 'by-hand') });
    await promote(branch, { from: 'dev' });
    const message = branch.messages().at(-1) ?? '';
    expect(message).not.toContain('of-this-run');
    expect([...bumpTrailers(message).services].map(([service, { source }]) => [service, source])).toEqual([
      ['user-service', null],
      ['cart-service', `example/shop@${two}`],
      ['order-service', `example/shop@${three}`],
    ]);
  });

  test('never writes an older image', async () => {
    const branch = branchInMemory(
      'main',
      shop({ dev: { 'cart-service': '1-1111111' }, prod: { 'cart-service': '9-2222222' } }),
    );
    expect(reasons(await promote(branch, { from: 'dev' }))).toEqual([
      '"1-1111111" is older than "9-2222222", which is deployed: commit 1111111 comes before 2222222',
    ]);
    expect(await promote(branch, { from: 'dev', sourceHistory: null })).toMatchObject({ changed: true, skipped: [] });
  });

  test('knows an older image by where it was built from, promoted as it was', async () => {
    const branch = branchInMemory('main', shop({ dev: { 'cart-service': 'v0' }, prod: { 'cart-service': 'v0' } }));
    await bump(branch, 'dev', { 'cart-service': 'v3' }, three);
    await promote(branch, { from: 'dev' });
    await bump(branch, 'dev', { 'cart-service': 'v2' }, two);
    expect(await promote(branch, { from: 'dev' })).toMatchObject({ changed: false, skipped: [{}] });
    expect(tags(branch, 'prod')).toEqual({ 'cart-service': 'v3' });
  });

  test('takes all where "all" is the only name', async () => {
    const both = { 'cart-service': '2-b', 'user-service': '2-b' };
    const start = shop({ dev: both, prod: { 'cart-service': '1-a', 'user-service': '1-a' } });
    const branch = branchInMemory('main', start);
    await promote(branch, { from: 'dev', services: ['all'] });
    expect(tags(branch, 'prod')).toEqual(both);
    const other = promote(branchInMemory('main', start), { from: 'dev', services: ['all', 'cart-service'] });
    await expect(other).rejects.toMatchObject({
      message: '"all": no such service, named in "services"',
      help: 'The services are cart-service, order-service, user-service.',
    });
  });

  test('takes the images of another repository, whose environment may have the same name', async () => {
    const theirs = branchInMemory('main', shop({ prod: { 'cart-service': '2-b' } }));
    const ours = branchInMemory('main', shop({ prod: { 'cart-service': '1-a' } }));
    await promote(ours, { from: 'prod', source: theirs, loadSource: (tree) => catalogOf(tree) });
    expect(tags(ours, 'prod')).toEqual({ 'cart-service': '2-b' });
  });

  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
  const pinned = (environment: string, tag: string, letter: string) =>
    applicationText('cart-service', environment, tag).replace(
      '  destination',
      `        - name: image.digest\n          value: ${digest(letter)}\n  destination`,
    );

  test('gives the digest alone where only that differs, and none where none is pinned', async () => {
    const branch = branchInMemory('main', {
      ...shop({}),
      [applicationFile('cart-service', 'dev')]: pinned('dev', '1-a', 'b'),
      [applicationFile('cart-service', 'prod')]: pinned('prod', '1-a', 'a'),
    });
    const { changes } = await promote(branch, { from: 'dev' });
    expect(changes).toMatchObject([{ part: 'digest', old: digest('a'), new: digest('b') }]);
    expect(await promote(branch, { from: 'dev', services: ['cart-service'] })).toMatchObject({ changed: false });
    branch.push({ [applicationFile('cart-service', 'dev')]: applicationText('cart-service', 'dev', '1-a') });
    expect(await promote(branch, { from: 'dev' })).toMatchObject({ changed: false, skipped: [] });
  });

  test('a pinned digest goes with its tag', async () => {
    const branch = branchInMemory('main', {
      ...shop({}),
      [applicationFile('cart-service', 'dev')]: pinned('dev', '2-b', 'b'),
      [applicationFile('cart-service', 'prod')]: pinned('prod', '1-a', 'a'),
    });
    await promote(branch, { from: 'dev' });
    expect(branch.files()[applicationFile('cart-service', 'prod')]).toBe(pinned('prod', '2-b', 'b'));
    await promote(branch, {});
    expect(branch.files()[applicationFile('cart-service', 'prod')]).toBe(pinned('prod', '1-a', 'a'));
  });

  test('a dry run plans and writes nothing', async () => {
    const branch = branchInMemory('main', shop({ dev: { 'cart-service': '2-b' }, prod: { 'cart-service': '1-a' } }));
    expect(await promote(branch, { from: 'dev', dryRun: true })).toMatchObject({ changed: true, commit: null });
    expect(branch.messages()).toHaveLength(1);
  });

  test('in place the files of the work tree are written', async () => {
    const tree = memoryTree(shop({ dev: { 'cart-service': '2-b' }, prod: { 'cart-service': '1-a' } }));
    const written: string[] = [];
    const result = await promoteImages(
      {
        from: { settings: settings('dev'), manifests: tree },
        to: { settings: settings('prod'), manifests: tree },
        services: null,
        onMissing: null,
        loadCatalog: catalogOf,
        log: memoryLog(),
        dryRun: false,
        sourceHistory: history,
      },
      (bump, origin) =>
        bumpInPlace({ ...bump, origin, tree, writer: { write: async (files) => void written.push(...files.keys()) } }),
    );
    expect(result).toMatchObject({ changed: true, commit: null });
    expect(written).toEqual([applicationFile('cart-service', 'prod')]);
  });
});

describe('what cannot be promoted', () => {
  test('is an environment to itself: nothing is read for it', async () => {
    const branch = branchInMemory('main', shop({ prod: { 'user-service': '1-a' } }));
    await expect(promote(branch, { from: 'prod' })).rejects.toMatchObject({
      message: expect.stringContaining('"prod" cannot be promoted to itself'),
      help: expect.stringContaining('roll back with to-previous'),
    });
  });

  const branch = () =>
    branchInMemory('main', {
      ...shop({
        dev: { 'cart-service': '2-b', 'order-service': '2-b' },
        prod: { 'cart-service': '1-a', 'user-service': '1-a' },
      }),
    });

  test('is skipped with the reason when all are asked for', async () => {
    const result = await promote(branch(), { from: 'dev' });
    expect(result.changes.map(({ service }) => service)).toEqual(['cart-service']);
    expect(reasons(result)).toEqual([expect.stringContaining('"order-service" has no Application in prod')]);
  });

  test.each<[string, Asked, string]>([
    [
      'named, without an Application to write',
      { services: ['order-service'] },
      '"order-service" has no Application in prod',
    ],
    ['named, without one to read', { services: ['user-service'] }, '"user-service" has no Application in dev'],
    ['all, when told', { onMissing: 'error' }, '"order-service" has no Application in prod'],
    ['a name that is no service', { services: ['user-servise'] }, '"user-servise": no such service'],
    ['a name that is no service, whatever is told', { services: ['x'], onMissing: 'warn' }, '"x": no such service'],
    ['a name of the prototype', { services: ['__proto__'] }, '"__proto__": no such service'],
    ['an environment that is none', { from: 'staging' }, 'there is no environment "staging"'],
  ])('is an error: %s', async (_name, asked, words) => {
    const error = await promote(branch(), { from: 'dev', ...asked }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(words);
  });

  test.each([[['order-service']], [['user-service']]])('is skipped when told: %s', async (services) => {
    const result = await promote(branch(), { from: 'dev', services, onMissing: 'warn' });
    expect(result).toMatchObject({ changed: false, skipped: [{ service: services[0] }] });
  });

  test('is a tag that says nothing, or two that differ', async () => {
    const second = applicationText('user-service', 'dev', '3-c').replace('user-service-dev', 'user-service-dev-second');
    const it = branchInMemory('main', {
      ...shop({
        dev: { 'cart-service': '', 'order-service': '{{tag}}', 'user-service': '2-b' },
        prod: { 'cart-service': '1-a', 'order-service': '1-a', 'user-service': '1-a' },
      }),
      'k8s/argocd/apps/dev/user-service-second.yaml': second,
    });
    const result = await promote(it, { from: 'dev' });
    expect(result.changed).toBe(false);
    expect(reasons(result)).toEqual([
      '"cart-service" has no tag in dev',
      '"order-service" has "{{tag}}", which is no image tag, in dev',
      '"user-service" has different tags ("3-c", "2-b") in dev',
    ]);
    await expect(promote(it, { from: 'dev', services: ['cart-service'] })).rejects.toMatchObject({
      message: '"cart-service" has no tag in dev',
      help: 'Leave the service out, or set on-missing to warn.',
    });
  });

  test('is no tag that moves', async () => {
    const it = branchInMemory('main', shop({ dev: { 'cart-service': 'latest' }, prod: { 'cart-service': '1-a' } }));
    await expect(promote(it, { from: 'dev' })).rejects.toThrow('is mutable');
  });

  /** The Application of order-service with its tag in a place that can be read, and not be edited. */
  const inBlock = (environment: string, tag: string) =>
    applicationText('order-service', environment, tag).replace(
      `'${tag}' # written by the pipeline`,
      `>- # long\n            ${tag}`,
    );

  test('a place that cannot be written does not stand in the way of others', async () => {
    const it = branch();
    it.push({ [applicationFile('order-service', 'prod')]: inBlock('prod', '1-a') });
    const result = await promote(it, { from: 'dev' });
    expect(result.changes.map(({ service }) => service)).toEqual(['cart-service']);
    expect(result.skipped).toEqual([
      {
        service: 'order-service',
        why: `spec.source.helm.parameters[0].value is a block or spans several lines (${applicationFile('order-service', 'prod')}:13:18)`,
      },
    ]);
    await expect(promote(it, { from: 'dev', services: ['order-service'] })).rejects.toMatchObject({
      message: expect.stringContaining('spans several lines'),
      location: { path: applicationFile('order-service', 'prod'), line: 13 },
    });
  });

  test('a place that cannot be written stands in nobody’s way where it says the same already', async () => {
    const it = branch();
    it.push({ [applicationFile('order-service', 'prod')]: inBlock('prod', '2-b') });
    expect(await promote(it, { from: 'dev' })).toMatchObject({ changes: [{ service: 'cart-service' }], skipped: [] });
  });

  test.each<[string, string]>([
    ['a block', inBlock('dev', '2-b')],
    ['an alias', `x: &t 2-b\n${applicationText('order-service', 'dev', '2-b').replace("'2-b'", '*t')}`],
  ])('a place that can only be read is read: %s', async (_name, text) => {
    const it = branch();
    it.push({
      [applicationFile('order-service', 'dev')]: text,
      [applicationFile('order-service', 'prod')]: applicationText('order-service', 'prod', '1-a'),
    });
    const result = await promote(it, { from: 'dev', services: ['order-service'] });
    expect(result.changes).toMatchObject([{ service: 'order-service', old: '1-a', new: '2-b' }]);
  });

  test('what an ApplicationSet may change is not taken for what runs', async () => {
    const it = branchInMemory('main', {
      ...shop({ prod: { 'cart-service': '1-a' } }),
      'k8s/argocd/apps/dev/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: carts}
spec:
  templatePatch: '{{ .patch }}'
  generators: [{list: {elements: [{env: dev}]}}]
  template:
    metadata: {name: 'cart-service-{{env}}'}
    spec:
      source:
        repoURL: https://github.com/example/shop.git
        path: k8s/helm/charts/cart-service
        helm: {parameters: [{name: image.tag, value: 2-b}]}
`,
    });
    const result = await promote(it, { from: 'dev' });
    expect(result.changes).toEqual([]);
    expect(reasons(result)).toEqual([expect.stringContaining('its templatePatch may change the sources')]);
  });

  test.each<[string, string]>([
    ['a value file that services share', 'image: {tag: 2-b}\n'],
    ['a merge key in it', 'x: &x {tag: 2-b}\nimage: {<<: *x}\n'],
  ])('%s is read, and not written', async (_name, values) => {
    const withFile = (service: string, environment: string) =>
      applicationText(service, environment, '').replace(
        /helm:\n[\s\S]*pipeline\n/,
        `helm:\n      valueFiles: [/k8s/values-${environment}.yaml]\n`,
      );
    const it = branchInMemory('main', {
      ...shop({ prod: { 'cart-service': '1-a', 'user-service': '1-a' } }),
      [applicationFile('cart-service', 'dev')]: withFile('cart-service', 'dev'),
      [applicationFile('user-service', 'dev')]: withFile('user-service', 'dev'),
      'k8s/values-dev.yaml': values,
    });
    const result = await promote(it, { from: 'dev' });
    expect(result.skipped).toEqual([]);
    expect(tags(it, 'prod')).toEqual({ 'cart-service': '2-b', 'user-service': '2-b' });
    // The other way round the file is another service's as well.
    await bump(it, 'prod', { 'cart-service': '3-c' });
    it.push({ [applicationFile('cart-service', 'prod')]: withFile('cart-service', 'prod') });
    it.push({ [applicationFile('user-service', 'prod')]: withFile('user-service', 'prod') });
    it.push({ 'k8s/values-prod.yaml': 'image: {tag: 1-a}\n' });
    expect(reasons(await promote(it, { from: 'dev' }))).toEqual([
      'image.tag of k8s/values-prod.yaml is also what Application "user-service-prod" (prod) runs (k8s/values-prod.yaml:1:14)',
      'image.tag of k8s/values-prod.yaml is also what Application "cart-service-prod" (prod) runs (k8s/values-prod.yaml:1:14)',
    ]);
  });

  test('an empty place is written', async () => {
    const it = branchInMemory('main', shop({ dev: { 'cart-service': '2-b' }, prod: { 'cart-service': '' } }));
    await promote(it, { from: 'dev' });
    expect(tags(it, 'prod')).toEqual({ 'cart-service': '2-b' });
  });
});

describe('whatever the tags', () => {
  const tag = fc.constantFrom('v1', 'v2', '5-1111111', '7-2222222', '6-3333333', '8-8888888');
  const environment = fc.dictionary(fc.constantFrom(...names), tag, { minKeys: 1, noNullPrototype: true });

  test('promoting twice changes nothing the second time, and loses no service', async () => {
    await fc.assert(
      fc.asyncProperty(environment, environment, async (dev, prod) => {
        const branch = branchInMemory('main', shop({ dev, prod }));
        const first = await promote(branch, { from: 'dev' });
        const after = tags(branch, 'prod');
        const second = await promote(branch, { from: 'dev' });
        expect(second).toMatchObject({ changed: false, changes: [], skipped: first.skipped });
        expect(tags(branch, 'dev')).toEqual(dev);
        const skipped = new Set(first.skipped.map(({ service }) => service));
        for (const [service, asked] of Object.entries(dev)) {
          if (skipped.has(service)) expect(after[service]).toBe(prod[service]);
          else expect(after[service]).toBe(asked);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('rolling back what was promoted gives what was there; once more it goes no way back to what is held', async () => {
    await fc.assert(
      fc.asyncProperty(environment, environment, async (dev, prod) => {
        const branch = branchInMemory('main', shop({ dev, prod }));
        const { changes } = await promote(branch, { from: 'dev' });
        const promoted = branch.files();
        const services = changes.map(({ service }) => service);
        if (services.length === 0) return;
        await promote(branch, { services });
        expect(branch.files()).toEqual(shop({ dev, prod }));
        await promote(branch, { services });
        await promote(branch, { from: 'dev', services, sourceHistory: null });
        expect(branch.files()).toEqual(shop({ dev, prod }));
        await promote(branch, { from: 'dev', services, sourceHistory: null, release: services });
        expect(branch.files()).toEqual(promoted);
      }),
      { numRuns: 30 },
    );
  });
});
