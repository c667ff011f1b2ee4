import { expect, test } from '@jest/globals';
import { readsOfValues } from '@rollcall/domain/verify/rules/helm/value-reads';

test.each<[string, string, string[], string | null]>([
  ['a key', '{{ .Values.a.b }}', ['a', 'b'], 'read'],
  ['what is below it', '{{ .Values.a }}', ['a', 'b', 'c'], 'read'],
  ['what is above it', '{{ .Values.a.b }}', ['a'], 'below'],
  ['beside it', '{{ .Values.a.b }}', ['a', 'c'], 'none'],
  ['an index', '{{ index .Values "a-b" "c" }}', ['a-b', 'c'], 'read'],
  ['an index by a variable', '{{ index .Values $a }}', ['a'], null],
  ['the whole', '{{ toYaml .Values }}', ['a'], null],
  ['of the root', '{{ $.Values.a }}', ['a'], 'read'],
  ['of a prototype', '{{ .Values.a }}', ['constructor'], 'none'],
  ['no action', '.Values.a', ['a'], 'none'],
])('what templates read: %s', (_name, text, key, expected) => {
  expect(readsOfValues([text])?.of(key) ?? null).toBe(expected);
});
