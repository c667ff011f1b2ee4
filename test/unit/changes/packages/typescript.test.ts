import { dirname, relative, resolve } from 'node:path/posix';
import { expect, test } from '@jest/globals';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import ts from 'typescript';

/** Paths that affect a service, of the files of a repository. */
async function reached(files: Readonly<Record<string, string>>, scope: 'source' | 'image', service = 'pay') {
  const tree = memoryTree(files);
  const { services } = await readServices(tree, {});
  const { inputs, problems } = await deriveInputs(tree, services, {});
  const paths = Object.keys(files).filter((path) =>
    affectedServices([path], inputs, scope).affected.some((one) => one.service === service),
  );
  return { paths, problems };
}

/** The files that the compiler of TypeScript reads for a project and for those that it references. */
function compiled(files: Readonly<Record<string, string>>, project: string, seen = new Set<string>()): Set<string> {
  if (seen.has(project)) return seen;
  const absolute = Object.keys(files).map((path) => `/${path}`);
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (path) => absolute.includes(resolve('/', path)),
    readFile: (path) => {
      seen.add(relative('/', resolve('/', path)));
      return files[relative('/', resolve('/', path))];
    },
    readDirectory: (root, extensions, excludes, includes) =>
      absolute.filter((path) =>
        includes.some((include) => {
          const pattern = resolve(root, include)
            .replace(/[.]/g, '\\.')
            .replace(/\/\*\*\/\*$/, '/.*')
            .replace(/(?<!\.)\*/g, '[^/]*');
          return (
            new RegExp(`^${pattern}(?:/.*)?$`).test(path) &&
            extensions.some((end) => path.endsWith(end)) &&
            !excludes?.includes(path)
          );
        }),
      ),
  };
  const { config } = ts.readConfigFile(`/${project}`, host.readFile);
  const parsed = ts.parseJsonConfigFileContent(config, host, dirname(`/${project}`), undefined, `/${project}`);
  expect(parsed.errors.map(({ messageText }) => messageText)).toEqual([]);
  for (const path of parsed.fileNames) seen.add(relative('/', path));
  for (const reference of parsed.projectReferences ?? [])
    compiled(files, relative('/', ts.resolveProjectReferencePath(reference)), seen);
  return seen;
}

const around = {
  'services/pay/Dockerfile': 'FROM node:24\nCOPY dist ./\n',
  'services/pay/package.json': '{"name":"pay"}',
  'services/pay/src/pay.ts': '1',
  'services/ship/Dockerfile': 'FROM node:24\nCOPY dist ./\n',
  'services/ship/package.json': '{"name":"ship"}',
  'services/ship/src/ship.ts': '1',
  'libs/money/src/money.ts': '1',
  'libs/money/tsconfig.json':
    '{"compilerOptions":{"composite":true},"references":[{"path":"../rates/tsconfig.lib.json"}]}',
  'libs/rates/src/rates.ts': '1',
  'libs/rates/tsconfig.lib.json': '{"compilerOptions":{"composite":true},"include":["src"]}',
  'libs/dates/src/dates.ts': '1',
  'libs/dates/tsconfig.json': '{"compilerOptions":{"composite":true}}',
  'types/globals.d.ts': '1',
  'settings/strict.json': '{"compilerOptions":{"strict":true}}',
  'settings/tsconfig.node.json': '{"extends":"./tsconfig.strict","compilerOptions":{"module":"nodenext"}}',
  'settings/tsconfig.strict.json': '{"compilerOptions":{"strict":true}}',
};

// TypeScript 6.0.3 says which files are compiled: its own parser of settings is asked.
test.each([
  ['references, and what they reference', '{"references":[{"path":"../../libs/money"}],"include":["src"]}'],
  [
    'a reference with comments and a comma at the end',
    '{\n  // built first\n  "references": [{ "path": "../../libs/money/" },],\n  "include": ["src"]\n}',
  ],
  ['settings that extend others', '{"extends":"../../settings/tsconfig.node.json","include":["src"]}'],
  [
    'several of them',
    '{"extends":["../../settings/tsconfig.strict","../../settings/tsconfig.node.json"],"include":["src"]}',
  ],
  ['sources that are included', '{"include":["src","../../types/**/*"]}'],
  ['files', '{"files":["src/pay.ts","../../types/globals.d.ts"]}'],
])('%s count as the compiler reads them', async (_what, settings) => {
  const files = { ...around, 'services/pay/tsconfig.json': settings };
  const read = compiled(files, 'services/pay/tsconfig.json');
  const { paths, problems } = await reached(files, 'source');
  const outside = (all: Iterable<string>) => [...all].filter((path) => !path.startsWith('services/pay/'));
  expect(outside(read).length).toBeGreaterThan(0);
  expect(paths).toEqual(expect.arrayContaining([...read]));
  expect(paths).not.toContain('libs/dates/src/dates.ts');
  expect(problems.map(({ severity }) => severity)).not.toContain('warning');
});

test('an image that compiles what it copies takes nothing else by settings', async () => {
  const files = {
    ...around,
    'services/pay/Dockerfile': 'FROM node:24\nCOPY src ./src\n',
    'services/pay/tsconfig.json': '{"references":[{"path":"../../libs/money"}]}',
  };
  expect((await reached(files, 'image')).paths).toEqual(['services/pay/Dockerfile', 'services/pay/src/pay.ts']);
  expect((await reached(files, 'source')).paths).toContain('libs/rates/src/rates.ts');
});

test('aliases count, but for packages that package.json would name', async () => {
  const paths = { '@shop/money': ['libs/money/src/money.ts'], '@shop/dates/*': ['libs/dates/src/*'] };
  const files = {
    ...around,
    'services/pay/Dockerfile': 'FROM node:24\nCOPY src ./src\n',
    'services/ship/Dockerfile': 'FROM node:24\nCOPY src ./src\n',
    'package.json': '{"workspaces":["libs/*","services/*"]}',
    'tsconfig.base.json': JSON.stringify({ compilerOptions: { paths } }),
    'libs/dates/package.json': '{"name":"@shop/dates"}',
    'services/pay/tsconfig.json': '{"extends":"../../tsconfig.base.json"}',
    'services/ship/tsconfig.json': '{"compilerOptions":{"paths":{"~rates":["../../libs/rates/src/rates"]}}}',
  };
  const pay = (await reached(files, 'source')).paths;
  expect(pay).toEqual(expect.arrayContaining(['tsconfig.base.json', 'libs/money/src/money.ts']));
  expect(pay).not.toContain('libs/dates/src/dates.ts');
  const ship = (await reached(files, 'source', 'ship')).paths;
  expect(ship).toContain('libs/rates/src/rates.ts');
  expect(ship).not.toContain('libs/money/src/money.ts');
});

test('settings that lead out of the repository, and to nothing, count for nothing', async () => {
  const settings = {
    extends: '@tsconfig/node24/tsconfig.json',
    references: [{ path: '../../../elsewhere' }, { path: '../../libs/gone' }, {}],
    include: ['/etc/*', '../../../**/*'],
    compilerOptions: { paths: { '@/*': ['./src/*'], '*': ['../../*'] } },
  };
  const files = { ...around, 'services/pay/tsconfig.json': JSON.stringify(settings) };
  const { paths } = await reached(files, 'source');
  expect(paths.filter((path) => !path.startsWith('services/pay/'))).toEqual([]);
});

test('settings that cannot be parsed are told, and make everything count for whom they concern', async () => {
  const files = { ...around, 'services/pay/tsconfig.json': '{"references": [' };
  const { paths, problems } = await reached(files, 'source');
  expect(paths).toContain('libs/dates/src/dates.ts');
  expect(problems.map(({ severity, location }) => [severity, location?.path])).toContainEqual([
    ...['warning', 'services/pay/tsconfig.json'],
  ]);
  expect((await reached(files, 'source', 'ship')).paths).not.toContain('libs/dates/src/dates.ts');
});
