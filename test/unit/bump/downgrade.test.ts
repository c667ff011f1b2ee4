import { describe, expect, test } from '@jest/globals';
import { type BumpResult, bumpImages, bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { bumpSummary, bumpTable } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin } from '@rollcall/domain/bump/commit-message';
import { namesCommit, orderTags, type SourcedTag } from '@rollcall/domain/bump/downgrade';
import { type SourceHistory, unknownSources } from '@rollcall/domain/bump/source-history';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import {
  type BranchInMemory,
  branchInMemory,
  memoryLog,
  sourceLines,
  swiftPace,
} from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

/** A commit id that begins with these digits. */
const id = (digits: string): string => digits.padEnd(40, '0');
const one = id('1111111a');
const two = id('2222222b');
const three = id('3333333c');
const side = id('4444444d');
const gone = id('9999999e');
const history = () => sourceLines([one, two, three], [one, side]);

const of = (tag: string, source?: string): SourcedTag => ({ tag, source });

const counted = (tag: string): SourcedTag => ({ ...of(tag), workflow: 'o/r/.github/workflows/a.yml' });

describe('what a tag is to the current one', () => {
  test.each<[string, SourcedTag, SourcedTag, string, string?]>([
    ['recorded commits, older', of('a', one), of('b', two), 'older', 'commit 1111111 comes before 2222222'],
    ['recorded commits, newer', of('a', three), of('b', two), 'newer'],
    ['recorded commits, the same', of('a', two), of('b', two), 'newer'],
    [
      'recorded commits, diverged',
      of('a', side),
      of('b', two),
      'diverged',
      'commits 4444444 and 2222222 have diverged',
    ],
    ['hashes, older', of('7-1111111'), of('5-2222222'), 'older', 'commit 1111111 comes before 2222222'],
    ['hashes, newer', of('5-3333333'), of('7-2222222'), 'newer'],
    ['hashes, diverged', of('5-4444444d'), of('7-2222222'), 'diverged', 'commits 4444444 and 2222222 have diverged'],
    ['a hash behind a letter, as git describe writes it', of('v1-1-g1111111'), of('v1-2-g2222222'), 'older'],
    ['a hash alone', of('1111111'), of('2222222'), 'older'],
    ['a whole hash', of(`sha-${one}`), of(`sha-${two}`), 'older'],
    ['a recorded commit and a hash', of('a', one), of('5-2222222'), 'older'],
    ['a hash and a recorded commit', of('5-1111111'), of('a', two), 'older'],
    ['recorded newer, but an image that was built long ago', of('7-1111111', three), of('5-2222222', two), 'older'],
    ['recorded older, whatever the hashes', of('7-3333333', one), of('5-2222222', two), 'older'],
    ['recorded the same, hashes older', of('7-1111111', three), of('5-2222222', three), 'older'],
    ['recorded newer, hashes diverged', of('7-4444444', three), of('5-2222222', two), 'diverged'],
    ['recorded gone, hashes older', of('7-1111111', gone), of('5-2222222', two), 'older'],
    ['recorded newer, hashes gone', of('7-8888888', three), of('5-7777777', two), 'newer'],
    [
      'run numbers, older',
      of('165-x'),
      of('187-y'),
      'older',
      'run 165 comes before run 187, if one workflow counted both, which is not recorded',
    ],
    ['run numbers of one workflow', counted('165-x'), counted('187-y'), 'older', 'run 165 comes before run 187'],
    [
      'run numbers of two workflows',
      counted('165-x'),
      { ...of('187-y'), workflow: 'o/r/.github/workflows/b.yml' },
      'unknown',
      'nothing tells which commits they were built from, and their run numbers are of two workflows',
    ],
    ['run numbers, newer', of('187-x'), of('165-y'), 'newer'],
    ['run numbers are no text', of('99-x'), of('165-y'), 'older'],
    ['run numbers, the same', of('165-x'), of('165-y'), 'newer'],
    ['run numbers where commits are gone', of('165-8888888'), of('187-7777777'), 'older'],
    ['commits before run numbers', of('165-3333333'), of('187-2222222'), 'newer'],
    ['a run number on one side only', of('165-x'), of('v2'), 'unknown'],
    ['no evidence', of('v1'), of('v2'), 'unknown', 'nothing tells which commits they were built from'],
    ['commits that are gone', of('a-8888888'), of('b-2222222'), 'unknown', 'a commit is gone'],
    ['a hash on one side only', of('a-1111111'), of('v2'), 'unknown'],
    ['six digits are no hash', of('a-111111'), of('b-222222'), 'unknown'],
    ['more than forty digits are no hash', of(`a-${one}1`), of(`b-${two}2`), 'unknown'],
    ['upper case is no hash', of('a-1111111A'), of('b-2222222B'), 'unknown'],
  ])('%s', async (_name, asked, current, order, ...why) => {
    const answer = await orderTags(asked, current, history());
    expect(answer.order).toBe(order);
    if (why.length > 0) expect(answer).toEqual({ order, why: why[0] });
  });
});

test('a hash that is the start of a recorded commit is not looked for, and no pair is asked twice', async () => {
  const sources = history();
  await orderTags(of('7-3333333', three), of('5-2222222', two), sources);
  expect(sources.asked).toEqual(['3333333 2222222']);
});

test('without a repository only run numbers tell', async () => {
  const sources = unknownSources('there is no repository');
  expect(await orderTags(of('5-1111111'), of('7-2222222'), sources)).toMatchObject({ order: 'older' });
  expect(await orderTags(of('a-1111111'), of('b-2222222'), sources)).toEqual({
    order: 'unknown',
    why: 'there is no repository',
  });
});

test('a number inside a tag is no run number', async () => {
  const sources = unknownSources('there is no repository');
  for (const tags of [
    ['v5-1111111', '7-2222222'],
    ['5-1111111', 'v7-2222222'],
  ] as const)
    expect(await orderTags(of(tags[0]), of(tags[1]), sources)).toMatchObject({ order: 'unknown' });
  expect(await orderTags(of('7-1111111'), of('7-2222222'), sources)).toEqual({ order: 'newer' });
});

test.each([
  ['165-1111111', true],
  [one, true],
  ['165-111111', false],
  ['165-2222222', false],
  ['v1', false],
])('%s names the commit: %s', (tag, named) => {
  expect(namesCommit(tag, one)).toBe(named);
});

const cart = applicationFile('cart-service', 'prod');
const user = applicationFile('user-service', 'prod');

function shop(cartTag: string, userTag = cartTag): Record<string, string> {
  return {
    'services/cart-service/Dockerfile': '',
    'services/user-service/Dockerfile': '',
    [cart]: applicationText('cart-service', 'prod', cartTag),
    [user]: applicationText('user-service', 'prod', userTag),
  };
}

interface Asked {
  tags: Record<string, string>;
  source?: string;
  sourceHistory?: SourceHistory | null;
  log?: ReturnType<typeof memoryLog>;
  environment?: string;
}

function bump(branch: BranchInMemory, { tags, source, sourceHistory = history(), log = memoryLog() }: Asked) {
  const images = Object.entries(tags).map(([service, tag]) => ({ service, tag }));
  const origin: BumpOrigin = {
    id: `bump ${JSON.stringify(tags)}`,
    ...(source && { source: `example/shop@${source}` }),
  };
  return bumpImages({
    request: { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid' },
    loadCatalog: catalogOf,
    log,
    dryRun: false,
    sourceHistory,
    branch,
    pace: swiftPace,
    origin,
  });
}

describe('an older image', () => {
  test('is skipped with the reason, and the others are written', async () => {
    const branch = branchInMemory('deploy', shop('2-2222222', '1-1111111'));
    const result = await bump(branch, { tags: { 'cart-service': '1-1111111', 'user-service': '3-3333333' } });
    expect(result).toMatchObject({
      changed: true,
      files: [user],
      skipped: [
        {
          service: 'cart-service',
          why: '"1-1111111" is older than "2-2222222", which is deployed: commit 1111111 comes before 2222222',
        },
      ],
    });
    expect(branch.files()).toEqual(shop('2-2222222', '3-3333333'));
    const context = { environment: 'prod', branch: 'deploy', repositoryUrl: null, dryRun: false };
    expect(bumpTable(result, context)).toContain('\nskipped cart-service: "1-1111111" is older than "2-2222222"');
    expect(bumpSummary(result, context)).toContain('- **cart-service**: "1-1111111" is older than "2-2222222"');
  });

  test('that is all there is makes no commit', async () => {
    const branch = branchInMemory('deploy', shop('2-2222222'));
    const log = memoryLog();
    const result = await bump(branch, { tags: { 'cart-service': '1-1111111' }, log });
    expect(result).toMatchObject({ changed: false, commit: null, changes: [], diff: '' });
    expect(branch.messages()).toHaveLength(1);
    expect([log.notices, log.warnings]).toEqual([[], []]);
  });

  test('is written where that is allowed', async () => {
    const branch = branchInMemory('deploy', shop('2-2222222'));
    const result = await bump(branch, { tags: { 'cart-service': '1-1111111' }, sourceHistory: null });
    expect(result).toMatchObject({ changed: true, skipped: [] });
  });

  test('is not written over a newer one that comes while it is on its way', async () => {
    const branch = branchInMemory('deploy', shop('1-1111111'));
    branch.before = (attempt) => {
      if (attempt === 1) branch.push({ [cart]: applicationText('cart-service', 'prod', '3-3333333') });
    };
    expect(await bump(branch, { tags: { 'cart-service': '2-2222222' } })).toMatchObject({
      changed: false,
      attempts: 2,
      skipped: [{ service: 'cart-service' }],
    });
    expect(branch.files()[cart]).toContain('3-3333333');
  });

  test('of many services is one question', async () => {
    const sources = history();
    const tags = { 'cart-service': '1-1111111', 'user-service': '1-1111111' };
    const result = await bump(branchInMemory('deploy', shop('2-2222222')), { tags, sourceHistory: sources });
    expect(result.skipped).toHaveLength(2);
    expect(sources.asked).toEqual(['1111111 2222222']);
  });
});

describe('the commit that wrote the current tag', () => {
  test('says from what, where tags do not', async () => {
    const branch = branchInMemory('deploy', shop('v1'));
    await bump(branch, { tags: { 'cart-service': 'v3' }, source: three });
    for (let count = 0; count < 50; count += 1) branch.push({}, `other ${count}`);
    expect(await bump(branch, { tags: { 'cart-service': 'v2' }, source: two })).toMatchObject({
      changed: false,
      skipped: [{ why: '"v2" is older than "v3", which is deployed: commit 2222222 comes before 3333333' }],
    });
    expect(await bump(branch, { tags: { 'cart-service': 'v4' }, source: three })).toMatchObject({ changed: true });
  });

  test('counts only for the service and the tag it wrote', async () => {
    const branch = branchInMemory('deploy', shop('v1'));
    await bump(branch, { tags: { 'cart-service': 'v3' }, source: three });
    // Another service, and a tag that somebody wrote by hand since.
    expect(await bump(branch, { tags: { 'user-service': 'v2' }, source: two })).toMatchObject({ changed: true });
    branch.push({ [cart]: applicationText('cart-service', 'prod', 'by-hand') });
    expect(await bump(branch, { tags: { 'cart-service': 'v2' }, source: two })).toMatchObject({ changed: true });
  });

  test('is not looked for where nothing changes, and nothing but holds where nothing is replaced', async () => {
    const branch = branchInMemory('deploy', shop('v1', ''));
    await bump(branch, { tags: { 'cart-service': 'v1' }, source: one });
    expect(branch.taken).toBe(0);
    branch.push({}, 's\n\nBump-Parent: 0');
    await bump(branch, { tags: { 'cart-service': 'v1', 'user-service': 'v1' }, source: one });
    expect(branch.taken).toBe(1);
  });

  test('is looked for only as far as it is', async () => {
    const branch = branchInMemory('deploy', shop('v1'));
    for (let count = 0; count < 3000; count += 1) branch.push({});
    const log = memoryLog();
    await bump(branch, { tags: { 'cart-service': 'v2' }, source: two, log });
    expect(branch.taken).toBe(1_000);
    expect(log.notices).toEqual([
      'whether a roll-back holds a tag back is not said in the last 1000 commits of deploy',
      'written without knowing which tag is newer: "cart-service" "v1" to "v2" (nothing tells which commits they were built from); no more than the last 1000 commits of the deploy branch were asked',
    ]);
    branch.taken = 0;
    await bump(branch, { tags: { 'cart-service': 'v3' }, source: three });
    expect(branch.taken).toBe(1);
  });
});

test('diverged is skipped with a warning', async () => {
  const log = memoryLog();
  const branch = branchInMemory('deploy', shop('2-2222222'));
  const result = await bump(branch, { tags: { 'cart-service': '9-4444444' }, log });
  const why = '"9-4444444" may be older than "2-2222222", which is deployed: commits 4444444 and 2222222 have diverged';
  expect(result).toMatchObject({ changed: false, skipped: [{ service: 'cart-service', why }] });
  expect(log.warnings).toEqual([`"cart-service" is skipped: ${why}`]);
});

test('what cannot be known is written, and said once however many tries it takes', async () => {
  const log = memoryLog();
  const branch = branchInMemory('deploy', shop('v1', 'b-2222222'));
  branch.before = (attempt) => {
    if (attempt < 3) branch.push({});
  };
  const tags = { 'cart-service': 'v2', 'user-service': 'c-8888888' };
  expect(await bump(branch, { tags, log })).toMatchObject({ changed: true, attempts: 3, skipped: [] });
  expect(log.notices).toEqual([
    'written without knowing which tag is newer: "cart-service" "v1" to "v2" (nothing tells which commits they were built from); "user-service" "b-2222222" to "c-8888888" (a commit is gone)',
  ]);
});

const newer = '"2-2222222" is older than "3-3333333", which is deployed: commit 2222222 comes before 3333333';

describe('a service of two Applications', () => {
  const second = 'k8s/argocd/apps/prod/cart-service-second.yaml';
  const textOfSecond = (tag: string): string =>
    applicationText('cart-service', 'prod', tag).replace('name: cart-service-prod', 'name: second');

  test.each(['v1', '3-3333333'])('is skipped once where one has a newer image and the other %j', async (tag) => {
    const log = memoryLog();
    const branch = branchInMemory('deploy', { ...shop('3-3333333'), [second]: textOfSecond(tag) });
    expect(await bump(branch, { tags: { 'cart-service': '2-2222222' }, log })).toMatchObject({
      changed: false,
      skipped: [{ service: 'cart-service', why: newer }],
    });
    expect(log.notices).toEqual([]);
  });

  test('is judged by what is recorded of both tags', async () => {
    const branch = branchInMemory('deploy', { ...shop('v3'), [second]: textOfSecond('v1') });
    branch.push({}, `s\n\nBump-Source: example/shop@${three}\nBump-Service: cart-service v2 -> v3\n`);
    branch.push({}, `s\n\nBump-Source: example/shop@${one}\nBump-Service: cart-service v0 -> v1\n`);
    expect(await bump(branch, { tags: { 'cart-service': 'v2' }, source: two })).toMatchObject({
      changed: false,
      skipped: [{ why: '"v2" is older than "v3", which is deployed: commit 2222222 comes before 3333333' }],
    });
  });
});

test('a commit that wrote the tag without saying from what does not hide one that says it', async () => {
  const branch = branchInMemory('deploy', shop('v3'));
  branch.push({}, `s\n\nBump-Source: example/shop@${three}\nBump-Service: cart-service v2 -> v3\n`);
  branch.push({}, 's\n\nBump-Service: cart-service v1 -> v3\n');
  expect(await bump(branch, { tags: { 'cart-service': 'v2' }, source: two })).toMatchObject({ changed: false });
});

describe('a digest', () => {
  const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
  const pinned = (tag: string, digit: string): string =>
    applicationText('cart-service', 'prod', tag).replace(
      '  destination:',
      `        - name: image.digest\n          value: ${digest(digit)}\n  destination:`,
    );
  const bumpTo = (files: Record<string, string>, tag: string, log = memoryLog()): Promise<BumpResult> =>
    bumpInPlace({
      request: {
        environment: 'prod',
        images: [{ service: 'cart-service', tag, digest: digest('b') }],
        onMissing: 'error',
        mutableTags: 'forbid',
      },
      loadCatalog: catalogOf,
      log,
      dryRun: true,
      sourceHistory: history(),
      tree: memoryTree(files),
      writer: null,
      origin: {},
    });

  test('beside the tag is as new as the tag is', async () => {
    const log = memoryLog();
    const files = { ...shop('2-2222222'), [cart]: pinned('2-2222222', 'a') };
    const result = await bumpTo(files, '3-3333333', log);
    expect(result.changes.map(({ part }) => part)).toEqual(['tag', 'digest']);
    expect(log.notices).toEqual([]);
  });

  test('behind the tag in one text does not hide which tag that is', async () => {
    const pinnedTag = (tag: string, digit: string) =>
      applicationText('cart-service', 'prod', `${tag}@${digest(digit)}`);
    const files = (tag: string) => ({ ...shop('1-1111111'), [cart]: pinnedTag(tag, 'a') });
    expect(await bumpTo(files('x-3333333'), 'x-2222222')).toMatchObject({
      changed: false,
      skipped: [
        { why: '"x-2222222" is older than "x-3333333", which is deployed: commit 2222222 comes before 3333333' },
      ],
    });
    const log = memoryLog();
    expect(await bumpTo(files('x-2222222'), 'x-3333333', log)).toMatchObject({ changed: true, skipped: [] });
    expect(log.notices).toEqual([]);
    const branch = branchInMemory('deploy', files('v3'));
    branch.push({}, `s\n\nBump-Source: example/shop@${three}\nBump-Service: cart-service v2 -> v3\n`);
    expect(await bump(branch, { tags: { 'cart-service': 'v2' }, source: two })).toMatchObject({ changed: false });
  });

  test('that is written in the place of an older tag is of the tag that was asked for', async () => {
    const overlay = 'k8s/cart-service/kustomization.yaml';
    const application = applicationText('cart-service', 'prod', '')
      .replace(/ {4}helm:[\s\S]*pipeline\n/, '')
      .replace('k8s/helm/charts/cart-service', 'k8s/cart-service');
    const tree = (tag: string): Record<string, string> => ({
      ...shop(''),
      [cart]: application,
      [overlay]: `images:\n  - name: cart-service\n    newTag: ${tag}\n`,
    });
    expect(await bumpTo(tree('3-3333333'), '2-2222222')).toMatchObject({ changed: false, skipped: [{ why: newer }] });
    expect(await bumpTo(tree('2-2222222'), '3-3333333')).toMatchObject({ changed: true, skipped: [] });
  });
});

test('in place, tags alone tell', async () => {
  const bumpFiles = (tag: string, source: string): Promise<BumpResult> =>
    bumpInPlace({
      request: {
        environment: 'prod',
        images: [{ service: 'cart-service', tag }],
        onMissing: 'error',
        mutableTags: 'forbid',
      },
      loadCatalog: catalogOf,
      log: memoryLog(),
      dryRun: false,
      sourceHistory: history(),
      tree: memoryTree(shop('2-2222222')),
      writer: { write: async () => {} },
      origin: { source: `example/shop@${source}` },
    });
  expect(await bumpFiles('1-1111111', one)).toMatchObject({ changed: false, skipped: [{ service: 'cart-service' }] });
  expect(await bumpFiles('3-3333333', three)).toMatchObject({ changed: true, skipped: [] });
});
