import { expect, test } from '@jest/globals';
import { readsAsString, readUnder, yamlSchemas } from '@rollcall/domain/yaml/plain-scalar';
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
