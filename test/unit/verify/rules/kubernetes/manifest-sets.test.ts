import { expect, test } from '@jest/globals';
import { isMissing, type WrittenObject } from '@rollcall/domain/verify/rules/kubernetes/manifest-sets';

test.each<[string, string, string[], boolean]>([
  ['it is there', 'a', ['a', 'b'], false],
  ['others are', 'a', ['b'], true],
  ['nothing is', 'a', [], true],
  ['an expression may be it', 'a', ['{{ .x }}'], false],
  ['a literal may be what an expression is', '{{ .x }}', ['a'], false],
  ['the same expression with more', '{{ .x }}-canary', ['{{ .x }}', '{{ .x }}-stable'], true],
  ['one of them may be it', '{{ .x }}-canary', ['{{ .x }}', '{{ .y }}'], false],
])('missing or not: %s', (_name, wanted, names, expected) => {
  const objects = names.map((name) => ({ kind: 'Service', name }) as WrittenObject);
  expect(isMissing({ chart: null, objects, open: false }, 'Service', wanted)).toBe(expected);
});
