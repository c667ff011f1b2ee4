import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { contextOf, describeLists, only, registersOf, service } from './register-cases.ts';

const go = ['cart-service', 'order-service', 'audit-log-service'];

describeLists([
  {
    title: 'go.work',
    kind: 'go-work',
    path: 'go.work',
    write: (list) =>
      `go 1.26\n\nuse (\n\t./packages/common // shared\n${list.map((one) => `\t./services/${one}\n`).join('')})\n\nreplace x => ./y\n`,
    line: 3,
    foreign: ['packages/common'],
    of: go,
  },
  {
    title: 'go.work line by line, modules inside the folders',
    kind: 'go-work',
    path: 'go.work',
    write: (list) => `go 1.26\n${list.map((one) => `use "./services/${one}/src"\n`).join('')}`,
    line: 2,
    of: go,
  },
  {
    title: 'workspaces',
    kind: 'workspaces',
    path: 'package.json',
    write: (list) =>
      `{\n  "name": "[",\n  "workspaces": [\n    "packages/ui",\n${list.map((one) => `    "services/${one}"`).join(',\n')}\n  ]\n}\n`,
    line: 3,
    foreign: ['packages/ui'],
  },
  {
    title: 'workspaces on one line',
    kind: 'workspaces',
    path: 'package.json',
    write: (list) =>
      `{"workspaces": {"nohoist": ["**"], "packages": [${list.map((one) => `"./services/${one}"`).join(', ')}]}}\n`,
    line: 1,
  },
  {
    title: 'pnpm workspaces',
    kind: 'workspaces',
    path: 'pnpm-workspace.yaml',
    write: (list) => `packages:\n${list.map((one) => `  - 'services/${one}' # ${one.length}\n`).join('')}`,
    line: 1,
  },
  {
    title: 'settings.gradle',
    kind: 'settings-gradle',
    path: 'settings.gradle',
    write: (list) =>
      `rootProject.name = 'shop'\n/* include 'x' */\n${list.map((one) => `include 'services:${one}'\n`).join('')}`,
    line: 3,
  },
  {
    title: 'settings.gradle.kts',
    kind: 'settings-gradle',
    path: 'settings.gradle.kts',
    write: (list) =>
      `rootProject.name = "shop" // include("y")\n\ninclude(\n${list.map((one) => `    ":services:${one}",\n`).join('')})\n`,
    line: 3,
  },
  {
    title: 'settings.gradle on one line',
    kind: 'settings-gradle',
    path: 'settings.gradle',
    write: (list) => `include ${list.map((one) => `':services:${one}'`).join(', ')}\n`,
    line: 1,
  },
]);

describe('go.work', () => {
  test('is a list of the services in Go', () => {
    const text = 'use (\n\t./services/cart-service\n\t./services/order-service\n)\n';
    expect(only('go.work', text).scope).toEqual(['go']);
  });

  test('names a folder beside the services that is gone', () => {
    const text = 'use (\n\t./services/cart-service\n\t./services/gone-service\n\t./services/order-service\n)\n';
    expect(only('go.work', text).entries).toEqual(['cart-service', 'gone-service', 'order-service']);
  });

  test('a folder elsewhere is written where it is', () => {
    const context = contextOf({ more: [{ ...service('search', 'go'), path: 'apps/search' }] });
    const text = 'use (\n\t./services/cart-service\n\t./services/order-service\n)\n';
    expect(applyEdits(text, only('go.work', text, context).insert('search', 'cart-service'))).toContain(
      '\n\t./apps/search\n)',
    );
  });

  test.each([
    ['folders outside', 'use ../cart-service\nuse ../../order-service\nuse ../storefront\n'],
    ['comments', '// use (\n// ./services/cart-service\n// ./services/order-service\n'],
    ['a replacement', 'replace ( a => ./services/cart-service\nb => ./services/order-service\n)\n'],
  ])('no register: %s', (_title, text) => {
    expect(registersOf('go.work', text)).toEqual([]);
  });
});

describe('workspaces', () => {
  const context = contextOf({ more: [service('search', 'node'), service('basket', 'node')] });

  test('a pattern lists all it matches and is never taken out', () => {
    const text = '{"workspaces": ["services/{search,basket}", "services/admin-portal", "!services/cart-service"]}';
    const register = only('package.json', text, context);
    expect(register).toMatchObject({ scope: ['node'], entries: ['search', 'basket', 'admin-portal'] });
    expect(register.insert('search')).toEqual([]);
    expect(register.remove('search')).toEqual([]);
    expect(applyEdits(text, register.remove('admin-portal'))).toBe(text.replace(' "services/admin-portal",', ''));
  });

  test.each([
    ['only patterns', 'package.json', '{"workspaces": ["services/*", "packages/*"]}'],
    ['no list', 'package.json', '{"workspaces": true, "files": ["services/search", "services/basket"]}'],
    ['a list of something else', 'package.json', '{"a": {"workspaces": ["services/search", "services/basket"]}}'],
    ['broken', 'package.json', '{"workspaces": ["services/search", "services/basket"'],
    ['only patterns of pnpm', 'pnpm-workspace.yaml', "packages:\n  - 'services/**'\n"],
    ['broken pnpm', 'pnpm-workspace.yaml', 'packages: [services/search, services/basket\n'],
  ])('no register: %s', (_title, path, text) => {
    expect(registersOf(path, text, context).map(({ entries }) => entries)).toEqual([]);
  });
});

test('a statement of several projects and one of its own', () => {
  const text = "include 'services:cart-service', 'services:order-service'\ninclude 'services:storefront'\n";
  const register = only('settings.gradle', text);
  expect(applyEdits(text, register.remove('cart-service'))).toBe(text.replace("'services:cart-service', ", ''));
  expect(applyEdits(text, register.insert('admin-portal'))).toBe(`${text}include 'services:admin-portal'\n`);
});
