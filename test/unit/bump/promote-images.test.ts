import { describe, expect, test } from '@jest/globals';
import { type BumpResult, bumpImages, bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { bumpTrailers } from '@rollcall/domain/bump/commit-message';
import { type Promotion, promoteImages } from '@rollcall/domain/bump/promote-images';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import fc from 'fast-check';
import {
  type BranchInMemory,
  branchInMemory,
  memoryLog,
  sourceLines,
  swiftPace,
} from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

const id = (digits: string): string => digits.padEnd(40, '0');
const [one, two, three] = [id('1111111a'), id('2222222b'), id('3333333c')];
const history = sourceLines([one, two, three]);

const names = ['cart-service', 'order-service', 'user-service'];

/** A checkout with the Applications of environments: tag by service. */
function shop(environments: Record<string, Record<string, string>>): Record<string, string> {
  const applications = Object.entries(environments).flatMap(([environment, tags]) =>
    Object.entries(tags).map(([service, tag]) => [
      applicationFile(service, environment),
      applicationText(service, environment, tag),
    ]),
  );
  return Object.fromEntries([...names.map((service) => [`services/${service}/Dockerfile`, '']), ...applications]);
}

/** Tag by service, as a branch says now. */
function tags(branch: BranchInMemory, environment: string): Record<string, string> {
  const found = names.map((service) => {
    const text = branch.files()[applicationFile(service, environment)] ?? '';
    return [service, /value: '(.*)'/.exec(text)?.[1]];
  });
  return Object.fromEntries(found.filter(([, tag]) => tag !== undefined));
}

const settings = (environment: string) => ({ environment, mutableTags: 'forbid' as const });

interface Asked extends Partial<Pick<Promotion, 'services' | 'onMissing' | 'sourceHistory' | 'dryRun'>> {
  from?: string;
  source?: BranchInMemory;
  log?: ReturnType<typeof memoryLog>;
}

let runs = 0;

/** Promotes to prod on a branch: from dev on `source`, by default the same branch; without `from` a roll-back. */
function promote(branch: BranchInMemory, { from, source = branch, log = memoryLog(), ...asked }: Asked) {
  runs += 1;
  const origin = { id: `run ${runs}`, source: 'example/shop@of-this-run' };
  return promoteImages(
    {
      from: from === undefined ? null : { settings: settings(from), manifests: source },
      to: { settings: settings('prod'), manifests: branch },
      services: null,
      onMissing: null,
      loadCatalog: catalogOf,
      log,
      dryRun: false,
      sourceHistory: history,
      ...asked,
    },
    (bump, sources) => bumpImages({ ...bump, branch, pace: swiftPace, origin: { ...origin, ...sources } }),
  );
}

/** A bump by the pipeline. */
function bump(branch: BranchInMemory, environment: string, images: Record<string, string>, source?: string) {
  runs += 1;
  return bumpImages({
    request: {
      ...settings(environment),
      images: Object.entries(images).map(([service, tag]) => ({ service, tag })),
      onMissing: 'error',
    },
    loadCatalog: catalogOf,
    log: memoryLog(),
    dryRun: false,
    sourceHistory: null,
    branch,
    pace: swiftPace,
    origin: { id: `run ${runs}`, ...(source && { source: `example/shop@${source}` }) },
  });
}

function reasons({ skipped }: BumpResult): string[] {
  return skipped.map(({ why }) => why);
}

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

  test('a pinned digest goes with its tag', async () => {
    const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
    const pinned = (environment: string, tag: string, letter: string) =>
      applicationText('cart-service', environment, tag).replace(
        '  destination',
        `        - name: image.digest\n          value: ${digest(letter)}\n  destination`,
      );
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
    await expect(promote(branch, { from: 'prod' })).rejects.toThrow('"prod" cannot be promoted to itself');
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
    await expect(promote(it, { from: 'dev', services: ['cart-service'] })).rejects.toThrow('has no tag in dev');
  });

  test('is no tag that moves', async () => {
    const it = branchInMemory('main', shop({ dev: { 'cart-service': 'latest' }, prod: { 'cart-service': '1-a' } }));
    await expect(promote(it, { from: 'dev' })).rejects.toThrow('is mutable');
  });

  /** The Application of order-service with its tag in a place that can be read, and not be edited. */
  const inBlock = (environment: string, tag: string) =>
    applicationText('order-service', environment, tag).replace(
      `'${tag}' # written by the pipeline`,
      `>-\n            ${tag}`,
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

describe('rolling back', () => {
  const start = () =>
    branchInMemory(
      'main',
      shop({ dev: { 'cart-service': '0' }, prod: { 'cart-service': '1-1111111', 'user-service': '1-1111111' } }),
    );

  test('takes the tag before the current one, although it is older', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-2222222' }, two);
    await bump(branch, 'prod', { 'cart-service': '3-3333333' }, three);
    const result = await promote(branch, { services: ['cart-service'] });
    expect(result.changes).toMatchObject([{ old: '3-3333333', new: '2-2222222' }]);
    expect(branch.messages().at(-1)).not.toContain('of-this-run');
  });

  test('of a roll-back ends where it began', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-2222222' }, two);
    for (const tag of ['1-1111111', '2-2222222', '1-1111111']) {
      await promote(branch, { services: ['cart-service'] });
      expect(tags(branch, 'prod')['cart-service']).toBe(tag);
    }
  });

  test('of all takes each back, and says which have nothing to go back to', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-2222222' }, two);
    const result = await promote(branch, {});
    expect(tags(branch, 'prod')).toEqual({ 'cart-service': '1-1111111', 'user-service': '1-1111111' });
    expect(result.skipped).toEqual([{ service: 'user-service', why: 'nothing came before "1-1111111"' }]);
  });

  test('is of one environment where two share a branch', async () => {
    const branch = branchInMemory('main', shop({ dev: { 'cart-service': '1-a' }, prod: { 'cart-service': '1-a' } }));
    await bump(branch, 'dev', { 'cart-service': '2-b' });
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    await bump(branch, 'dev', { 'cart-service': '3-c' });
    await bump(branch, 'dev', { 'cart-service': '2-b' });
    await promote(branch, { services: ['cart-service'] });
    expect([tags(branch, 'dev'), tags(branch, 'prod')]).toEqual([{ 'cart-service': '2-b' }, { 'cart-service': '1-a' }]);
  });

  const byHand = (branch: BranchInMemory, tag: string) =>
    branch.push({ [applicationFile('cart-service', 'prod')]: applicationText('cart-service', 'prod', tag) });

  test('reads what the file said where people wrote it by hand', async () => {
    const branch = start();
    byHand(branch, '2-b');
    byHand(branch, '3-c');
    branch.push({
      [applicationFile('cart-service', 'prod')]: `${applicationText('cart-service', 'prod', '3-c')}# seen\n`,
    });
    for (let count = 0; count < 40; count += 1) branch.push({ 'README.md': String(count) });
    expect((await promote(branch, {})).changes).toMatchObject([{ old: '3-c', new: '2-b' }]);
  });

  test('does not believe a commit that was overwritten by hand', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    byHand(branch, '3-c');
    expect((await promote(branch, {})).changes).toMatchObject([{ old: '3-c', new: '2-b' }]);
  });

  test('finds the tag in another file, where the Application moved', async () => {
    const branch = start();
    byHand(branch, '2-b');
    const moved = 'k8s/argocd/apps/prod/renamed.yaml';
    branch.push({
      [applicationFile('cart-service', 'prod')]: null,
      [moved]: applicationText('cart-service', 'prod', '3-c'),
    });
    expect((await promote(branch, {})).changes).toMatchObject([{ file: moved, old: '3-c', new: '2-b' }]);
  });

  test('says what there was instead of a tag', async () => {
    const branch = branchInMemory('main', shop({ prod: { 'user-service': '1-a' } }));
    byHand(branch, '1-a');
    expect(reasons(await promote(branch, { services: ['cart-service'] }))).toEqual([
      expect.stringMatching(/^nothing came before "1-a": "cart-service" has no Application/),
    ]);
    const empty = branchInMemory('main', shop({ prod: { 'cart-service': '' } }));
    await bump(empty, 'prod', { 'cart-service': '1-a' });
    expect(reasons(await promote(empty, {}))).toEqual(['nothing came before "1-a"']);
  });

  test('of two places that said different tags writes neither', async () => {
    const second = (tag: string) => applicationText('cart-service', 'prod', tag).replace('name: ', 'name: second-');
    const branch = branchInMemory('main', {
      ...shop({ prod: { 'cart-service': '1-a' } }),
      'k8s/argocd/apps/prod/second.yaml': second('0-z'),
    });
    // One of them is written, and said nothing wrong before.
    for (const tag of ['2-b', '1-a']) {
      await bump(branch, 'prod', { 'cart-service': tag });
      expect(reasons(await promote(branch, {}))).toEqual([
        `nothing came before "${tag}": "cart-service" has different tags ("1-a", "0-z") in prod`,
      ]);
      branch.push({ 'k8s/argocd/apps/prod/second.yaml': second('0-z') });
      byHand(branch, '1-a');
    }
  });

  test('says how far it looked, and what to do', async () => {
    const branch = start();
    byHand(branch, '2-b');
    for (let count = 0; count < 120; count += 1)
      branch.push({
        [applicationFile('cart-service', 'prod')]: `${applicationText('cart-service', 'prod', '2-b')}# ${count}\n`,
      });
    expect(reasons(await promote(branch, { services: ['cart-service'] }))).toEqual([
      'what came before "2-b" is not in the trailers of the last 1000 commits of main and the last 100 changes of its files; bump it to the tag that you want, with allow-older',
    ]);
  });

  test('leaves alone what somebody else deployed in the meantime', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    branch.before = () => {
      branch.before = () => {};
      byHand(branch, '3-fix');
    };
    const result = await promote(branch, { services: ['cart-service'] });
    expect(result).toMatchObject({ changed: false, attempts: 2 });
    expect(reasons(result)).toEqual(['somebody else replaced "2-b" by "3-fix" in the meantime']);
    expect(tags(branch, 'prod')['cart-service']).toBe('3-fix');
  });

  test('by two people at once happens once', async () => {
    const branch = start();
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    const results = await Promise.all([promote(branch, {}), promote(branch, {})]);
    expect(results.map(({ changed }) => changed).sort()).toEqual([false, true]);
    expect(tags(branch, 'prod')['cart-service']).toBe('1-1111111');
  });

  test('needs a history', async () => {
    const tree = memoryTree(start().files());
    const promotion: Promotion = {
      from: null,
      to: { settings: settings('prod'), manifests: tree },
      services: null,
      onMissing: null,
      loadCatalog: catalogOf,
      log: memoryLog(),
      dryRun: false,
      sourceHistory: null,
    };
    await expect(promoteImages(promotion, () => Promise.reject(new Error('written')))).rejects.toThrow(UserError);
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

  test('rolling back what was promoted gives what was there, and once more what was promoted', async () => {
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
        expect(branch.files()).toEqual(promoted);
      }),
      { numRuns: 30 },
    );
  });
});
