import { expect, test } from '@jest/globals';
import { gitFailure, saysDamaged } from '@rollcall/adapters/git/failure';

test.each([
  ["fatal: could not read Username for 'https://git.example': terminal prompts disabled", false],
  ["fatal: could not read Password for 'https://x@git.example': terminal prompts disabled", false],
  ['error: Could not read 1f7a7a472abf3dd9643fd615f6da379c4acb3e3a', true],
])('%s: is the repository damaged?', (stderr, damaged) => {
  expect(saysDamaged(stderr)).toBe(damaged);
  const { help = '' } = gitFailure(['fetch'], { status: 128, stdout: Buffer.from(''), stderr });
  expect(help.includes('damaged')).toBe(damaged);
});
