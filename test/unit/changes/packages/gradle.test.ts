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

const settings = "include 'services:a', 'libs:x', 'libs:y'\n";
const common = ['build.gradle', 'settings.gradle'];

test.each<[string, Record<string, string>, string[]]>([
  [
    'what the root gives to its subprojects, and not what it takes itself',
    {
      'build.gradle':
        "subprojects {\n  dependencies { implementation project(':libs:x') }\n}\ndependencies { aggregate project(':libs:y') }\n",
    },
    [...common, 'libs/x/**'],
  ],
  [
    'what the root configures for one project',
    {
      'build.gradle':
        "project(':services:a') {\n  dependencies { api project(':libs:y') }\n}\nproject(':libs:y') {\n  dependencies { api project(':libs:x') }\n}\n",
      'libs/y/build.gradle': '',
    },
    [...common, 'libs/x/**', 'libs/y/**'],
  ],
  [
    'a build that is included, and folders of the root',
    { 'settings.gradle': `includeBuild("build-logic")\n${settings}`, 'build-logic/a.kt': '', 'gradle/x.gradle': '' },
    [...common, 'build-logic/**', 'gradle/**'],
  ],
  [
    'projects that the settings find by themselves',
    {
      'settings.gradle': "file('libs').eachDir { include \"libs:$it.name\" }\ninclude 'services:a'\n",
      'services/a/build.gradle': "dependencies { api project(':libs:y') }\n",
      'libs/y/build.gradle': '',
    },
    [...common, 'libs/y/**'],
  ],
])('%s', async (_, files, expected) => {
  const base = { 'settings.gradle': settings, 'build.gradle': '', 'services/a/build.gradle': '' };
  expect((await packagesOf({ ...base, ...files })).patterns).toEqual(expected.sort());
});

test('a project that a script computes: all of its build, and a notice', async () => {
  const { patterns, problems } = await packagesOf({
    'settings.gradle': settings,
    'services/a/build.gradle': 'names.each { dependencies { api project(it) } }\n',
  });
  expect(patterns).toEqual(['**', 'settings.gradle']);
  expect(problems).toMatchObject([
    { severity: 'notice', message: expect.stringContaining('services/a/build.gradle computes the projects') },
  ]);
});
