import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';
import { parse } from 'yaml';
import { commands } from '../../packages/cli/src/commands.ts';

// Every input and option that is a path, by its name: one that is new is named here, as a path or as none.

const actionsFolder = join(import.meta.dirname, '../../actions');

/** Inputs that name a file or a folder. */
const pathInputs = ['baseline', 'config', 'patch-file', 'sarif-file', 'working-directory'];
/** Inputs that name a repository, or a folder where that is one: what else they hold is asked of a server. */
const repositoryInputs = ['deploy-repository'];
/** Inputs that name none: what they hold is never opened. */
const otherInputs = [
  ...[
    'add-missing',
    'allow-insecure',
    'allow-numeric-tags',
    'allow-older',
    'auto-merge',
    'base',
    'base-branch',
    'branch',
    'changes',
  ],
  ...[
    'comment',
    'commit',
    'config-changes',
    'copy',
    'deploy-token',
    'deployments',
    'dry-run',
    'emergency',
    'environment',
    'environments',
    'fail-on',
    'fix',
    'from',
    'head',
    'hold',
    'hold-reason',
    'hold-until',
    'image-repository',
  ],
  ...[
    'images',
    'kind',
    'labels',
    'like',
    'max-jobs',
    'list-commits',
    'message',
    'min-confidence',
    'mode',
    'numeric-tags',
    'omit-registry',
    'on-missing',
    'on-skipped',
    'pin-digests',
    'platforms',
    'port',
  ],
  ...[
    'ref',
    'registry',
    'release',
    'render',
    'repository',
    'request-status',
    'rules',
    'runners',
    'scope',
    'service',
    'services',
    'stage',
    'stop',
    'tag',
    'tags',
    'takes-away',
    'timeout',
    'to',
    'to-previous',
    'token',
  ],
  ...['unsafe-fixes', 'verify-images', 'via'],
];

const pathOptions = ['baseline', 'config', 'deploy-repository', 'repository', 'root', 'write-baseline'];
const otherOptions = [
  ...[
    'add-missing',
    'all',
    'allow-dirty',
    'allow-incomplete',
    'allow-insecure',
    'allow-numeric-tags',
    'allow-older',
    'base',
    'base-branch',
    'branch',
    'color',
    'config-changes',
    'copy',
    'dry-run',
  ],
  ...[
    'emergency',
    'environment',
    'explain',
    'fail-on',
    'filters',
    'fix',
    'format',
    'from',
    'head',
    'hold-reason',
    'hold-until',
    'image-repository',
    'in-place',
  ],
  ...[
    'json',
    'kind',
    'like',
    'list-commits',
    'max-jobs',
    'message',
    'min-confidence',
    'no-hold',
    'numeric-tags',
    'on-missing',
    'on-skipped',
    'pin-digests',
    'platforms',
    'port',
    'push',
    'ref',
  ],
  ...[
    'registry',
    'release',
    'render',
    'rule',
    'scope',
    'service',
    'services',
    'stage',
    'stop',
    'tag',
    'timeout',
    'to',
    'to-previous',
    'unsafe',
    'with',
    'yes',
  ],
  ...['omit-registry', 'runners', 'verify-images'],
];

/** The folders to work in are the person's own choice at a terminal: they lie anywhere, and may be reached by a link. */
const chosenByPerson = ['deploy-repository', 'repository', 'root'];

interface Named {
  command: string;
  name: string;
}

/** The actions that have a program: one that is made of steps opens no file. */
const programs = readdirSync(actionsFolder).filter((name) => existsSync(join(actionsFolder, name, 'main.ts')));
const declaredInputs: Named[] = programs.flatMap((command) =>
  Object.keys(parse(readFileSync(join(actionsFolder, command, 'action.yml'), 'utf8')).inputs).map((name) => ({
    command,
    name,
  })),
);
const declaredOptions: Named[] = [...commands].flatMap(([command, { options }]) =>
  Object.keys(options).map((name) => ({ command, name })),
);

test('every input and every option is known to be a path, or to be none', () => {
  const names = (declared: Named[]) => [...new Set(declared.map(({ name }) => name))].sort();
  expect(names(declaredInputs)).toEqual([...pathInputs, ...repositoryInputs, ...otherInputs].sort());
  expect(names(declaredOptions)).toEqual([...pathOptions, ...otherOptions].sort());
});

/** What a step or a command is given beside the path, so that it would go on where the path is good. */
const inputsOf: Readonly<Record<string, Record<string, string>>> = {
  'bump-image-tags': { environment: 'prod', images: 'cart-service=142-abc1234' },
  'deployment-status': {},
  'detect-changes': { base: 'HEAD', head: 'HEAD' },
  'image-matrix': { services: 'all', environment: 'prod' },
  'new-service': { service: 'refund-service', mode: 'patch' },
  'promote-images': { from: 'dev', to: 'prod' },
  'retire-service': { service: 'order-service', mode: 'patch' },
  'verify-services': { comment: 'never', 'fail-on': 'never', fix: 'none' },
  'wait-for-health': { environment: 'prod', commit: 'f'.repeat(40) },
};
const wordsOf: Readonly<Record<string, string[]>> = {
  init: ['--yes'],
  bump: ['--environment', 'prod', 'cart-service=142-abc1234', '--in-place'],
  changes: ['--service', 'cart-service', '--from', 'HEAD', '--to', 'HEAD'],
  matrix: ['--services', 'all', '--environment', 'prod'],
  new: ['refund-service'],
  promote: ['--from', 'dev', '--to', 'prod', '--in-place'],
  retire: ['order-service'],
  values: ['cart-service-prod'],
  verify: ['--fail-on', 'never', '--fix'],
};

let repository: Repository;
let outside: string;
let commit: string;
let hostile: string[];

beforeAll(() => {
  const shop = createShop({ oneRepository: true });
  repository = shop.repository;
  outside = temporaryFolder('outside');
  writeFileSync(join(outside, 'file'), '{"version":1,"findings":[]}\n');
  mkdirSync(join(outside, 'folder'));
  for (const [name, target] of [
    ['link', join(outside, 'file')],
    ['linked', outside],
    ['linked-folder', join(outside, 'folder')],
  ] as const)
    symlinkSync(target, join(repository.directory, name));
  commit = repository.commit({}, 'Links that lead out');
  writeFileSync(join(repository.directory, '.git/file'), 'git keeps this\n');
  hostile = [`${outside}/file`, '../outside', 'linked/file', 'link', '.git/file', '.GIT/file'];
});

function outsideNow(): string[] {
  return [
    ...readdirSync(outside, { recursive: true, encoding: 'utf8' }).sort(),
    readFileSync(join(outside, 'file'), 'utf8'),
  ];
}

async function expectRefused(
  given: (path: string) => Promise<{ status: number; stdout: string; stderr: string }>,
  paths: readonly string[],
): Promise<void> {
  const before = [
    outsideNow(),
    repository.git('status', '--porcelain'),
    readFileSync(join(repository.directory, '.git/file')),
  ];
  for (const path of paths) {
    const { status, stdout, stderr } = await given(path);
    expect([path, status, stdout + stderr]).toEqual([path, 2, expect.stringContaining(path)]);
  }
  expect([
    outsideNow(),
    repository.git('status', '--porcelain'),
    readFileSync(join(repository.directory, '.git/file')),
  ]).toEqual(before);
}

function step(command: string, inputs: Record<string, string>) {
  return runAction(command, {
    workspace: repository.directory,
    inputs: { ...inputsOf[command], ...inputs },
    env: { GITHUB_SHA: commit },
  });
}

describe('an input that is a path leads to no other place, and the message names it', () => {
  test.each(declaredInputs.filter(({ name }) => pathInputs.includes(name)).map(({ command, name }) => [command, name]))(
    '%s: %s',
    async (command, name) => {
      const paths = name === 'working-directory' ? [...hostile, 'linked-folder', 'linked/folder'] : hostile;
      await expectRefused((path) => step(command, { [name]: path }), paths);
    },
  );
});

test.each(['../outside', '/etc', './linked-folder'])('%s is no folder that holds the manifests', async (path) => {
  await expectRefused((given) => step('verify-services', { 'deploy-repository': given }), [path]);
});

describe('an option that is a path leads to no other place, and the message names it', () => {
  const options = declaredOptions.filter(({ name }) => pathOptions.includes(name) && !chosenByPerson.includes(name));
  test.each(options.map(({ command, name }) => [command, name]))('%s --%s', async (command, name) => {
    const words = name === 'write-baseline' ? [] : (wordsOf[command] ?? []);
    await expectRefused(
      (path) => runCommandLine([command, ...words, `--${name}`, path], { cwd: repository.directory }),
      hostile,
    );
  });
});

describe('--root and --repository', () => {
  test('takes a link to a clone, and works in what it leads to', async () => {
    const link = join(temporaryFolder(), 'clone');
    symlinkSync(repository.directory, link);
    const { status, stdout } = await runCommandLine(['catalog', '--json', '--root', link], { cwd: outside });
    expect([status, JSON.parse(stdout).services.length > 5]).toEqual([0, true]);
  });

  test('a clone that is named as the repository of the manifests is written inside, and nowhere else', async () => {
    const words = ['bump', ...(wordsOf.bump ?? [])];
    for (const path of ['./.git', './.git/hooks']) {
      const { status, stderr } = await runCommandLine([...words, '--repository', path], { cwd: repository.directory });
      expect([status, stderr]).toEqual([2, expect.stringContaining('.git')]);
    }
    const link = join(temporaryFolder(), 'clone');
    symlinkSync(createShop({ oneRepository: true }).repository.directory, link);
    const other = await runCommandLine([...words, '--repository', link], { cwd: repository.directory });
    expect(other).toMatchObject({ status: 0 });
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test.each(['bump', 'promote', 'verify'])('%s writes to no folder of git’s own', async (command) => {
    const words = [command, ...(wordsOf[command] ?? [])];
    for (const root of ['.git', '.git/hooks']) {
      const { status, stderr } = await runCommandLine([...words, '--root', root], { cwd: repository.directory });
      expect([status, stderr]).toEqual([2, expect.stringContaining(root)]);
    }
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('a pipe is refused, and nobody waits for its other end', () => {
  beforeAll(() => {
    execFileSync('mkfifo', [join(repository.directory, 'pipe')]);
  });

  test.each(pathInputs)('%s', async (name) => {
    const command = name === 'patch-file' ? 'new-service' : 'verify-services';
    const { status, stdout } = await step(command, { [name]: 'pipe' });
    expect([status, stdout]).toEqual([2, expect.stringContaining('pipe')]);
  });
});

test('files of the runner’s own folder and absolute paths of the workspace are taken', async () => {
  const temp = temporaryFolder('runner-temp');
  for (const file of [join(temp, 'new/a.sarif'), join(repository.directory, 'reports/a.sarif'), 'reports/b.sarif']) {
    const { status, outputs } = await runAction('verify-services', {
      workspace: repository.directory,
      inputs: { ...inputsOf['verify-services'], 'sarif-file': file },
      env: { GITHUB_SHA: commit, RUNNER_TEMP: temp },
    });
    expect([status, outputs['sarif-file']]).toEqual([
      0,
      file.startsWith('/') ? file : join(repository.directory, file),
    ]);
    expect(JSON.parse(readFileSync(outputs['sarif-file'] ?? '', 'utf8')).version).toBe('2.1.0');
  }
});
