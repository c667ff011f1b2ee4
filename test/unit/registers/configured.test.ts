import { describe, expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { contextOf, describeLists, names, only, registersOf } from './register-cases.ts';

const lines = (list: readonly string[], line: (name: string) => string): string => list.map(line).join('');

describeLists([
  {
    title: 'a path of maps',
    kind: 'configured',
    path: 'deploy/gate.yaml',
    configured: [{ file: './deploy/gate.yaml', at: 'storefront.routes[].id' }],
    write: (list) => `storefront:\n  routes:\n${lines(list, (one) => `    - id: to-${one}\n      uri: lb://${one}\n`)}`,
    line: 2,
  },
  {
    title: 'a path of names that discovery finds too',
    kind: 'configured',
    path: 'list.yaml',
    configured: [{ file: 'list.yaml', at: 'services' }],
    write: (list) => `services:\n${lines(list, (one) => `  - ${one}\n`)}`,
    line: 1,
  },
  {
    title: 'a path with a quoted key to a map',
    kind: 'configured',
    path: 'config.json',
    configured: [{ file: 'config.json', at: 'a["b.c"]' }],
    write: (list) => `{"a": {"b.c": {\n${list.map((one) => `  "${one}": {"on": true}`).join(',\n')}\n}}}\n`,
    line: 1,
  },
  {
    title: 'the keys of the whole file',
    kind: 'configured',
    path: 'deploy/owners.yaml',
    configured: [{ file: 'deploy/owners.yaml', at: '.' }],
    write: (list) => lines(list, (one) => `${one}: { team: shop }\n`),
    line: 1,
  },
  {
    title: 'the items of the whole file',
    kind: 'configured',
    path: 'services.json',
    configured: [{ file: 'services.json', at: '.[].name' }],
    write: (list) => `[\n${list.map((one) => `  {"name": "${one}", "on": true}`).join(',\n')}\n]\n`,
    line: 1,
  },
  {
    title: 'a pattern of lines',
    kind: 'configured',
    path: 'deploy/nginx.conf',
    configured: [{ file: 'deploy/nginx.conf', pattern: '^\\s*upstream (\\S+) \\{' }],
    write: (list) => `http {\n${lines(list, (one) => `  upstream ${one} { server ${one}:80; }\n`)}}\n`,
    line: 2,
  },
  {
    title: 'a pattern on one line',
    kind: 'configured',
    path: 'services.txt',
    configured: [{ file: 'services.txt', pattern: '<([\\w-]+)>' }],
    write: (list) => `all: ${list.map((one) => `<${one}>`).join(' ')}\n`,
    line: 1,
  },
]);

test('is a register however few it lists, of the kinds it is said to be of', () => {
  const configured = [{ file: 'a.yaml', at: 'list', kind: ['go' as const] }];
  const register = only('a.yaml', 'list:\n  - cart-service\n', contextOf({ configured }));
  expect(register).toMatchObject({ kind: 'configured', entries: ['cart-service'], scope: ['go'] });
  expect(only('a.yaml', 'list: []\n', contextOf({ configured })).entries).toEqual([]);
});

test.each([
  ['services.txt', '^([\\w-]+)$', (list: readonly string[]) => lines(list, (one) => `${one}\n`)],
  ['.env', '([\\w-]+-[\\w-]+)', (list: readonly string[]) => `SERVICES=${list.join(',')}\n`],
  ['deploy.sh', '([\\w-]+-[\\w-]+)', (list: readonly string[]) => `SERVICES=(${list.join(' ')})\n`],
])('counts where the same entries are found without it: %s', (file, pattern, write) => {
  const listed = names.filter((name) => name.includes('-'));
  expect(only(file, write(listed), contextOf({ configured: [{ file, pattern }] }))).toMatchObject({
    kind: 'configured',
    entries: listed,
  });
});

test('two patterns of one file are two registers', () => {
  const configured = [
    { file: 'a.txt', pattern: 'a:(.*)' },
    { file: 'a.txt', pattern: 'b:(.*)' },
  ];
  const text = `a:cart-service\nb:storefront\n`;
  expect(registersOf('a.txt', text, contextOf({ configured })).map(({ id, entries }) => [id, entries])).toEqual([
    ['a.txt#pattern 1', ['cart-service']],
    ['a.txt#pattern 2', ['storefront']],
  ]);
});

test('a name the pattern would not find again is not added', () => {
  const configured = [{ file: 'a.txt', pattern: '^(\\w+-service)$' }];
  const text = lines(names.slice(0, 2), (one) => `x\n${one}\n`);
  expect(only('a.txt', text, contextOf({ configured })).insert('storefront')).toEqual([]);
});

describe('a mistake is said', () => {
  test.each([
    ['neither path nor pattern', { file: 'a.yaml' }, 'x: 1\n'],
    ['a file outside', { file: '../a.yaml', at: 'x' }, 'x: 1\n'],
    ['a file that is not there', { file: 'b.yaml', at: 'x' }, 'x: 1\n'],
    ['a path that is none', { file: 'a.yaml', at: 'a..b[' }, 'x: 1\n'],
    ['a path that leads nowhere', { file: 'a.yaml', at: 'x.y[].name' }, 'x: 1\n'],
    ['broken YAML', { file: 'a.yaml', at: 'x' }, 'x: [\n'],
    ['a pattern that is none', { file: 'a.yaml', pattern: '(' }, 'x: 1\n'],
    ['a pattern without a group', { file: 'a.yaml', pattern: 'a' }, 'x: 1\n'],
    ['a pattern of two groups', { file: 'a.yaml', pattern: '(a)(b)' }, 'x: 1\n'],
  ])('%s', (_title, list, text) => {
    expect(() => registersOf('a.yaml', text, contextOf({ configured: [list] }))).toThrow(UserError);
  });
});

test('an entry may be removed from a pattern of lines with the line', () => {
  const configured = [{ file: 'a.conf', pattern: 'upstream ([\\w-]+)' }];
  const text = `# up\n  upstream a-service; # x\n  upstream b-service;\n`;
  expect(applyEdits(text, only('a.conf', text, contextOf({ configured })).remove('a-service'))).toBe(
    '# up\n  upstream b-service;\n',
  );
});

test.each([
  ['a back reference', '(a)\\1'],
  ['a group inside a look around', '(?=(a))b'],
])('a pattern with %s is refused, because its time has no bound', (what, pattern) => {
  expect(() => registersOf('a.txt', 'ab', contextOf({ configured: [{ file: 'a.txt', pattern }] }))).toThrow(
    `cannot be searched in bounded time: it has ${what}`,
  );
});
