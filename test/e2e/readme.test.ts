import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const commands = readme
  .split('\n')
  .filter((line) => line.startsWith('rollcall '))
  .map((line) =>
    line
      .replace(/\s+#.*$/, '')
      .split(' ')
      .slice(1),
  );

test('the README shows commands', () => expect(commands.length).toBeGreaterThan(5));

test.each(commands.map((words) => [words.join(' '), words] as const))(
  'rollcall %s does what it says',
  async (_line, words) => {
    const { repository, commit } = createShop({ oneRepository: true });
    const newer = repository.commit({ 'services/cart-service/cart.go': 'package main\n' }, 'Add a cart');
    // The commits that the tags of the README were built from.
    const built = new Map([
      ['cf185b1', commit.slice(0, 7)],
      ['c513bdf', newer.slice(0, 7)],
    ]);
    const known = words.map((word) => word.replace(/[0-9a-f]{7}$/, (hash) => built.get(hash) ?? hash));
    const { status, stdout, stderr } = await runCommandLine(known, { cwd: repository.directory });
    expect(stdout).not.toBe('');
    // The example has findings, and verify says so by its exit code; accepting or fixing them is a success.
    const fails = words[0] === 'verify' && !words.includes('--write-baseline') && !words.includes('--unsafe');
    expect({ status, stderr }).toMatchObject({ status: fails ? 1 : 0 });
  },
);
