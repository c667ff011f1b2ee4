import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import type { CheckState } from '@rollcall/testkit/github-state';
import { cloneRepository, initRepository, type Repository } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { application, parameters } from './repository-pair.ts';

// Two repositories of sources and one of manifests on one GitHub: 50 services in three environments. What GitHub's
// interface is asked for in a run must not grow with the services.

const token = 'a-token-that-must-not-be-printed';
const environments = ['dev', 'staging', 'prod'];
const namesOf = (team: string): string[] =>
  Array.from({ length: 25 }, (_, index) => `${team}-${String(index).padStart(2, '0')}`);
const teams = { shop: namesOf('shop'), pay: namesOf('pay') };
const services = [...teams.shop, ...teams.pay];
/** Beside the commit; what git reads over HTTP is no question to the interface. */
const mostCalls = 20;

interface Sources {
  bare: Repository;
  clone: Repository;
  commit: string;
}

let server: GitHubServer;
let deploy: Repository;
let clone: Repository;
let sources: { shop: Sources; pay: Sources };

function sourcesOf(team: keyof typeof teams): Sources {
  const work = initRepository();
  const bare = initRepository({ bare: true });
  const commit = work.commit({
    'rollcall.yaml': 'deploy-repository: example/deploy\n',
    ...Object.fromEntries(teams[team].map((name) => [`services/${name}/Dockerfile`, 'FROM scratch\n'])),
  });
  work.git('push', '--quiet', bare.directory, 'HEAD:main');
  return { bare, clone: cloneRepository(bare), commit };
}

beforeAll(async () => {
  sources = { shop: sourcesOf('shop'), pay: sourcesOf('pay') };
  deploy = initRepository({ bare: true });
  const work = initRepository();
  const files = environments.flatMap((environment) =>
    services.map((name): [string, string] => [
      `apps/${environment}/${name}.yaml`,
      application(`${name}-${environment}`, 'charts/service', parameters('1-aaaaaaa'), 'main'),
    ]),
  );
  work.commit({
    ...Object.fromEntries(files),
    'charts/service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0\n',
    'rollcall.yaml': `source-repositories: [example/shop, example/pay]
environments:
  staging: { after: dev }
  prod:
    after: staging
    needs: [smoke]
    groups: [${JSON.stringify(teams.shop)}, ${JSON.stringify(teams.pay)}]
    health: ["argocd/{application}"]
`,
  });
  work.git('push', '--quiet', deploy.directory, 'HEAD:main');
  clone = cloneRepository(deploy);
  server = await startGitHubServer(sources.shop.bare, {
    token,
    beside: [
      { name: 'deploy', repository: deploy, token },
      { name: 'pay', repository: sources.pay.bare, token },
    ],
  });
});
afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

function run(action: string, repository: string, workspace: Repository, inputs: Record<string, string>) {
  return runAction(action, {
    workspace: workspace.directory,
    token,
    inputs: { render: 'off', ...inputs },
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: `example/${repository}`,
      GITHUB_SHA: workspace.git('rev-parse', 'HEAD'),
    },
  });
}

/** How many services an environment has with a tag. */
const having = (environment: string, tag: string): number =>
  deploy
    .git('grep', '-l', '--fixed-strings', `"${tag}"`, 'main', '--', `apps/${environment}`)
    .split('\n')
    .filter(Boolean).length;

/** Runs a promotion, and counts its questions. */
async function promote(from: string, to: string) {
  const before = server.requests.length;
  const result = await run('promote-images', 'deploy', clone, { from, to, branch: 'main' });
  const calls = server.requests.slice(before).filter(({ path }) => path.startsWith('/api/')).length;
  expect({ status: result.status, out: result.status === 0 ? '' : result.stdout }).toEqual({ status: 0, out: '' });
  return { calls, changes: JSON.parse(result.outputs.changes ?? '[]') as { service: string }[], result };
}

const say = (checks: CheckState[]): void => void server.beside?.checks.set(deploy.git('rev-parse', 'main'), checks);
const healthy = (names: readonly string[]): CheckState[] =>
  names.map((name) => ({ kind: 'status', name: `argocd/${name}-prod`, state: 'success' }));

test('both write at once, groups across them promote in order, and no run asks more than 20 times', async () => {
  const images = (team: keyof typeof teams, tag: string) => teams[team].map((name) => `${name}=${tag}`).join(',');
  const tags = { shop: `2-${sources.shop.commit.slice(0, 7)}`, pay: `7-${sources.pay.commit.slice(0, 7)}` };
  const written = await Promise.all(
    (['shop', 'pay'] as const).map((team) =>
      run('bump-image-tags', team, sources[team].clone, { environment: 'dev', images: images(team, tags[team]) }),
    ),
  );
  expect(written.map(({ status, outputs }) => [status, outputs.changed])).toEqual([
    [0, 'true'],
    [0, 'true'],
  ]);
  expect([having('dev', tags.shop), having('dev', tags.pay)]).toEqual([25, 25]);

  const staged = await promote('dev', 'staging');
  expect(staged.changes).toHaveLength(50);
  expect(staged.calls).toBeLessThanOrEqual(mostCalls);
  // Of each its own repository is told.
  const message = deploy.git('log', '-1', '--format=%B', 'main');
  for (const team of ['shop', 'pay'] as const) expect(message).toContain(`example/${team}@${sources[team].commit}`);

  say([{ kind: 'status', name: 'smoke', state: 'success' }]);
  const first = await promote('staging', 'prod');
  expect(first.changes.map(({ service }) => service).sort()).toEqual(teams.shop);
  expect(first.calls).toBeLessThanOrEqual(mostCalls);

  // The second group waits until Argo CD has said of each of the first that it is healthy.
  say(healthy(teams.shop.slice(1)));
  const early = await promote('staging', 'prod');
  expect(early.changes).toEqual([]);
  expect(JSON.parse(early.result.outputs.skipped ?? '[]')[0]?.why).toContain('it waits for "shop-00"');
  say(healthy(teams.shop));
  const second = await promote('staging', 'prod');
  expect(second.changes.map(({ service }) => service).sort()).toEqual(teams.pay);
  expect(second.calls).toBeLessThanOrEqual(mostCalls);
  expect([having('prod', tags.shop), having('prod', tags.pay)]).toEqual([25, 25]);

  const before = server.requests.length;
  const status = await runAction('deployment-status', {
    workspace: clone.directory,
    token,
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/deploy',
      GITHUB_SHA: clone.git('rev-parse', 'HEAD'),
    },
  });
  expect(status.status).toBe(0);
  expect(status.summary.match(/^\| (?:shop|pay)-\d\d /gm)).toHaveLength(150);
  expect(server.requests.slice(before).filter(({ path }) => path.startsWith('/api/')).length).toBeLessThanOrEqual(
    mostCalls,
  );
  process.stderr.write(
    `fleet of 50 services: ${[staged, first, early, second].map(({ calls }) => calls).join(', ')} questions to the API\n`,
  );
}, 900_000);
