import { parseChallenges } from '@rollcall/adapters/oci/challenge';
import { argoGlob } from '@rollcall/domain/argocd/glob';
import { discoverServices } from '@rollcall/domain/catalog/services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs, type ServiceInputs } from '@rollcall/domain/changes/inputs/inputs';
import { readDockerfile } from '@rollcall/domain/dockerfile/dockerfile';
import { parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
import { readTemplate } from '@rollcall/domain/helm/helm-template';
import { templateDocuments } from '@rollcall/domain/helm/template-documents';
import { hclMistake, hclPlaces, readHcl } from '@rollcall/domain/terraform/hcl-tokens';
import { spellOut } from '@rollcall/domain/yaml/spelled-out';
import { walkValue } from '@rollcall/domain/yaml/value';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { contextOf, registersOf, service } from '../unit/registers/register-cases.ts';
import { fixFiles } from '../unit/verify/rule-fixtures.ts';
import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';

// Texts that nobody writes by chance: what opens and never closes, what might begin anywhere, what nests.

const repeated = (words: readonly string[], work: (text: string) => unknown): Doubled[] =>
  words.map((word) => [JSON.stringify(word), (n) => work(word.repeat(n))]);

growsWithItsInput('a Dockerfile', 3000, [
  ...repeated(['a ', '--a="', '$' + '{a:-'], (text) => readDockerfile(`FROM a\nCOPY ${text}/x`)),
  ...repeated(['  y \\\n', '# y\n'], (text) => readDockerfile(`FROM a\nRUN x \\\n${text}z`)),
  ...repeated(['RUN cat <<EOF\n'], (text) => readDockerfile(`FROM a\n${text}`)),
  ...repeated(['<<A ', '\\', ' '], (text) => readDockerfile(`FROM a\nRUN ${text}`)),
]);

growsWithItsInput('HCL', 3000, [
  ...repeated(['$' + '{', '"$' + '{', '/*', 'a = <<E\n', '[', '{', 'a = {b={'], (text) => {
    hclMistake(text);
    hclPlaces(readHcl(text));
  }),
]);

const scripts = [
  'A=(',
  'A="a ',
  'for a in b ',
  'A = b \\\n',
  'A=(\\\n"',
  "A='a\n",
  '\t\\\n',
  'case x in a) ',
  '[ "a", ',
];
const quoted = 'locals { a = ["cart-service", "order-service"] }';
const first = '# cart-service order-service storefront\n';

growsWithItsInput('lists in scripts', 1000, [
  ...repeated([...scripts, '"$(', '<<A\n'], (text) => registersOf('a.sh', `${first}${text}`)),
  ...repeated(scripts, (text) => registersOf('Makefile', `${first}${text}`)),
]);
growsWithItsInput('lists in HCL', 1000, [
  ...repeated(['[', '{', '"$' + '{', '<<A\n', '/*', 'a = [', 'module "a" {\n', '"a", ', '["a",'], (text) =>
    registersOf('a.tf', `${quoted}\n${text}`),
  ),
]);
const spell = (text: string) => spellOut(parseYamlFile('a.yml', text))?.place({ path: 'a.yml', line: 1, column: 1 });
growsWithItsInput('a workflow that is written otherwise', 300, [
  ...repeated(['- ["a\\n"]\n', '- "a\\n"\n', '- {"a": b}\n', '- "a": "\\u0062"\n', '- a\n  b\n'], spell),
  ...repeated(['["a\\n"], '], (text) => spell(`[${text}]`)),
]);
growsWithItsInput('lists in YAML', 300, [
  ...['values.yaml', 'compose.yaml'].flatMap((path) =>
    repeated(
      [
        '- a: &a [*a]\n',
        '- cart-service\n',
        '? - a\n',
        'a: |\n  x\n---\n',
        '{"a":',
        '- cart-service_order-service_x_y_z_1\n',
      ],
      (text) => registersOf(path, `${first}${text}`),
    ),
  ),
]);
growsWithItsInput('lists in templates', 300, [
  ...repeated(
    ['{{ if x }}\n', '{{ if x }}{{ else }}{{ end }}\n', '{{/* ', '{{ .x }}\n', '{{ "', '- cart-service {{ . }}\n'],
    (text) => registersOf('chart/templates/a.yaml', `${first}${text}`),
  ),
]);
growsWithItsInput('lists of folders', 1000, [
  ['settings.gradle', (n) => registersOf('settings.gradle', `${first}${"include 'a', ".repeat(n)}`)],
  ['its comments', (n) => registersOf('settings.gradle', `${first}${'/* '.repeat(n)}`)],
  ['its lines', (n) => registersOf('settings.gradle', `${first}${"include\n'a'".repeat(n)}`)],
  ['package.json', (n) => registersOf('package.json', '{"workspaces":["a",'.repeat(n))],
  ['go.work', (n) => registersOf('go.work', `${first}${'use (\n'.repeat(n)}`)],
]);

growsWithItsInput('what the configuration lists', 300, [
  ['at a path', (n) => configured({ at: 'services' }, `services:\n${lines(n, (at) => `- s${at}-service\n`)}`)],
  ['keys', (n) => configured({ at: 'services' }, `services:\n${lines(n, (at) => `  s${at}-service: 1\n`)}`)],
  ['by a pattern', (n) => configured({ pattern: '<([\\w-]+)>' }, '<cart-service>\n'.repeat(n))],
]);
growsWithItsInput('what workflows and files of tools list', 200, [
  ['services of Compose', (n) => registersOf('compose.yaml', `services:\n${published(n)}`)],
  ['filters', (n) => registersOf('.github/workflows/a.yaml', filters(lines(n, (at) => filterOf(`s${at}`))))],
  ['filters of one service', (n) => registersOf('.github/workflows/a.yaml', filters(filterOf('cart').repeat(n)))],
  [
    'lists in a template',
    (n) => registersOf('chart/templates/a.yaml', `a:\n${'- cart-service\n- order-service\n'.repeat(n)}`),
  ],
  [
    'actions and lists',
    (n) => registersOf('chart/templates/a.yaml', 'a:\n- cart-service # {{ .x }}\n- storefront\n'.repeat(n)),
  ],
]);

function configured(list: { at?: string; pattern?: string }, text: string): unknown {
  return registersOf('list.yaml', text, contextOf({ configured: [{ file: 'list.yaml', ...list }] }));
}

function published(n: number): string {
  return lines(n, (at) => `  s${at}-service:\n    build: services/cart-service\n    ports: ["${8000 + at}:80"]\n`);
}

function filterOf(name: string): string {
  return `            ${name}-service: ['services/${name}-service/**']\n`;
}

function filters(text: string): string {
  return `jobs:\n  a:\n    steps:\n      - uses: dorny/paths-filter@v3\n        with:\n          filters: |\n${text}`;
}

const packages = ([path, word]: readonly [string, string]): Doubled => [
  `${path}: ${word}`,
  async (n) => {
    const tree = memoryTree({ 'services/a/Dockerfile': 'FROM a\nCOPY . .\n', [`services/a/${path}`]: word.repeat(n) });
    return deriveInputs(tree, [service('a', 'other')], {});
  },
];
growsWithItsInput(
  'packages',
  3000,
  (
    [
      ['go.mod', 'replace ('],
      ['A.csproj', '<ProjectReference '],
      ['B.csproj', '<ProjectReference Include'],
      ['C.csproj', '<!--'],
      ['D.csproj', '<ProjectReference Include="a'],
      ['build.gradle', 'project ( path '],
      ['build.gradle.kts', '"\\'],
      ['settings.gradle', 'include "a" '],
      ['requirements.txt', '-e  '],
      ['requirements-dev.txt', ' # a'],
    ] as const
  ).map(packages),
);

growsWithItsInput('patterns and values', 1000, [
  ['braces of Argo CD', (n) => argoGlob('{'.repeat(n))('a')],
  ['alternatives of Argo CD', (n) => argoGlob(`${'{a,'.repeat(n)}${'}'.repeat(n)}`)('a')],
  ['stars of an ignore file', (n) => parseIgnoreRules(`${'**/'.repeat(20)}b`).ignores('a/'.repeat(n))],
  ['stars in its segments', (n) => parseIgnoreRules(`${'**/*a'.repeat(10)}b`).ignores('a'.repeat(n))],
  ['paths that it is asked for', (n) => ignored(n)],
  ['a pattern of inputs', (n) => affectedServices(['a'.repeat(n)], [inputs('a', `${'*a'.repeat(20)}c`)], 'source')],
  ['changed paths', (n) => affectedServices(changed(n), [inputs('s1', 'services/s1/**')], 'source')],
  [
    'services of one change',
    (n) =>
      affectedServices(
        ['a'],
        lines(n, (at) => `s${at} `)
          .split(' ')
          .map((name) => inputs(name, `services/${name}/**`, 'go.work')),
        'source',
      ),
  ],
  ['deep values', (n) => [...walkValue(deep(n))]],
  ['documents of a template', (n) => templateDocuments(readTemplate('t.yaml', choice.repeat(n)))],
  [
    'ways of logging in',
    (n) => [' ', ',', 'a', '"', '\\', 'a=', 'a="\\', 'Bearer '].map((word) => parseChallenges(word.repeat(n))),
  ],
]);

const choice = '{{ if .a }}\nkind: {{ .b }} # c\nmetadata: {}\n{{ else }}\nkind: A\nmetadata: {}\n{{ end }}\n---\n';

function ignored(n: number): unknown {
  const rules = parseIgnoreRules('**/node_modules\n**/*.md\n!README.md\n.git\n**/dist\n');
  return Array.from({ length: n }, (_, at) => rules.ignores(`services/s/src/file${at}.md`));
}

function changed(n: number): string[] {
  return Array.from({ length: n }, (_, at) => `services/s${at % 10}/file${at}.ts`);
}

function inputs(name: string, ...globs: string[]): ServiceInputs {
  const edges = globs.map((pattern) => ({ pattern, because: '', location: null, scope: 'both' as const }));
  return {
    service: name,
    dockerfile: null,
    context: '.',
    contextBecause: '',
    builds: [],
    own: [],
    bases: new Map(),
    complete: true,
    edges,
  };
}

function deep(n: number): unknown {
  return Array.from({ length: n }).reduce((value: unknown, _, at) => (at % 2 ? [value] : { below: value }), 'end');
}

growsWithItsInput('a repository', 100, [
  ['folders that may be services', (n) => discoverServices(listed(n), { services: { exclude: ['services/s7'] } })],
  ['lines that name a gone service', (n) => fixFiles(gone(n))],
]);

function listed(n: number) {
  return Object.keys(
    numbered(n, (at) => [
      [`services/s${at}/docker/Dockerfile`, ''],
      [`docker/s${at}.Dockerfile`, ''],
    ]),
  ).map((path) => ({ path, mode: 'file' as const }));
}

function gone(n: number): Record<string, string> {
  return {
    'rollcall.yaml': 'removed-services: [video-service]\n',
    'k8s/a.yaml': `${lines(n, (at) => `k${at}: http://video-service\n`)}`,
  };
}
