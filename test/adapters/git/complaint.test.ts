import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runGit } from '@rollcall/adapters/git/process';
import { temporaryFolder } from '@rollcall/testkit/repository';

test('of what git complains of without an end, the beginning and the end are kept', async () => {
  const folder = temporaryFolder();
  const script = `echo first >&2; head -c 8000000 /dev/zero | tr '\\0' x >&2; echo last >&2; echo out; exit 1`;
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  const result = await runGit(['push'], { directory: folder, env });
  expect(result).toMatchObject({ status: 1, stderr: expect.stringMatching(/^first\nx+last\n$/) });
  expect(result?.stdout.toString()).toBe('out\n');
  expect(result?.stderr.length).toBe(2 * 64 * 1024);
});

test('what it complains of as usual is kept whole', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\nprintf 'fatal: one\\nfatal: two\\n' >&2; exit 128\n`, { mode: 0o755 });
  const result = await runGit(['fetch'], { directory: folder, env: { PATH: `${folder}${delimiter}/usr/bin:/bin` } });
  expect(result).toMatchObject({ status: 128, stderr: 'fatal: one\nfatal: two\n' });
});
