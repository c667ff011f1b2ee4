import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { shellWord } from '@rollcall/domain/shell/copied-word';

test.each([
  'prod',
  'k8s/apps/prod',
  '',
  'a b',
  "it's",
  "'; printf MARKER; '",
  '$(printf MARKER)',
  '`printf MARKER`',
  '${HOME}',
  'a\nprintf MARKER',
  "a\r\n'\\'printf MARKER",
  '\t\u001b[31m',
  'a\u2028b',
  '서비스',
  '!!',
])('%j is one word, on one line, to a shell', (word) => {
  const written = shellWord(word);
  expect(written).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  const said = execFileSync('bash', ['--norc', '-c', `printf '<%s>' ${written}`], {
    encoding: 'utf8',
    env: { LC_ALL: 'C.UTF-8', PATH: process.env.PATH },
  });
  expect(said).toBe(`<${word}>`);
});
