import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serveGit } from '@rollcall/testkit/git-server';
import { closeServer, listen } from '@rollcall/testkit/loopback';
import { type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

const application = 'k8s/argocd/apps/prod/cart-service.yaml';

/** Cuts the file of an object to half of what it was: what a full disk and a lost power leave. */
function damage({ git, directory }: Repository, name: string): void {
  const id = git('rev-parse', name);
  const file = join(directory, '.git/objects', id.slice(0, 2), id.slice(2));
  chmodSync(file, 0o644);
  truncateSync(file, 12);
}

describe('a repository that git cannot read is no plain folder', () => {
  const breakings: readonly (readonly [title: string, breakIt: (shop: Repository) => void, says: RegExp])[] = [
    [
      'a .git that is empty',
      ({ directory }) => {
        rmSync(join(directory, '.git'), { recursive: true });
        mkdirSync(join(directory, '.git'));
      },
      /fatal: not a git repository/,
    ],
    [
      'a .git file that leads nowhere',
      ({ directory }) => {
        rmSync(join(directory, '.git'), { recursive: true });
        writeFileSync(join(directory, '.git'), 'gitdir: /nowhere\n');
      },
      /fatal: not a git repository/,
    ],
    [
      'a configuration that is none',
      ({ directory }) => writeFileSync(join(directory, '.git/config'), '[core\n'),
      /bad config line 1/,
    ],
    ['an index that is none', ({ directory }) => writeFileSync(join(directory, '.git/index'), 'none'), /index file/],
  ];
  test.each(breakings)('%s: at a terminal', async (_title, breakIt, says) => {
    const { repository } = createShop();
    breakIt(repository);
    const { status, stdout, stderr } = await runCommandLine(['catalog', '--json'], { cwd: repository.directory });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(says);
  });
  test.each(breakings)('%s: in a run', async (_title, breakIt, says) => {
    const { repository } = createShop();
    breakIt(repository);
    const step = await runAction('verify-services', { workspace: repository.directory });
    expect(step.status).toBe(3);
    expect(step.stdout).toMatch(says);
  });
});

describe('a damaged object is called so', () => {
  test.each([
    ['the commit', 'HEAD'],
    ['the root folder', 'HEAD^{tree}'],
    ['a file', `HEAD:${application}`],
  ])('%s', async (_title, name) => {
    const { repository } = createShop();
    damage(repository, name);
    const run = await runCommandLine(['verify', '--ref', 'HEAD', '--json'], { cwd: repository.directory });
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 3, stdout: '' });
    expect(run.stderr).toMatch(/corrupt|unable to|damaged/);
    expect(run.stderr).toContain('The repository is damaged.');
    const step = await runAction('verify-services', { workspace: repository.directory, inputs: { ref: 'HEAD' } });
    expect(step.status).toBe(3);
    expect(step.stdout).toContain('The repository is damaged.');
  });

  test('a commit that a branch names and that is gone', async () => {
    const { repository } = createShop();
    const id = repository.git('rev-parse', 'HEAD');
    rmSync(join(repository.directory, '.git/objects', id.slice(0, 2), id.slice(2)));
    const run = await runCommandLine(['verify', '--ref', 'HEAD'], { cwd: repository.directory });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain('The repository is damaged.');
  });

  test('a pack that was cut', async () => {
    const { repository } = createShop();
    repository.git('repack', '-adq');
    const packs = join(repository.directory, '.git/objects/pack');
    for (const name of readdirSync(packs).filter((each) => each.endsWith('.pack'))) {
      chmodSync(join(packs, name), 0o644);
      truncateSync(join(packs, name), 64);
    }
    const run = await runCommandLine(['verify', '--ref', 'HEAD'], { cwd: repository.directory });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain('The repository is damaged.');
  });
});

describe('git itself', () => {
  function gitThat(script: string): string {
    const folder = mkdtempSync(join(temporaryFolder(), 'bin-'));
    writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'git'), 0o755);
    return `${folder}${delimiter}${process.env.PATH}`;
  }
  const old = `case "$1" in --version) echo 'git version 2.30.2';; *) PATH='${process.env.PATH}' exec git "$@";; esac`;

  test('that is too old is refused with the oldest that is not', async () => {
    const { repository } = createShop();
    const run = await runCommandLine(['catalog'], { cwd: repository.directory, env: { PATH: gitThat(old) } });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain('git 2.30.2 is too old: Rollcall needs 2.31 or newer');
    const step = await runAction('image-matrix', {
      workspace: repository.directory,
      inputs: { services: 'all', environment: 'prod' },
      env: { PATH: gitThat(old) },
    });
    expect(step.status).toBe(3);
    expect(step.stdout).toContain('git 2.30.2 is too old: Rollcall needs 2.31 or newer');
  });

  test('that fails is quoted', async () => {
    const { repository } = createShop();
    const failing = `[ "$1" = --version ] && echo 'git version 2.50.0' && exit; echo 'fatal: out of luck' >&2; exit 128`;
    const run = await runCommandLine(['catalog'], { cwd: repository.directory, env: { PATH: gitThat(failing) } });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain('fatal: out of luck');
  });

  test('that is not there is missed', async () => {
    const { repository } = createShop();
    const run = await runCommandLine(['catalog'], { cwd: repository.directory, env: { PATH: temporaryFolder() } });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain('git cannot be started');
  });

  test('is not needed for a plain folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'services/one'), { recursive: true });
    writeFileSync(join(folder, 'services/one/Dockerfile'), 'FROM scratch\n');
    const run = await runCommandLine(['catalog', '--json'], { cwd: folder, env: { PATH: temporaryFolder() } });
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout).services).toMatchObject([{ name: 'one' }]);
  });
});

describe('outputs that cannot be written', () => {
  const full = { GITHUB_OUTPUT: '/dev/full' };

  test('are a fault of the outside world', async () => {
    const { repository } = createShop();
    const step = await runAction('image-matrix', {
      workspace: repository.directory,
      inputs: { services: 'all', environment: 'prod' },
      env: full,
    });
    expect(step.status).toBe(3);
    expect(step.stdout).toMatch(/::error.*cannot be written: ENOSPC/);
  });

  test.each([
    ['a full disk', () => '/dev/full', /ENOSPC/],
    ['a folder in its place', () => temporaryFolder(), /EISDIR/],
  ])('%s: nothing is pushed', async (_title, file, says) => {
    const { repository, origin } = createShop();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'example'));
    symlinkSync(origin.directory, join(folder, 'example/shop'));
    const head = origin.git('rev-parse', 'k8s-deploy-prod');
    for (const name of ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY']) {
      const step = await runAction('bump-image-tags', {
        workspace: repository.directory,
        inputs: { environment: 'prod', images: 'cart-service=142-abc1234' },
        env: { GITHUB_SERVER_URL: `file://${folder}`, [name]: file() },
      });
      expect(step.status).toBe(3);
      expect(step.stdout).toMatch(says);
      expect(step.stdout).toContain(`the file that ${name} names cannot be written`);
    }
    expect(origin.git('rev-parse', 'k8s-deploy-prod')).toBe(head);
  });
});

describe('a file that is too long to be read', () => {
  const path = 'k8s/argocd/apps/prod/huge.yaml';

  test('of 3 GiB, in the work tree', async () => {
    const { repository } = createShop();
    // It is sparse: it takes no room.
    writeFileSync(join(repository.directory, path), '');
    truncateSync(join(repository.directory, path), 3 * 2 ** 30);
    const { status, stdout, stderr } = await runCommandLine(['verify', '--json'], {
      cwd: repository.directory,
      env: { NODE_OPTIONS: '--max-old-space-size=512' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('huge.yaml cannot be read: it is longer than 5 MiB');
    expect(JSON.parse(stdout).findings.length).toBeGreaterThan(5);
  });

  test('in a commit, with others after it', async () => {
    const { repository } = createShop();
    repository.commit({ [path]: new Uint8Array(65 * 2 ** 20) });
    const { status, stdout, stderr } = await runCommandLine(['verify', '--json', '--ref', 'HEAD'], {
      cwd: repository.directory,
      env: { NODE_OPTIONS: '--max-old-space-size=512' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('huge.yaml cannot be read: it is longer than 5 MiB');
    expect(JSON.parse(stdout).findings.length).toBeGreaterThan(5);
  });
});

describe('a server that takes a request and never answers', () => {
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer(() => undefined);
    url = await listen(server);
  });
  afterAll(() => closeServer(server));

  test('ends a bump when the time is over, and says who was waited for', async () => {
    const { repository } = createShop();
    const step = await runAction('bump-image-tags', {
      workspace: repository.directory,
      token: 'ghs_a-token-for-tests',
      inputs: { environment: 'prod', images: 'cart-service=142-abc1234', via: 'git', timeout: '2s' },
      env: { GITHUB_SERVER_URL: url },
    });
    expect(step.status).toBe(3);
    expect(step.stdout).toContain(`git fetch got no answer from ${url}/example/shop within the timeout of 2 s`);
  });

  test('says after a push that nobody knows whether it landed', async () => {
    const { repository, origin } = createShop();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'example'));
    symlinkSync(origin.directory, join(folder, 'example/shop'));
    const silentAtPush = createServer((request, response) => {
      if (request.method !== 'POST' || !request.url?.endsWith('git-receive-pack')) serveGit(folder, request, response);
    });
    const step = await runAction('bump-image-tags', {
      workspace: repository.directory,
      inputs: { environment: 'prod', images: 'cart-service=142-abc1234', via: 'git', timeout: '5s' },
      env: { GITHUB_SERVER_URL: await listen(silentAtPush) },
    });
    await closeServer(silentAtPush);
    expect(step.status).toBe(3);
    expect(step.stdout).toContain('whether the commit is on k8s-deploy-prod is not known');
  });

  test('ends a job without a checkout', async () => {
    const step = await runAction('image-matrix', {
      workspace: temporaryFolder(),
      inputs: { services: 'all', timeout: '2s' },
      env: { GITHUB_SERVER_URL: url, GITHUB_SHA: 'a'.repeat(40) },
    });
    expect(step.status).toBe(3);
    expect(step.stdout).toContain(`no answer from ${url}/example/shop within the timeout of 2 s`);
  });

  test('ends a comparison whose base has to be fetched', async () => {
    const { repository } = createShop();
    repository.git('remote', 'set-url', 'origin', `${url}/shop`);
    const args = ['detect', '--base', 'b'.repeat(40), '--timeout', '2s'];
    const { status, stderr } = await runCommandLine(args, { cwd: repository.directory });
    expect(status).toBe(3);
    expect(stderr).toContain('got no answer from origin within the timeout of 2 s');
  });
});

test('a file in the place of RUNNER_TEMP is a fault of the machine, told with its path', async () => {
  const { repository, commit } = createShop();
  const file = join(temporaryFolder(), 'temp');
  writeFileSync(file, '');
  const env = { RUNNER_TEMP: file, GITHUB_SHA: commit };
  const step = await runAction('verify-services', { workspace: repository.directory, env });
  expect(step.status).toBe(3);
  expect(step.stdout).toContain(`${file} cannot be written`);
});

test.each(['--in-place', '--push'])('so is a file in the place of TMPDIR, at a terminal: %s', async (way) => {
  const { repository } = createShop();
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const args = ['bump', '--environment', 'prod', 'cart-service=142-abc1234', way];
  const run = await runCommandLine(args, { cwd: repository.directory, env: { TMPDIR: file } });
  expect([run.status, run.stderr]).toEqual([3, expect.stringContaining(`${file} cannot be written: ENOTDIR`)]);
  expect(repository.git('status', '--porcelain')).toBe('');
});
