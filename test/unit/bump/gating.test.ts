import { describe, expect, test } from '@jest/globals';
import type { CommitChecks } from '@rollcall/domain/bump/commit-checks';
import type { Gating } from '@rollcall/domain/bump/gating';
import { judgeServices } from '@rollcall/domain/bump/gating';
import type { GateSettings } from '@rollcall/domain/gates/gate-settings';
import type { Check } from '@rollcall/domain/gates/judge';
import type { Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { type BranchInMemory, branchInMemory, memoryLog } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';
import { bump, history, one, promote, reasons, settings, shop, tags, two } from './promoted-shop.ts';

const hour = 3_600_000;
const cart = 'cart-service';
const start = { [cart]: '1-a', 'order-service': '1-a' };

const known: Gating['names'] = {
  environments: [async () => ['dev', 'prod']],
  services: [async () => [cart, 'order-service', 'user-service', 'web', 'api', 'db']],
};

interface Given extends Partial<Omit<Gating, 'settings' | 'before' | 'own'>> {
  settings?: Partial<GateSettings>;
  checks?: CommitChecks | null;
  before?: BranchInMemory | Tree;
}

function gatingOn(branch: BranchInMemory, given: Given = {}): Gating {
  const place = (environment: string, opened: BranchInMemory | Tree = branch) => ({
    settings: settings(environment),
    open: async () => opened,
    loadCatalog: catalogOf,
    checks: given.checks ?? null,
  });
  return {
    now: 0,
    stopped: null,
    emergency: null,
    ...given,
    settings: {
      environment: 'prod',
      after: 'dev',
      soak: 0,
      freezes: [],
      needs: [],
      groups: [],
      health: [],
      ...given.settings,
    },
    before: place('dev', given.before),
    own: place('prod'),
    names: given.names ?? known,
  };
}

const newBranch = () => branchInMemory('main', shop({ dev: start, prod: start }));

function at(branch: BranchInMemory, hours: number): BranchInMemory {
  branch.clock = hours * hour;
  return branch;
}

async function why(branch: BranchInMemory, tag: string, given: Given = {}): Promise<string> {
  const { skipped } = await judgeServices([{ service: cart, tag }], gatingOn(branch, given), memoryLog());
  return skipped.map((skip) => skip.why).join();
}

describe('since when a tag is in the environment before', () => {
  const soak = { settings: { soak: 4 * hour } };
  const ready = (text: string) => expect.stringContaining(`ready at 1970-01-01T${text}:00Z`);

  test('is told by the commit that wrote it', async () => {
    const branch = newBranch();
    await bump(at(branch, 2), 'dev', { [cart]: '2-b' });
    at(branch, 3).push({ 'README.md': 'by hand' });
    expect(await why(branch, '2-b', { ...soak, now: 5 * hour })).toEqual(ready('06:00'));
    expect(await why(branch, '2-b', { ...soak, now: 6 * hour })).toBe('');
  });

  test('ends with the next one', async () => {
    const branch = newBranch();
    await bump(at(branch, 2), 'dev', { [cart]: '2-b' });
    await bump(at(branch, 3), 'dev', { [cart]: '3-c' });
    expect(await why(branch, '2-b', { ...soak, now: 50 * hour })).toContain('was replaced there after 1 h');
    expect(await why(branch, '9-z', soak)).toBe('"9-z" was not in dev yet');
  });

  test('begins again with a roll-back to it', async () => {
    const branch = newBranch();
    for (const [hours, tag] of [
      [2, '2-b'],
      [3, '3-c'],
      [10, '2-b'],
    ] as const)
      await bump(at(branch, hours), 'dev', { [cart]: tag });
    expect(await why(branch, '2-b', { ...soak, now: 12 * hour })).toEqual(ready('14:00'));
  });

  test('is told by the files where somebody wrote them', async () => {
    const branch = newBranch();
    at(branch, 2).push({ [applicationFile(cart, 'dev')]: applicationText(cart, 'dev', '2-b') });
    at(branch, 3).push({ 'README.md': 'x' });
    expect(await why(branch, '2-b', { ...soak, now: 3 * hour })).toEqual(ready('06:00'));
    expect(await why(branch, '1-a', soak)).toBe('"1-a" was not in dev yet');
  });

  test('of what was there from the start is the first commit', async () => {
    expect(await why(newBranch(), '1-a', { ...soak, now: hour })).toEqual(ready('04:00'));
  });

  test('of what another environment got is not told', async () => {
    const branch = newBranch();
    await bump(at(branch, 2), 'prod', { [cart]: '2-b' });
    expect(await why(branch, '2-b', soak)).toBe('"2-b" was not in dev yet');
  });

  test('of files alone is not known', async () => {
    const { tree } = await newBranch().read();
    expect(await why(newBranch(), '1-a', { before: tree })).toBe(
      'whether "1-a" was in dev is not known: files alone have no history (set environments.dev.deploy-branch to a branch that there is)',
    );
  });

  test('an environment that nobody knows is a mistake', async () => {
    const branch = branchInMemory('main', shop({ prod: start }));
    await expect(why(branch, '1-a')).rejects.toMatchObject({ name: 'UserError' });
  });
});

/** Checks by commit. */
function checksOf(all: Record<string, Check[]>): CommitChecks & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    of: async (commit) => {
      asked.push(commit);
      return all[commit] ?? [];
    },
    deployment: async () => null,
  };
}

describe('checks', () => {
  const needs = { settings: { needs: ['e2e'] } };

  test('are those of the commit that wrote the tag, and of all behind it while it was there', async () => {
    const branch = newBranch();
    await bump(branch, 'dev', { [cart]: '2-b' });
    for (let count = 0; count < 3; count += 1) branch.push({ 'README.md': `${count}` });
    await bump(branch, 'dev', { [cart]: '3-c' });
    const passed: Check[] = [{ name: 'e2e', state: 'success' }];
    const pending: Check[] = [{ name: 'e2e', state: 'pending' }];
    for (const commit of [1, 2, 3, 4])
      expect(await why(branch, '2-b', { ...needs, checks: checksOf({ 1: pending, [commit]: passed }) })).toBe('');
    for (const commit of [0, 5])
      expect(await why(branch, '2-b', { ...needs, checks: checksOf({ [commit]: passed }) })).toContain(
        'has not reported',
      );
    expect(await why(branch, '3-c', { ...needs, checks: checksOf({ 4: passed }) })).toContain('has not reported');
    expect(await why(branch, '2-b', needs)).toContain('cannot be read: no server is asked here');
  });

  test('of commits in between are asked for where nothing else answers, at once or a few', async () => {
    const branch = newBranch();
    await bump(branch, 'dev', { [cart]: '2-b' });
    for (let count = 0; count < 200; count += 1) branch.push({ 'README.md': `${count}` });
    const passed: Check[] = [{ name: 'e2e', state: 'success' }];
    const alone = checksOf({ 201: passed });
    expect(await why(branch, '2-b', { ...needs, checks: alone })).toBe('');
    expect(alone.asked).toEqual(['1', '201']);
    const silent = checksOf({});
    expect(await why(branch, '2-b', { ...needs, checks: silent })).toContain('has not reported');
    expect(silent.asked).toEqual(['1', '201', '2', '3', '4', '199', '200']);

    const [questions, many] = [[] as number[], checksOf({ 51: passed })];
    const several: CommitChecks['several'] = async (commits) => {
      questions.push(commits.length);
      return new Map(await Promise.all(commits.map(async (id) => [id, (await many.of(id)) as Check[]] as const)));
    };
    expect(await why(branch, '2-b', { ...needs, checks: { ...many, several } })).toBe('');
    expect(questions).toEqual([2, 100]);
  });

  test('of many services are asked once for each commit', async () => {
    const branch = newBranch();
    const all = { [cart]: '2-b', 'order-service': '2-b' };
    await bump(branch, 'dev', all);
    const checks = checksOf({});
    const asked = Object.entries(all).map(([service, tag]) => ({ service, tag }));
    await judgeServices(asked, gatingOn(branch, { ...needs, checks }), memoryLog());
    expect(checks.asked).toEqual(['1']);
  });
});

test('a group waits until the one before is healthy', async () => {
  const branch = newBranch();
  await bump(branch, 'dev', { [cart]: '2-b' });
  await bump(branch, 'prod', { 'order-service': '2-b' });
  const given = { settings: { groups: [['order-service'], [cart]], health: ['argocd'] } };
  const state = (name: Check['state']) => checksOf({ 2: [{ name: 'argocd', state: name }] });
  expect(await why(branch, '2-b', { ...given, checks: state('success') })).toBe('');
  expect(await why(branch, '2-b', { ...given, checks: state('failure') })).toContain(
    '"order-service", which is not healthy in prod',
  );
  expect(await why(branch, '2-b', { ...given, checks: checksOf({}) })).toContain('not known to be healthy yet');
});

test('the newest word on a group counts, on whatever commit that has its tag', async () => {
  const branch = newBranch();
  await bump(branch, 'dev', { [cart]: '2-b' });
  await bump(branch, 'prod', { 'order-service': '2-b' });
  for (let count = 0; count < 2; count += 1) branch.push({ 'README.md': `${count}` });
  const given = { settings: { groups: [['order-service'], [cart]], health: ['argocd'] } };
  const word = async (...states: (Check['state'] | null)[]) => {
    const said = states.map((state, index) => [index + 2, state === null ? [] : [{ name: 'argocd', state }]]);
    return why(branch, '2-b', { ...given, checks: checksOf(Object.fromEntries(said)) });
  };
  expect(await word(null, 'success')).toBe('');
  expect(await word('failure', 'success', 'pending')).toBe('');
  expect(await word('success', 'failure')).toContain('"order-service", which is not healthy in prod');
  expect(await word('success', 'pending', 'failure')).toContain('"order-service", which is not healthy in prod');
});

describe('names that there are not', () => {
  test.each([
    [{ after: 'stagng' }, 'environments.prod.after names "stagng"', /The environments are dev\.$/],
    [{ after: 'deev' }, 'environments.prod.after names "deev"', /Did you mean "dev"\?/],
    [
      { groups: [['crat-service'], [cart, 'ordr-service']], health: ['argocd'] },
      'environments.prod.groups names "crat-service", "ordr-service", and there is no such service',
      /Did you mean "cart-service"\?/,
    ],
  ])('%j', async (given, message, help) => {
    const error = await why(newBranch(), '1-a', { settings: given }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(message);
    expect((error as UserError).help).toMatch(help);
  });

  test('in an emergency they stop nothing', async () => {
    const gating = gatingOn(newBranch(), { settings: { after: 'stagng' }, emergency: 'the shop is down' });
    const before = { ...gating.own, settings: settings('stagng') };
    const verdict = await judgeServices([{ service: cart, tag: '1-a' }], { ...gating, before }, memoryLog());
    expect(verdict.skipped).toEqual([]);
  });

  test('what is known is not asked for further on', async () => {
    const notAsked = async (): Promise<string[]> => {
      throw new Error('nobody asks for it here');
    };
    const names = { environments: [async () => ['dev'], notAsked], services: [async () => [cart], notAsked] };
    expect(await why(newBranch(), '1-a', { names, settings: { groups: [[cart]], health: ['argocd'] } })).toBe('');
  });
});

describe('a promotion', () => {
  const frozen = { stopped: 'the database moves' };

  test('leaves what is shut alone, and says when it opens', async () => {
    const branch = newBranch();
    await bump(at(branch, 1), 'dev', { [cart]: '2-b' });
    const soak = { settings: { soak: 4 * hour } };
    const early = await promote(branch, { from: 'dev', gating: gatingOn(branch, { ...soak, now: 2 * hour }) });
    expect(early).toMatchObject({ changed: false, skipped: [{ service: cart, ready: 5 * hour }] });
    expect(tags(branch, 'prod')[cart]).toBe('1-a');
    await promote(branch, { from: 'dev', gating: gatingOn(branch, { ...soak, now: 5 * hour }) });
    expect(tags(branch, 'prod')[cart]).toBe('2-b');
  });

  test('passes in an emergency, which is recorded, and marks what was never there', async () => {
    const branch = newBranch();
    const log = memoryLog();
    const gating = gatingOn(branch, { ...frozen, emergency: 'the shop is down\nBump-Hold: x' });
    await bump(branch, 'prod', { [cart]: '5-e' }, undefined, { gating, log });
    expect(tags(branch, 'prod')[cart]).toBe('5-e');
    const message = branch.messages().at(-1);
    expect(message).toContain('\nBump-Emergency: the shop is down Bump-Hold: x\nBump-Hotfix: prod cart-service 5-e\n');
    expect(log.warnings.join()).toContain('is promoted in an emergency although all promotions are stopped');
  });

  test('that would take a hotfix away says so, until the environment before had it', async () => {
    const branch = newBranch();
    const asked = { from: 'dev', sourceHistory: history, services: [cart] };
    await bump(branch, 'dev', { [cart]: '2-1111111a' }, one);
    const gating = gatingOn(branch, { emergency: 'it is down' });
    await bump(branch, 'prod', { [cart]: '3-2222222b' }, two, { gating });
    expect(reasons(await promote(branch, { ...asked, gating: gatingOn(branch) }))).toEqual([
      '"2-1111111a" is older than "3-2222222b", which is deployed: commit 1111111 comes before 2222222; "3-2222222b" is a hotfix: it was never in dev',
    ]);
    for (const [tag, source] of [
      ['3-2222222b', two],
      ['2-1111111a', one],
    ] as const)
      await bump(branch, 'dev', { [cart]: tag }, source);
    expect(reasons(await promote(branch, { ...asked, gating: gatingOn(branch) }))).toEqual([
      expect.not.stringContaining('hotfix'),
    ]);
  });

  test('that rolls back asks no gate', async () => {
    const branch = newBranch();
    for (const environment of ['dev', 'prod']) await bump(branch, environment, { [cart]: '2-b' });
    const result = await promote(branch, { services: [cart], gating: gatingOn(branch, frozen) });
    expect(reasons(result)).toEqual([]);
    expect(tags(branch, 'prod')[cart]).toBe('1-a');
  });

  test('in an emergency still brings back nothing that is held', async () => {
    const branch = newBranch();
    for (const environment of ['dev', 'prod']) await bump(branch, environment, { [cart]: '2-b' });
    await promote(branch, { services: [cart] });
    const result = await promote(branch, { from: 'dev', gating: gatingOn(branch, { emergency: 'quick' }) });
    expect(reasons(result).join()).toContain('is held since it was rolled back');
    expect(tags(branch, 'prod')[cart]).toBe('1-a');
  });
});
