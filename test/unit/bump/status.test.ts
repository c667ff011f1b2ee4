import { expect, test } from '@jest/globals';
import type { CommitChecks } from '@rollcall/domain/bump/commit-checks';
import { deploymentStatus, type ServiceStatus, type StatusPlace } from '@rollcall/domain/bump/status';
import { statusMarkdown, statusTable } from '@rollcall/domain/bump/status-text';
import { parseFreeze } from '@rollcall/domain/gates/freeze';
import type { GateSettings } from '@rollcall/domain/gates/gate-settings';
import { type BranchInMemory, branchInMemory } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';
import { bump, history, one, promote, settings, shop, three, two } from './promoted-shop.ts';

const hour = 3_600_000;
const cart = 'cart-service';
const tag = (number: number, id: string): string => `${number}-${id.slice(0, 8)}`;
const [first, second, third] = [tag(1, one), tag(2, two), tag(3, three)];

interface Server {
  checks?: CommitChecks;
  stopped?: string;
}

async function statusOf(branch: BranchInMemory, gates: Partial<GateSettings> = {}, server: Server = {}) {
  const { checks = null, stopped = null } = server;
  const open = { after: null, soak: 0, freezes: [], needs: [], groups: [], health: [] };
  const place = (name: string, own: Partial<GateSettings>): StatusPlace => ({
    name,
    gates: { environment: name, ...open, ...own },
    place: { settings: settings(name), open: async () => branch, loadCatalog: catalogOf, checks },
  });
  const places = [place('dev', {}), place('prod', { after: 'dev', ...gates })];
  return deploymentStatus(places, { now: 10 * hour, stopped, sourceHistory: history, shipping: null });
}

async function prodOf(
  branch: BranchInMemory,
  gates: Partial<GateSettings> = {},
  server: Server = {},
): Promise<ServiceStatus | undefined> {
  const { services } = await statusOf(branch, gates, server);
  return services.find(({ environment, service }) => environment === 'prod' && service === cart);
}

const newBranch = () => branchInMemory('main', shop({ dev: { [cart]: first }, prod: { [cart]: first } }));

test('what waits, since when it runs, and when it will be ready', async () => {
  const branch = newBranch();
  branch.clock = 9 * hour;
  await bump(branch, 'dev', { [cart]: second }, two);
  expect(await prodOf(branch, { soak: 4 * hour })).toMatchObject({
    ...{ tag: first, since: 0, commit: '0', next: second, hotfix: false, held: [], rolledBack: null },
    ...{ ready: 13 * hour, shut: [{ gate: 'soak' }] },
  });
  const status = await statusOf(branch, { soak: 4 * hour });
  expect(statusTable(status)).toBe(`service       environment  tag         age   next        state
cart-service  dev          ${second}  1 h
cart-service  prod         ${first}  10 h  ${second}  "${second}" soaks 4 h in dev; ready at 1970-01-01T13:00:00Z
`);
  expect(statusTable(await statusOf(branch))).toContain(`${second}  ready\n`);
});

test('a hotfix is shown until the environment before has it or something newer', async () => {
  const branch = newBranch();
  await bump(branch, 'prod', { [cart]: second }, two);
  expect(await prodOf(branch)).toMatchObject({ tag: second, hotfix: true, next: first });
  expect(statusMarkdown(await statusOf(branch))).toContain('hotfix: the environment before never had it');
  await bump(branch, 'dev', { [cart]: third }, three);
  expect(await prodOf(branch)).toMatchObject({ tag: second, hotfix: false });
});

test('an older tag of the environment before is not ready, and keeps no later group waiting', async () => {
  const order = 'order-service';
  const tagged = { [cart]: first, [order]: second };
  const branch = branchInMemory('main', shop({ dev: { ...tagged, [order]: first }, prod: tagged }));
  await bump(branch, 'dev', { [cart]: second }, two);
  await bump(branch, 'dev', { [order]: second }, two);
  await promote(branch, { from: 'dev' });
  await bump(branch, 'dev', { [cart]: third }, three);
  // Rolled back in dev alone.
  branch.push({ [applicationFile(order, 'dev')]: applicationText(order, 'dev', first) });
  const healthy: CommitChecks = {
    of: async () => [{ name: 'argocd', state: 'success' }],
    deployment: async () => null,
  };
  const gates = { groups: [[order], [cart]], health: ['argocd'] };
  const { services } = await statusOf(branch, gates, { checks: healthy });
  const inProd = services.filter(({ environment }) => environment === 'prod');
  expect(inProd).toMatchObject([
    { service: cart, next: third, older: false, shut: [] },
    { service: order, next: first, older: true, shut: [] },
  ]);
  const table = statusTable(await statusOf(branch, gates, { checks: healthy }));
  expect(table).toMatch(/^order-service +prod .* next is older, so that no promotion writes it$/m);
});

test('what was in the environment before, and is older now, is no hotfix', async () => {
  const branch = newBranch();
  for (const [name, id] of [
    [second, two],
    [third, three],
  ] as const)
    await bump(branch, 'dev', { [cart]: name }, id);
  expect(await prodOf(branch)).toMatchObject({ tag: first, hotfix: false });
});

test('what is held, and the last roll-back', async () => {
  const branch = newBranch();
  for (const environment of ['dev', 'prod']) await bump(branch, environment, { [cart]: second }, two);
  branch.clock = 5 * hour;
  await promote(branch, { services: [cart], hold: { until: null, reason: 'it leaks' } });
  expect(await prodOf(branch)).toMatchObject({
    ...{ tag: first, next: second, held: [{ tag: second, reason: 'it leaks' }] },
    rolledBack: { tag: second, at: 5 * hour },
  });
  expect(statusTable(await statusOf(branch))).toContain(`${second} is held ("it leaks")\n`);
});

test('an environment that cannot be read is named, and the others are told', async () => {
  const branch = branchInMemory('main', shop({ dev: { [cart]: first } }));
  const freezes = [parseFreeze({ from: '1970-01-01', to: '1970-01-02', reason: 'New Year' }, 'freeze')];
  const status = await statusOf(branch, { freezes });
  expect(status.services.map(({ environment }) => environment)).toEqual(['dev']);
  expect(statusTable(status)).toContain('\nprod cannot be read: there is no environment "prod"\n');
  expect(statusTable(status)).toContain(
    '\nprod is frozen from 1970-01-01 to 1970-01-02 (UTC, "New Year"), until 1970-01-03T00:00:00Z\n',
  );
});

test('a check of the newest commit counts where the tag is still there, as when it is promoted', async () => {
  const branch = newBranch();
  await bump(branch, 'dev', { [cart]: second }, two);
  branch.push({ 'README.md': 'by hand' });
  const { head } = await branch.read();
  const nothing: CommitChecks = { of: async () => [], deployment: async () => null };
  const passed = (on: boolean): CommitChecks => ({
    of: async (commit) => ((commit === head) === on ? [{ name: 'smoke', state: 'success' }] : []),
    deployment: async () => null,
  });
  expect(await prodOf(branch, { needs: ['smoke'] }, { checks: passed(true) })).toMatchObject({ shut: [] });
  expect(await prodOf(branch, { needs: ['smoke'] }, { checks: nothing })).toMatchObject({
    shut: [{ gate: 'needs' }],
  });
});

test('what waits for an earlier group is not ready, and what is held keeps nobody waiting', async () => {
  const order = 'order-service';
  const tagged = { [cart]: first, [order]: first };
  const branch = branchInMemory('main', shop({ dev: tagged, prod: tagged }));
  await bump(branch, 'dev', { [cart]: second, [order]: second }, two);
  const gates = { groups: [[order], [cart]], health: ['argocd'] };
  expect(await prodOf(branch, gates)).toMatchObject({ shut: [{ gate: 'groups' }], ready: null });
  const table = statusTable(await statusOf(branch, gates));
  expect(table).toMatch(/^cart-service +prod .* it waits for "order-service", whose group is promoted first$/m);
  expect(table).toMatch(/^order-service +prod .* ready$/m);
  await bump(branch, 'prod', { [order]: second }, two);
  branch.clock = 5 * hour;
  await promote(branch, { services: [order], hold: { until: null, reason: 'it leaks' } });
  const healthy: CommitChecks = {
    of: async () => [{ name: 'argocd', state: 'success' }],
    deployment: async () => null,
  };
  expect(await prodOf(branch, gates, { checks: healthy })).toMatchObject({ shut: [] });
});

test('a stop is said once, and nothing is ready then', async () => {
  const branch = newBranch();
  await bump(branch, 'dev', { [cart]: second }, two);
  const freezes = [parseFreeze({ from: '1970-01-01', to: '1970-01-02' }, 'freeze')];
  const table = statusTable(await statusOf(branch, { freezes }, { stopped: 'an audit' }));
  expect(table.match(/all promotions are stopped: "an audit"\n/g)).toHaveLength(1);
  expect(table.match(/frozen from/g)).toHaveLength(1);
  expect(table).not.toContain('ready');
});

test('keys of configuration that differ are named, and the tag is none of them', async () => {
  const chart = {
    'k8s/helm/charts/cart-service/Chart.yaml': 'apiVersion: v2\nname: cart-service\nversion: 1.0.0\n',
    'k8s/helm/charts/cart-service/values.yaml': 'image: { tag: none }\nreplicas: 1\nlog: info\n',
  };
  const withValues = (environment: string, values: string) =>
    applicationText(cart, environment, first).replace('    helm:\n', `    helm:\n      valuesObject: ${values}\n`);
  const branch = branchInMemory('main', {
    ...shop({ dev: { [cart]: first }, prod: { [cart]: first } }),
    ...chart,
    [applicationFile(cart, 'dev')]: withValues('dev', '{ log: debug, replicas: 1, same: 1 }'),
    [applicationFile(cart, 'prod')]: withValues('prod', '{ replicas: 3, secret: "a-value", same: 1 }'),
  });
  await bump(branch, 'dev', { [cart]: second }, two);
  expect(await prodOf(branch)).toMatchObject({ differs: ['log', 'replicas', 'secret'] });
  const table = statusTable(await statusOf(branch));
  expect(table).toContain('\nprod has other values than dev for log, replicas, secret: cart-service\n');
  expect(table).not.toContain('a-value');
});

test('files alone do not say since when a tag is there, and are not taken for an answer', async () => {
  const branch = branchInMemory('main', shop({ dev: { [cart]: second }, prod: { [cart]: first } }));
  const { tree } = await branch.read();
  const open = { soak: 0, freezes: [], needs: [], groups: [], health: [] };
  const places = ['dev', 'prod'].map((name) => ({
    ...{ name, gates: { environment: name, after: name === 'prod' ? 'dev' : null, ...open } },
    place: { settings: settings(name), open: async () => tree, loadCatalog: catalogOf, checks: null },
  }));
  const { services } = await deploymentStatus(places, {
    ...{ now: 0, stopped: null, sourceHistory: history, shipping: null },
  });
  expect(services.find(({ environment }) => environment === 'prod')?.shut).toEqual([
    {
      gate: 'after',
      why: `whether "${second}" was in dev is not known: files alone have no history (set environments.dev.deploy-branch to a branch that there is)`,
      ready: null,
    },
  ]);
});
