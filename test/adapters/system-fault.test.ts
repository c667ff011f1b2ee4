import { expect, test } from '@jest/globals';
import { judgeFault } from '@rollcall/adapters/system-fault';

test.each([
  ['ENOSPC', 'no space left on device'],
  ['EFBIG', 'file too large'],
  ['EMFILE', 'too many open files'],
  ['EAGAIN', 'resource temporarily unavailable'],
  ['ENOMEM', 'cannot allocate memory'],
])('%s is a fault of the machine, with what can be done', (code, says) => {
  const cause = Object.assign(new Error(`${code}: ${says}, write`), { code });
  expect(judgeFault(cause)).toMatchObject({
    name: 'ExternalError',
    message: `the system refuses: ${code}: ${says}, write`,
    help: expect.stringMatching(/^[A-Z].*\.$/),
    cause,
  });
});

test.each([
  ['a file that is not there', Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })],
  ['a mistake of ours', new TypeError('undefined is not a function')],
  ['what is no error', { code: 'ENOSPC' }],
])('%s is what it is', (_name, thrown) => {
  expect(judgeFault(thrown)).toBe(thrown);
});
