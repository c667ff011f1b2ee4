import { describe, expect, test } from '@jest/globals';
import { argoGlob } from '@rollcall/domain/argocd/glob';
import { folderMatcher } from '@rollcall/domain/catalog/folder-patterns';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { readDockerfile } from '@rollcall/domain/dockerfile/dockerfile';
import { parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
import { compileDockerPattern } from '@rollcall/domain/dockerfile/pattern';
import { readTemplate } from '@rollcall/domain/helm/helm-template';
import { templateYaml } from '@rollcall/domain/helm/template-as-yaml';
import { linearRegExp } from '@rollcall/domain/linear-regexp/linear-regexp';
import { placesIn } from '@rollcall/domain/location';
import { classifyShell } from '@rollcall/domain/shell/shell-text';
import { readTerraform } from '@rollcall/domain/terraform/blocks';
import { compileGlob } from '@rollcall/domain/tree/glob';
import { indexFiles } from '@rollcall/domain/tree/path-index';
import { unifiedDiff } from '@rollcall/domain/tree/unified-diff';
import type { Edit } from '@rollcall/domain/yaml/edit';
import { plainValue } from '@rollcall/domain/yaml/value';
import { walkNodes } from '@rollcall/domain/yaml/walk-nodes';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { contextOf, registersOf } from '../unit/registers/register-cases.ts';
import { verifyFiles } from '../unit/verify/rule-fixtures.ts';
import { type Doubled, growsWithItsInput, growth, most, numbered } from './growth.ts';

let version = 0;
/** Every text is another one: what is remembered of the one before costs nothing. */
function parse(text: string) {
  version += 1;
  return parseYamlFile(`a${version}.yaml`, text);
}

function register(path: string, text: string): unknown {
  return registersOf(path, text, contextOf());
}

const yaml: Doubled[] = [
  ['keys of one map', (n) => parse(Array.from({ length: n }, (_, at) => `k${at}: 1\n`).join(''))],
  ['items of one list', (n) => parse('- a\n'.repeat(n))],
  ['flow items', (n) => parse(`a: [${'b,'.repeat(n)}]`)],
  ['documents', (n) => parse('---\na: 1\n'.repeat(n))],
  ['comments', (n) => parse(`${'# x\n'.repeat(n)}a: 1\n`)],
  ['one long scalar', (n) => parse(`a: "${'x'.repeat(50 * n)}"`)],
  ['lines of a block scalar', (n) => parse(`a: |\n${'  x\n'.repeat(n)}`)],
  ['mistakes', (n) => parse('a: b: c\n'.repeat(n))],
  ['the same key', (n) => parse('a: 1\n'.repeat(n))],
  [
    'values',
    (n) => plainValue(parse(Array.from({ length: n }, (_, at) => `k${at}: [1]\n`).join('')).documents[0] as never),
  ],
  ['nodes', (n) => [...walkNodes(parse('- a: 1\n'.repeat(n)).documents[0] as never)]],
  ['places', (n) => Array.from({ length: n }, (_, at) => placesIn({ path: 'a', text: 'b' })(at))],
];

const shells: Doubled[] = [
  ['classes of quotes', (n) => classifyShell(`"'`.repeat(n))],
  ['here-documents that do not end', (n) => classifyShell('cat <<A <<B\n'.repeat(n))],
  ['arms', (n) => register('a.sh', `case "$X" in\n${'a-service) b ;;\n'.repeat(n)}esac\n`)],
  ['cases that do not end', (n) => register('a.sh', `${'case "$X" in a) '.repeat(n)} b ;; esac\n`)],
  ['cases inside an arm', (n) => register('a.sh', `case $X in a) ${'case $Y in b) c ;; esac\n'.repeat(n)} ;; esac\n`)],
  ['cases without arms', (n) => register('a.sh', `${'case $X in\n'.repeat(n)}esac\n`)],
  ['loops', (n) => register('a.sh', 'for x in a b; do c; done\n'.repeat(n))],
  ['arrays', (n) => register('a.sh', 'A=(a b)\n'.repeat(n))],
  ['an array that does not end', (n) => register('a.sh', 'A=(a b '.repeat(n))],
  ['lists of JSON', (n) => register('a.sh', `A='["cart-service","storefront"]'\n`.repeat(n))],
  ['brackets of JSON', (n) => register('a.sh', `A='["cart-service",`.repeat(n))],
  ['variables of make', (n) => register('Makefile', 'A = a b \\\n'.repeat(n))],
  ['a workspace', (n) => register('go.work', `use (\n${'\t./services/cart-service\n'.repeat(n)})\n`)],
  ['includes of gradle', (n) => register('settings.gradle', `include 'cart-service'\n`.repeat(n))],
  ['one include of gradle', (n) => register('settings.gradle', `include ${`'cart-service', `.repeat(n)}\n`)],
  ['lists of HCL', (n) => register('a.tf', 'a = ["cart-service", "storefront"]\n'.repeat(n))],
  ['routes', (n) => register('a.yaml', `http:\n${'- match: [{uri: {prefix: /svc/cart-service}}]\n'.repeat(n)}`)],
];

const others: Doubled[] = [
  ['instructions of a Dockerfile', (n) => readDockerfile(`FROM a\n${'COPY a b\n'.repeat(n)}`)],
  ['a line of a Dockerfile that goes on', (n) => readDockerfile(`FROM a\nRUN a ${'\\\n b '.repeat(n)}\n`)],
  ['here-documents of a Dockerfile', (n) => readDockerfile(`FROM a\n${'RUN <<A\nb\n'.repeat(n)}`)],
  [
    'stages of a Dockerfile',
    (n) => readDockerfile(Array.from({ length: n }, (_, at) => `FROM a AS s${at}\n`).join('')),
  ],
  ['arguments of a Dockerfile', (n) => readDockerfile(`FROM a\n${'ARG A=$A$A\nCOPY $A /\n'.repeat(n)}`)],
  ['rules of an ignore file', (n) => parseIgnoreRules('*.md\n!a/**\n'.repeat(n))],
  ['blocks of Terraform', (n) => readTerraform('a.tf', 'a "b" {\n c = 1\n}\n'.repeat(n))],
  ['Terraform that does not end', (n) => readTerraform('a.tf', 'a "b" {\n'.repeat(n))],
  ['strings in strings of Terraform', (n) => readTerraform('a.tf', `a = "${'${"'.repeat(n)}`)],
  ['actions of a template', (n) => readTemplate('a.yaml', 'a: {{ .b }}\n'.repeat(n))],
  ['blocks of a template', (n) => readTemplate('a.yaml', '{{ if a }}\n'.repeat(n))],
  ['a template as YAML', (n) => templateYaml(`t${n}.yaml`, 'a: {{ .b }} {{ .c }}\n'.repeat(n))],
  ['actions on one line', (n) => templateYaml(`l${n}.yaml`, `a: ${'{{ .b }}'.repeat(n)}\n`)],
  ['a diff', (n) => unifiedDiff('a', 'a\n'.repeat(n), edits(n))],
];

const patterns: Doubled[] = [
  ['a glob with stars', (n) => glob('x/*a*a*a*b', `x/${'a'.repeat(n)}`)],
  ['a glob of groups', (n) => glob('x/+(a|aa|+(a))b', `x/${'a'.repeat(n)}`)],
  ['a glob of Argo CD', (n) => argoGlob('*a*a*{a*,b}*c')('a'.repeat(n))],
  ['a pattern of Docker', (n) => compileDockerPattern('**/*a*a*b', { doubleStar: true }).matches('a/'.repeat(n))],
  ['folders of the configuration', (n) => folderMatcher(['+(a|aa)+(a|b)c'])('a'.repeat(n))],
  ['a pattern of a register', (n) => linearRegExp(/(?:a+)+(b)/m).matchAll('a'.repeat(n))],
  ['one with a look ahead', (n) => linearRegExp(/(?:(?=a*c).)*(b)/m).matchAll('a'.repeat(n))],
];

function glob(pattern: string, path: string): unknown {
  const { matches } = compileGlob(pattern);
  return typeof matches === 'function' && matches(path);
}

function edits(n: number): Edit[] {
  return Array.from({ length: n }, (_, at) => ({ path: 'a', range: [2 * at, 2 * at + 1], newText: 'b' }));
}

const listings = new Map(
  [8, 50_000, 100_000].map((n) => [n, Object.keys(numbered(n, (at) => [[`a/${String(at).padStart(6, '0')}`, '']]))]),
);

growsWithItsInput('YAML', 1000, yaml);
growsWithItsInput('lists and scripts', 300, shells);
growsWithItsInput('files of tools', 500, others);
growsWithItsInput('patterns', 400, patterns);

const applicationText = (name: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}}\nspec: {project: default, source: {repoURL: https://x.test/a.git, path: k8s, targetRevision: main}, destination: {namespace: prod}}\n`;

describe('trees', () => {
  test.each<[string, number, (size: number) => unknown]>([
    ['a listing', 50_000, (n) => indexFiles(listings.get(n) ?? []).files('a', true)],
    ['services', 200, (n) => catalog(numbered(n, (at) => [[`services/s${at}/Dockerfile`, 'FROM a\n']]))],
    ['Applications', 200, (n) => catalog(numbered(n, (at) => [[`apps/prod/a${at}.yaml`, applicationText(`a${at}`)]]))],
    ['inputs', 100, (n) => inputs(n)],
    ['everything', 40, (n) => verifyFiles(shop(n))],
  ])('%s', async (_what, size, work) => {
    expect(await growth(size, work)).toBeLessThan(most);
  });
});

function catalog(files: Record<string, string>) {
  return loadCatalog(memoryTree(files), {}, { repositoryUrl: null });
}

async function inputs(n: number) {
  const files = numbered(n, (at) => [
    [`services/s${at}/Dockerfile`, 'FROM a\nCOPY . .\n'],
    [`services/s${at}/go.mod`, `module s${at}\nreplace x => ../../libs/x\n`],
    [`services/s${at}/main.go`, ''],
  ]);
  const tree = memoryTree({ ...files, 'libs/x/go.mod': 'module x\n' });
  const { services } = await loadCatalog(tree, {}, { repositoryUrl: null });
  return deriveInputs(tree, services, {});
}

function shop(n: number): Record<string, string> {
  return numbered(n, (at) => [
    [`services/s${at}-service/Dockerfile`, 'FROM golang:1.26\nCOPY . .\n'],
    [`services/s${at}-service/go.mod`, `module s${at}\n`],
    [`k8s/charts/s${at}-service/Chart.yaml`, `name: s${at}-service\nversion: 1.0.0\n`],
    [`k8s/charts/s${at}-service/values.yaml`, 'image: {repository: x/a, tag: 1-a}\n'],
    [`k8s/charts/s${at}-service/templates/d.yaml`, 'kind: Deployment\nspec: {{ .Values.image.tag }}\n'],
    [
      `apps/prod/s${at}.yaml`,
      applicationText(`s${at}-service`).replace('path: k8s', `path: k8s/charts/s${at}-service`),
    ],
  ]);
}

describe('a planted quadratic is found', () => {
  test.each<[string, (size: number) => unknown]>([
    ['in blocks', (n) => Array.from({ length: n }, (_, at) => placesIn({ path: 'a', text: '\n'.repeat(at) })(at))],
    ['in searches of a text', (n) => 'a'.repeat(n).replace(/a/g, (_, at) => String('a'.repeat(n).indexOf('b', at)))],
    ['in copies of a list', (n) => Array.from({ length: n }, (_, at) => [...Array(at).fill(0)].length)],
  ])('%s', async (_what, work) => {
    expect(await growth(1000, work)).toBeGreaterThan(3);
  });
});
