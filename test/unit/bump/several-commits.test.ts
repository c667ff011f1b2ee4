import { expect, test } from '@jest/globals';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import { currentImages } from '@rollcall/domain/bump/current-images';
import { readPresence } from '@rollcall/domain/bump/presence';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { memoryLog, swiftPace } from '../deploy-branch/branch-in-memory.ts';
import { repositoryInMemory } from '../deploy-branch/repository-in-memory.ts';
import { catalogOf } from './catalog-of.ts';
import { settings, shop } from './promoted-shop.ts';

// A request that was brought up to date before somebody merged it has several commits. What they wrote one after the
// other was in the request alone: the branch had what was there before, and has what they came to.

type Repository = ReturnType<typeof repositoryInMemory>;

const common = { loadCatalog: catalogOf, log: memoryLog(), dryRun: false, sourceHistory: null, pace: swiftPace };

/** What pipelines write to branches of the repository, and what a branch has. */
function peopleOf(repository: Repository) {
  let runs = 0;
  return {
    bump: (branch: string, tag: string, base?: string) => {
      runs += 1;
      const images = [{ service: 'cart-service', tag }];
      const request = { ...settings('prod'), images, onMissing: 'error' as const };
      return bumpImages({ ...common, request, branch: repository.open(branch, base), origin: { id: `run ${runs}` } });
    },
    rollBack: () => {
      const branch = repository.open('main');
      const to = { settings: settings('prod'), manifests: branch };
      return promoteImages(
        { ...common, from: null, to, services: ['cart-service'], onMissing: null },
        (bump, sources) => bumpImages({ ...bump, branch, pace: swiftPace, origin: { id: 'back', ...sources } }),
      );
    },
    presence: async (tag: string) => {
      const branch = repository.open('main');
      const state = await branch.read();
      const imagesAt = async (id: typeof state.commit) => {
        const tree = branch.treeAt(id);
        return currentImages(tree, await catalogOf(tree), settings('prod'));
      };
      const past = { environment: 'prod', branch, state, current: await imagesAt(state.commit), imagesAt };
      return (await readPresence(past, [{ service: 'cart-service', tag }])).get('cart-service');
    },
  };
}

/** As GitHub writes a squash of several commits: each with its subject and its body. */
function listed(repository: Repository, branch: string, count: number): string {
  const own = [...repository.log(branch)].slice(0, count).reverse();
  return own.map(({ message }) => `* ${message.trimEnd()}`).join('\n\n');
}

test.each<['merge' | 'squash', string, (list: string) => string]>([
  ['merge', 'a merge', () => 'Merge pull request #1 from example/request'],
  ['squash', 'a squash with the messages of its commits', (list) => `Bump (#1)\n\n${list}\n`],
  [
    'squash',
    'a squash that two wrote',
    (list) => `Bump (#1)\n\n${list}\n\n---------\n\nCo-authored-by: bot <bot@example.com>\n`,
  ],
  ['squash', 'a squash with the last of them', (list) => `Bump (#1)\n\n${list.split('\n\n').at(-1)}\n`],
  ['squash', 'a squash with a title alone', () => 'Bump (#1)'],
])('%s: behind %s a roll-back goes to what the branch had', async (way, _name, message) => {
  const repository = repositoryInMemory();
  repository.push('main', shop({ prod: { 'cart-service': '0-z' } }), 'first');
  const { bump, rollBack, presence } = peopleOf(repository);
  repository.clock = 60_000;
  await bump('main', '1-a');
  await bump('request', '2-b', 'main');
  await bump('request', '3-c');
  repository.clock = 120_000;
  repository.merge('main', 'request', way, message(listed(repository, 'request', 2)));
  expect(await presence('3-c')).toMatchObject({ since: 120_000, left: null });
  expect(await presence('1-a')).toMatchObject({ since: 60_000, left: 120_000 });
  // No gate takes it for one that was there.
  expect((await presence('2-b')) ?? {}).not.toHaveProperty('since');
  expect((await rollBack()).changes).toMatchObject([{ old: '3-c', new: '1-a' }]);
});
