import { describe, expect, test } from '@jest/globals';
import { readTemplate } from '@rollcall/domain/helm/helm-template';
import { entriesAt, templateDocuments } from '@rollcall/domain/helm/template-documents';
import fc from 'fast-check';

function codes(text: string): string[] {
  return readTemplate('t.yaml', text).actions.map(({ code }) => code);
}

describe('actions', () => {
  test.each<[string, string, string[]]>([
    ['plain', 'a: {{ .Values.a }}', ['.Values.a']],
    ['trimmed', '{{- .Values.a -}}', ['.Values.a']],
    ['braces in a string', '{{ printf "}}" }} {{ .b }}', ['printf "}}"', '.b']],
    ['an escaped quote', '{{ printf "\\"}}" }}', ['printf "\\"}}"']],
    ['a raw string', '{{ `}}` }}', ['`}}`']],
    ['comments are none', '{{/* .a }} */}}{{- /* .b */ -}}{{ .c }}', ['.c']],
    ['in YAML comments they are rendered', '# {{ .a }}', ['.a']],
    ['one that is not closed is text', '{{ .a }} {{ .b', ['.a']],
    ['a minus of a number', '{{ -1 }}', ['-1']],
  ])('%s', (_name, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

describe('comments are blanks, and nothing else moves', () => {
  test.each<[string, string, string]>([
    ['of YAML', 'a: 1 # b', 'a: 1    '],
    ['of templates', 'a{{/* b\nc */}}d', 'a      \n      d'],
    ['a hash in a word', 'a: b#c', 'a: b#c'],
    ['a hash behind an action', 'a: {{ .b }}#c', 'a: {{ .b }}#c'],
    ['a hash in quotes', 'a: "b # c" # d', 'a: "b # c"    '],
    ['an apostrophe', "a: don't # b", "a: don't    "],
    ['a hash in an action', 'a: {{ "#" }} # b', 'a: {{ "#" }}    '],
  ])('%s', (_name, text, expected) => {
    expect(readTemplate('t.yaml', text).clean).toBe(expected);
  });

  test('whatever the text is', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{{-',
      ' -}}',
      '/*',
      '*/',
      '"',
      '`',
      "'",
      '#',
      ' ',
      '\n',
      'if',
      'end',
      'else',
      'a: b',
      '---',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const { clean, bare } = readTemplate('t.yaml', text);
        expect([clean.length, bare.length]).toEqual([text.length, text.length]);
        expect(bare.replace(/[^\n]/g, '')).toBe(text.replace(/[^\n]/g, ''));
        templateDocuments(readTemplate('t.yaml', text));
      }),
    );
  });
});

test('branches are the arms of their block; none are told where the actions do not match', () => {
  const text = '{{ if .a }}1{{ else if .b }}2{{ else }}3{{ end }}{{ with .c }}4{{ end }}';
  const { blocks } = readTemplate('t.yaml', text);
  expect(blocks.map(({ keyword, arms }) => [keyword, arms.map(({ start, end }) => text.slice(start, end))])).toEqual([
    ['if', ['1', '2', '3']],
    ['with', ['4']],
  ]);
  expect(readTemplate('t.yaml', '{{ if .a }}').blocks).toEqual([]);
  expect(readTemplate('t.yaml', '{{ end }}').blocks).toEqual([]);
});

describe('documents', () => {
  test.each<[string, string, [string, string | null][]]>([
    [
      'between marks',
      'kind: A\n---\nkind: B\n',
      [
        ['A', null],
        ['B', null],
      ],
    ],
    [
      'of branches',
      '{{ if .a }}\nkind: A\nmetadata: {}\n{{ else }}\nkind: B\nmetadata: {}\n{{ end }}\n',
      [
        ['A', null],
        ['B', null],
      ],
    ],
    [
      'branches that choose the kind are one',
      '{{ if .a }}\nkind: A\n{{ else }}\nkind: B\n{{ end }}\nmetadata: {}\n',
      [['A', null]],
    ],
    [
      'of named templates',
      '{{ define "x" }}\nkind: A\n{{ end }}\nkind: B\n',
      [
        ['A', 'x'],
        ['B', null],
      ],
    ],
    ['a kind that is chosen on its line', 'kind: {{ if .a }}A{{ else }}B{{ end }}\n', [['A', null]]],
    ['a kind that is an expression', 'kind: {{ .Values.kind }}\n', [['', null]]],
    ['kinds below something are none', 'roleRef:\n  kind: A\n', []],
    ['in a comment', '# kind: A\n{{/*\nkind: B\n*/}}\n', []],
  ])('%s', (_name, text, expected) => {
    expect(templateDocuments(readTemplate('t.yaml', text)).map(({ kind, define }) => [kind, define])).toEqual(expected);
  });
});

describe('entries', () => {
  const text = `kind: Deployment
metadata:
  {{- if .Values.long }}
  name: "{{ .Chart.Name }}-long" # a comment
  {{- else }}
  name: {{ .Chart.Name }}
  {{- end }}
spec:
  template:
    metadata:
      annotations:
        {{ $key }}: 1
        checksum/config: x
      labels: { a: b }
    spec:
      containers:
      - name: app
        env:
          - name: A
      volumes: []
`;
  const [document] = templateDocuments(readTemplate('t.yaml', text));

  test.each<[string[], string[]]>([
    [
      ['metadata', 'name'],
      ['"{{ .Chart.Name }}-long"', '{{ .Chart.Name }}'],
    ],
    [['spec', 'template', 'metadata', 'annotations', 'checksum/config'], ['x']],
    [['spec', 'template', 'metadata', 'labels'], ['{ a: b }']],
    [['spec', 'template', 'spec', 'volumes'], ['[]']],
    [['spec', 'template', 'spec', 'env'], []],
    [['name'], []],
  ])('%j', (path, values) => {
    expect(document && entriesAt(document, path).map(({ value }) => value)).toEqual(values);
  });

  test('an entry ends where the next begins', () => {
    const [containers] = document ? entriesAt(document, ['spec', 'template', 'spec', 'containers']) : [];
    expect(containers && text.slice(containers.start, containers.end)).toBe(
      'containers:\n      - name: app\n        env:\n          - name: A\n',
    );
  });
});
