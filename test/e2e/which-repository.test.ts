import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { initRepository, openRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

/** A program that leaves a file when somebody starts it, and does nothing else. */
function markerProgram(): { program: string; marker: string } {
  const folder = temporaryFolder('marker');
  const [program, marker] = [join(folder, 'program'), join(folder, 'marker')];
  writeFileSync(program, `#!/bin/sh\n: > '${marker}'\n`);
  chmodSync(program, 0o755);
  return { program, marker };
}

/** Every setting of a repository by which git starts a program of its own accord in what Rollcall asks of it. */
function nameProgram({ git, directory }: Repository, program: string): void {
  git('config', 'core.fsmonitor', program);
  git('config', 'core.hooksPath', dirname(program));
  symlinkSync(program, join(dirname(program), 'reference-transaction'));
  git('config', 'core.alternateRefsCommand', program);
  git('config', 'core.pager', program);
  git('config', 'diff.external', program);
  git('config', 'remote.origin.uploadpack', program);
  expect(existsSync(join(directory, '.git'))).toBe(true);
}

describe('programs that a repository names', () => {
  const { program, marker } = markerProgram();
  const { repository, commit } = createShop();
  beforeAll(() => {
    nameProgram(repository, program);
    repository.git('status', '--short');
    // git itself starts what the repository names: else this would prove nothing.
    expect(existsSync(marker)).toBe(true);
    rmSync(marker);
  });

  test.each([
    ['verify-services', { comment: 'never', ref: 'deploy-branches' }, 1],
    ['detect-changes', { base: commit, head: 'HEAD' }, 0],
    ['image-matrix', { services: 'all', environment: 'prod' }, 0],
  ] as const)('are not started by %s', async (name, inputs, status) => {
    const env = { GITHUB_SHA: commit };
    const step = await runAction(name, { workspace: repository.directory, inputs, env });
    expect(step.status).toBe(status);
    expect(existsSync(marker)).toBe(false);
  });

  test.each([
    [['verify', '--json', '--ref', 'deploy-branches'], 1],
    [['detect', '--json', '--base', commit], 0],
    [['bump', '--environment', 'prod', 'cart-service=142-abc1234', '--push'], 0],
  ] as const)('nor by rollcall %j', async (args, status) => {
    const run = await runCommandLine(args, { cwd: repository.directory });
    expect({ status: run.status, stderr: run.status === status ? '' : run.stderr }).toEqual({ status, stderr: '' });
    expect(existsSync(marker)).toBe(false);
  });
});

describe('a program among the files', () => {
  const { program, marker } = markerProgram();
  const { repository, origin, commit } = createShop();
  const path = ['.', '', 'bin', process.env.PATH].join(delimiter);
  beforeAll(() => {
    const names = ['git', 'ssh', 'git-remote-https', 'helm', 'kustomize', 'docker-credential-store'];
    mkdirSync(join(repository.directory, 'bin'));
    for (const name of names.flatMap((one) => [one, `bin/${one}`]))
      symlinkSync(program, join(repository.directory, name));
    expect(origin.git('rev-parse', 'main')).toBe(commit);
  });

  test.each([
    [['verify', '--json', '--render', '--ref', 'deploy-branches'], 1],
    [['detect', '--json', '--base', commit], 0],
    [['bump', '--environment', 'prod', 'cart-service=142-abc1234', '--push'], 0],
  ] as const)('is not started by rollcall %j, where the PATH has a folder of them', async (args, status) => {
    const run = await runCommandLine(args, { cwd: repository.directory, env: { PATH: path } });
    expect({ status: run.status, stderr: run.status === status ? '' : run.stderr }).toEqual({ status, stderr: '' });
    expect(existsSync(marker)).toBe(false);
  });

  test('is not started by an action either', async () => {
    const env = { GITHUB_SHA: commit, PATH: path };
    const step = await runAction('image-matrix', { workspace: repository.directory, inputs: { services: 'all' }, env });
    expect([step.status, existsSync(marker)]).toEqual([0, false]);
  });
});

describe('a folder that looks like a bare repository is never git to Rollcall, and no run works in it', () => {
  const { repository } = createShop();
  const folder = 'services';
  const files = { HEAD: 'ref: refs/heads/main\n', config: '[core]\n\tbare = true\n', 'objects/a': '', 'refs/a': '' };
  repository.commit(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])));

  test('for an action', async () => {
    const inputs = { 'working-directory': folder, services: 'cart-service', environment: 'prod' };
    const step = await runAction('image-matrix', { workspace: repository.directory, inputs });
    expect(step.stdout).toContain('is a git repository of its own');
    expect(step.status).toBe(2);
  });

  test('for the command line', async () => {
    const { status, stdout } = await runCommandLine(['catalog', '--root', folder, '--json'], {
      cwd: repository.directory,
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).services.length).toBeGreaterThan(5);
  });

  test('for a workspace without a checkout', async () => {
    const workspace = temporaryFolder();
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(workspace, name)), { recursive: true });
      writeFileSync(join(workspace, name), text);
    }
    for (const name of ['verify-services', 'image-matrix']) {
      const inputs: Record<string, string> = name === 'image-matrix' ? { services: 'all' } : {};
      const step = await runAction(name, { workspace, inputs });
      expect(step.status).toBe(2);
      expect(step.stdout).toContain("is a folder of git's own");
    }
  });
});

describe('a repository inside the repository', () => {
  const { program, marker } = markerProgram();
  const { repository } = createShop();
  const nested = join(repository.directory, 'services/cart-service');
  beforeAll(() => {
    const inner = openRepository(nested);
    inner.git('init', '--quiet');
    nameProgram(inner, program);
  });

  test.each(['verify-services', 'image-matrix'] as const)('is not entered by %s', async (name) => {
    const inputs: Record<string, string> = { 'working-directory': 'services/cart-service' };
    if (name === 'image-matrix') inputs.services = 'all';
    const step = await runAction(name, { workspace: repository.directory, inputs });
    expect(step.status).toBe(2);
    expect(step.stdout).toContain('is a repository of its own inside the repository');
    expect(existsSync(marker)).toBe(false);
  });

  test('is not entered by the command line where the outer one has its files', async () => {
    const { status, stderr } = await runCommandLine(['catalog', '--root', nested], { cwd: repository.directory });
    expect(status).toBe(2);
    expect(stderr).toContain('is a repository of its own inside the repository');
    expect(existsSync(marker)).toBe(false);
  });

  test('is where a person stands, where the outer one has nothing of it', async () => {
    const home = initRepository();
    home.commit({ '.profile': '' });
    const directory = join(home.directory, 'work');
    mkdirSync(directory);
    const inner = openRepository(directory);
    inner.git('init', '--quiet');
    inner.commit({ 'services/one/Dockerfile': 'FROM scratch\n' });
    const { status, stdout } = await runCommandLine(['catalog', '--json'], { cwd: directory });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).services).toMatchObject([{ name: 'one' }]);
  });
});

describe('a work tree whose .git is a file', () => {
  const { repository } = createShop();
  const linked = join(repository.directory, '.trees/linked');
  const holder = initRepository();
  beforeAll(() => {
    repository.git('worktree', 'add', '--quiet', '--detach', linked);
    holder.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository.directory, 'shop');
  });

  test.each([
    ['a linked work tree', () => linked],
    ['a submodule', () => join(holder.directory, 'shop')],
  ])('%s is read at a terminal, and in a run', async (_title, directory) => {
    const { status, stdout } = await runCommandLine(['catalog', '--json'], { cwd: directory() });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).services.length).toBeGreaterThan(5);
    const inputs = { services: 'cart-service', environment: 'prod' };
    const step = await runAction('image-matrix', { workspace: directory(), inputs });
    expect(JSON.parse(step.outputs.matrix ?? '').include).toMatchObject([{ service: 'cart-service' }]);
  });

  test('a submodule is a folder that a run may work in', async () => {
    const inputs = { services: 'cart-service', environment: 'prod', 'working-directory': 'shop' };
    const step = await runAction('image-matrix', { workspace: holder.directory, inputs });
    expect(JSON.parse(step.outputs.matrix ?? '').include).toMatchObject([{ service: 'cart-service' }]);
  });
});

// Only root can give files away.
const asRoot = process.getuid?.() === 0 ? test : test.skip;
asRoot(
  'what belongs to somebody else is read in a run, as in a container, and judged by git at a terminal',
  async () => {
    const { repository } = createShop();
    for (const path of ['', ...readdirSync(repository.directory, { recursive: true, encoding: 'utf8' })])
      chownSync(join(repository.directory, path), 4242, 4242);
    const step = await runAction('verify-services', { workspace: repository.directory });
    expect(step.status).toBe(1);
    const refused = await runCommandLine(['catalog'], { cwd: repository.directory });
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain('detected dubious ownership');
    const config = join(temporaryFolder(), 'config');
    writeFileSync(config, `[safe]\n\tdirectory = ${repository.directory}\n`);
    const trusted = await runCommandLine(['catalog'], {
      cwd: repository.directory,
      env: { GIT_CONFIG_GLOBAL: config },
    });
    expect(trusted.status).toBe(0);
  },
);

describe('an origin behind ssh', () => {
  /** Stands for ssh: does on this machine what the other one is asked to do. */
  function localSsh(): string {
    const program = join(temporaryFolder('ssh'), 'ssh');
    writeFileSync(program, '#!/bin/sh\nPATH="$(git --exec-path):$PATH" exec sh -c "$2"\n');
    chmodSync(program, 0o755);
    return program;
  }
  const bump = ['bump', '--environment', 'prod', 'cart-service=142-abc1234', '--push'];

  test('is pushed to with the ssh command of the person', async () => {
    const { repository, origin } = createShop();
    repository.git('remote', 'set-url', 'origin', `ssh://git.example${origin.directory}`);
    const env = { GIT_SSH_COMMAND: localSsh(), GIT_SSH_VARIANT: 'simple' };
    const { status, stderr } = await runCommandLine(bump, { cwd: repository.directory, env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(origin.git('log', '-1', '--format=%s', 'k8s-deploy-prod')).toContain('cart-service');
  });

  test('is asked with the ssh command that a checkout step left in the clone', async () => {
    const { repository, origin, commit } = createShop();
    const clone = openRepository(temporaryFolder());
    repository.commit({ 'README.md': 'newer' });
    repository.git('push', '--quiet', 'origin', 'main');
    clone.git('clone', '--quiet', '--depth=1', `file://${origin.directory}`, '.');
    clone.git('remote', 'set-url', 'origin', `ssh://git.example${origin.directory}`);
    clone.git('config', 'core.sshCommand', localSsh());
    clone.git('config', 'ssh.variant', 'simple');
    const step = await runAction('detect-changes', {
      workspace: clone.directory,
      inputs: { base: commit, head: 'HEAD' },
      env: { GITHUB_SHA: commit },
    });
    expect({ status: step.status, files: step.outputs['changed-files'] }).toEqual({ status: 0, files: '1' });
  });
});

describe('what git sees of the environment', () => {
  const token = 'ghs_a-token-for-tests';
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const secrets = { ACTIONS_RUNTIME_TOKEN: 'runtime-secret', GITHUB_TOKEN: 'github-secret', NPM_TOKEN: 'npm-secret' };
  const shop = createShop();
  let server: GitServer;
  beforeAll(async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'example'));
    symlinkSync(shop.origin.directory, join(folder, 'example/shop'));
    server = await startGitServer(folder, { token });
  });
  afterAll(() => server.close());

  /** A git first on PATH that writes down how it is called, and is the real one then. */
  function recordingGit(): { path: string; calls: () => { words: string[]; env: string }[] } {
    const folder = temporaryFolder('recording');
    const calls = join(folder, 'calls');
    mkdirSync(calls);
    writeFileSync(
      join(folder, 'git'),
      `#!/bin/sh\nfile=$(mktemp '${calls}/XXXXXX')\n{ printf '%s\\n' "$*"; env; } > "$file"\nPATH='${process.env.PATH}' exec git "$@"\n`,
    );
    chmodSync(join(folder, 'git'), 0o755);
    return {
      path: `${folder}${delimiter}${process.env.PATH}`,
      calls: () =>
        readdirSync(calls).map((name) => {
          const [words = '', ...env] = readFileSync(join(calls, name), 'utf8').split('\n');
          return { words: words.split(' '), env: env.join('\n') };
        }),
    };
  }

  test('is no input, no secret of the job, and the token where a server is asked alone', async () => {
    const { path, calls } = recordingGit();
    const step = await runAction('bump-image-tags', {
      workspace: temporaryFolder(),
      token,
      inputs: { environment: 'prod', images: 'cart-service=142-abc1234' },
      env: {
        ...secrets,
        PATH: path,
        GITHUB_SERVER_URL: server.url,
        GITHUB_REPOSITORY: 'example/shop',
        GITHUB_SHA: shop.commit,
      },
    });
    expect(step.outputs.changed).toBe('true');
    expect(calls().length).toBeGreaterThan(5);
    const asking = ['fetch', 'push', 'ls-remote'];
    let shown = 0;
    for (const { words, env } of calls()) {
      expect(env).not.toMatch(/^INPUT_/m);
      for (const secret of Object.values(secrets)) expect(env).not.toContain(secret);
      expect(words.join(' ')).not.toMatch(new RegExp(`${token}|${basic}`));
      const holds = env.includes(token) || env.includes(basic);
      if (holds) shown += 1;
      if (!asking.some((name) => words.includes(name))) expect({ words, holds }).toEqual({ words, holds: false });
    }
    expect(shown).toBeGreaterThan(1);
  });

  test('is told which repository it is in, at each call', async () => {
    const { path, calls } = recordingGit();
    await runAction('verify-services', { workspace: shop.repository.directory, env: { PATH: path } });
    const told = calls().filter(({ words }) => words[0] !== '--version');
    expect(told.length).toBeGreaterThan(0);
    for (const { env } of told) {
      expect(env).toContain(`\nGIT_DIR=${shop.repository.directory}/.git\n`);
      expect(env).toContain(`\nGIT_WORK_TREE=${shop.repository.directory}\n`);
    }
  });
});
