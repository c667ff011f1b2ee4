import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { gitEnvironment, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { applicationFile, applicationText } from '../../unit/bump/catalog-of.ts';
import { bump, deployBranch, deployed, deployOrigin, openBranch, otherWriter, services } from '../deploy-shop.ts';

const file = applicationFile('service-0', 'prod');

/** The same branch, with something that happens between its reading and its writing. */
function beforeCommit(branch: DeployBranch, happens: (attempt: number) => void): DeployBranch {
  let attempt = 0;
  return {
    ...branch,
    commit: (...args) => {
      attempt += 1;
      happens(attempt);
      return branch.commit(...args);
    },
  };
}

function commits(origin: Repository): number {
  return Number(origin.git('rev-list', '--count', deployBranch));
}

function hook(origin: Repository, name: string, script: string): void {
  const path = join(origin.directory, 'hooks', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

test('one commit on top of the head changes one file and says so', async () => {
  const origin = deployOrigin();
  const before = origin.git('rev-parse', deployBranch);
  const result = await bump(await openBranch(origin));
  expect(result).toMatchObject({ changed: true, verified: false, attempts: 1, files: [file] });
  expect(origin.git('rev-parse', deployBranch)).toBe(result.commit);
  expect(origin.git('rev-parse', `${deployBranch}^`)).toBe(before);
  expect(origin.git('diff', '--name-only', before, deployBranch)).toBe(file);
  expect(deployed(origin, file)).toBe(applicationText('service-0', 'prod', '2-b'));
  const log = origin.git('log', '-1', '--format=%an <%ae>%n%cn%n%B', deployBranch);
  expect(log).toContain(
    'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>\ngithub-actions[bot]\n',
  );
  expect(log).toContain(
    'deploy(prod): service-0 1-a → 2-b\n\nBump-Id: bump-1\nBump-Environment: prod\nBump-Service: service-0 1-a -> 2-b',
  );
  expect(origin.git('fsck', '--strict')).toBe('');
});

test('the identity that is given signs, and cannot break the commit', async () => {
  const origin = deployOrigin();
  await bump(await openBranch(origin, { identity: { name: 'Deploy <b>\n한글', email: 'bot@example.com\n' } }));
  expect(origin.git('log', '-1', '--format=%an|%ae|%cn|%ce', deployBranch)).toBe(
    'Deploy b 한글|bot@example.com|Deploy b 한글|bot@example.com',
  );
});

test('nothing to change makes no commit', async () => {
  const origin = deployOrigin();
  expect(await bump(await openBranch(origin), { tag: '1-a' })).toMatchObject({ changed: false, commit: null });
  expect(commits(origin)).toBe(1);
});

describe('only the blobs that are read are fetched', () => {
  test.each([
    ['from a server that filters', true],
    ['and all of them from one that cannot', false],
  ])('%s', async (_name, filters) => {
    const origin = deployOrigin();
    origin.git('config', 'uploadpack.allowFilter', String(filters));
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'false');
    const folder = temporaryFolder('bump');
    await bump(await openBranch(origin, { folder }));
    const [own = ''] = execFileSync('ls', [folder], { encoding: 'utf8' }).split('\n');
    const objects = execFileSync('git', ['rev-list', '--objects', '--missing=print', 'refs/rollcall/made'], {
      cwd: join(folder, own),
      env: gitEnvironment,
      encoding: 'utf8',
    });
    expect(objects.split('\n').filter((line) => line.startsWith('?')).length > 0).toBe(filters);
    expect(deployed(origin, file)).toContain('2-b');
  });
});

describe('races', () => {
  test('what another writer did between reading and writing stays', async () => {
    const origin = deployOrigin();
    const other = otherWriter(origin);
    const branch = beforeCommit(await openBranch(origin), (attempt) => attempt <= 2 && other(`theirs ${attempt}`));
    expect(await bump(branch)).toMatchObject({ changed: true, attempts: 3 });
    expect(origin.git('log', '--format=%s', deployBranch).split('\n')).toEqual([
      'deploy(prod): service-0 1-a → 2-b',
      'theirs 2',
      'theirs 1',
      'change',
    ]);
  });

  test('a branch that moves while the push is under way is moved, not an error', async () => {
    const origin = deployOrigin();
    // The lease was checked when this runs: only the server can still see that it moved.
    hook(
      origin,
      'pre-receive',
      `test -e raced || { touch raced; unset GIT_QUARANTINE_PATH; git update-ref refs/heads/${deployBranch} "$(git commit-tree -p ${deployBranch} -m theirs ${deployBranch}^{tree})"; }`,
    );
    for (const [key, value] of [
      ['user.name', 'A Person'],
      ['user.email', 'person@example.com'],
    ])
      origin.git('config', key ?? '', value ?? '');
    expect(await bump(await openBranch(origin))).toMatchObject({ changed: true, attempts: 2 });
    expect(origin.git('log', '--format=%s', deployBranch).split('\n')).toHaveLength(3);
  });

  test('eight writers at once, each for another service: all land, each once', async () => {
    const origin = deployOrigin();
    const results = await Promise.all(
      services.map(async (service, index) =>
        bump(await openBranch(origin), { service, tag: `9-${index}c`, id: service, secondsPerSecond: 0.1 }),
      ),
    );
    expect(results.every(({ changed }) => changed)).toBe(true);
    expect(commits(origin)).toBe(9);
    for (const [index, service] of services.entries())
      expect(deployed(origin, applicationFile(service, 'prod'))).toBe(applicationText(service, 'prod', `9-${index}c`));
  });

  test('twelve losses in a row name the winner', async () => {
    const origin = deployOrigin();
    const other = otherWriter(origin);
    let winner = '';
    const branch = beforeCommit(await openBranch(origin), (attempt) => {
      winner = other(`win ${attempt}`);
    });
    const error = await bump(branch, { secondsPerSecond: 0 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(String(error)).toContain(
      `moved under each of 12 tries; the last to win was ${winner.slice(0, 12)} by "A Person": "win 12"`,
    );
    expect(deployed(origin, file)).toContain('1-a');
  });

  test('a commit that landed though its answer was lost is not written twice', async () => {
    const origin = deployOrigin();
    const other = otherWriter(origin);
    const open = await openBranch(origin);
    const branch: DeployBranch = {
      ...open,
      commit: async (...args) => {
        await open.commit(...args);
        other('later');
        return 'unknown';
      },
    };
    const result = await bump(branch);
    expect(result.commit).toBe(origin.git('rev-parse', `${deployBranch}^`));
    expect(commits(origin)).toBe(3);
  });
});

describe('a branch that does not exist', () => {
  test('is created from its base', async () => {
    const origin = deployOrigin({ withBranch: false });
    const result = await bump(await openBranch(origin, { baseBranch: 'main' }));
    expect(origin.git('rev-parse', deployBranch, `${deployBranch}^`).split('\n')).toEqual([
      result.commit,
      origin.git('rev-parse', 'main'),
    ]);
    expect(deployed(origin, file)).toContain('2-b');
  });

  test('and that somebody else creates first is bumped as any other', async () => {
    const origin = deployOrigin({ withBranch: false });
    const branch = beforeCommit(await openBranch(origin, { baseBranch: 'main' }), (attempt) => {
      if (attempt === 1) origin.git('branch', deployBranch, 'main');
    });
    expect(await bump(branch)).toMatchObject({ changed: true, attempts: 2 });
    expect(commits(origin)).toBe(2);
  });

  test('by eight writers at once: all land', async () => {
    const origin = deployOrigin({ withBranch: false });
    await Promise.all(
      services.map(async (service) =>
        bump(await openBranch(origin, { baseBranch: 'main' }), { service, id: service, secondsPerSecond: 0.1 }),
      ),
    );
    expect(commits(origin)).toBe(9);
  });

  test.each([[undefined], ['nobase']])('is a mistake with base %s', async (baseBranch) => {
    const branch = await openBranch(deployOrigin({ withBranch: false }), { baseBranch });
    await expect(bump(branch)).rejects.toThrow(UserError);
  });
});

test('a refusal is reported once, with what the server said, and not tried again', async () => {
  const origin = deployOrigin();
  hook(origin, 'pre-receive', 'echo tried >>tried; echo "error: GH006: Protected branch update failed" >&2; exit 1');
  const error = await bump(await openBranch(origin)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExternalError);
  expect(String(error)).toContain('pre-receive hook declined');
  expect(String(error)).toContain('GH006: Protected branch update failed');
  expect(execFileSync('cat', ['tried'], { cwd: origin.directory, encoding: 'utf8' })).toBe('tried\n');
  expect(commits(origin)).toBe(1);
});

test('modes are kept, and odd names survive', async () => {
  const origin = initRepository({ bare: true });
  const work = initRepository();
  const odd = 'k8s/argocd/apps/prod/a "b"\t\\한글\nc.yaml';
  work.commit({
    [odd]: applicationText('service-0', 'prod', '1-a'),
    'services/service-0/Dockerfile': '',
    'run.sh': '',
  });
  chmodSync(join(work.directory, odd), 0o755);
  work.commit({});
  work.git('push', '--quiet', origin.directory, `main:${deployBranch}`);
  expect((await bump(await openBranch(origin))).files).toEqual([odd]);
  const listing = origin.git('ls-tree', '-r', '-z', deployBranch).replace(/ blob [0-9a-f]+\t/g, ' ');
  expect(listing.split('\0').slice(0, -1)).toEqual([
    `100755 ${odd}`,
    '100644 run.sh',
    '100644 services/service-0/Dockerfile',
  ]);
});

test('files come and go in one commit', async () => {
  const origin = deployOrigin();
  const branch = await openBranch(origin);
  const state = await branch.read();
  const before = origin.git('rev-parse', deployBranch);
  const added = 'k8s/new "b"\t\\한글\n/c.yaml';
  const files = new Map<string, Uint8Array | null>([
    [added, Buffer.from('no end\nof line')],
    [applicationFile('service-1', 'prod'), null],
    // A folder becomes a file.
    ['services/service-2/Dockerfile', null],
    ['services/service-2', Buffer.from('')],
    [file, Buffer.from('a: 1\n')],
  ]);
  const outcome = await branch.commit(state, files, 'm');
  expect(outcome).toEqual({ commit: origin.git('rev-parse', deployBranch), verified: false });
  expect(
    origin.git('diff', '--name-status', '--no-renames', '-z', before, deployBranch).split('\0').slice(0, -1),
  ).toEqual([
    ...['M', file],
    ...['D', applicationFile('service-1', 'prod')],
    ...['A', added],
    ...['A', 'services/service-2'],
    ...['D', 'services/service-2/Dockerfile'],
  ]);
  expect(deployed(origin, added)).toBe('no end\nof line');
  expect(origin.git('ls-tree', deployBranch, 'services/service-2')).toMatch(/^100644 blob/);
  expect(origin.git('fsck', '--strict')).toBe('');
});

test('links, submodules and what is not there are never written', async () => {
  const origin = deployOrigin();
  const work = initRepository();
  work.commit({ a: 'a', 'folder/c': 'c' });
  work.git('update-index', '--add', '--cacheinfo', `120000,${work.git('rev-parse', 'HEAD:a')},link`);
  work.git('update-index', '--add', '--cacheinfo', `160000,${work.git('rev-parse', 'HEAD')},module`);
  work.git('commit', '--quiet', '--message', 'links');
  work.git('push', '--quiet', '--force', origin.directory, `main:${deployBranch}`);
  const before = origin.git('rev-parse', deployBranch);
  const branch = await openBranch(origin);
  const state = await branch.read();
  for (const [path, words] of [
    ['link', 'link is a symlink'],
    ['module', 'module is a submodule'],
    ['../x', '../x is no path inside a repository'],
    ['.GIT/hooks/x', 'is no path inside a repository'],
    ['a/b', 'a/b lies below a, which is no folder'],
    ['link/b', 'link/b lies below link, which is no folder'],
    ['folder', 'folder is a folder'],
  ])
    await expect(branch.commit(state, new Map([[path ?? '', Buffer.from('x')]]), 'm')).rejects.toThrow(words ?? '');
  for (const [path, words] of [
    ['link', 'link is a symlink'],
    ['b', 'b is not there'],
    ['folder', 'folder is not there'],
  ])
    await expect(branch.commit(state, new Map([[path ?? '', null]]), 'm')).rejects.toThrow(words ?? '');
  expect(origin.git('rev-parse', deployBranch)).toBe(before);
});

describe('addresses and branches', () => {
  test.each([
    ['--upload-pack=touch x', 'is not one'],
    ['', 'is not one'],
    ['https://x-access-token:secret@example.com/a', 'holds credentials'],
    ['https://secret@example.com/a', 'holds credentials'],
    ['ssh://git:secret@example.com/a', 'holds credentials'],
    ['ext::sh -c date', 'remote helper'],
  ])('%s is refused without being repeated', async (url, words) => {
    const error = await openBranch(deployOrigin(), { url }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(words);
    expect(String(error)).not.toContain('secret');
  });

  test.each(['-x', 'a..b', 'a b', 'a\nb', '', 'a.lock', 'a~1', 'refs/*'])('branch %j is refused', async (branch) => {
    await expect(openBranch(deployOrigin(), { branch })).rejects.toThrow('is not a branch');
  });

  test('a repository that is not there is the outside world', async () => {
    await expect(bump(await openBranch(deployOrigin(), { url: 'file:///nowhere' }))).rejects.toThrow(ExternalError);
  });
});
