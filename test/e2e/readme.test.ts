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
    const { repository } = createShop();
    const { status, stdout, stderr } = await runCommandLine(words, { cwd: repository.directory });
    expect(stdout).not.toBe('');
    // The example has findings, and verify says so by its exit code; accepting or fixing them is a success.
    const fails = words[0] === 'verify' && !words.includes('--write-baseline') && !words.includes('--unsafe');
    expect({ status, stderr }).toMatchObject({ status: fails ? 1 : 0 });
  },
);
