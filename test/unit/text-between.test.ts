import { expect, test } from '@jest/globals';
import { blankBetween, textBetween } from '@rollcall/domain/text-between';

test.each([
  ['<a>1</a><a>2</a>', '1'],
  ['<a></a>', ''],
  ['</a><a>1</a>', '1'],
  ['<a>1', null],
  ['', null],
])('what stands between the marks of %j', (text, between) => {
  expect(textBetween(text, '<a>', '</a>')).toBe(between);
});

test.each([
  ['x<!--1-->y<!--\r\n2-->', 'x        y    \r\n    '],
  ['x<!--1', 'x<!--1'],
  ['x-->', 'x-->'],
  ['<!--<!---->-->', '           -->'],
])('%j is blank between the marks', (text, blank) => {
  expect(blankBetween(text, '<!--', '-->')).toBe(blank);
});
