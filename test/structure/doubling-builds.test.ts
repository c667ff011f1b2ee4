import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';

// What builds the images of many services, where what is built and what builds it both become twice as many: each that
// is looked up in each of the others would take four times the steps.

async function detected(files: Record<string, string>): Promise<void> {
  const tree = memoryTree(files);
  const { services } = await loadCatalog(tree, {}, { repositoryUrl: 'https://github.com/example/shop.git' });
  await deriveInputs(tree, services, {});
}

const project = (artifact: string, rest: string) =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>${artifact}</artifactId><version>1</version>${rest}</project>\n`;
const parent = '<parent><groupId>a</groupId><artifactId>all</artifactId><version>1</version></parent>';
const plugins = (artifact: string) =>
  `<build><plugins><plugin><artifactId>${artifact}</artifactId></plugin></plugins></build>`;

/** Modules of Maven without a Dockerfile, whose parent names a plugin, and a script with a command for each. */
function mavenModules(n: number, plugin: string, command: (at: number) => string): Record<string, string> {
  return {
    'pom.xml': project(
      'all',
      `<packaging>pom</packaging><modules>${lines(n, (at) => `<module>m${at}</module>`)}</modules>${plugins(plugin)}`,
    ),
    'build.sh': lines(n, command),
    ...numbered(n, (at) => [
      [`m${at}/pom.xml`, project(`m${at}`, parent)],
      [`m${at}/src/main/java/App.java`, 'class App {}\n'],
      [`m${at}/src/main/resources/application.yml`, 'a: b\n'],
    ]),
  };
}

/** Services with a Dockerfile each, and what builds them. */
function services(n: number, builds: Record<string, string>, dockerfile = 'FROM a\nCOPY . .\n') {
  return {
    ...builds,
    ...numbered(n, (at) => [
      [`services/s${at}/Dockerfile`, dockerfile],
      [`services/s${at}/main.txt`, ''],
    ]),
  };
}

const step = (at: number) =>
  `      - uses: docker/build-push-action@v6\n        with: {context: ., file: services/s${at}/Dockerfile, tags: "ghcr.io/example/s${at}:1"}\n`;
const job = (steps: string) => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}`;

const made: Doubled[] = [
  [
    'modules of Micronaut',
    (n) => detected(mavenModules(n, 'micronaut-maven-plugin', (at) => `mvn -pl m${at} package\n`)),
  ],
  ['modules of Jib', (n) => detected(mavenModules(n, 'jib-maven-plugin', (at) => `mvn -pl m${at} jib:build\n`))],
  [
    'modules of Spring Boot',
    (n) => detected(mavenModules(n, 'spring-boot-maven-plugin', (at) => `mvn -pl m${at} spring-boot:build-image\n`)),
  ],
  [
    'modules of JKube',
    (n) => detected(mavenModules(n, 'kubernetes-maven-plugin', (at) => `mvn -pl m${at} k8s:build\n`)),
  ],
  [
    'modules of Gradle',
    (n) =>
      detected({
        'settings.gradle': lines(n, (at) => `include 'm${at}'\n`),
        'build.gradle': "subprojects { apply plugin: 'org.springframework.boot' }\n",
        'build.sh': lines(n, (at) => `./gradlew :m${at}:bootBuildImage\n`),
        ...numbered(n, (at) => [
          [`m${at}/build.gradle`, "plugins { id 'java' }\n"],
          [`m${at}/src/main/java/App.java`, 'class App {}\n'],
          [`m${at}/src/main/resources/application.yml`, 'a: b\n'],
        ]),
      }),
  ],
  [
    'projects of .NET',
    (n) =>
      detected({
        'build.sh': lines(n, (at) => `dotnet publish src/P${at}/P${at}.csproj -t:PublishContainer\n`),
        ...numbered(n, (at) => [
          [`src/P${at}/P${at}.csproj`, '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup/></Project>\n'],
          [`src/P${at}/Program.cs`, ''],
        ]),
      }),
  ],
  [
    'programs of Go, by ko',
    (n) =>
      detected({
        'go.mod': 'module example.com/shop\n',
        'build.sh': lines(n, (at) => `ko build ./cmd/s${at}\n`),
        ...numbered(n, (at) => [[`cmd/s${at}/main.go`, 'package main\nfunc main() {}\n']]),
      }),
  ],
  [
    'programs by pack',
    (n) =>
      detected({
        'build.sh': lines(n, (at) => `pack build ghcr.io/example/s${at} --path services/s${at}\n`),
        ...numbered(n, (at) => [[`services/s${at}/package.json`, `{"name": "s${at}"}\n`]]),
      }),
  ],
];

const built: Doubled[] = [
  [
    'lines of a script',
    (n) => detected(services(n, { 'build.sh': lines(n, (at) => `docker build -f services/s${at}/Dockerfile .\n`) })),
  ],
  [
    'scripts',
    (n) =>
      detected(
        services(
          n,
          numbered(n, (at) => [[`scripts/b${at}.sh`, `docker build -f services/s${at}/Dockerfile -t s${at} .\n`]]),
        ),
      ),
  ],
  [
    'targets of a Makefile',
    (n) =>
      detected(
        services(n, {
          Makefile: lines(n, (at) => `V${at} = services/s${at}\nb${at}:\n\tdocker build -f $(V${at})/Dockerfile .\n`),
        }),
      ),
  ],
  ['steps of a workflow', (n) => detected(services(n, { '.github/workflows/a.yml': job(lines(n, step)) }))],
  [
    'workflows',
    (n) =>
      detected(
        services(
          n,
          numbered(n, (at) => [[`.github/workflows/w${at}.yml`, job(step(at))]]),
        ),
      ),
  ],
  [
    'services of Compose',
    (n) =>
      detected(
        services(n, {
          'compose.yaml': `services:\n${lines(n, (at) => `  s${at}: {image: "example/s${at}", build: {context: ., dockerfile: services/s${at}/Dockerfile}}\n`)}`,
        }),
      ),
  ],
  [
    'files of Compose',
    (n) =>
      detected(
        services(
          n,
          numbered(n, (at) => [[`services/s${at}/compose.yaml`, 'services:\n  a: {build: {context: ../..}}\n']]),
        ),
      ),
  ],
  [
    'targets of Bake',
    (n) =>
      detected(
        services(n, {
          'docker-bake.hcl': lines(
            n,
            (at) => `target "s${at}" {\n  dockerfile = "services/s${at}/Dockerfile"\n  tags = ["example/s${at}"]\n}\n`,
          ),
        }),
      ),
  ],
  [
    'artifacts of Skaffold',
    (n) =>
      detected(
        services(n, {
          'skaffold.yaml': `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n${lines(n, (at) => `    - {image: s${at}, context: services/s${at}}\n`)}`,
        }),
      ),
  ],
  [
    'lines that name what Maven makes',
    (n) =>
      detected({
        ...services(
          n,
          { 'build.sh': lines(n, (at) => `mvn -pl services/s${at} -am package\n`) },
          'FROM a\nCOPY target/*.jar a.jar\n',
        ),
        'pom.xml': project(
          'all',
          `<packaging>pom</packaging><modules>${lines(n, (at) => `<module>services/s${at}</module>`)}</modules>`,
        ),
        ...numbered(n, (at) => [[`services/s${at}/pom.xml`, project(`s${at}`, parent)]]),
      }),
  ],
  [
    'images that stand on the one before',
    (n) =>
      detected(
        numbered(n, (at) => [
          [`services/s${at}/Dockerfile`, at === 0 ? 'FROM scratch\n' : `FROM ghcr.io/example/s${at - 1}\nCOPY . .\n`],
        ]),
      ),
  ],
  [
    'packages of a workspace',
    (n) =>
      detected({
        'package.json': '{"private": true, "workspaces": ["packages/*", "services/*"]}\n',
        ...numbered(n, (at) => [
          [`packages/p${at}/package.json`, `{"name": "@a/p${at}", "version": "1.0.0"}\n`],
          [`services/s${at}/package.json`, `{"name": "s${at}", "dependencies": {"@a/p${at}": "1.0.0"}}\n`],
          [`services/s${at}/Dockerfile`, 'FROM node\nCOPY . .\n'],
        ]),
      }),
  ],
  [
    'submodules',
    (n) =>
      detected(
        services(n, {
          '.gitmodules': lines(
            n,
            (at) => `[submodule "m${at}"]\n\tpath = libs/m${at}\n\turl = https://x.test/m${at}.git\n`,
          ),
        }),
      ),
  ],
];

growsWithItsInput('images that no Dockerfile makes', 400, made);
growsWithItsInput('builds of many services', 400, built);
