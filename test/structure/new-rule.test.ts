import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';

const root = join(import.meta.dirname, '../..');
const copy = temporaryFolder('new-rule');
const rules = 'packages/domain/src/verify/rules';

beforeAll(() => {
  const copied = ['packages/domain', 'packages/testkit', 'scripts', 'test/rules', 'test/unit/verify'];
  const single = ['biome.json', '.gitignore', 'jest.config.js', 'package.json', 'tsconfig.json', 'test/package.json'];
  for (const path of copied)
    cpSync(join(root, path), join(copy, path), { recursive: true, filter: (source) => !/node_modules/.test(source) });
  for (const path of single) cpSync(join(root, path), join(copy, path));
  for (const folder of ['.', 'test', 'packages/domain', 'packages/testkit']) linkModules(folder);
});

/** What is installed is used where it is; packages of the workspace are those of the copy. */
function linkModules(folder: string): void {
  const installed = join(root, folder, 'node_modules');
  for (const name of readdirSync(installed)) {
    const names = name === '@rollcall' ? readdirSync(join(installed, name)).map((one) => join(name, one)) : [name];
    for (const one of names) {
      const source = join(installed, one);
      const inCopy = join(copy, 'packages', one.replace('@rollcall/', ''));
      const target = one.startsWith('@rollcall/') && existsSync(inCopy) ? inCopy : source;
      mkdirSync(dirname(join(copy, folder, 'node_modules', one)), { recursive: true });
      if (lstatSync(target).isDirectory() || lstatSync(target).isSymbolicLink())
        symlinkSync(target, join(copy, folder, 'node_modules', one));
    }
  }
}

function node(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 26 });
}

function newRule(...args: string[]): SpawnSyncReturns<string> {
  return node('--conditions=rollcall-source', '--import', 'tsx', 'scripts/new-rule.ts', ...args);
}

function ruleTests(id: string): { passed: string[]; failed: string[] } {
  const report = join(copy, 'report.json');
  node(
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
    ...['test/unit/verify/rules/rules.test.ts', '-t', `${id}|list of its category`, '--json', `--outputFile=${report}`],
  );
  const [suite] = JSON.parse(readFileSync(report, 'utf8')).testResults as [
    { assertionResults: { title: string; status: string }[] },
  ];
  const titles = (status: string) =>
    suite.assertionResults.filter((one) => one.status === status).map(({ title }) => title);
  return { passed: titles('passed'), failed: titles('failed') };
}

test('a new rule compiles, is formatted and listed, and only its bad fixture waits for the check', () => {
  expect(newRule('otel-planted-nothing')).toMatchObject({ status: 0, stderr: '' });
  const source = `${rules}/opentelemetry/otel-planted-nothing.ts`;
  const index = readFileSync(join(copy, rules, 'opentelemetry/index.ts'), 'utf8');
  expect(index).toContain("import { otelPlantedNothing } from './otel-planted-nothing.ts';\n");
  const ids = [...index.matchAll(/from '\.\/(.+)\.ts'/g)].map(([, id]) => id);
  expect(ids).toEqual([...ids].sort());

  const compiled = { extends: './tsconfig.json', files: [source, 'scripts/rule-docs.ts'], include: [] };
  writeFileSync(join(copy, 'tsconfig.new-rule.json'), JSON.stringify(compiled));
  expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.new-rule.json').stdout).toBe('');
  const biome = node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', `${rules}/opentelemetry`);
  expect(`${biome.stdout}${biome.stderr}`).not.toMatch(/otel-planted-nothing|index\.ts/);

  expect(ruleTests('otel-planted-nothing')).toEqual({
    passed: [
      'otel-planted-nothing/ok',
      'otel-planted-nothing has a page, fixtures, and finds what no other does',
      'is in the list of its category, and nothing else is',
    ],
    failed: ['otel-planted-nothing/bad'],
  });

  // The one thing that is left: what the check finds.
  const text = readFileSync(join(copy, source), 'utf8');
  const found =
    "  const offset = text.indexOf('owner: nobody');\n  return offset < 0 ? [] : [{ offset, subject: 'cart-service' }];\n";
  writeFileSync(join(copy, source), text.replace('_text: string', 'text: string').replace('  return [];\n', found));
  expect(ruleTests('otel-planted-nothing').failed).toEqual([]);
  expect(newRule('otel-planted-nothing')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('exists already'),
  });
});

describe('is refused:', () => {
  test.each<[string, string[], string]>([
    ['no id', [], 'usage: npm run new-rule -- ID [--category CATEGORY]'],
    ['two ids', ['a-b', 'c-d'], 'usage: npm run new-rule -- ID [--category CATEGORY]'],
    ['one word', ['orphaned'], '"orphaned" is no id of a rule: write two or more words as in chart-app-missing'],
    ['a capital', ['App-orphaned'], '"App-orphaned" is no id of a rule'],
    ['a path', ['../app-orphaned'], '"../app-orphaned" is no id of a rule'],
    ['an id that exists', ['app-orphaned', '--category', 'node'], `${rules}/argocd/app-orphaned.`],
    ['the name of what rules share', ['leftover-fix'], `${rules}/services/leftover-fix.ts`],
    [
      'a category that does not exist',
      ['a-b', '--category', 'nope'],
      'there is no category "nope". The categories are ',
    ],
    ['a name that may be of any category', ['some-thing'], 'say --category. The categories are argocd, '],
    ['an unknown option', ['a-b', '--kind', 'c'], "Unknown option '--kind'"],
  ])('%s', (_name, args, message) => {
    const before = readdirSync(join(copy, rules), { recursive: true });
    const { status, stdout, stderr } = newRule(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(readdirSync(join(copy, rules), { recursive: true })).toEqual(before);
  });
});
