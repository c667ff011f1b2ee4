import { describe, expect, test } from '@jest/globals';
import { toolLists } from '@rollcall/domain/registers/kinds/tool-lists';
import { contextOf, describeLists, only, registersOf, service } from './register-cases.ts';

const rust = ['pay-engine', 'tax-engine', 'fee-engine', 'fx-engine'];
const more = [
  ...rust.map((name) => service(name, 'rust')),
  ...['pricing-api', 'search-api', 'mail-api', 'geo-api'].map((name) => service(name, 'python')),
  ...['ledger-app', 'risk-app', 'audit-app', 'quote-app'].map((name) => service(name, 'java')),
];
const python = ['pricing-api', 'search-api', 'mail-api', 'geo-api'];
const java = ['ledger-app', 'risk-app', 'audit-app', 'quote-app'];
const go = ['cart-service', 'order-service', 'audit-log-service'];
const lines = (list: readonly string[], write: (name: string) => string): string => list.map(write).join('');

describeLists([
  {
    title: 'Cargo',
    kind: 'tool-list',
    path: 'Cargo.toml',
    write: (list) =>
      `[workspace]\nresolver = "2"\nmembers = [\n  "crates/core", # shared\n${lines(list, (one) => `  "services/${one}",\n`)}]\nexclude = ["services/old"]\n\n[workspace.dependencies]\nmembers = "1"\n`,
    line: 3,
    foreign: ['crates/core'],
    of: rust,
    more,
  },
  {
    title: 'Cargo on one line',
    kind: 'tool-list',
    path: 'Cargo.toml',
    write: (list) => `[workspace] # all\nmembers = [${list.map((one) => `'services/${one}'`).join(', ')}]\n`,
    line: 2,
    of: rust,
    more,
  },
  {
    title: 'uv',
    kind: 'tool-list',
    path: 'pyproject.toml',
    write: (list) =>
      `[project]\nname = "all"\n\n[tool.uv.workspace]\nmembers = [\n${list.map((one) => `    "services/${one}"`).join(',\n')}\n]\n`,
    line: 5,
    of: python,
    more,
  },
  {
    title: 'Maven',
    kind: 'tool-list',
    path: 'pom.xml',
    write: (list) =>
      `<project>\n  <modules>\n    <!-- <module>services/old</module> -->\n    <module>libs/core</module>\n${lines(list, (one) => `    <module>services/${one}</module>\n`)}  </modules>\n  <profiles><profile><modules><module>it</module></modules></profile></profiles>\n</project>\n`,
    line: 2,
    foreign: ['libs/core'],
    of: java,
    more,
  },
  {
    title: 'Dependabot',
    kind: 'tool-list',
    path: '.github/dependabot.yml',
    write: (list) =>
      `version: 2\nupdates:\n  - package-ecosystem: github-actions\n    directory: /\n    schedule: { interval: weekly }\n${lines(list, (one) => `  - package-ecosystem: gomod\n    directory: /services/${one}\n    schedule: { interval: weekly }\n`)}`,
    line: 2,
    of: go,
  },
  {
    title: 'release-please',
    kind: 'tool-list',
    path: 'release-please-config.json',
    write: (list) =>
      `{\n  "release-type": "simple",\n  "packages": {\n${list.map((one) => `    "services/${one}": { "component": "${one}" }`).join(',\n')}\n  }\n}\n`,
    line: 3,
  },
  {
    title: 'CODEOWNERS',
    kind: 'tool-list',
    path: '.github/CODEOWNERS',
    write: (list) => `# who\n* @shop/all\n${lines(list, (one) => `/services/${one}/ @shop/backend\n`)}`,
    line: 3,
  },
  {
    title: 'the resources of a kustomization',
    kind: 'tool-list',
    path: 'deploy/kustomization.yaml',
    write: (list) =>
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${lines(list, (one) => `  - ../services/${one}/k8s\n`)}`,
    line: 3,
  },
  {
    title: 'Backstage',
    kind: 'tool-list',
    path: 'catalog-info.yaml',
    write: (list) =>
      `apiVersion: backstage.io/v1alpha1\nkind: Location\nspec:\n  targets:\n${lines(list, (one) => `    - ./services/${one}/catalog-info.yaml\n`)}`,
    line: 4,
  },
  {
    title: 'Skaffold',
    kind: 'tool-list',
    path: 'skaffold.yaml',
    write: (list) =>
      `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n${lines(list, (one) => `    - image: shop/${one}\n      context: services/${one}\n`)}`,
    line: 4,
  },
]);

describe('what is read of a list of folders', () => {
  const context = contextOf({ more });

  test('patterns list what they match, and what they take out they do not', () => {
    const register = only(
      'Cargo.toml',
      '[workspace]\nmembers = ["services/p*-engine", "services/tax-engine", "services/fee-engine"]\n',
      context,
    );
    expect(register.entries).toEqual(['pay-engine', 'tax-engine', 'fee-engine']);
    expect(register.remove('pay-engine')).toEqual([]);
  });

  test('a solution is read, and nothing is written to it, since every project has an identifier of its own', () => {
    const dotnet = ['a-host', 'b-host', 'c-host'].map((name) => service(name, 'dotnet'));
    const text = dotnet
      .slice(0, 2)
      .map(({ name }) => `Project("{F}") = "${name}", "services\\${name}\\${name}.csproj", "{A}"\r\nEndProject\r\n`)
      .join('');
    const register = only('shop.sln', text, contextOf({ more: dotnet }));
    expect(register.entries).toEqual(['a-host', 'b-host']);
    expect([register.insert('c-host'), register.remove('a-host')]).toEqual([[], []]);
  });

  test('each ecosystem of Dependabot is a list of its own', () => {
    const entry = (ecosystem: string, name: string) =>
      `  - package-ecosystem: ${ecosystem}\n    directory: "/services/${name}"\n`;
    const text = `updates:\n${entry('gomod', 'cart-service')}${entry('pip', 'mail-api')}${entry('gomod', 'order-service')}${entry('pip', 'geo-api')}`;
    expect(registersOf('.github/dependabot.yml', text, context).map(({ entries }) => entries)).toEqual([
      ['cart-service', 'order-service'],
      ['mail-api', 'geo-api'],
    ]);
  });

  test('a file that is none of these, of one service, or with mistakes has no list', () => {
    const text = '[workspace]\nmembers = ["services/pay-engine", "services/tax-engine"]\n';
    expect(registersOf('services/pay-engine/Cargo.toml', text, context)).toEqual([]);
    expect(toolLists({ path: 'Cargo.lock', text, yaml: null })).toEqual([]);
    expect(toolLists({ path: 'skaffold.yaml', text: 'build: {artifacts: [', yaml: null })).toEqual([]);
  });
});
