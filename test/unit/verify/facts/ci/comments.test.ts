import { expect, test } from '@jest/globals';
import { linesWithoutComments } from '@rollcall/domain/verify/facts/ci/comments';

test.each([
  ['a.yaml', 'a {{/* x */}} b {{- /* y */ -}} c # d', ['a  b  c']],
  ['a.yaml', 'a {{/* x\ny */ z\nw */}} b', ['a ', '', ' b']],
  ['a.yaml', 'a {{/* x */ }} b {{/* c', ['a  b ']],
  ['a.yaml', 'a */}} {{ .b }}', ['a */}} {{ .b }}']],
  ['a.tf', 'a /* b */ c /* d */ // e', ['a  c ']],
  ['a.tf', 'a /* b', ['a /* b']],
  ['a.md', 'a # b', ['a # b']],
])('the lines of %s without comments: %j', (path, text, lines) => {
  expect(linesWithoutComments(path, text)).toEqual(lines);
});

test.each([
  ['a.yaml', '{{/* a '],
  ['a.yaml', '{{/* a*/ '],
  ['a.tf', '/* a '],
])('a line of five megabytes of open comments in %s: %j', (path, piece) => {
  expect(linesWithoutComments(path, piece.repeat(5_000_000 / piece.length))).toHaveLength(1);
});
