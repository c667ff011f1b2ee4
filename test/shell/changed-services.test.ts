import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openCheckout } from '@rollcall/adapters/git/checkout';
import type { Log } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { changedByRun, changedSince } from '@rollcall/shell/changed-services';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';

const dockerfile = 'FROM scratch\n';

/** A shallow clone of a repository whose last commit deletes a service. */
function retired(): { clone: Repository; before: string; after: string } {
  const origin = initRepository({ bare: true });
  const author = initRepository();
  author.git('remote', 'add', 'origin', origin.directory);
  const before = author.commit({ 'services/cart/Dockerfile': dockerfile, 'services/order/Dockerfile': dockerfile });
  const after = author.commit({ 'services/order': null });
  author.git('push', '-q', 'origin', 'main');
  return { clone: cloneRepository(origin, { depth: 1 }), before, after };
}

function run(name: string, payload: unknown, more: Record<string, string> = {}): Record<string, string> {
  const path = join(temporaryFolder('event'), 'event.json');
  writeFileSync(path, JSON.stringify(payload));
  return { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, ...more };
}

async function ask(directory: string, env: Record<string, string>) {
  const notices: string[] = [];
  const log: Log = {
    progress: () => {},
    notice: (message) => notices.push(message),
    warning: (message) => notices.push(message),
  };
  const checkout = await openCheckout(directory);
  return {
    names: (await changedByRun(env, checkout, { tree: checkout.tree, config: {}, log, of: 'checkout' })).removed,
    notices,
  };
}

test('a push that deletes a service, in the clone that a workflow has', async () => {
  const { clone, before, after } = retired();
  const event = run('push', { ref: 'refs/heads/main', before, after, forced: false, commits: [{}] });
  expect(await ask(clone.directory, event)).toEqual({ names: ['order'], notices: [] });
});

test('what cannot be known is a notice, and fails nothing', async () => {
  const { clone, before, after } = retired();
  const event = run('push', { ref: 'refs/heads/main', before, after, forced: false, commits: [{}] });
  const part = join(clone.directory, 'services');
  const plain = temporaryFolder('plain');
  mkdirSync(join(plain, 'services'));
  for (const [directory, env] of [
    [clone.directory, run('pull_request', { pull_request: { number: 7 } })],
    [clone.directory, run('push', { ref: 'refs/heads/gone', deleted: true })],
    [part, event],
    [plain, event],
  ] as const) {
    const { names, notices } = await ask(directory, env);
    expect(names).toEqual([]);
    expect(notices).toEqual([expect.stringMatching(/^Which services this change deletes is not known: /)]);
  }
});

test('outside a run, and where nothing is under review, there is nothing to say', async () => {
  const { clone, after } = retired();
  for (const env of [{}, run('schedule', {}, { GITHUB_SHA: after })])
    expect(await ask(clone.directory, env)).toEqual({ names: [], notices: [] });
});

test('a base that somebody names has to be there', async () => {
  const { clone, before } = retired();
  const checkout = await openCheckout(clone.directory);
  const log: Log = { progress: () => {}, notice: () => {}, warning: () => {} };
  const since = (base: string) => changedSince(base, checkout, { tree: checkout.tree, config: {}, log });
  expect(await since(before)).toEqual({ added: [], removed: ['order'] });
  await expect(since('mian')).rejects.toThrow(UserError);
});
