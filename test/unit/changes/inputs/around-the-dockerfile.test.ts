import { describe, expect, test } from '@jest/globals';
import { discoverServices } from '@rollcall/domain/catalog/services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Files = Record<string, string>;

/** The files a change of which affects each service, sorted, and what is told. */
async function madeFrom(files: Files, scope: 'image' | 'source' = 'image') {
  const tree = memoryTree(files);
  const { services } = discoverServices(await tree.list(), {});
  const { inputs, problems } = await deriveInputs(tree, services, {});
  const affects = (path: string) => affectedServices([path], inputs, scope).affected.map(({ service }) => service);
  const of = Object.fromEntries(services.map(({ name }) => [name, [] as string[]]));
  for (const path of Object.keys(files).sort()) for (const service of affects(path)) of[service]?.push(path);
  return { of, told: problems.map(({ message }) => message) };
}

const jar = 'FROM eclipse-temurin:21\nCOPY build/libs/*.jar /app.jar\n';
const around = { 'README.md': '', 'libs/other/other.txt': '' };

const pom = (artifact: string, rest = '', parent = '../pom.xml'): string =>
  `<project><parent><groupId>com.acme</groupId><artifactId>root</artifactId><version>1</version><relativePath>${parent}</relativePath></parent><artifactId>${artifact}</artifactId>${rest}</project>`;
const maven: Files = {
  'pom.xml':
    '<project><groupId>com.acme</groupId><artifactId>root</artifactId><version>1</version><packaging>pom</packaging><modules><module>app</module><module>core</module><module>other</module></modules></project>',
  'app/pom.xml': pom(
    'app',
    '<dependencies><dependency><groupId>com.acme</groupId><artifactId>core</artifactId><version>1</version></dependency></dependencies>',
  ),
  'app/src/main/java/A.java': '',
  'core/pom.xml': pom('core'),
  'core/src/main/java/C.java': '',
  'other/pom.xml': pom('other'),
  'other/src/main/java/O.java': '',
};
const ofApp = ['app/pom.xml', 'app/src/main/java/A.java', 'core/pom.xml', 'core/src/main/java/C.java', 'pom.xml'];

test.each<[string, Files, string, string[]]>([
  [
    'Gradle: only in the folder of a module with sources is the archive made',
    {
      ...{ 'settings.gradle': "include 'services:shop', 'libs:money'\n", 'build.gradle': '' },
      ...{
        'services/shop/build.gradle': "dependencies { api project(':libs:money') }\n",
        'services/shop/Dockerfile': jar,
      },
      ...{ 'services/shop/src/S.java': '', 'libs/money/build.gradle': '', 'libs/money/M.java': '' },
    },
    'shop',
    [
      ...['build.gradle', 'libs/money/M.java', 'libs/money/build.gradle', 'services/shop/Dockerfile'],
      ...['services/shop/build.gradle', 'services/shop/src/S.java', 'settings.gradle'],
    ],
  ],
  [
    'Maven: a Dockerfile in its module',
    { ...maven, 'app/Dockerfile': 'FROM eclipse-temurin:21\nCOPY target/app.jar /\n' },
    'app',
    ['app/Dockerfile', ...ofApp],
  ],
  [
    'Maven: a Dockerfile elsewhere that takes what a module makes',
    { ...maven, 'docker/runtime/Dockerfile': 'FROM eclipse-temurin:21\nCOPY app/target/*.jar /app.jar\n' },
    'runtime',
    [...ofApp, 'docker/runtime/Dockerfile'],
  ],
  [
    'Nx: what is written for a project below the top',
    {
      ...{ 'nx.json': '{}', 'package.json': '{"workspaces":["apps/*"]}', 'apps/shop/package.json': '{"name":"shop"}' },
      ...{ 'apps/shop/project.json': '{"name":"shop","implicitDependencies":["money"]}', 'apps/shop/s.ts': '' },
      ...{ 'apps/shop/Dockerfile': 'FROM node:24\nCOPY dist/apps/shop /app\n' },
      ...{ 'libs/money/project.json': '{"name":"money"}', 'libs/other/project.json': '{"name":"other"}' },
    },
    'shop',
    [
      ...['apps/shop/Dockerfile', 'apps/shop/package.json', 'apps/shop/project.json', 'apps/shop/s.ts'],
      ...['libs/money/project.json', 'nx.json', 'package.json'],
    ],
  ],
])('what makes the files that nobody commits: %s', async (_name, files, service, want) => {
  const { of } = await madeFrom({ ...around, ...files });
  expect(of[service]).toEqual([...want].sort());
});

test.each<[string, Files, string]>([
  ['Bazel', { 'MODULE.bazel': '', 'services/shop/BUILD.bazel': '' }, 'bazel-bin/services/shop/shop_/shop'],
  ['Bazel', { WORKSPACE: '', 'services/shop/BUILD': '' }, 'shop.tar'],
  ['sbt', { 'build.sbt': '' }, 'target/scala-3/shop.jar'],
])('a tool that is not read makes every file of its build count, with a notice: %s', async (tool, files, source) => {
  const { of, told } = await madeFrom({
    ...around,
    ...files,
    'rollcall.yaml': '',
    'services/shop/main.go': '',
    'services/shop/Dockerfile': `FROM scratch\nCOPY ${source} /\n`,
    'compose.yaml': 'services: { shop: { build: { context: ., dockerfile: services/shop/Dockerfile } } }\n',
  });
  expect(of.shop).toContain('libs/other/other.txt');
  expect(told.join('\n')).toContain(
    `is made by ${tool}, whose files are not read: every file of the repository counts`,
  );
});

test('Bazel beside a service that it has no part of says nothing of it', async () => {
  const { of, told } = await madeFrom({
    ...around,
    ...{ 'MODULE.bazel': '', 'libs/other/BUILD.bazel': '', 'services/shop/main.go': '' },
    'services/shop/Dockerfile': 'FROM scratch\nCOPY bin/shop /\n',
    'compose.yaml': 'services: { shop: { build: services/shop } }\n',
  });
  expect(of.shop).toEqual(['services/shop/Dockerfile', 'services/shop/main.go']);
  expect(told.join('\n')).not.toContain('Bazel');
});

const several: Files = {
  'services/shop/main.py': '',
  'services/cart/main.py': '',
  'services/common/money.py': '',
  'go.mod': 'module example.com/shop\n',
};
const shop = 'services/shop/main.py';
const cart = 'services/cart/main.py';
const common = 'services/common/money.py';

test.each<[string, string, string[]]>([
  ['CMD', 'COPY services /services\nCMD ["python", "/services/shop/main.py"]\n', [shop, common]],
  ['a module', 'WORKDIR /app\nCOPY services services\nENTRYPOINT python -m services.shop.main\n', [shop, common]],
  ['a folder', 'COPY services /srv\nWORKDIR /srv/shop\nCMD ["python", "main.py"]\n', [shop, common]],
  ['an argument', 'ARG NAME=shop\nCOPY . .\nRUN go build -o /app ./services/${NAME}\n', ['go.mod', shop, common]],
  [
    'another one, too',
    'COPY services /s\nRUN cp /s/cart/main.py /x\nCMD python /s/shop/main.py\n',
    [shop, cart, common],
  ],
  ['all', 'COPY . .\nRUN go vet ./... && go build ./services/shop\n', ['go.mod', shop, cart, common]],
  ['nothing', 'COPY services /services\nCMD ["/run"]\n', [shop, cart, common]],
])('of several services in an image, those that are run are the source: by %s', async (_name, rest, want) => {
  const files = {
    ...several,
    'docker/shop/Dockerfile': `FROM python:3.13\n${rest}`,
    'docker/cart/Dockerfile': 'FROM python:3.13\nCOPY services/cart /app\n',
    'compose.yaml': 'services: { shop: { build: { context: ., dockerfile: docker/shop/Dockerfile } } }\n',
  };
  const inServices = (paths: readonly string[] = []) => paths.filter((path) => path in several).sort();
  expect(inServices((await madeFrom(files, 'source')).of.shop)).toEqual([...want].sort());
  const all = rest.includes('COPY . .') ? Object.keys(several) : [shop, cart, common];
  expect(inServices((await madeFrom(files)).of.shop)).toEqual([...all].sort());
});

const slim: Files = {
  ...around,
  'services/shop/Dockerfile': 'FROM alpine\nCOPY main.py /\n',
  'services/shop/Dockerfile.slim': 'FROM alpine\nCOPY libs/money /m\nCOPY services/shop/main.py /\n',
  'services/shop/Dockerfile.dev': 'FROM alpine\nCOPY libs/other /o\nCOPY services/shop/main.py /\n',
  'services/shop/main.py': '',
  'libs/money/m.txt': '',
};

test.each<[string, string, string[]]>([
  ['nothing says which is built', '', ['libs/money/m.txt', 'Dockerfile', 'Dockerfile.slim', 'main.py']],
  [
    'both are built',
    'target "slim" { dockerfile = "services/shop/Dockerfile.slim" }',
    ['libs/money/m.txt', 'Dockerfile', 'Dockerfile.slim', 'main.py'],
  ],
  ['it is not built', '', ['Dockerfile', 'main.py']],
])('a variant beside the Dockerfile: %s', async (name, bake, want) => {
  const main = name.startsWith('nothing') ? '' : 'target "shop" { context = "services/shop" }\n';
  const { of, told } = await madeFrom({ ...slim, ...(main ? { 'docker-bake.hcl': main + bake } : {}) });
  expect(of.shop).toEqual(want.map((path) => (path.includes('/') ? path : `services/shop/${path}`)));
  const says = told.some((message) => message.includes('nothing says whether services/shop/Dockerfile.slim is built'));
  expect(says).toBe(main === '');
});

describe('images that stand on one another, further than anybody writes them', () => {
  const names = Array.from({ length: 103 }, (_, at) => `s${at}`);
  const bake = names
    .map(
      (name, at) =>
        `target "${name}" {\n  context = "s/${name}"${at > 0 ? `\n  contexts = { below = "target:s${at - 1}" }` : ''}\n}\n`,
    )
    .join('');
  const chain = (from: (at: number) => string): Files => ({
    'README.md': '',
    ...Object.fromEntries(
      names.map((name, at) => [`s/${name}/Dockerfile`, `${at === 0 ? 'FROM scratch' : from(at)}\nCOPY . .\n`]),
    ),
  });

  test.each<[string, Files]>([
    ['by the name of an image', chain((at) => `FROM ghcr.io/acme/s${at - 1}`)],
    ['by a build context', { ...chain(() => 'FROM below'), 'docker-bake.hcl': bake }],
  ])('are followed a hundred times, and then everything counts: %s', async (_how, files) => {
    const { of } = await madeFrom(files);
    expect(of.s100).toHaveLength(101);
    expect(of.s100).not.toContain('README.md');
    expect(of.s102).toContain('README.md');
    expect(of.s102).toEqual(Object.keys(files).sort());
  });
});
