import { describe, expect, test } from '@jest/globals';
import { parseTemplate } from '@rollcall/domain/helm/template-nodes';
import { definesOf, templateOutput } from '@rollcall/domain/helm/template-output';
import type { ChartScope, FoundAtKey, KeyPath, OutputPiece } from '@rollcall/domain/helm/template-value';
import { valueAt } from '@rollcall/domain/yaml/value';
import fc from 'fast-check';

const values = {
  yes: true,
  no: false,
  image: { tag: 'v1', digest: '' },
  other: 'o',
  list: [{ name: 'one' }, { name: 'two' }],
  names: ['p', 'q', 'r'],
  empty: [],
};

function find(path: KeyPath): FoundAtKey {
  const value = valueAt(values, [...path]);
  if (Array.isArray(value)) return { kind: 'list', length: value.length };
  if (typeof value === 'object' && value !== null) return { kind: 'map', keys: Object.keys(value) };
  return value === undefined ? { kind: 'unset' } : { kind: 'scalar', value: value as string | boolean };
}

const scope: ChartScope = { fields: new Map([['Chart.AppVersion', '9.9']]), keyOf: (path) => path, find };

function run(text: string): OutputPiece[] {
  const template = parseTemplate('t.yaml', text);
  if (!template) throw new Error(`${text} is no template`);
  return templateOutput(template, { scope, defines: definesOf([template]) });
}

function textOf(pieces: readonly OutputPiece[]): string {
  return pieces.map(({ text, known }) => (known ? text : '?')).join('');
}

describe('variables are in the scopes of text/template', () => {
  // Each as `helm template` of 3.22 and of 4.3 writes it.
  test.each([
    ['{{ $t := "a" }}{{ if .Values.yes }}{{ $t = "b" }}{{ end }}{{ $t }}', 'b'],
    ['{{ $t := "a" }}{{ if .Values.yes }}{{ $t := "b" }}{{ end }}{{ $t }}', 'a'],
    ['{{ $t := "a" }}{{ if .Values.no }}{{ $t = "b" }}{{ else }}{{ $t = "c" }}{{ end }}{{ $t }}', 'c'],
    ['{{ $t := "a" }}{{ if .Values.no }}{{ else if .Values.yes }}{{ $t = "c" }}{{ end }}{{ $t }}', 'c'],
    ['{{ $t := "a" }}{{ with .Values.image }}{{ $t = .tag }}{{ end }}{{ $t }}', 'v1'],
    ['{{ $t := "a" }}{{ with $t := .Values.image.tag }}{{ $t = "x" }}{{ end }}{{ $t }}', 'a'],
    ['{{ $t := "a" }}{{ if $t := .Values.image.tag }}{{ $t }}{{ end }}{{ $t }}', 'v1a'],
    ['{{ if $t := .Values.no }}{{ else }}[{{ $t }}]{{ end }}', '[false]'],
    ['{{ if $t := .Values.no }}{{ else if $u := .Values.yes }}[{{ $t }}{{ $u }}]{{ end }}', '[falsetrue]'],
    ['{{ $t := "a" }}{{ range .Values.list }}{{ $t = .name }}{{ end }}{{ $t }}', 'two'],
    ['{{ $t := "a" }}{{ range .Values.list }}{{ $t := .name }}{{ end }}{{ $t }}', 'a'],
    [
      '{{ $t := "a" }}{{ range $i, $e := .Values.list }}{{ if eq $i 0 }}{{ $t = $e.name }}{{ break }}{{ end }}{{ end }}{{ $t }}',
      'one',
    ],
    [
      '{{ $t := "" }}{{ range .Values.list }}{{ if eq .name "one" }}{{ continue }}{{ end }}{{ $t = printf "%s+%s" $t .name }}{{ end }}{{ $t }}',
      '+two',
    ],
    ['{{ $e := "a" }}{{ range $e := .Values.list }}{{ $e.name }}{{ end }}{{ $e }}', 'onetwoa'],
    ['{{ $i := 9 }}{{ $e := "a" }}{{ range $i, $e = .Values.names }}{{ end }}{{ $i }}{{ $e }}', '2r'],
    ['{{ $e := "a" }}{{ range $e = .Values.names }}{{ end }}{{ $e }}', 'r'],
    ['{{ $e := "a" }}{{ range $e := .Values.empty }}{{ else }}{{ $e = "none" }}{{ end }}{{ $e }}', 'a'],
    ['{{ $t := "a" }}{{ $t := "b" }}{{ if .Values.yes }}{{ $t = "c" }}{{ end }}{{ $t }}', 'c'],
    [
      '{{ define "x" }}{{ $t := "in" }}{{ $t = "in2" }}{{ $t }}{{ end }}{{ $t := "out" }}{{ include "x" . }}{{ $t }}',
      'in2out',
    ],
    ['{{ $t := "a" }}{{ if .Values.yes }}{{ if .Values.yes }}{{ $t = "deep" }}{{ end }}{{ end }}{{ $t }}', 'deep'],
    [
      '{{ $t := "a" }}{{ if .Values.yes }}{{ $t := "b" }}{{ if .Values.yes }}{{ $t = "c" }}{{ end }}{{ $t }}{{ end }}{{ $t }}',
      'ca',
    ],
    ['{{ $t := .Values.image.tag }}{{ if not .Values.image.digest }}{{ $t = .Values.other }}{{ end }}{{ $t }}', 'o'],
    ['{{ $t := .Chart.AppVersion }}{{ if .Values.image.tag }}{{ $t = .Values.image.tag }}{{ end }}{{ $t }}', 'v1'],
    ['{{ $d := dict "a" "1" }}{{ range $k, $v := $d }}{{ $k }}{{ $v }}{{ end }}', 'a1'],
    ['{{ range $i, $e := list "x" "y" }}{{ $i }}{{ $e }}{{ end }}', '0x1y'],
    [
      '{{ range .Values.list }}{{ range $.Values.names }}{{ if eq . "q" }}{{ break }}{{ end }}{{ . }}{{ end }}{{ .name }}{{ end }}',
      'poneptwo',
    ],
    [
      '{{ $t := "a" }}{{ with .Values.no }}{{ $t = "b" }}{{ else with .Values.image }}{{ $t = .tag }}{{ end }}{{ $t }}',
      'v1',
    ],
    ['{{ with .Values.image }}{{ $.Values.other }}{{ .tag }}{{ end }}', 'ov1'],
    ['{{ $t := "a" }}{{ block "b" . }}{{ $t := "blk" }}{{ $t }}{{ end }}{{ $t }}', 'blka'],
    ['{{ $e := "a" }}{{ if $e = .Values.other }}{{ end }}{{ $e }}', 'o'],
    ['{{ $e := "a" }}{{ with $e = .Values.no }}{{ else }}{{ $e }}{{ end }}{{ $e }}', 'falsefalse'],
  ])('%s', (template, expected) => {
    expect(textOf(run(template))).toBe(expected);
  });

  const unknown = '.Capabilities.IsThere';
  test.each([
    ['what only one of two branches writes', `{{ $t := "a" }}{{ if ${unknown} }}{{ $t = "b" }}{{ end }}{{ $t }}`, '?'],
    [
      'what both write',
      `{{ $t := "a" }}{{ if ${unknown} }}{{ $t = "b" }}{{ else }}{{ $t = "b" }}{{ end }}{{ $t }}`,
      'b',
    ],
    ['the value that it had', `{{ $t := "a" }}{{ if ${unknown} }}{{ $t = "a" }}{{ end }}{{ $t }}`, 'a'],
    ['one key', `{{ $t := .Values.other }}{{ if ${unknown} }}{{ $t = .Values.other }}{{ end }}{{ $t }}`, 'o'],
    ['items that are not known', `{{ $t := "a" }}{{ range ${unknown} }}{{ $t = "b" }}{{ end }}{{ $t }}`, '?'],
    ['one of a branch', `{{ $t := "a" }}{{ if ${unknown} }}{{ $t := "b" }}{{ $t = "c" }}{{ end }}{{ $t }}`, 'a'],
    [
      'a branch in a branch',
      `{{ $t := "a" }}{{ if ${unknown} }}{{ if .Values.yes }}{{ $t = "b" }}{{ end }}{{ end }}{{ $t }}`,
      '?',
    ],
    [
      'another variable than the one that is written',
      `{{ $t := "a" }}{{ $u := "b" }}{{ if ${unknown} }}{{ $u = "c" }}{{ end }}{{ $t }}`,
      'a',
    ],
  ])('where a branch may run or not: %s', (_name, template, expected) => {
    expect(textOf(run(template))).toBe(expected);
  });

  test('what is not known of a variable says which keys it may be', () => {
    const pieces = run(`{{ $t := .Values.other }}{{ if ${unknown} }}{{ $t = .Values.image.tag }}{{ end }}{{ $t }}`);
    expect(pieces.flatMap(({ reads }) => reads)).toEqual([['image', 'tag'], ['other']]);
  });

  test('a block leaves the variables around it as they were, however blocks are nested', () => {
    const block = fc.letrec<{ block: string }>((tie) => ({
      block: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('{{ $t := "x" }}', '{{ $u := "y" }}{{ $u = "z" }}', '{{ $t := .Values.other }}{{ $t = "w" }}'),
        fc
          .tuple(
            fc.constantFrom('if .Values.yes', `if ${unknown}`, 'range .Values.names', 'with $t := .Values.image'),
            fc.array(tie('block'), { maxLength: 3 }),
          )
          .map(([opened, inside]) => `{{ ${opened} }}${inside.join('')}{{ end }}`),
      ),
    })).block;
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        const text = `{{ $t := "kept" }}{{ if .Values.yes }}${blocks.join('')}{{ end }}{{ $t }}`;
        expect(textOf(run(text))).toBe('kept');
      }),
      { numRuns: 200 },
    );
  });
});
