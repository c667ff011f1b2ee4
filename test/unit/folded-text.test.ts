import { expect, test } from '@jest/globals';
import { foldedText } from '@rollcall/domain/folded-text';

test.each<[string, number, number, string[]]>([
  ['one two three four five six seven eight', 2, 40, ['  one two three four five six seven', '  eight']],
  ['nothing to fold', 0, 80, ['nothing to fold']],
  ['', 3, 80, ['   ']],
  // A character of Hangul takes two columns.
  ['가나다라마 바사아자차 카타파하가 나다라', 0, 31, ['가나다라마 바사아자차', '카타파하가 나다라']],
  // Thirty columns are left for a text, however narrow the terminal is; a longer word is not cut.
  [`a ${'b'.repeat(40)} c`, 10, 20, ['          a', `          ${'b'.repeat(40)}`, '          c']],
])('%j behind %d blanks in %d columns', (text, blanks, width, lines) => {
  expect(foldedText(text, blanks, width)).toEqual(lines);
});
