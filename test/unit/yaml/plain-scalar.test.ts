import { expect, test } from '@jest/globals';
import { readsAsNumber, readsAsString, readUnder, yamlSchemas } from '@rollcall/domain/yaml/plain-scalar';
import fc from 'fast-check';

test('what is taken for a string without asking a parser is one to every parser', () => {
  const tag = fc.stringMatching(/^\d{1,6}-[0-9a-z]{0,6}[a-z][0-9a-z]{0,6}$/);
  const digest = fc.stringMatching(/^sha256:[0-9a-f]{64}$/);
  fc.assert(
    fc.property(fc.oneof(tag, digest), (text) => {
      expect(readsAsString(text)).toBe(true);
      for (const schema of yamlSchemas) {
        expect(readUnder(text, schema)).toBe(text);
        expect(readUnder(`[${text}]`, schema)).toEqual([text]);
      }
    }),
  );
});

test.each(['2001-12-14', '1e-5', '0x1f', '12e4567', '1_000', '12:30:45', 'true', 'sha256: 1', '165-cf185b1 # x'])(
  '%s is no string to some parser',
  (text) => {
    expect(yamlSchemas.every((schema) => readUnder(text, schema) === text)).toBe(false);
    expect(readsAsString(text)).toBe(false);
  },
);

test.each([
  'main',
  'v1.2.3',
  '1.2.3',
  'a b',
  'a:b',
  'a#b',
  '1_0x',
  'v0X1F',
  '_1',
  'x-1_000',
  'é',
  '20260105-B',
  '0x1g',
])('%j is a string to every parser', (text) => {
  expect(readsAsString(text)).toBe(true);
  expect(readsAsNumber(text)).toBe(false);
});

// What gopkg.in/yaml.v3 3.0.1 and sigs.k8s.io/yaml 1.4.0, by which Argo CD and Helm read, make of them.
test.each(['0X1F', '0X_1F', '1_', '0B1', '+0X1F', '-0X1F', '-0B1', '+0o17', '-0O17', '-_1', '.5_0', '1_0.5E2'])(
  '%s is a number to parsers of Go',
  (text) => {
    expect(readsAsString(text)).toBe(false);
    expect(readsAsNumber(text)).toBe(true);
  },
);

test.each(['12', '1e5', '0x1f', '0o17', '12:30:45', '1_000', '-1', '.5', '.inf', '017'])(
  '%s is a number to some parser',
  (text) => {
    expect(readsAsString(text)).toBe(false);
    expect(readsAsNumber(text)).toBe(true);
  },
);

test.each(['', 'null', '~', 'yes', 'Off', '2026-01-05', 'True'])('%j is neither a string nor a number', (text) => {
  expect(readsAsString(text)).toBe(false);
  expect(readsAsNumber(text)).toBe(false);
});

test.each([
  ...['a: b', 'a #b', 'a, b', 'a]', '[a', '{a', '*x', '&x a', '!!str a', '@a', '`a', '%a: b', '- a', '? a'],
  ...[' a', 'a ', 'a\nb', '| a', "'a'", '"a"', '!x a', 'a:', '#a', 'a,', '--- a', '---', '...'],
])('%j would be more or less than this text', (text) => {
  expect(readsAsString(text)).toBe(false);
});
