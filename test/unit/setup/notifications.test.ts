import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { planSetup } from '@rollcall/domain/setup/plan-setup';
import { memoryTree } from '@rollcall/testkit/memory-tree';

// What Argo CD's own notifications post with the ConfigMap that `init --with health` writes, recorded by
// test/oracles/notifications with the engine of Argo CD 3.6.1 (notifications-engine 0.5.1-0.20260503100631-0cff13b8a717).
// After a change of the ConfigMap: `ROLLCALL_RECORD=1` with this test writes the questions, `go run . FILE` there the answers.

interface Recorded {
  name: string;
  configMap: string;
  states: object[];
  reactions: { posted: { commit: string; state: string; context: string; targetURL: string }[]; errors?: string[] }[];
  error?: string;
}

const file = fileURLToPath(new URL('../../fixtures/argocd/notifications.json', import.meta.url));
const [one, other] = ['a'.repeat(40), 'b'.repeat(40)];

/** The ConfigMap for an Application with this source or these. */
async function written(sources: string): Promise<string> {
  const tree = memoryTree({
    'services/cart/Dockerfile': 'FROM scratch\nCOPY . .\n',
    'k8s/apps/prod/cart.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: cart-prod}\nspec: {project: default, ${sources}, destination: {namespace: prod}}\n`,
    'k8s/cart/deployment.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec: {template: {spec: {containers: [{name: a, image: ghcr.io/example/shop/cart:1-a}]}}}\n',
  });
  const facts = { branches: [], defaultBranch: 'main', manifests: null, environments: [], repositoryUrl: null };
  const { files } = await planSetup({ ...facts, tree, config: await readConfig(tree), more: ['health'] });
  return [...files].find(([path]) => path.endsWith('argocd-notifications-cm.yaml'))?.[1] ?? '';
}

const own = '{repoURL: "https://github.com/example/shop.git", path: k8s/cart, targetRevision: main}';
const several = `sources: [{repoURL: "https://charts.example.com", chart: common, targetRevision: 1.0.0}, ${own}]`;

interface State {
  revision: string | null;
  phase: string;
  health: string;
  /** Minutes, in which the health became what it is. */
  since: number;
  /** Whether Argo CD looked at it since the operation ended. */
  isStale?: boolean;
}

/** An Application as Argo CD writes it, with what notifications read of it. */
function application({ revision, phase, health, since, isStale = false }: State, hasSeveral: boolean): object {
  const time = (minutes: number): string =>
    new Date(Date.UTC(2026, 0, 5, 8, minutes)).toISOString().replace('.000', '');
  const source = { repoURL: 'https://github.com/example/shop.git', path: 'k8s/cart', targetRevision: 'main' };
  const result = hasSeveral ? { revisions: ['1.0.0', revision] } : { revision };
  return {
    metadata: { name: 'cart-prod' },
    spec: hasSeveral ? { sources: [{ repoURL: 'https://charts.example.com', chart: 'common' }, source] } : { source },
    status: {
      operationState: {
        phase,
        ...(phase === 'Running' ? {} : { finishedAt: time(30) }),
        ...(revision === null ? {} : { syncResult: result }),
      },
      reconciledAt: time(isStale ? 29 : 31),
      health: { status: health, lastTransitionTime: time(since) },
    },
  };
}

/** What happens one after the other, and what GitHub is to hear. */
const story: [string, State, [string, string][]][] = [
  ['it syncs', { revision: one, phase: 'Running', health: 'Healthy', since: 0 }, []],
  [
    'it was synced, and not looked at',
    { revision: one, phase: 'Succeeded', health: 'Healthy', since: 0, isStale: true },
    [],
  ],
  ['it comes up', { revision: one, phase: 'Succeeded', health: 'Progressing', since: 1 }, []],
  ['it is healthy', { revision: one, phase: 'Succeeded', health: 'Healthy', since: 2 }, [[one, 'success']]],
  ['it is healthy still', { revision: one, phase: 'Succeeded', health: 'Healthy', since: 2 }, []],
  ['it falls ill', { revision: one, phase: 'Succeeded', health: 'Degraded', since: 3 }, [[one, 'failure']]],
  ['it recovers', { revision: one, phase: 'Succeeded', health: 'Healthy', since: 4 }, [[one, 'success']]],
  ['it falls ill again', { revision: one, phase: 'Succeeded', health: 'Degraded', since: 5 }, [[one, 'failure']]],
  ['a fix syncs while it is ill', { revision: other, phase: 'Running', health: 'Degraded', since: 5 }, []],
  ['the fix comes up', { revision: other, phase: 'Succeeded', health: 'Progressing', since: 6 }, []],
  ['the fix is healthy', { revision: other, phase: 'Succeeded', health: 'Healthy', since: 7 }, [[other, 'success']]],
  ['a sync fails', { revision: one, phase: 'Failed', health: 'Healthy', since: 7 }, [[one, 'failure']]],
  ['a sync ends before it began', { revision: null, phase: 'Error', health: 'Healthy', since: 7 }, []],
];

async function questions(): Promise<Pick<Recorded, 'name' | 'configMap' | 'states'>[]> {
  const [plain, ofSeveral] = [await written(`source: ${own}`), await written(several)];
  const states = (hasSeveral: boolean): object[] => story.map(([, state]) => application(state, hasSeveral));
  return [
    { name: 'one source', configMap: plain, states: states(false) },
    { name: 'several sources', configMap: ofSeveral, states: states(true) },
    // A repository with both kinds: one ConfigMap serves all.
    { name: 'one source, where others have several', configMap: ofSeveral, states: states(false) },
    // The line that health-not-posted asks for is not there.
    {
      name: 'without an address',
      configMap: plain.replace(/ {2}context: \|\n.*\n/, ''),
      states: states(false).slice(0, 5),
    },
  ];
}

const asked = await questions();
if (process.env.ROLLCALL_RECORD) writeFileSync(file, `${JSON.stringify(asked, null, 2)}\n`);
const recorded: Recorded[] = JSON.parse(readFileSync(file, 'utf8'));

test('what was recorded is what init writes now', () => {
  expect(recorded.map(({ name, configMap, states }) => ({ name, configMap, states }))).toEqual(asked);
});

describe.each(recorded.slice(0, 3).map((one) => [one.name, one] as const))('%s', (_name, { reactions, error }) => {
  test('the engine takes the ConfigMap', () => {
    expect({ error, reactions: reactions.length }).toEqual({ error: undefined, reactions: story.length });
  });

  test.each(story.map(([title, , posted], index) => [title, posted, index] as const))(
    '%s',
    (_title, expected, index) => {
      const posted = reactions[index]?.posted ?? [];
      expect(posted.map(({ commit, state }) => [commit, state])).toEqual(expected);
      for (const { context, targetURL } of posted)
        expect({ context, targetURL }).toEqual({
          context: 'argocd/cart-prod',
          targetURL: 'https://argocd.example.com/applications/cart-prod',
        });
    },
  );
});

test('without an address nothing is ever posted, and the engine takes that for too many statuses', () => {
  const { reactions } = recorded.find(({ name }) => name === 'without an address') ?? { reactions: [] };
  expect(reactions.flatMap(({ posted }) => posted)).toEqual([]);
  expect(reactions.flatMap(({ errors }) => errors ?? []).join('\n')).toContain('too many commit statuses for sha');
});
