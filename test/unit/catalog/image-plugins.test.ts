import { expect, test } from '@jest/globals';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const plugin = '<plugin><artifactId>jib-maven-plugin</artifactId></plugin>';
const pom = (inside: string): string => `<project><artifactId>cart</artifactId>${inside}</project>`;
const build = (inside: string): string => pom(`<build>${inside}</build>`);

test.each<[string, string, string, boolean]>([
  ['Maven', 'pom.xml', build(`<plugins>${plugin}</plugins>`), true],
  [
    'Maven, in a profile',
    'pom.xml',
    pom(`<profiles><profile><build><plugins>${plugin}</plugins></build></profile></profiles>`),
    true,
  ],
  ['Maven, only managed', 'pom.xml', build(`<pluginManagement><plugins>${plugin}</plugins></pluginManagement>`), false],
  [
    'Maven, behind what is managed',
    'pom.xml',
    build(`<pluginManagement><plugins/></pluginManagement><plugins>${plugin}</plugins>`),
    true,
  ],
  ['Maven, in a comment', 'pom.xml', build(`<!-- ${plugin} -->`), false],
  [
    'Maven, skipped',
    'pom.xml',
    build(
      `<plugins>${plugin.replace('</plugin>', '<configuration><skip>true</skip></configuration></plugin>')}</plugins>`,
    ),
    false,
  ],
  [
    'Maven, one that only puts others together',
    'pom.xml',
    pom(`<packaging>pom</packaging><build><plugins>${plugin}</plugins></build>`),
    false,
  ],
  ['Maven, without it', 'pom.xml', build(''), false],
  ['Gradle', 'build.gradle', "plugins {\n  id 'com.google.cloud.tools.jib' version '3.4.0'\n}\n", true],
  ['Gradle in Kotlin', 'build.gradle.kts', 'plugins { id("com.google.cloud.tools.jib") }\n', true],
  ['Gradle, by an alias', 'build.gradle.kts', 'plugins {\n  alias(libs.plugins.google.jib)\n}\n', true],
  ['Gradle, not applied', 'build.gradle.kts', 'plugins { id("com.google.cloud.tools.jib") apply false }\n', false],
  ['Gradle, in a comment', 'build.gradle', "// apply plugin: 'com.google.cloud.tools.jib'\n", false],
])('a module whose build makes its image without a Dockerfile is a service: %s', async (_name, file, text, isOne) => {
  const { services } = await readServices(
    memoryTree({ [`services/cart/${file}`]: text, 'services/cart/src/main/java/Cart.java': '' }),
    {},
  );
  const cart = { name: 'cart', path: 'services/cart', kind: 'java', dockerfile: null, dockerfiles: [], chart: null };
  expect(services).toEqual(isOne ? [{ ...cart, builtBy: 'Jib' }] : []);
});

const jib = {
  'services/cart/pom.xml': build(`<plugins>${plugin}</plugins>`),
  'services/cart/src/main/java/Cart.java': '',
};

test.each<[string, Record<string, string>, Parameters<typeof readServices>[1], string[]]>([
  ['the configuration excludes it', {}, { services: { exclude: ['services/*'] } }, []],
  ['the configuration names it', {}, { services: { overrides: { basket: { path: 'services/cart' } } } }, ['basket']],
  ['the configuration says that it is removed', {}, { 'removed-services': ['cart'] }, []],
  ['it has a Dockerfile', { 'services/cart/Dockerfile': 'FROM alpine\n' }, {}, ['cart']],
  ['it lies in a service', { 'services/Dockerfile': 'FROM alpine\n' }, {}, ['services']],
  ['others have Dockerfiles', { 'services/orders/Dockerfile': 'FROM alpine\n' }, {}, ['cart', 'orders']],
])('beside what is known: %s', async (_name, files, config, want) => {
  const { services } = await readServices(memoryTree({ ...jib, ...files }), config);
  expect(services.map(({ name }) => name)).toEqual(want);
});
