import { describe, expect, test } from '@jest/globals';
import { toolLists } from '@rollcall/domain/registers/kinds/tool-lists';
import { contextOf, describeLists, names, only, registersOf, service } from './register-cases.ts';

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
  {
    title: 'the modules of Sonar',
    kind: 'tool-list',
    path: 'sonar-project.properties',
    write: (list) => `sonar.projectKey=shop\n# all\nsonar.modules=${list.map((one) => `services/${one}`).join(',')}\n`,
    line: 3,
  },
  {
    title: 'the sources of Sonar over several lines',
    kind: 'tool-list',
    path: 'sonar-project.properties',
    write: (list) =>
      `sonar.sources = lib/src, \\\n  ${list.map((one) => `services/${one}/src`).join(', ')}\nsonar.tests=test\n`,
    line: 1,
    foreign: ['lib/src'],
  },
  {
    title: 'the paths that Renovate reads',
    kind: 'tool-list',
    path: 'renovate.json',
    write: (list) =>
      `{\n  "extends": ["config:recommended"],\n  "includePaths": [\n${list.map((one) => `    "services/${one}/**"`).join(',\n')}\n  ]\n}\n`,
    line: 3,
  },
  {
    title: 'a rule of Renovate for each service, between comments',
    kind: 'tool-list',
    path: '.github/renovate.json5',
    write: (list) =>
      `{\n  // "services/none": of https://example.com\n  packageRules: [\n    { matchDepTypes: ['devDependencies'], automerge: true },\n${list.map((one) => `    {\n      matchFileNames: ['services/${one}/**'], // all\n      groupName: '${one}',\n    }`).join(',\n')}\n  ],\n}\n`,
    line: 3,
  },
  {
    title: 'the services of one rule of Renovate',
    kind: 'tool-list',
    path: '.renovaterc',
    write: (list) =>
      `{ "packageRules": [{ "matchFileNames": [${list.map((one) => `"services/${one}/package.json"`).join(', ')}], "groupName": "services" }] }\n`,
    line: 1,
  },
  {
    title: 'the jobs that a job waits for',
    kind: 'gathered-jobs',
    path: '.github/workflows/ci.yml',
    write: (list) =>
      `on: push\njobs:\n  deploy:\n    needs: [${list.map((one) => `build-${one}`).join(', ')}]\n    runs-on: ubuntu-latest\n`,
    line: 4,
  },
  {
    title: 'the jobs that a job waits for, each on its line',
    kind: 'gathered-jobs',
    path: '.github/workflows/ci.yml',
    write: (list) =>
      `on: push\njobs:\n  deploy:\n    needs:\n      - lint # first\n${lines(list, (one) => `      - build-${one}\n`)}    runs-on: ubuntu-latest\n`,
    line: 4,
    foreign: ['lint'],
  },
  {
    title: 'the targets that a target makes',
    kind: 'gathered-targets',
    path: 'Makefile',
    write: (list) =>
      `all: lint ${list.map((one) => `build-${one}`).join(' ')}\n\nbuild-%:\n\tdocker build services/$*\n`,
    line: 1,
    foreign: ['lint'],
  },
  {
    title: 'a variable of a file of variables',
    kind: 'shell-array',
    path: '.env',
    write: (list) => `PASSWORD="a b"\nSERVICES=${list.join(',')}\nPORT=80\n`,
    line: 2,
  },
  {
    title: 'a variable in quotes, with blanks between',
    kind: 'shell-array',
    path: 'deploy/shop.env',
    write: (list) => `export SERVICES="${list.join(' ')}"\n`,
    line: 1,
  },
  {
    title: 'names on lines of their own',
    kind: 'shell-array',
    path: 'ci/services.txt',
    write: (list) => `# what is built\n${lines(list, (one) => `${one}\n`)}`,
    line: 2,
  },
  {
    title: 'upstreams of nginx',
    kind: 'routes',
    path: 'gateway/nginx.conf',
    write: (list) =>
      `http {\n  # upstream none { server x; }\n${lines(list, (one) => `  upstream ${one} {\n    server ${one}:8080; # "one\n  }\n`)}  log_format a '{"x": 1}';\n}\n`,
    line: 3,
    besideSibling: true,
  },
  {
    title: 'locations of nginx',
    kind: 'routes',
    path: 'nginx/conf.d/default.conf',
    write: (list) =>
      `server {\n  listen 80;\n  location / { return 404; }\n${lines(list, (one) => `  location /${one}/ {\n    proxy_pass http://${one}.shop.svc:8080/;\n    location /${one}/private { deny all; }\n  }\n`)}}\n`,
    line: 4,
    besideSibling: true,
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

  test('nothing is written where a name alone is not enough: modules of Sonar with settings of their own', () => {
    const text =
      'sonar.modules=services/cart-service,services/order-service\nservices/cart-service.sonar.sources=src\n';
    expect(registersOf('sonar-project.properties', text, context)).toEqual([]);
    expect(registersOf('sonar-project.properties', `sonar.projectBaseDir=x\n${text}`, context)).toEqual([]);
  });

  test('a project of Gradle that lies elsewhere is that of its folder, and its two lines are left to a person', () => {
    const moved = (name: string) =>
      `include(":shop-${name}")\nproject(":shop-${name}").projectDir = file("services/${name}")\n`;
    const register = only('settings.gradle.kts', `${moved('ledger-app')}${moved('risk-app')}`, context);
    expect(register.entries).toEqual(['ledger-app', 'risk-app']);
    expect([register.insert('audit-app'), register.remove('risk-app')]).toEqual([[], []]);
    const loop =
      'include ":ledger-app", ":risk-app"\nrootProject.children.each { it.projectDir = new File("services/${it.name}") }\n';
    expect(registersOf('settings.gradle', loop, context)).toEqual([]);
  });

  test('a location of nginx is not added where another one matches the same', () => {
    const locations = names.slice(0, 4).map((name, at) => `  location /${at} { proxy_pass http://${name}; }\n`);
    const register = only('nginx.conf', `server {\n${locations.join('')}}\n`);
    expect(register.insert('admin-portal', 'cart-service')).toEqual([]);
    expect(register.remove('order-service')).toHaveLength(1);
  });

  test('a target that takes a variable, a pattern or a recipe on its line is no list', () => {
    const targets = names.slice(0, 4).map((name) => `build-${name}`);
    expect(registersOf('Makefile', `all: $(TARGETS) ${targets.join(' ')}\n`)).toEqual([]);
    expect(only('Makefile', `all: ${targets.join(' ')} ; @echo x\n`).entries).toEqual(names.slice(0, 4));
  });
});
