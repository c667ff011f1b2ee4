import { describe, expect, test } from '@jest/globals';
import { readApplicationSets } from '@rollcall/domain/argocd/application-sets';
import { elementObject } from '@rollcall/domain/argocd/set-elements';
import { runTemplate } from '@rollcall/domain/go-template/run-template';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

// sigs.k8s.io/yaml 1.6.0 (go.yaml.in/yaml/v2 2.4.2), with which kubectl and Argo CD 3.6.1 read manifests, made this JSON
// of each. It was expected that `y` and `N` stay texts, as many parsers of YAML 1.1 leave them: they do not.
test.each([
  ['yes', true],
  ['on', true],
  ['y', true],
  ['Y', true],
  ['off', false],
  ['no', false],
  ['N', false],
  ['TRUE', true],
  ["'yes'", 'yes'],
  ['0o14', 12],
  ['010', 8],
  ['1_000', 1000],
  ['0b11', 3],
  ['0x1F', 31],
  ['1e3', 1000],
  ['.5', 0.5],
  ['~', null],
  ['1:30', '1:30'],
  ['2001-01-01', '2001-01-01'],
])('an element that says %s', (written, read) => {
  const [document] = parseYamlFile('a.yaml', `a: { b: [${written}] }\n`).documents;
  if (!document) throw new Error('no document');
  expect(elementObject({ document, path: [] })).toEqual({ a: { b: [read] } });
});

test('a merge key and an alias are read as what they stand for', () => {
  const [document] = parseYamlFile('a.yaml', 'a: &a { b: yes }\nc: { <<: *a, d: no }\ne: *a\n').documents;
  if (!document) throw new Error('no document');
  expect(elementObject({ document, path: [] })).toMatchObject({ a: { b: true }, c: { d: false }, e: { b: true } });
});

function pathsOf(elements: string, path: string): (string | null | undefined)[] {
  const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: a }
spec:
  goTemplate: true
  generators:
    - list: ${elements}
  template:
    metadata: { name: a }
    spec: { source: { repoURL: https://git.example/shop.git, path: '${path}' } }
`;
  const files = { paths: [], file: () => undefined, isOurs: () => true };
  const made = readApplicationSets(parseYamlFile('set.yaml', set).documents, files as never);
  return made.map(({ sources }) => sources[0]?.path);
}

describe('a template is given what Argo CD reads', () => {
  test('a word of YAML 1.1 is true or false', () => {
    const elements = '{ elements: [{ live: yes }, { live: no }, { live: "no" }] }';
    const path = '{{ if .live }}{{ .live }}{{ else }}none{{ end }}';
    expect(pathsOf(elements, path)).toEqual(['true', 'none', 'no']);
  });

  test('in elementsYaml too', () => {
    const elements = '{ elementsYaml: "[{ live: off }]" }';
    expect(pathsOf(elements, '{{ if .live }}a{{ else }}b{{ end }}')).toEqual(['b']);
  });
});

function made(text: string): string | null {
  const parameters = { name: 'Shop_Web', env: 'prod', count: 3, live: true, inner: '{{ .env }}-{{ .gone }}' };
  return runTemplate(text, { parameters, isOpen: false, refusesMissing: false });
}

// What github.com/huandu/xstrings 1.5.0 makes of the same.
test.each([
  ['Shop_Web', 'shop-web', 'shop_web'],
  ['shopWeb', 'shop-web', 'shop_web'],
  ['HTTPServer', 'http-server', 'http_server'],
  ['NoHTTPS', 'no-https', 'no_https'],
  ['GO PATH', 'go-path', 'go_path'],
  ['ABc', 'a-bc', 'a_bc'],
  ['ABC_d', 'abc-d', 'abc_d'],
  ['', '', ''],
])('kebabcase and snakecase of %s', (text, kebab, snake) => {
  expect(made(`{{ kebabcase "${text}" }}`)).toBe(kebab);
  expect(made(`{{ snakecase "${text}" }}`)).toBe(snake);
});

test.each(['_a', 'a_', 'a__b', 'shop2web', 'a.b'])('words that are parted otherwise are not told: %s', (text) => {
  expect(made(`{{ kebabcase "${text}" }}`)).toBeNull();
});

test.each([
  ['{{ tpl "{{ .env }}" . }}', 'prod'],
  ['{{ tpl .inner . }}', 'prod-'],
  ['{{ tpl "{{ . }}" .count }}', '3'],
  ['{{ define "x" }}{{ .env }}!{{ end }}{{ tpl "{{ template \\"x\\" . }}" . }}', 'prod!'],
  ['{{ tpl "{{ .env" . }}', null],
  ['{{ tpl .inner }}', null],
  ['{{ printf "%d" .count }}', '%!d(float64=3)'],
  ['{{ printf "%s" .live }}', '%!s(bool=true)'],
  ['{{ printf "%d" .env }}', '%!d(string=prod)'],
  ['{{ printf "%5d" .count }}', null],
])('%s', (text, expected) => {
  expect(made(text)).toBe(expected);
});

test('a text that is a template of itself comes to an end', () => {
  const parameters = { a: '{{ tpl .a . }}' };
  expect(runTemplate('{{ tpl .a . }}', { parameters, isOpen: false, refusesMissing: false })).toBeNull();
});
