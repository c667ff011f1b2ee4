import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rulePages } from '@rollcall/domain/verify/report/rule-pages';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';
import { commands } from '../../packages/cli/src/commands.ts';
import { bashCompletion } from '../../packages/cli/src/completion/bash.ts';
import { type CompletableCommand, completableCommands } from '../../packages/cli/src/completion/completable.ts';
import { fishCompletion } from '../../packages/cli/src/completion/fish.ts';
import { zshCompletion } from '../../packages/cli/src/completion/zsh.ts';

// Each script in the shell that it is for: bash 5.2 by what `complete` would show, fish 3.6 by its own `complete -C`, zsh
// 5.9 at a terminal of its own. Other versions of them are not tried here.

const all = completableCommands(commands);
const folder = temporaryFolder('completion');
mkdirSync(join(folder, 'a folder'));
writeFileSync(join(folder, 'a file.yaml'), '');
const scripts = { bash: bashCompletion, fish: fishCompletion, zsh: zshCompletion };
const script = (shell: keyof typeof scripts): string => {
  const path = join(folder, `rollcall.${shell}`);
  writeFileSync(path, scripts[shell](all));
  return path;
};
const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
for (const shell of ['fish', 'zsh'])
  if (!has(shell)) process.stderr.write(`skipped: ${shell} is not installed, so nothing is completed in it\n`);

/** What a shell offers for a line, of which the last word is begun. */
type Offered = (line: string) => string[];

const inBash: Offered = (line) => {
  // As readline cuts it, where "=" is a word of its own.
  const words = line.split(/ |(=)/).filter((word) => word !== undefined && word !== '');
  if (line.endsWith(' ')) words.push('');
  const { stdout, stderr } = spawnSync(
    'bash',
    [
      ...[
        '--norc',
        '-c',
        'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rollcall; printf "%s\\n" "${COMPREPLY[@]}"',
      ],
      ...['bash', script('bash'), ...words],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
};

const inFish: Offered = (line) => {
  const { stdout, stderr } = spawnSync(
    'fish',
    ['--no-config', '-c', 'source $argv[1]; complete -C "$argv[2]"', script('fish'), line],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    },
  );
  expect(stderr).toBe('');
  return stdout.split('\n').flatMap((one) => one.split('\t')[0] || []);
};

/** Presses the tab key in an interactive zsh, and reads what was typed for it. */
const inZsh: Offered = (line) => {
  const program = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "PS1=; stty -echo; unsetopt zle_bracketed_paste 2>/dev/null; autoload -Uz compinit; compinit -D -u; source \${(q)1}"
    zpty -w shell 'compadd() { local -a found; builtin compadd -O found "$@"; print -lr -- "<"\${^found}">" ; builtin compadd "$@" }'
    zpty -w shell 'print READY'
    zpty -r shell seen '*READY*READY*' 2>/dev/null
    zpty -w -n shell "$2"$'\\t'
    zpty -r shell seen '*<*>*'
    zpty -w -n shell $'\\C-u'
    zpty -w shell 'print THEEND'
    zpty -r shell more '*THEEND*THEEND*'
    print -r -- "$seen$more"
  `;
  const { stdout } = spawnSync('zsh', ['-f', '-c', program, 'zsh', script('zsh'), line], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return [...new Set([...stdout.matchAll(/<([^<>\n]+)>/g)].map(([, word = '']) => word))];
};

const shells: [string, Offered][] = [['bash', inBash], ...(has('fish') ? [['fish', inFish] as [string, Offered]] : [])];

describe.each(shells)('%s', (_shell, offered) => {
  test.each<[string, string[]]>([
    ['rollcall ver', ['verify']],
    ['rollcall verify --form', ['--format']],
    ['rollcall verify --format j', ['json', 'junit']],
    ['rollcall status --format ', ['json', 'markdown', 'text']],
    ['rollcall explain chart-app-m', ['chart-app-missing']],
    ['rollcall verify --rule chart-app-m', ['chart-app-missing']],
    ['rollcall completion ', ['bash', 'fish', 'zsh']],
    ['rollcall verify --base ', []],
    ['rollcall nothing ', []],
  ])('"%s" is completed', (line, words) => {
    expect(offered(line).sort()).toEqual(words);
  });

  test('every command, and every option of each', () => {
    expect(offered('rollcall ')).toEqual(expect.arrayContaining(all.map(({ name }) => name)));
    for (const { name, options } of all)
      expect(offered(`rollcall ${name} --`).sort()).toEqual(options.map((option) => `--${option.name}`).sort());
  });
});

describe('bash', () => {
  test.each<[string, string[]]>([
    ['rollcall verify --format=j', ['json', 'junit']],
    ['rollcall verify --format=', ['text', 'json', 'sarif', 'github', 'markdown', 'junit']],
    ['rollcall --root . ver', ['verify']],
    ['rollcall --root=. verify --col', ['--color']],
    ['rollcall verify --config a', ['a file.yaml', 'a folder']],
    ['rollcall --root a', ['a folder']],
  ])('"%s" is completed', (line, words) => {
    expect(inBash(line).sort()).toEqual([...words].sort());
  });

  test('the function is what completes the word rollcall', () => {
    const { stdout } = spawnSync(
      'bash',
      ['--norc', '-c', 'source "$1"; complete -p rollcall', 'bash', script('bash')],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout).toBe('complete -F _rollcall rollcall\n');
  });
});

(has('zsh') ? test.each : test.skip.each)<[string, string[]]>([
  ['rollcall ver', ['verify']],
  ['rollcall verify --format=j', ['json', 'junit']],
])('zsh: "%s" is completed', (line, words) => {
  expect(inZsh(line)).toEqual(expect.arrayContaining(words));
});

test('a value that is a rule is one of all rules', () => {
  const verify = all.find(({ name }) => name === 'verify');
  const rule = verify?.options.find(({ name }) => name === 'rule')?.value;
  expect(rule).toEqual({ words: rulePages.map(({ id }) => id) });
});

const chosen = all.flatMap(({ name, options }) =>
  options.flatMap(({ name: option, value, placeholder }) =>
    typeof value === 'object' && value !== null && placeholder !== 'RULE' ? [[name, option, value.words] as const] : [],
  ),
);
/** What has to be said before the value is looked at. */
const before: Readonly<Record<string, readonly string[]>> = {
  bump: ['--environment', 'prod', 'cart-service=1-abcdef0'],
  promote: ['--from', 'dev', '--to', 'prod'],
  changes: ['--service', 'cart-service', '--from', 'HEAD', '--to', 'HEAD'],
  new: ['refund-service'],
  retire: ['cart-service'],
  init: ['--dry-run'],
};

describe('the values that the help shows are those that are taken', () => {
  const { repository } = createShop({ oneRepository: true });
  test.each(chosen)('rollcall %s --%s', async (name, option, words) => {
    const more = [...(before[name] ?? []), ...(option === 'config-changes' ? ['--base', 'HEAD'] : [])];
    const { status, stderr } = await runCommandLine([name, ...more, `--${option}`, 'nonsense'], {
      cwd: repository.directory,
    });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('"nonsense"') });
    const [allowed = ''] = /[a-z-]+(?:, [a-z-]+)+(?: (?:or|and) [a-z-]+)?(?=\.)/.exec(stderr) ?? [];
    expect(allowed.split(/, | or | and /).sort()).toEqual(expect.arrayContaining([...words].sort()));
  });
});

test('a command without options is completed as well', () => {
  const none: CompletableCommand = { name: 'none', summary: "It's: [nothing]", options: [], names: 'nothing' };
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    if (!has(shell)) continue;
    const path = join(folder, `none.${shell}`);
    writeFileSync(path, scripts[shell]([none]));
    expect(spawnSync(shell, ['-n', path], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  }
});
