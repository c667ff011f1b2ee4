import { describe, expect, test } from '@jest/globals';
import { describeError, ExternalError, tryUser, UserError } from '@rollcall/domain/user-error';

describe('tryUser', () => {
  const fail = (error: Error): never => {
    throw error;
  };

  test('gives what the work gives', () => {
    expect(
      tryUser(
        () => 1,
        () => 2,
      ),
    ).toBe(1);
  });

  test('a mistake of the user becomes what is made of it', () => {
    expect(
      tryUser(
        () => fail(new UserError('no such file')),
        (error) => error.message,
      ),
    ).toBe('no such file');
  });

  test.each([new ExternalError('git failed'), new TypeError('a bug'), new Error('a bug')])(
    '%s stays an error',
    (error) => {
      expect(() =>
        tryUser(
          () => fail(error),
          () => undefined,
        ),
      ).toThrow(error);
    },
  );
});

test('describeError: the place before the message, the help below it, both on lines of their own', () => {
  const location = { path: 'a\nb.yaml', line: 2, column: 3 };
  expect(describeError(new UserError('wrong', { location, help: 'First.\nThen.' }))).toBe(
    'a\\nb.yaml:2:3: wrong\n  First.\n  Then.',
  );
  expect(describeError(new ExternalError('gone'))).toBe('gone');
});
