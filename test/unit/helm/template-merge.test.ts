import { expect, test } from '@jest/globals';
import { parseTemplate } from '@rollcall/domain/helm/template-nodes';
import { definesOf, templateOutput } from '@rollcall/domain/helm/template-output';
import type { FoundAtKey, KeyPath } from '@rollcall/domain/helm/template-value';
import { valueAt } from '@rollcall/domain/yaml/value';

const values = { image: { tag: 'v1', digest: '' } };

function find(path: KeyPath): FoundAtKey {
  const value = valueAt(values, [...path]);
  if (typeof value === 'object' && value !== null) return { kind: 'map', keys: Object.keys(value) };
  return value === undefined ? { kind: 'unset' } : { kind: 'scalar', value: value as string };
}

/** A map in maps, as many as `depth`, with one key. */
function nested(key: string, depth: number): string {
  return depth === 0 ? `(dict "${key}" "1")` : `(dict "a" ${nested(key, depth - 1)})`;
}

// Each as `helm template` of 3.22 and of 4.3 writes it.
test.each([
  ['{{ $m := merge (dict "a" "1") (dict "a" "2" "b" "3") }}{{ $m.a }}{{ $m.b }}', '13'],
  ['{{ $m := merge (dict "a" "") (dict "a" "2") }}{{ $m.a }}', '2'],
  ['{{ $m := mergeOverwrite (dict "a" "1") (dict "a" "2") }}{{ $m.a }}', '2'],
  ['{{ $m := mergeOverwrite (dict "a" "1") (dict "a" "") }}{{ $m.a }}', ''],
  [
    '{{ $m := mergeOverwrite (dict "a" (dict "x" "1" "y" "2")) (dict "a" (dict "x" "3")) (dict "b" "4") }}{{ $m.a.x }}{{ $m.a.y }}{{ $m.b }}',
    '324',
  ],
  ['{{ $m := merge (dict) .Values.image (dict "tag" "x" "more" "y") }}{{ $m.tag }}{{ $m.more }}', 'v1y'],
  ['{{ dig "a" "b" "none" (dict "a" (dict "b" "1")) }}', '1'],
  ['{{ dig "a" "c" "none" (dict "a" (dict "b" "1")) }}', 'none'],
  ['{{ dig "image" "tag" "none" (.Values | merge (dict)) }}', 'v1'],
  // Where what is below is not known, neither of the two is said to win.
  ['{{ $m := mergeOverwrite (dict "a" .Chart) (dict "a" (dict "x" "1")) }}{{ $m.a.x }}', '?'],
  [`{{ $m := merge ${nested('x', 30)} ${nested('y', 30)} }}{{ $m${'.a'.repeat(30)}.x }}`, '?'],
  [`{{ $m := merge ${nested('x', 9)} ${nested('y', 9)} }}{{ $m${'.a'.repeat(9)}.x }}{{ $m${'.a'.repeat(9)}.y }}`, '11'],
  ['{{ $m := merge (dict "a" false) (dict "a" true) }}{{ $m.a }}', 'true'],
])('%s', (text, expected) => {
  const template = parseTemplate('t.yaml', text);
  if (!template) throw new Error('no template');
  const scope = { fields: new Map<string, string>(), keyOf: (path: KeyPath) => path, find };
  const pieces = templateOutput(template, { scope, defines: definesOf([template]) });
  expect(pieces.map((piece) => (piece.known ? piece.text : '?')).join('')).toBe(expected);
});
