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
  expect(services).toEqual(isOne ? [{ ...cart, builtBy: { maker: 'Jib', from: 'services/cart' } }] : []);
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

const parents = (inside: string): string =>
  `<project><artifactId>all</artifactId><packaging>pom</packaging>${inside}</project>`;
const child = (inside = ''): string =>
  `<project><parent><artifactId>all</artifactId></parent><artifactId>cart</artifactId>${inside}</project>`;
const program = { 'cart/src/main/java/Cart.java': '', 'cart/src/main/resources/application.yml': '' };
const boot = '<plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin>';
const goal = boot.replace(
  '</plugin>',
  '<executions><execution><goals><goal>build-image-no-fork</goal></goals></execution></executions></plugin>',
);
const runs = (command: string) => ({
  '.github/workflows/ci.yml': `on: push\njobs: {a: {runs-on: x, steps: [{run: "${command}"}]}}\n`,
});

// What Maven 3.8.7 made of such poms (help:effective-pom 3.4.0): a plugin of a parent, of its profiles too, is the child's,
// unless it is not inherited; what is managed joins the plugin that the child names, and gives it none.
test.each<[string, Record<string, string>, string | null]>([
  ['a parent names Jib', { 'pom.xml': parents(`<build><plugins>${plugin}</plugins></build>`) }, 'Jib'],
  [
    'in a profile',
    { 'pom.xml': parents(`<profiles><profile><build><plugins>${plugin}</plugins></build></profile></profiles>`) },
    'Jib',
  ],
  [
    'for itself alone',
    {
      'pom.xml': parents(
        `<build><plugins>${plugin.replace('</plugin>', '<inherited>false</inherited></plugin>')}</plugins></build>`,
      ),
    },
    null,
  ],
  [
    'and the module skips it',
    {
      'pom.xml': parents(`<build><plugins>${plugin}</plugins></build>`),
      'cart/pom.xml': child('<properties><jib.skip>true</jib.skip></properties>'),
    },
    null,
  ],
  [
    'and the module does not skip it as its parent does',
    {
      'pom.xml': parents(
        `<properties><jib.skip>true</jib.skip></properties><build><plugins>${plugin}</plugins></build>`,
      ),
      'cart/pom.xml': child('<properties><jib.skip>false</jib.skip></properties>'),
    },
    'Jib',
  ],
  [
    'and the module is a library',
    {
      'pom.xml': parents(`<build><plugins>${plugin}</plugins></build>`),
      'cart/src/main/resources/application.yml': null as unknown as string,
    },
    null,
  ],
  [
    'a parent manages the goal of Spring Boot, and the module names the plugin',
    {
      'pom.xml': parents(`<build><pluginManagement><plugins>${goal}</plugins></pluginManagement></build>`),
      'cart/pom.xml': child(`<build><plugins>${boot}</plugins></build>`),
    },
    'Spring Boot',
  ],
  [
    'a parent manages the goal, and the module names no plugin',
    { 'pom.xml': parents(`<build><pluginManagement><plugins>${goal}</plugins></pluginManagement></build>`) },
    null,
  ],
  ['the module only packs itself', { 'cart/pom.xml': child(`<build><plugins>${boot}</plugins></build>`) }, null],
  [
    'a workflow calls its goal',
    { 'cart/pom.xml': child(`<build><plugins>${boot}</plugins></build>`), ...runs('./mvnw spring-boot:build-image') },
    'Spring Boot',
  ],
  [
    'a comment of a script names its goal',
    { 'cart/pom.xml': child(`<build><plugins>${boot}</plugins></build>`), 'ci.sh': '# mvn spring-boot:build-image\n' },
    null,
  ],
  [
    'the extension of Quarkus',
    {
      'cart/pom.xml': child(
        '<dependencies><dependency><artifactId>quarkus-container-image-jib</artifactId></dependency></dependencies>',
      ),
    },
    'Quarkus',
  ],
  [
    'the packaging of Micronaut',
    {
      'cart/pom.xml': child(
        '<packaging>docker</packaging><build><plugins><plugin><artifactId>micronaut-maven-plugin</artifactId></plugin></plugins></build>',
      ),
    },
    'Micronaut',
  ],
  [
    'docker-maven-plugin, with what is in the image',
    {
      'cart/pom.xml': child(
        '<build><plugins><plugin><artifactId>docker-maven-plugin</artifactId><configuration><images><image><build><from>a</from></build></image></images></configuration></plugin></plugins></build>',
      ),
    },
    'docker-maven-plugin',
  ],
  [
    'docker-maven-plugin, with a Dockerfile',
    {
      'cart/pom.xml': child(
        '<build><plugins><plugin><artifactId>docker-maven-plugin</artifactId><configuration><images><image><build><dockerFile>a</dockerFile></build></image></images></configuration></plugin></plugins></build>',
      ),
    },
    null,
  ],
])('what its parents and the commands say: %s', async (_name, files, maker) => {
  const all = { ...program, 'cart/pom.xml': child(), ...files };
  const given = Object.fromEntries(Object.entries(all).filter(([, text]) => text !== null));
  const { services } = await readServices(memoryTree(given), {});
  expect(services.map(({ name, builtBy }) => [name, builtBy?.maker])).toEqual(maker === null ? [] : [['cart', maker]]);
});

test.each<[string, Record<string, string>, string | null]>([
  [
    'a script plugin of buildSrc',
    {
      'cart/build.gradle.kts': 'plugins { id("acme.service") }\n',
      'buildSrc/src/main/kotlin/acme.service.gradle.kts': 'plugins { id("acme.image") }\n',
      'buildSrc/src/main/kotlin/acme.image.gradle.kts': 'plugins { id("com.google.cloud.tools.jib") }\n',
    },
    'Jib',
  ],
  [
    'a script plugin that another module applies',
    {
      'cart/build.gradle.kts': 'plugins { java }\n',
      'buildSrc/src/main/kotlin/acme.image.gradle.kts': 'plugins { id("com.google.cloud.tools.jib") }\n',
    },
    null,
  ],
  [
    'all projects below',
    { 'cart/build.gradle': '', 'build.gradle': "subprojects {\n  apply plugin: 'com.google.cloud.tools.jib'\n}\n" },
    'Jib',
  ],
  [
    'the project above alone',
    { 'cart/build.gradle': '', 'build.gradle': "subprojects {\n}\napply plugin: 'com.google.cloud.tools.jib'\n" },
    null,
  ],
  [
    'Spring Boot, with its task set up',
    { 'cart/build.gradle': "plugins {\n  id 'org.springframework.boot' version '3.3.0'\n}\nbootBuildImage { }\n" },
    'Spring Boot',
  ],
  [
    'Spring Boot alone',
    { 'cart/build.gradle': "plugins {\n  id 'org.springframework.boot' version '3.3.0'\n}\n" },
    null,
  ],
  [
    'Spring Boot, with its task called',
    {
      'cart/build.gradle': "plugins {\n  id 'org.springframework.boot' version '3.3.0'\n}\n",
      ...runs('./gradlew bootBuildImage'),
    },
    'Spring Boot',
  ],
])('what Gradle applies: %s', async (_name, files, maker) => {
  const { services } = await readServices(memoryTree({ ...program, ...files }), {});
  expect(services.map(({ name, builtBy }) => [name, builtBy?.maker])).toEqual(maker === null ? [] : [['cart', maker]]);
});
