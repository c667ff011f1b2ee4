import { expect, test } from '@jest/globals';
import { formatDuration, parseDuration } from '@rollcall/domain/duration';
import { UserError } from '@rollcall/domain/user-error';

test.each([
  ['5', 300_000, '5 min'],
  ['0.5', 30_000, '30 s'],
  [' 90s ', 90_000, '1 min 30 s'],
  ['1h30m', 5_400_000, '1 h 30 min'],
  ['1.5s', 1_500, '1.5 s'],
  ['250ms', 250, '0.3 s'],
  ['2min', 120_000, '2 min'],
  ['24h', 86_400_000, '24 h'],
])('%s', (text, milliseconds, shown) => {
  expect(parseDuration(text, 'input timeout')).toBe(milliseconds);
  expect(formatDuration(milliseconds)).toBe(shown);
});

test.each(['', '0', '0s', '-1', '5 minutes', '1e3', '0x10', 'Infinity', '25h', '1441', '99999999999', '5d', 's', 'm5'])(
  '%j is refused',
  (text) => {
    expect(() => parseDuration(text, 'input timeout')).toThrow(UserError);
    expect(() => parseDuration(text, 'input timeout')).toThrow(`input timeout is ${JSON.stringify(text)}`);
  },
);
