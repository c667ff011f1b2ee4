import { describe, expect, test } from '@jest/globals';
import { doubtOf } from '@rollcall/domain/argocd/set-doubts';
import { parseYamlFile, type YamlDocument } from '@rollcall/domain/yaml/yaml-document';

const generator = ['spec', 'generators', 0];
const supplied = { parameters: new Map(), unread: [], goTemplate: true, refusesMissing: false };

function doubt(spec: unknown): ReturnType<typeof doubtOf> {
  const text = JSON.stringify({ spec: { generators: [{ list: { elements: [] } }], ...(spec as object) } });
  const [document] = parseYamlFile('set.yaml', text).documents;
  return doubtOf(document as YamlDocument, generator, supplied as never);
}

test('nothing speaks against a set of a template and elements', () => {
  expect(doubt({ template: { spec: { source: { path: 'a' } } } })).toBeNull();
});

describe('a patch', () => {
  const patched = {
    what: 'its templatePatch may change the sources',
    help: 'Move what it says of spec.source or spec.sources into the template, with the tag in a key of the elements.',
    path: ['spec', 'templatePatch'],
    ownText: false,
  };

  test.each([
    ['of nothing', ''],
    ['that is null', null],
    ['of a label', 'metadata:\n  labels:\n    a: b\n'],
    ['of a policy where a value is filled in', 'spec:\n  syncPolicy:\n    automated: {prune: {{ .prune }}}\n'],
    ['of a policy under a condition', '{{- if .prune }}\nspec:\n  syncPolicy: {}\n{{- end }}\n'],
    ['with a comment', '{{/* spec.source */}}\nspec:\n  syncPolicy: {}\n'],
    ['of a default', 'spec:\n  project: {{ .project | default "shop" | quote }}\n'],
  ])('%s is no doubt', (_title, templatePatch) => {
    expect(doubt({ templatePatch })).toBeNull();
  });

  test.each([
    ['of the source', 'spec:\n  source:\n    path: {{ .elsewhere | trimSuffix "x" }}\n'],
    [
      'of the sources under a condition',
      '{{- if .a }}\nspec:\n  sources:\n    - path: {{ .b | trunc 3 }}\n{{- end }}\n',
    ],
    ['that an action writes whole', '{{ .patch | toYaml }}\n'],
    ['that is a map', { spec: { source: { path: 'b' } } }],
  ])('%s is one', (_title, templatePatch) => {
    expect(doubt({ templatePatch })).toEqual(patched);
  });
});

describe('a template of a generator', () => {
  test('wins over the one of the set', () => {
    expect(doubt({ generators: [{ list: { template: { spec: { project: 'b' } } } }] })).toEqual({
      what: 'its list generator has a template of its own, which wins over the one of the set',
      help: 'Write it all in the template of the set, with what differs in keys of the elements.',
      path: ['spec', 'generators', 0, 'list', 'template'],
      ownText: false,
    });
  });

  test.each([
    ['without anything', {}],
    ['of empty maps and texts', { metadata: {}, spec: { project: '', source: { path: null } } }],
    ['that is null', null],
  ])('%s does not', (_title, template) => {
    expect(doubt({ generators: [{ list: { template } }] })).toBeNull();
  });

  test('is looked for in every kind, and in none where there is no generator', () => {
    const own = { template: { spec: { project: 0 } } };
    expect(doubt({ generators: [{ selector: {}, git: own }] })?.path).toEqual([...generator, 'git', 'template']);
    expect(doubt({ generators: ['list'] })).toBeNull();
    expect(doubt({ generators: [null] })).toBeNull();
  });
});

describe('what the controller leaves as it is', () => {
  const help = 'Put the tag into a file that the Application reads, such as a value file of its own.';

  test.each(['create-only', 'create-delete'])('all of it with %s', (applicationsSync) => {
    expect(doubt({ syncPolicy: { applicationsSync } })).toEqual({
      what: `with ${applicationsSync} it leaves Applications that exist as they are`,
      help,
      path: ['spec', 'syncPolicy', 'applicationsSync'],
      ownText: true,
    });
  });

  test.each(['create-update', 'sync', undefined])('nothing with %s', (applicationsSync) => {
    expect(doubt({ syncPolicy: { applicationsSync } })).toBeNull();
  });

  test.each([
    [{ jsonPointers: ['/spec/source/targetRevision'] }],
    [{ jqPathExpressions: ['.spec.sources[]'] }],
    [{ jsonPointers: ['/metadata/labels', '/spec'] }],
    [{ jqPathExpressions: ['.spec'] }],
    [{ jqPathExpressions: ['.'] }],
    [{ jsonPointers: [''] }],
    [{ jsonPointers: ['/metadata'], jqPathExpressions: ['.spec.source'] }],
  ])('the sources where %j is ignored', (entry) => {
    expect(doubt({ ignoreApplicationDifferences: [{ jsonPointers: ['/metadata/annotations'] }, entry] })).toEqual({
      what: 'its ignoreApplicationDifferences leave the sources of Applications that exist as they are',
      help,
      path: ['spec', 'ignoreApplicationDifferences', 1],
      ownText: true,
    });
  });

  test.each([
    [[{ jsonPointers: ['/spec/syncPolicy', '/metadata/labels/spec'] }]],
    [[{ jqPathExpressions: ['.spec.syncPolicy'] }, { name: 'a' }]],
    [[]],
    ['/spec/source'],
  ])('nothing of the sources where %j is', (ignoreApplicationDifferences) => {
    expect(doubt({ ignoreApplicationDifferences })).toBeNull();
  });
});
