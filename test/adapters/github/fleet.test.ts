import { expect, test } from '@jest/globals';
import { githubApi } from '@rollcall/adapters/github/api';
import { githubChecks } from '@rollcall/adapters/github/checks';
import { githubDeployBranch } from '@rollcall/adapters/github/deploy-branch';
import { openNetwork } from '@rollcall/adapters/network/network';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import type { GatedPlace } from '@rollcall/domain/bump/gating';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { deploymentStatus } from '@rollcall/domain/bump/status';
import { memoize } from '@rollcall/domain/memo';
import { startGitHubServer } from '@rollcall/testkit/github-server';
import { initRepository } from '@rollcall/testkit/repository';
import { applicationFile, applicationText, catalogOf } from '../../unit/bump/catalog-of.ts';
import { memoryLog, swiftPace } from '../../unit/deploy-branch/branch-in-memory.ts';
import { openBranch } from '../deploy-shop.ts';

// One deploy repository with 50 services in three environments, each tag of another of three source repositories and
// from a commit of its own: what GitHub's API is asked for must not grow with the services.

const environments = ['dev', 'staging', 'prod'] as const;
const services = Array.from({ length: 50 }, (_, index) => `service-${String(index).padStart(2, '0')}`);
const token = 'ghs_secret';

/** The branches: dev and staging have tag 2-b, each service by a commit of its own, and prod has 1-a. */
function fleet() {
  const work = initRepository();
  const origin = initRepository({ bare: true });
  const commits: string[] = [];
  for (const environment of environments) {
    work.git('checkout', '--quiet', '--orphan', environment);
    const tag = environment === 'prod' ? '1-a' : '2-b';
    work.commit({
      ...Object.fromEntries(services.map((service) => [`services/${service}/Dockerfile`, 'FROM scratch\n'])),
      ...Object.fromEntries(
        services.map((service) => [applicationFile(service, environment), applicationText(service, environment, tag)]),
      ),
    });
    for (const [index, service] of environment === 'prod' ? [] : services.entries()) {
      const trailers = [
        `Bump-Id: ${environment} ${service}`,
        `Bump-Environment: ${environment}`,
        `Bump-Source: example/source-${index % 3}@${index.toString(16).padStart(40, 'a')}`,
        `Bump-Service: ${service} 1-a -> 2-b`,
      ];
      work.git('commit', '--quiet', '--allow-empty', '--message', `deploy\n\n${trailers.join('\n')}`);
      if (environment === 'staging') commits.push(work.git('rev-parse', 'HEAD'));
    }
    work.git('push', '--quiet', origin.directory, `HEAD:k8s-deploy-${environment}`);
    work.git('rm', '--quiet', '-r', '-f', '.');
  }
  return { origin, commits };
}

const settings = (environment: string) => ({ environment, mutableTags: 'forbid' as const });
const gates = {
  ...{ environment: 'prod', after: 'staging', soak: 3_600_000, freezes: [], needs: ['smoke'] },
  groups: [services.slice(0, 10), services.slice(10)],
  health: ['argocd/{application}'],
};

test('a promotion and a status of 50 services in three environments ask the API at most 20 times', async () => {
  const { origin, commits } = fleet();
  const server = await startGitHubServer(origin, { token });
  const { apiUrl, graphqlUrl } = server;
  const log = memoryLog();
  const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
  const api = githubApi({ apiUrl, graphqlUrl, repository: 'example/shop', token, pace: swiftPace, log, network });
  const loadCatalog = memoize(catalogOf);
  const branches = new Map(
    await Promise.all(
      environments.map(async (name) => {
        const git = await openBranch(origin, { branch: `k8s-deploy-${name}` });
        return [name as string, githubDeployBranch(git, api, log)] as const;
      }),
    ),
  );
  const branchOf = (name: string) => {
    const branch = branches.get(name);
    if (!branch) throw new Error(name);
    return branch;
  };
  const placeOf = (name: string): GatedPlace => ({
    ...{ settings: settings(name), open: async () => branchOf(name), loadCatalog, checks: githubChecks(api) },
  });
  for (const commit of commits) server.state.checks.set(commit, [{ kind: 'status', name: 'smoke', state: 'success' }]);
  const now = Date.parse('2026-02-01');
  const places = environments.map((name, index) => ({
    ...{ name, place: placeOf(name) },
    gates:
      name === 'prod'
        ? gates
        : { ...gates, environment: name, after: environments[index - 1] ?? null, groups: [], needs: [] },
  }));
  const asked = { now, stopped: null, sourceHistory: { compare: async () => 'newer' as const }, shipping: null };

  const before = server.requests.length;
  const status = await deploymentStatus(places, asked);
  expect(status.services).toHaveLength(150);
  const ready = status.services.filter(
    (one) => one.environment === 'prod' && one.next !== null && one.shut.length === 0,
  );
  expect(ready.map(({ service }) => service)).toEqual(services.slice(0, 10));
  const calls = () => server.requests.slice(before).filter(({ path }) => path.startsWith('/api/')).length;
  expect(calls()).toBeLessThanOrEqual(2);

  const result = await promoteImages(
    {
      from: { settings: settings('staging'), manifests: branchOf('staging') },
      to: { settings: settings('prod'), manifests: branchOf('prod') },
      ...{ services: null, onMissing: null, loadCatalog, log, dryRun: false, sourceHistory: null, now },
      gating: {
        ...{ settings: gates, now, stopped: null, emergency: null, before: placeOf('staging'), own: placeOf('prod') },
        names: { environments: [async () => [...environments]], services: [async () => services] },
      },
    },
    (bump, sources) =>
      bumpImages({ ...bump, branch: branchOf('prod'), pace: swiftPace, origin: { id: 'fleet', ...sources } }),
  );
  expect(result.changes.map(({ service }) => service)).toEqual(services.slice(0, 10));
  // Of each its own repository is told.
  expect(
    origin.git('log', '-1', '--format=%B', 'k8s-deploy-prod').match(/^Bump-Source: example\/source-\d@/gm),
  ).toHaveLength(10);
  expect(calls()).toBeLessThanOrEqual(20);
  await server.close();
  expect(server.problems).toEqual([]);
});
