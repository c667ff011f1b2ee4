import { expect, test } from '@jest/globals';
import type { Service } from '@rollcall/domain/catalog/catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const services: Service[] = [
  { name: 'a', path: 'services/a', kind: 'java', dockerfile: null, dockerfiles: [], chart: null },
];

async function packagesOf(files: Record<string, string>) {
  const { inputs, problems } = await deriveInputs(memoryTree(files), services, {});
  const edges = (inputs[0]?.edges ?? []).filter(({ because }) => because !== 'its own folder');
  return { patterns: edges.map(({ pattern }) => pattern).sort(), problems };
}

const base = {
  'settings.gradle': "include 'services:a', 'libs:x', 'libs:y'\n",
  'services/a/build.gradle': '',
  'libs/x/build.gradle': '',
  'libs/y/build.gradle': '',
  'README.md': '',
};
const onX = "dependencies { implementation project(':libs:x') }\n";

// Which scripts and projects count was seen with Gradle 4.4.1 where it can read them.
test.each<[string, Record<string, string>, string[]]>([
  [
    'a script of buildSrc that is applied by its name',
    {
      'buildSrc/src/main/groovy/with-x.gradle': onX,
      'buildSrc/src/main/groovy/with-y.gradle': "dependencies { api project(':libs:y') }\n",
      'services/a/build.gradle': "plugins { id 'with-x' }\n",
    },
    ['buildSrc/**', 'buildSrc/src/main/groovy/with-x.gradle', 'libs/x/**', 'settings.gradle'],
  ],
  [
    'a script in a package of an included build, behind another one',
    {
      'settings.gradle': `pluginManagement { includeBuild 'build-logic' }\n${base['settings.gradle']}`,
      'build-logic/settings.gradle': '',
      'build-logic/build.gradle': "plugins { id 'groovy-gradle-plugin' }\n",
      'build-logic/src/main/groovy/acme/service.gradle': "package acme\nplugins { id 'inner' }\n",
      'build-logic/src/main/groovy/inner.gradle': onX,
      'services/a/build.gradle': "apply plugin: 'acme.service'\n",
    },
    [
      'build-logic/**',
      'build-logic/src/main/groovy/acme/service.gradle',
      'build-logic/src/main/groovy/inner.gradle',
      'libs/x/**',
      'settings.gradle',
    ],
  ],
  [
    'a plugin that is a class',
    {
      'settings.gradle': `includeBuild("logic")\n${base['settings.gradle']}`,
      'logic/plugins/build.gradle.kts': 'plugins { `kotlin-dsl` }\n',
      'logic/plugins/src/main/kotlin/acme/Service.kt': 'fun p(project: Project) { add("api", project(":libs:x")) }\n',
      'logic/plugins/src/main/kotlin/acme/Other.kt': 'class Other\n',
    },
    [
      'libs/x/**',
      'logic/**',
      'logic/plugins/src/main/kotlin/acme/Other.kt',
      'logic/plugins/src/main/kotlin/acme/Service.kt',
      'settings.gradle',
    ],
  ],
  [
    'scripts that are applied, one by the other',
    {
      'scripts/x.gradle': "apply from: rootProject.file('scripts/more.gradle')\n",
      'scripts/more.gradle': onX,
      'scripts/other.gradle': "dependencies { api project(':libs:y') }\n",
      'services/a/build.gradle': 'apply from: "$rootDir/scripts/x.gradle"\n',
    },
    ['libs/x/**', 'scripts/more.gradle', 'scripts/x.gradle', 'settings.gradle'],
  ],
  [
    'a script that is applied looks in the folder of the project, not in its own',
    {
      'scripts/x.gradle': 'apply from: "own.gradle"\n',
      'services/a/own.gradle': onX,
      'services/a/build.gradle': "apply from: '../../scripts/x.gradle'\n",
    },
    ['libs/x/**', 'scripts/x.gradle', 'settings.gradle'],
  ],
  [
    'a script that the root gives to its subprojects',
    { 'build.gradle': 'subprojects { apply from: "${rootDir}/scripts/x.gradle" }\n', 'scripts/x.gradle': onX },
    ['build.gradle', 'libs/x/**', 'scripts/x.gradle', 'settings.gradle'],
  ],
  [
    'settings that apply a script, and a catalog elsewhere',
    {
      'settings.gradle':
        "apply from: 'config/projects.gradle'\ndependencyResolutionManagement { versionCatalogs { libs { from(files('config/libs.versions.toml')) } } }\n",
      'config/projects.gradle': base['settings.gradle'],
      'config/libs.versions.toml': '',
      'config/other.toml': '',
      'services/a/build.gradle': onX,
    },
    ['config/libs.versions.toml', 'config/projects.gradle', 'libs/x/**', 'settings.gradle'],
  ],
  [
    'a project with others in it, by a task, and files from elsewhere',
    {
      'libs/build.gradle': '',
      'shared/src/S.java': '',
      'shared/other.txt': '',
      'config/rules.xml': '',
      'services/a/build.gradle':
        "sourceSets.main.java.srcDir '../../shared/src'\ncheck.config = rootProject.file('config/rules.xml')\njar.dependsOn ':libs:x:jar'\n",
    },
    ['config/rules.xml/**', 'libs/build.gradle', 'libs/x/**', 'settings.gradle', 'shared/src/**'],
  ],
])('%s', async (_, files, expected) => {
  const { patterns, problems } = await packagesOf({ ...base, ...files });
  expect({ patterns, problems }).toEqual({ patterns: expected.sort(), problems: [] });
});

test.each([
  ['an applied script', { 'services/a/build.gradle': 'apply from: scriptOf("x")\n' }, 'computes the scripts'],
  ['an included build', { 'settings.gradle': `includeBuild(dir)\n${base['settings.gradle']}` }, 'computes the builds'],
  [
    'the folder of a project',
    {
      'settings.gradle': "include 'x'\nrootProject.children.each { it.projectDir = new File(dirs[it.name]) }\n",
      'services/a/build.gradle': "dependencies { api project(':x') }\n",
    },
    'computes the projects',
  ],
])('what is computed is told, and all of the build counts: %s', async (_, files, message) => {
  const { patterns, problems } = await packagesOf({ ...base, ...files });
  expect(patterns).toContain('**');
  expect(problems).toMatchObject([{ severity: 'notice', message: expect.stringContaining(message) }]);
});
