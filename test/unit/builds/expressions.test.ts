import { expect, test } from '@jest/globals';
import { expressionValue } from '@rollcall/domain/builds/expressions';

const call = (depth: number, pattern = 'a{0}', inner = "'x'") =>
  `\${{ ${`format('${pattern}', `.repeat(depth)}${inner}${')'.repeat(depth)} }}`;

test('calls in calls are evaluated as deep as somebody writes them', () => {
  expect(expressionValue(call(2), {})).toBe('aax');
  expect(expressionValue(call(20), {})).toBe(`${'a'.repeat(20)}x`);
});

test.each([
  ['calls without an end', call(50_000)],
  ['texts that double with each call', call(20, '{0}{0}')],
  ['a text that holds another many times', call(3, '{0}'.repeat(100))],
])('%s are not known', (_title, text) => {
  expect(expressionValue(text, {})).toBeUndefined();
});
