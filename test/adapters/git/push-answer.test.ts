import { expect, test } from '@jest/globals';
import { judgePush } from '@rollcall/adapters/git/push-answer';

const to = 'To https://example.com/shop.git\n!\tabc:refs/heads/x\t';
const failed = "error: failed to push some refs to 'https://example.com/shop.git'\n";

test.each<[string, { stdout?: string; stderr?: string }, ReturnType<typeof judgePush>]>([
  ['the lease of ours', { stdout: `${to}[rejected] (stale info)\nDone\n`, stderr: failed }, { kind: 'moved' }],
  ['fetch first', { stdout: `${to}[rejected] (fetch first)\n`, stderr: failed }, { kind: 'moved' }],
  ['not a fast-forward', { stdout: `${to}[rejected] (non-fast-forward)\n` }, { kind: 'moved' }],
  [
    'a lock on the server',
    {
      stdout: `${to}[remote rejected] (cannot lock ref 'refs/heads/x': is at ${'a'.repeat(40)} but expected ${'b'.repeat(40)})\n`,
    },
    { kind: 'moved' },
  ],
  ['the update of the server', { stdout: `${to}[remote rejected] (failed to update ref)\n` }, { kind: 'moved' }],
  ['created by another', { stdout: `${to}[remote rejected] (reference already exists)\n` }, { kind: 'moved' }],
  [
    'a protected branch',
    {
      stdout: `${to}[remote rejected] (protected branch hook declined)\n`,
      stderr: `remote: error: GH006: Protected branch update failed for refs/heads/x.        \nremote: error: Changes must be made through a pull request.\n${failed}`,
    },
    {
      kind: 'refused',
      said: '[remote rejected] (protected branch hook declined): error: GH006: Protected branch update failed for refs/heads/x.; error: Changes must be made through a pull request.',
    },
  ],
  [
    'a hook that speaks of locks',
    {
      stdout: `${to}[remote rejected] (pre-receive hook declined)\n`,
      stderr: 'remote: cannot lock ref, fetch first\n',
    },
    { kind: 'refused', said: '[remote rejected] (pre-receive hook declined): cannot lock ref, fetch first' },
  ],
  [
    'no permission',
    {
      stderr:
        "remote: Permission to example/shop.git denied to bot.\nfatal: unable to access 'https://example.com/shop.git/': The requested URL returned error: 403\n",
    },
    {
      kind: 'refused',
      said: "Permission to example/shop.git denied to bot.; unable to access 'https://example.com/shop.git/': The requested URL returned error: 403",
    },
  ],
  ['no words at all', {}, { kind: 'refused', said: 'git push failed with 1' }],
  [
    'a server in trouble',
    { stderr: 'fatal: unable to access: The requested URL returned error: 502\n' },
    { kind: 'unknown' },
  ],
  ['a server that failed inside', { stdout: `${to}[remote rejected] (Internal Server Error)\n` }, { kind: 'unknown' }],
  ['no such host', { stderr: 'fatal: unable to access: Could not resolve host: example.com\n' }, { kind: 'unknown' }],
  ['a line that was cut', { stderr: 'fatal: the remote end hung up unexpectedly\n' }, { kind: 'unknown' }],
  [
    'no report of the server',
    { stdout: `${to}[remote failure] (remote failed to report status)\n` },
    { kind: 'unknown' },
  ],
])('%s', (_name, { stdout = '', stderr = '' }, answer) => {
  expect(judgePush({ status: 1, stdout: Buffer.from(stdout), stderr })).toEqual(answer);
});

test('success is success, whatever is said', () => {
  expect(judgePush({ status: 0, stdout: Buffer.from(''), stderr: 'warning: stale info' })).toEqual({ kind: 'landed' });
});
