import { describe, expect, test } from '@jest/globals';
import { gitDeployBranch } from '@rollcall/adapters/git/deploy-branch';
import { gitSourceHistory } from '@rollcall/adapters/git/source-history';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import type { BumpOrigin } from '@rollcall/domain/bump/commit-message';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import type { SourceHistory } from '@rollcall/domain/bump/source-history';
import type { PastCommit } from '@rollcall/domain/deploy-branch/deploy-branch';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { applicationFile, applicationText, catalogOf } from '../../unit/bump/catalog-of.ts';
import { memoryLog, swiftPace } from '../../unit/deploy-branch/branch-in-memory.ts';
import { gitOf } from '../git-of.ts';

const services = ['cart-service', 'user-service'];
const branches = { dev: 'k8s-deploy-dev', prod: 'k8s-deploy-prod' } as const;
type Environment = keyof typeof branches;

/** A bare origin with its author's clone: main, and a deploy branch for each environment. */
function shop(): { origin: Repository; author: Repository } {
  const origin = initRepository({ bare: true });
  const author = initRepository();
  author.commit({
    ...Object.fromEntries(services.map((service) => [`services/${service}/Dockerfile`, 'FROM scratch\n'])),
    ...Object.fromEntries(
      services.flatMap((service) =>
        (['dev', 'prod'] as const).map((environment) => [
          applicationFile(service, environment),
          applicationText(service, environment, 'v0'),
        ]),
      ),
    ),
  });
  author.git('remote', 'add', 'origin', origin.directory);
  author.git('push', '--quiet', 'origin', 'main', ...Object.values(branches).map((branch) => `main:${branch}`));
  return { origin, author };
}

function open(origin: Repository, environment: Environment) {
  const folder = temporaryFolder('bump');
  return gitDeployBranch({ folder, url: `file://${origin.directory}`, branch: branches[environment] });
}

const settings = (environment: Environment) => ({ environment, mutableTags: 'forbid' as const });
let runs = 0;

function originOf(source?: string): BumpOrigin {
  runs += 1;
  return { id: `run ${runs}`, ...(source && { source: `example/shop@${source}` }) };
}

interface Asked {
  source?: string;
  sourceHistory?: SourceHistory | null;
  log?: ReturnType<typeof memoryLog>;
}

async function bump(origin: Repository, environment: Environment, tags: Record<string, string>, asked: Asked = {}) {
  return bumpImages({
    request: {
      ...settings(environment),
      images: Object.entries(tags).map(([service, tag]) => ({ service, tag })),
      onMissing: 'error',
    },
    loadCatalog: catalogOf,
    log: asked.log ?? memoryLog(),
    dryRun: false,
    sourceHistory: asked.sourceHistory ?? null,
    branch: await open(origin, environment),
    pace: swiftPace,
    origin: originOf(asked.source),
  });
}

async function promote(origin: Repository, from: Environment | null, sourceHistory: SourceHistory | null = null) {
  const branch = await open(origin, 'prod');
  return promoteImages(
    {
      from: from && { settings: settings(from), manifests: await open(origin, from) },
      to: { settings: settings('prod'), manifests: branch },
      services: null,
      onMissing: null,
      loadCatalog: catalogOf,
      log: memoryLog(),
      dryRun: false,
      sourceHistory,
    },
    (bump, sources) => bumpImages({ ...bump, branch, pace: swiftPace, origin: { ...originOf(), ...sources } }),
  );
}

function tagOf(origin: Repository, environment: Environment, service = 'cart-service'): string | undefined {
  const text = origin.git('cat-file', 'blob', `${branches[environment]}:${applicationFile(service, environment)}`);
  return /value: '(.*)'/.exec(text)?.[1];
}

/** The author's commit on main, and the id it has. */
function build(author: Repository, number: number): string {
  const id = author.commit({ 'services/cart-service/main.go': `// ${number}\n` }, `build ${number}`);
  author.git('push', '--quiet', 'origin', 'main');
  return id;
}

describe('a pipeline that is late', () => {
  test.each([
    ['knows by the trailers of the deploy branch', (number: number, _id: string) => `v${number}`],
    ['knows by the hashes in tags', (number: number, id: string) => `${number}-${id.slice(0, 7)}`],
  ])('%s that it is late, from a shallow clone', async (_name, tag) => {
    const { origin, author } = shop();
    const one = build(author, 1);
    const clone = cloneRepository(origin, { depth: 1 });
    const two = build(author, 2);
    const newer = { 'cart-service': tag(2, two) };
    await bump(origin, 'dev', newer, tag(2, two).startsWith('v') ? { source: two } : {});
    for (let count = 0; count < 40; count += 1) author.git('commit', '--quiet', '--allow-empty', '-m', 'noise');
    const sourceHistory = gitSourceHistory(gitOf(clone.directory));
    const late = await bump(origin, 'dev', { 'cart-service': tag(1, one) }, { source: one, sourceHistory });
    expect(late).toMatchObject({
      changed: false,
      skipped: [{ why: expect.stringContaining(`commit ${one.slice(0, 7)} comes before ${two.slice(0, 7)}`) }],
    });
    expect(tagOf(origin, 'dev')).toBe(tag(2, two));
  });

  test('is not held back where nobody can know', async () => {
    const { origin, author } = shop();
    const one = build(author, 1);
    await bump(origin, 'dev', { 'cart-service': 'x-deadbeef' }, { source: 'f'.repeat(40) });
    const log = memoryLog();
    const sourceHistory = gitSourceHistory(gitOf(author.directory));
    const result = await bump(origin, 'dev', { 'cart-service': 'v1' }, { source: one, sourceHistory, log });
    expect(result).toMatchObject({ changed: true, skipped: [] });
    expect(log.notices).toEqual([
      expect.stringMatching(/^written without knowing .*"x-deadbeef" to "v1" \(commit fffffff: /),
    ]);
  });
});

test('what dev has is promoted to prod, once, with where it was built from', async () => {
  const { origin, author } = shop();
  const [one, two] = [build(author, 1), build(author, 2)];
  await bump(origin, 'dev', { 'cart-service': 'v1' }, { source: one });
  await bump(origin, 'dev', { 'user-service': 'v2' }, { source: two });
  const result = await promote(origin, 'dev');
  expect(result).toMatchObject({ changed: true, skipped: [] });
  expect([tagOf(origin, 'prod'), tagOf(origin, 'prod', 'user-service')]).toEqual(['v1', 'v2']);
  expect(origin.git('log', '-1', '--format=%(trailers:only)', branches.prod).split('\n').filter(Boolean)).toEqual(
    expect.arrayContaining([`Bump-Source: example/shop@${one}`, `Bump-Source: example/shop@${two}`]),
  );
  expect(await promote(origin, 'dev')).toMatchObject({ changed: false, skipped: [] });
});

test('a roll-back, which holds, from the trailers, and from files where people wrote by hand', async () => {
  const { origin, author } = shop();
  await bump(origin, 'prod', { 'cart-service': 'v1' });
  author.git('fetch', '--quiet', 'origin', branches.prod);
  author.git('checkout', '--quiet', '-B', 'hand', 'FETCH_HEAD');
  author.commit({ [applicationFile('user-service', 'prod')]: applicationText('user-service', 'prod', 'v9') });
  for (let count = 0; count < 40; count += 1) author.git('commit', '--quiet', '--allow-empty', '-m', 'noise');
  author.git('push', '--quiet', 'origin', `hand:${branches.prod}`);
  const both = () => [tagOf(origin, 'prod'), tagOf(origin, 'prod', 'user-service')];
  expect(both()).toEqual(['v1', 'v9']);
  await promote(origin, null);
  expect(both()).toEqual(['v0', 'v0']);
  const again = await promote(origin, null);
  expect(again.skipped.map(({ why }) => why)).toEqual([
    'nothing that is not held came before "v0"',
    'nothing that is not held came before "v0"',
  ]);
  expect(both()).toEqual(['v0', 'v0']);
});

describe('the history of a deploy branch', () => {
  const { origin, author } = shop();
  author.git('checkout', '--quiet', '-B', 'deploy', 'main');
  const odd = 'k8s/a "b"\n한글 [*].yaml';
  const touching = [author.commit({ [odd]: '1' }, 'adds the file')];
  for (let count = 0; count < 300; count += 1) author.git('commit', '--quiet', '--allow-empty', '-m', `noise ${count}`);
  touching.push(author.commit({ [odd]: '2' }, 'changes the file\n\nwith a body'));
  author.git('push', '--quiet', 'origin', `deploy:${branches.prod}`);

  async function take(count: number, paths?: string[]) {
    const folder = temporaryFolder('bump');
    const branch = await gitDeployBranch({ folder, url: `file://${origin.directory}`, branch: branches.prod });
    const commits: PastCommit[] = [];
    for await (const commit of branch.history(await branch.read(), paths)) {
      commits.push(commit);
      if (commits.length === count) break;
    }
    return { commits, branch };
  }

  test('goes back as far as it is taken, newest first, each commit once', async () => {
    const { commits } = await take(1_000);
    expect(commits.map(({ commit }) => commit)).toEqual(origin.git('rev-list', branches.prod).split('\n'));
    expect(commits[0]?.message).toBe('changes the file\n\nwith a body\n');
    expect(commits.at(-1)?.parents).toEqual([]);
    expect(commits[5]?.parents).toEqual([commits[6]?.commit]);
  });

  test('tells the parent and the time of the newest commit, where nothing behind it was fetched', async () => {
    const { commits } = await take(1);
    const [parent = '', seconds = ''] = origin.git('log', '-1', '--format=%P %ct', branches.prod).split(' ');
    expect(commits).toMatchObject([{ parents: [parent], at: Number(seconds) * 1000 }]);
  });

  test('of a file has the commits that changed it, wherever the first steps end', async () => {
    const { commits, branch } = await take(10, [odd, 'not there']);
    expect(commits.map(({ commit }) => commit)).toEqual([...touching].reverse());
    const [newest] = commits;
    const parent = newest?.parents[0];
    if (parent === undefined) throw new Error('the newest commit has no parent');
    const before = await branch.treeAt(parent).read([odd]);
    expect(Buffer.from(before.get(odd) ?? []).toString()).toBe('1');
  });

  test('of a branch that does not exist is that of where it begins', async () => {
    const folder = temporaryFolder('bump');
    const url = `file://${origin.directory}`;
    const branch = await gitDeployBranch({ folder, url, branch: 'none', baseBranch: 'main' });
    const commits: PastCommit[] = [];
    for await (const commit of branch.history(await branch.read())) commits.push(commit);
    expect(commits.map(({ commit }) => commit)).toEqual(origin.git('log', '--format=%H', 'main').split('\n'));
  });

  test('ends where the server itself has no more', async () => {
    const cut = cloneRepository(origin, { depth: 3, branch: branches.prod });
    const folder = temporaryFolder('bump');
    const branch = await gitDeployBranch({ folder, url: `file://${cut.directory}`, branch: branches.prod });
    const commits: PastCommit[] = [];
    for await (const commit of branch.history(await branch.read())) commits.push(commit);
    expect(commits).toHaveLength(3);
    for await (const commit of branch.history(await branch.read(), ['services/cart-service/Dockerfile']))
      throw new Error(`${commit.commit} did not change it`);
  });
});
