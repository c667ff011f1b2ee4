import { describe, expect, test } from '@jest/globals';
import type { Service, ServiceKind } from '@rollcall/domain/catalog/catalog';
import { belongsInEveryList, findRegisters } from '@rollcall/domain/registers/discovery/find-registers';
import type { Register, RegisterContext } from '@rollcall/domain/registers/register';
import { UserError } from '@rollcall/domain/user-error';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';

function service(name: string, kind: ServiceKind, dockerfile = 'Dockerfile'): Service {
  const path = `services/${name}`;
  return { name, path, kind, dockerfile: `${path}/${dockerfile}`, dockerfiles: [], chart: `charts/${name}` };
}

const services = [
  service('cart-service', 'go', 'docker/Dockerfile'),
  service('order-service', 'go', 'docker/Dockerfile'),
  service('account-service', 'java'),
  service('storefront', 'static-site'),
  service('review-service', 'go', 'docker/Dockerfile'),
];

function context(files: Readonly<Record<string, string>> = {}): RegisterContext {
  return { services, byName: new Map(services.map((one) => [one.name, one])), text: (path) => files[path] };
}

function registersOf(text: string, path = '.github/workflows/ci.yaml', files = {}): Register[] {
  const yaml = /\.ya?ml$/.test(path) ? parseYamlFile(path, text) : null;
  return findRegisters([{ path, text, yaml }], context(files));
}

function only(text: string, path?: string, files = {}): Register {
  const [register, second] = registersOf(text, path, files);
  if (!register || second) throw new Error('not exactly one register');
  return register;
}

function step(...lines: string[]): string {
  return ['jobs:', '  build:', '    steps:', ...lines.map((line) => `      ${line}`), ''].join('\n');
}

const filters = step(
  '- uses: dorny/paths-filter@v3',
  '  with:',
  '    filters: |',
  '      shared: &shared',
  "        - 'packages/**'",
  '      cart-service:',
  "        - 'services/cart-service/**'",
  '        - *shared',
  '      account-service: services/account-service/** # Java',
  '      # the shop itself',
  "      storefront: ['services/storefront/**']",
);
const shellArray = step(
  '- run: |',
  '    # SERVICES=["cart-service","order-service","storefront","old-service"]',
  `    SERVICES='["cart-service","order-service","account-service"]'`,
  `    echo "\${{ github.event_name == 'push' }} # none"`,
);
const escapedArray = step(
  '- run: |',
  '    echo "services=[\\"cart-service\\", \\"order-service\\",\\"storefront\\"]" >> "$OUT"',
);
const envArray = step('- run: build', '  env:', `    SERVICES: '["cart-service","order-service","storefront"]'`);
const goArray = step('- run: |', `    GO_SERVICES='["cart-service","order-service"]'`);
const longArray = step(
  '- run: |',
  "    ALL='[",
  '      "cart-service",',
  '      "order-service",',
  '      "storefront"',
  "    ]'",
);
const cases = step(
  '- id: config',
  '  run: |',
  '    case "${{ matrix.service }}" in',
  '      "cart-service" | "order-service")',
  '        DOCKERFILE="services/${SERVICE}/docker/Dockerfile" # review-service) is no arm',
  '        ;;',
  '      "account-service")',
  '        case "$X" in a) echo "esac" ;; esac',
  '        DOCKERFILE="services/account-service/Dockerfile"',
  '        ;; # its own',
  '',
  '      *)',
  '        cat <<EOF',
  '        exit "storefront")',
  '    EOF',
  '        echo "no such service: ${{ matrix.service }}"',
  '        ;;',
  '    esac',
);
const oneLineCase = step(
  `- run: case $SVC in cart-service) X=1 ;; order-service) X=2 ;; 'storefront') X=3 ;; *) echo no && exit 1 ;; esac`,
);
const choices = [
  'on:',
  '  workflow_dispatch:',
  '    inputs:',
  '      service:',
  '        options:',
  '          - all',
  '          - cart-service # first',
  '          - "order-service"',
  '          - storefront # last',
  '',
].join('\n');
const flowChoices = choices.replace(
  /options:[\s\S]*/,
  'options: [all, cart-service,\n          order-service, storefront] # names\n',
);
const matrix = step('- run: x').replace(
  '    steps:',
  '    strategy:\n      matrix:\n        service:\n        - cart-service\n        - order-service\n        - storefront\n    steps:',
);
const include = matrix.replace(
  /service:\n[\s\S]* {4}steps:/,
  'include:\n          - service: cart-service\n            dockerfile: services/cart-service/docker/Dockerfile\n          # pages\n          - { service: storefront, dockerfile: services/storefront/Dockerfile }\n          - service: order-service\n            dockerfile: services/order-service/docker/Dockerfile # its own\n    steps:',
);
const script = `#!/bin/sh\nfor s in x; do\n  case "$s" in\n    cart-service|order-service|storefront) build "$s";;\n    *) exit 1;;\n  esac\ndone\n`;

/** A `case` that stands in thirty others, each in an arm of the one before. */
const deepCase = `${Array.from({ length: 30 }, (_, index) => `case $a${index} in x)\n`).join('')}case $s in
  cart-service) a ;; order-service) b ;; storefront) c ;;
esac\n${';; esac\n'.repeat(30)}`;

const workflow = '.github/workflows/ci.yaml';
const lists: [string, string, string[], number, string?][] = [
  ['paths filter', filters, ['shared', 'cart-service', 'account-service', 'storefront'], 6],
  ['JSON array, its copy in a comment is none', shellArray, ['cart-service', 'order-service', 'account-service'], 6],
  ['JSON array with escaped quotes', escapedArray, ['cart-service', 'order-service', 'storefront'], 5],
  ['JSON array in an environment', envArray, ['cart-service', 'order-service', 'storefront'], 6],
  ['JSON array over lines', longArray, ['cart-service', 'order-service', 'storefront'], 5],
  ['JSON array of one language', goArray, ['cart-service', 'order-service'], 5],
  ['case', cases, ['cart-service', 'order-service', 'account-service'], 6],
  ['case on one line', oneLineCase, ['cart-service', 'order-service', 'storefront'], 4],
  ['case in a script', script, ['cart-service', 'order-service', 'storefront'], 3, 'scripts/build.sh'],
  ['a case in thirty others', deepCase, ['cart-service', 'order-service', 'storefront'], 31, 'scripts/build.sh'],
  ['choices', choices, ['all', 'cart-service', 'order-service', 'storefront'], 5],
  ['choices in brackets', flowChoices, ['all', 'cart-service', 'order-service', 'storefront'], 5],
  ['matrix', matrix, ['cart-service', 'order-service', 'storefront'], 5],
  ['matrix with entries', include, ['cart-service', 'storefront', 'order-service'], 5],
];

const table = lists.map(([title, text, entries, line, path = workflow]) => [title, text, entries, line, path] as const);

describe('lists that are registers', () => {
  test.each(table)('%s', (_title, text, entries, line, path) => {
    const register = only(text, path);
    expect(register.entries).toEqual(entries);
    expect(register.line).toBe(line);
    for (const name of entries) {
      const place = register.entryLocation(name);
      const found = text.split('\n')[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1) ?? '';
      expect(found.replace(/^\W+(\{ service: |service: )?/, '').startsWith(name)).toBe(true);
    }
    expect(register.entryLocation('__proto__')).toBeUndefined();
  });

  test('a subset of one language is one when a word shows it', () => {
    expect(only(goArray).scope).toEqual(['go']);
    expect(registersOf(goArray.replace('GO_SERVICES', 'SERVICES'))).toEqual([]);
    expect(
      only(matrix.replace('        - storefront\n', '').replace('- run: x', '- uses: actions/setup-go@v6')).scope,
    ).toEqual(['go']);
    expect(only(goArray.replace('"]', '","account-service"]').replace('GO_', 'BACKEND_')).scope).toContain('java');
  });

  test('a paths filter may be in a file of its own', () => {
    const text = step('- uses: dorny/paths-filter@v3', '  with:', '    filters: .github/filters.yaml');
    const file =
      "cart-service:\n  - 'services/cart-service/**'\norder-service:\n  - services/order-service/**\nstorefront: services/storefront/**";
    const register = only(text, undefined, { '.github/filters.yaml': file });
    expect(register).toMatchObject({
      file: '.github/filters.yaml',
      line: 1,
      entries: ['cart-service', 'order-service', 'storefront'],
    });
    expect(applyEdits(file, register.insert('review-service'))).toBe(
      `${file.replace('storefront', 'storefront')}\nreview-service:\n  - services/review-service/**`,
    );
    expect(applyEdits(file, register.remove('cart-service'))).toBe(file.slice(file.indexOf('order')));
  });

  test('what `*)` does', () => {
    expect(only(oneLineCase).fallback?.exits).toBe(true);
    const fallback = only(cases).fallback;
    expect(fallback?.exits).toBe(false);
    expect(fallback?.body('storefront')).toContain('no such service: storefront');
    expect(only(oneLineCase.replace('*) echo no && exit 1 ;; ', '')).fallback).toBeNull();
  });
});

describe('lists that are none', () => {
  test.each([
    ['fewer than half of the services', shellArray.replace('"order-service","account-service"', '"x"')],
    ['a condition', step(`- if: contains(fromJSON('["cart-service","order-service","storefront"]'), matrix.s)`)],
    [
      'an argument of contains',
      step('- env:', `    X: \${{ contains(fromJSON('["cart-service","order-service","storefront"]'), 'a') }}`),
    ],
    ['a paths filter of another action', filters.replace('dorny/paths-filter', 'someone/labeler')],
    ['words in a string', step('- run: echo "case x in cart-service) order-service) storefront) esac"')],
    ['a case without esac', step('- run: case $x in cart-service) a ;; order-service) b ;; storefront) c ;;')],
    ['excluded from a matrix', include.replace('include:', 'exclude:')],
    ['an alias', step('- run: x', '  env: { A: *nothing }')],
  ])('%s', (_title, text) => {
    expect(registersOf(text)).toEqual([]);
  });
});

describe('what is written', () => {
  const written: [string, string, string][] = [
    [
      'a filter is cloned from the sibling of its kind',
      filters,
      "      # the shop itself\n            storefront: ['services/storefront/**']\n            review-service:\n              - 'services/review-service/**'\n              - *shared\n",
    ],
    ['an array', shellArray, `SERVICES='["cart-service","order-service","account-service","review-service"]'`],
    [
      'an array with escapes',
      escapedArray,
      '\\"cart-service\\", \\"order-service\\",\\"storefront\\",\\"review-service\\"]"',
    ],
    ['an array over lines', longArray, '"storefront",\n            "review-service"\n          ]'],
    ['an arm of several names', cases, '"cart-service" | "order-service" | "review-service")'],
    ['choices', choices, '- storefront # last\n          - "review-service"\n'],
    ['choices in brackets', flowChoices, 'order-service, storefront, review-service] # names'],
    ['a matrix', matrix, '        - storefront\n        - review-service\n    steps'],
    [
      'an entry of a matrix',
      include,
      'Dockerfile # its own\n          - service: review-service\n            dockerfile: services/review-service/docker/Dockerfile\n    steps',
    ],
    ['a case on one line', oneLineCase, " 'storefront') X=3 ;; review-service) X=2 ;; *)"],
  ];
  test.each(written)('%s', (_title, text, expected) => {
    expect(applyEdits(text, only(text).insert('review-service'))).toContain(expected);
  });

  test('a sibling may be chosen', () => {
    const text = applyEdits(cases, only(cases).insert('storefront', 'account-service'));
    expect(text).toContain(';; # its own\n            "storefront")\n');
    expect(text).toContain('DOCKERFILE="services/storefront/Dockerfile"');
  });

  test('a name that YAML would read as something else is quoted', () => {
    expect(applyEdits(choices, only(choices).insert('on', 'storefront'))).toContain('\n          - "on"\n');
  });

  test.each(['a b', '../x', '', '$(id)', 'a"b', 'a\nb'])('%j is no name', (name) => {
    expect(() => only(choices).insert(name)).toThrow(UserError);
  });

  describe.each(table)('%s', (_title, original, _entries, _line, path) => {
    const name = fc.oneof(
      fc.constantFrom('review-service', 'constructor', '__proto__', 'null', 'x', '1', 'cart', 'Service'),
      fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6}){0,2}$/),
    );
    test.each([
      ['LF', original],
      ['CRLF', original.replaceAll('\n', '\r\n')],
    ])('%s: adding and removing are inverse, adding twice is adding once', (_end, text) => {
      fc.assert(
        fc.property(name, fc.nat(), (added, pick) => {
          const before = only(text, path);
          fc.pre(!before.entries.includes(added));
          const like = before.entries[pick % before.entries.length];
          const edits = before.insert(added, like);
          expect(edits).toHaveLength(1);
          const text2 = applyEdits(text, edits);
          const after = only(text2, path);
          expect([...after.entries].sort()).toEqual([...before.entries, added].sort());
          if (before.kind !== 'bash-case') expect(after.entries).toEqual([...before.entries, added]);
          expect(after.id).toBe(before.id);
          expect(after.insert(added)).toEqual([]);
          expect(applyEdits(text2, after.remove(added))).toBe(text);
          if (text.includes('\r\n')) expect(text2.replaceAll('\r\n', '')).not.toContain('\n');
        }),
        { numRuns: 40 },
      );
    });

    test('removing takes out one name and keeps the others', () => {
      const before = only(original, path);
      for (const gone of before.entries) {
        if (gone === 'shared') continue; // its anchor is used
        const text = applyEdits(original, before.remove(gone));
        const after = registersOf(text, path)[0];
        if (after) expect(after.entries).toEqual(before.entries.filter((entry) => entry !== gone));
      }
      expect(before.remove('no-such-service')).toEqual([]);
    });
  });
});

test('what has to be listed', () => {
  const [cart, , , storefront] = services;
  if (!cart || !storefront) throw new Error('no services');
  const none = new Set<string>();
  const bare = { ...storefront, chart: null };
  expect(belongsInEveryList(cart, none)).toBe(true);
  expect(belongsInEveryList({ ...cart, path: null }, none)).toBe(false);
  expect(belongsInEveryList({ ...cart, kind: 'infra' }, none)).toBe(false);
  expect(belongsInEveryList({ ...cart, chart: null, dockerfile: null }, none)).toBe(false);
  expect(belongsInEveryList(bare, none)).toBe(false);
  expect(belongsInEveryList(bare, new Set(['storefront']))).toBe(true);
});
