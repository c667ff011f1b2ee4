import { describe, expect, test } from '@jest/globals';
import { fillPlaceholders } from '@rollcall/domain/argocd/placeholders';
import { elementValues } from '@rollcall/domain/argocd/set-elements';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

const element = `
path: { filename: cart.yaml, basename: prod }
env: prod
team: { name: Shop Web }
count: 3
build: 2100000
enabled: true
empty: ""
`;

function filled(text: string, goTemplate = true): string {
  const [document] = parseYamlFile('set.yaml', element).documents;
  if (!document) throw new Error('no document');
  const segments = ['apps', 'cart'].map(
    (name, index) => [`path.segments[${index}]`, { text: name, document: null, path: [] }] as const,
  );
  return fillPlaceholders(text, {
    values: new Map([...elementValues({ document, path: [] }), ...segments]),
    goTemplate,
  });
}

// What Go 1.27 with sprig 3.3.0 prints, the functions of which Argo CD 3.6.1 gives to templates of ApplicationSets.
describe('what a Go template makes of the values of a generator', () => {
  test.each([
    ['{{ .path.filename | trimSuffix ".yaml" }}-{{ .env }}', 'cart-prod'],
    ['{{trimSuffix ".yaml" .path.filename}}', 'cart'],
    ['{{ .env | trimPrefix "pr" }}-{{ .count }}', 'od-3'],
    ['{{ if eq .env "prod" }}main{{ else }}dev{{ end }}', 'main'],
    ['{{ with .env }}<{{ . }}>{{ end }}', '<prod>'],
    ['{{ if .enabled }}y{{ end }}', 'y'],
    ['{{ .team.name | replace " " "-" | lower }}', 'shop-web'],
    ['{{ index .path.segments 1 | upper }}', 'CART'],
    ['{{ printf "%s/%s" .env .path.basename }}', 'prod/prod'],
    ['{{ .env | default "dev" }}', 'prod'],
    ['{{ .empty | default "none" }}', 'none'],
    ['{{ $env := .env }}{{ $env | trunc 2 }}', 'pr'],
    ['{{/* where it runs */}}{{ .env }}', 'prod'],
    ['a {{- .env -}} b', 'aprodb'],
  ])('%s', (text, made) => {
    expect(filled(text)).toBe(made);
  });
});

describe('what is not known stays as it is written', () => {
  test.each([
    ['a name that may be there', '{{ .region | default "eu" }}'],
    ['a condition on one', '{{ if .region }}a{{ end }}'],
    ['a function that is not computed', '{{ .env | title }}'],
    ['a number that Go prints with an exponent', '{{ .build | toString }}'],
    ['a part that is not there', '{{ index .path.segments 5 | upper }}'],
    ['what is no template', '{{ .env'],
  ])('%s', (_what, text) => {
    expect(filled(text)).toBe(text);
  });

  test('and what is known beside it is filled in', () => {
    expect(filled('{{ .env }}-{{ .region | lower }}')).toBe('prod-{{ .region | lower }}');
  });

  test('and functions where the set is none of Go templates', () => {
    expect(filled('{{env}}-{{ .env | lower }}', false)).toBe('prod-{{ .env | lower }}');
  });
});
