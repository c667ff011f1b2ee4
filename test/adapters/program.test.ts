import { expect, test } from '@jest/globals';
import { runProgram } from '@rollcall/adapters/program';

const env = { PATH: process.env.PATH, INPUT_TOKEN: 'input-secret', AWS_PROFILE: 'shop', DISPLAY: ':0' };
const run = { args: [], input: '', env, longestOutput: 65_536, signal: new AbortController().signal };

test('a program sees what is listed for its purposes alone', async () => {
  const { status, output } = await runProgram('env', { ...run, purposes: ['system', 'cloud'] });
  expect(status).toBe(0);
  expect(output.split('\n').filter(Boolean).sort()).toEqual(['AWS_PROFILE=shop', `PATH=${process.env.PATH}`]);
});

test('a program gets no shell', async () => {
  const { output } = await runProgram('echo', { ...run, args: ['$PATH; echo more'], purposes: ['system'] });
  expect(output).toBe('$PATH; echo more\n');
});

test('a program that is not there, or that is ended, rejects', async () => {
  await expect(runProgram('no-such-program', { ...run, purposes: [] })).rejects.toThrow('ENOENT');
  const slow = { ...run, args: ['30'], purposes: ['system'] as const, signal: AbortSignal.timeout(100) };
  await expect(runProgram('sleep', slow)).rejects.toThrow('aborted');
});
