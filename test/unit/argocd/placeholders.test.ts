import { describe, expect, test } from '@jest/globals';
import { fillPlaceholders } from '@rollcall/domain/argocd/placeholders';
import type { GoMap } from '@rollcall/domain/go-template/values';
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

function filled(text: string, goTemplate = true, unread: string | null = 'other names'): string {
  const [document] = parseYamlFile('set.yaml', element).documents;
  if (!document) throw new Error('no document');
  const { path, ...others } = document.value() as { path: object };
  const parameters: unknown = { ...others, path: { ...path, segments: ['apps', 'cart'] } };
  return fillPlaceholders(text, { parameters: parameters as GoMap, goTemplate, unread, refusesMissing: false });
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
    ['{{ .build }} {{ .build | toString }}', '2.1e+06 2.1e+06'],
  ])('%s', (text, made) => {
    expect(filled(text)).toBe(made);
  });
});

describe('what is not known stays as it is written', () => {
  test.each([
    ['a name that may be there', '{{ .region | default "eu" }}'],
    ['a condition on one', '{{ if .region }}a{{ end }}'],
    ['a function that is not computed', '{{ .env | sha256sum }}'],
    ['a part that is not there', '{{ index .path.segments 5 | upper }}'],
    ['what is no template', '{{ .env'],
  ])('%s', (_what, text) => {
    expect(filled(text)).toBe(text);
  });

  test('and what is known beside it is filled in', () => {
    expect(filled('{{ .env }}-{{ .region | lower }}')).toBe('prod-{{ .region | lower }}');
  });

  test('but for a name of a generator that is known whole', () => {
    expect(filled('{{ .region | default "eu" }}', true, null)).toBe('eu');
  });

  test('and functions where the set is none of Go templates', () => {
    expect(filled('{{env}}-{{ .env | lower }}', false)).toBe('prod-{{ .env | lower }}');
  });
});
