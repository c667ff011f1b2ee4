import { expect, test } from '@jest/globals';
import { lineEnd, lineStart, newlineOf } from '@rollcall/domain/text-lines';

test.each([
  { text: '', offset: 0, line: '' },
  { text: 'a\nbc\nd', offset: 3, line: 'bc' },
  { text: 'a\nbc\nd', offset: 2, line: 'bc' },
  { text: 'a\nbc\nd', offset: 4, line: 'bc' },
  { text: 'a\r\nbc\r\n', offset: 3, line: 'bc' },
  { text: '\n\na', offset: 0, line: '' },
  { text: '\n\na', offset: 1, line: '' },
  { text: '\n\na', offset: 2, line: 'a' },
])('the line at $offset of $text', ({ text, offset, line }) => {
  expect(text.slice(lineStart(text, offset), lineEnd(text, offset))).toBe(line);
});

test('a text without any line break is written with the usual one', () => {
  expect(['a', 'a\n', 'a\r\nb'].map(newlineOf)).toEqual(['\n', '\n', '\r\n']);
});
