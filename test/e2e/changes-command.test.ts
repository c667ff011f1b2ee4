import { expect, test } from '@jest/globals';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop, sharedFile } from '@rollcall/testkit/shop';

test('changes lists what ships between two builds, in three formats', async () => {
  const { repository, commit } = createShop();
  const shared = repository.commit({ [sharedFile]: 'package httpserver\n' }, 'Serve faster (#3)');
  const other = repository.commit({ 'services/storefront/new.ts': '' }, 'Show more');
  const range = ['--from', `41-${commit.slice(0, 7)}`, '--to', `42-${other.slice(0, 7)}`];
  const changes = (...words: string[]) => runCommandLine(['changes', ...words], { cwd: repository.directory });
  const text = await changes('--service', 'cart-service', ...range);
  expect(text).toMatchObject({ status: 0, stderr: '' });
  expect(text.stdout).toContain(`gets 1 commit\n    ${shared.slice(0, 10)}  Serve faster (#3)  `);
  const json = JSON.parse((await changes('--service', 'cart-service', ...range, '--json')).stdout);
  expect(json).toMatchObject({ service: 'cart-service', added: [{ id: shared, request: 3 }], removed: [], others: 1 });
  const markdown = await changes('--service', 'cart-service', ...range, '--format', 'markdown');
  expect(markdown.stdout).toContain('Gets 1 commit:\n');
  const incomplete = await changes('--service', 'cart-service');
  expect(incomplete.status).toBe(2);
  expect(incomplete.stderr).toContain('rollcall changes needs --service, --from and --to');
});
