import { describe, expect, test } from '@jest/globals';
import { parseConfig, readConfig } from '@rollcall/domain/catalog/config';
import { configSchema } from '@rollcall/domain/catalog/config-schema';
import { understoodKeywords } from '@rollcall/domain/catalog/config-validation';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { stringify } from 'yaml';

const full = `
services:
  roots: ["services/*"]
  exclude: ["services/playground"]
  overrides:
    frontend: { kind: static-site }
    board-service:
      dockerfile: ./services/board-service/docker/Dockerfile
      context: .
      paths: ["docs/api/board/**", "!**/*.md"]
      platforms: [linux/amd64, linux/arm64]
environments:
  prod:
    source-branches: [service-deploy-prod]
    deploy-branch: k8s-deploy-prod
    applications: k8s/argocd/apps/prod/
    image-repository: "prod/{service}"
    tag: "{run_number}-{short_sha}"
    extra-tags: []
    mutable-tags: forbid
build:
  rebuild-all: [".github/workflows/release.yml"]
detect: { on-dispatch: all, on-schedule: "since: v1", on-tag: previous-tag, unowned: ignore }
registers: []
removed-services: [video-service]
rules:
  service-env-drift: { severity: notice }
  app-orphaned: off
waivers:
  - { rule: chart-app-missing, subject: livekit, reason: "applied by hand", until: 2027-03-31 }
baseline: rollcall.baseline.json
`;

function complaint(text: string): UserError {
  try {
    parseConfig('rollcall.yaml', text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`no complaint about ${text}`);
}

test('the documented configuration arrives typed, with paths normalised', () => {
  const { config, document } = parseConfig('rollcall.yaml', full);
  expect(config.rules?.['app-orphaned']).toBe('off');
  expect(config.waivers?.[0]?.until).toBe('2027-03-31');
  expect(config.environments?.prod?.applications).toBe('k8s/argocd/apps/prod');
  expect(config.services?.overrides?.['board-service']).toEqual({
    dockerfile: 'services/board-service/docker/Dockerfile',
    context: '.',
    paths: ['docs/api/board/**', '!**/*.md'],
    platforms: ['linux/amd64', 'linux/arm64'],
  });
  expect(document?.locate(['environments', 'prod', 'tag'])).toEqual({ path: 'rollcall.yaml', line: 18, column: 5 });
});

test.each(['', '# nothing\n', '---\n', '\uFEFF', 'null\n'])('%j is an empty configuration', (text) => {
  expect(parseConfig('rollcall.yaml', text)).toEqual({ config: {}, path: 'rollcall.yaml', document: null });
});

test.each<[string, string, string, number, number]>([
  [
    'an unknown key',
    'servics: {}',
    'unknown key "servics". Did you mean "services"? Allowed: services, environments',
    1,
    1,
  ],
  ['an unknown key below', 'services:\n  root: []', 'unknown key "root" in services. Did you mean "roots"?', 2, 3],
  [
    'an unknown key of a service',
    'services: { overrides: { a: { knd: go } } }',
    'unknown key "knd" in services.overrides.a.',
    1,
    31,
  ],
  ['a wrong type', 'services: []', 'services must be a mapping, not a list', 1, 11],
  ['nothing where a map is wanted', 'build:\n', 'build must be a mapping, not empty', 1, 7],
  [
    'a number for text',
    'environments: { prod: { tag: 1.0 } }',
    'environments.prod.tag must be text, not the number 1.0; put it in quotes',
    1,
    30,
  ],
  ['a list item', 'removed-services: [a, {}]', 'removed-services[1] must be text, not a mapping', 1, 23],
  [
    'an unknown word',
    'services: { overrides: { a: { kind: goo } } }',
    'services.overrides.a.kind cannot be "goo". Did you mean "go"?',
    1,
    37,
  ],
  ['a rule that is on', 'rules: { x: on }', 'rules.x cannot be "on". Allowed: off', 1, 13],
  ['a rule that is a boolean', 'rules: { x: true }', 'rules.x must be "off" or a mapping, not the boolean true', 1, 13],
  ['a rule with a wrong severity', 'rules: { x: { severity: eror } }', 'Did you mean "error"?', 1, 25],
  ['a missing key', 'waivers:\n  - rule: a\n    reason: b', 'waivers[0] lacks the key "until"', 2, 5],
  ['a pattern', 'detect: { on-dispatch: some }', 'detect.on-dispatch cannot be "some". Wanted: ', 1, 24],
  ['an empty text', 'baseline: ""', 'baseline must not be empty', 1, 11],
  ['an absolute path', 'baseline: /etc/passwd', 'baseline must be a path inside the repository', 1, 11],
  [
    'a path that leaves',
    'services: { overrides: { a: { context: a/../../b } } }',
    'services.overrides.a.context must be a path inside',
    1,
    40,
  ],
  [
    'a dockerfile elsewhere',
    'services: { overrides: { a: { dockerfile: "C:\\\\x" } } }',
    'must be a path inside',
    1,
    43,
  ],
  ['a register elsewhere', 'registers: [{ file: ../x }]', 'registers[0].file must be a path inside', 1, 21],
  [
    'applications elsewhere',
    'environments: { prod: { applications: .. } }',
    'environments.prod.applications must be',
    1,
    39,
  ],
  [
    'a day that does not exist',
    'waivers: [{ rule: a, reason: b, until: 2027-02-30 }]',
    'waivers[0].until cannot be 2027-02-30: there is no such day',
    1,
    40,
  ],
  ['a date that is none', 'waivers: [{ rule: a, reason: b, until: soon }]', 'waivers[0].until cannot be "soon"', 1, 40],
  ['a key that is no text', 'services: { ? [a] : b }', 'a key of services must be text, not a list', 1, 15],
  ['the prototype as a key', '__proto__: { baseline: x }', 'unknown key "__proto__"', 1, 1],
  ['a property of every object as a key', 'constructor: {}', 'unknown key "constructor"', 1, 1],
  ['a key that breaks the line', '"a\\nb\\e[0m": 1', 'unknown key "a\\nb\\u001b[0m"', 1, 1],
  ['text instead of a map', 'hello', 'the file must be a mapping, not "hello"', 1, 1],
  ['a key twice', 'baseline: a\nbaseline: b', 'Map keys must be unique', 2, 1],
  ['broken YAML', 'services: {', 'not valid YAML', 1, 12],
  ['two documents', 'baseline: a\n---\nbaseline: b', 'more than one document', 3, 1],
  [
    'an alias that holds itself',
    'services: &a { overrides: { x: *a } }',
    'unknown key "overrides" in services.overrides.x',
    1,
    16,
  ],
])('%s is a mistake with a place', (_what, text, message, line, column) => {
  const error = complaint(text);
  expect(error.message).toContain(message);
  expect(error.location).toEqual({ path: 'rollcall.yaml', line, column });
});

test('all mistakes come at once, one per line, each with its place', () => {
  expect(complaint('servics: {}\nbaseline: 3\nrules: { x: on }').message.split('\n')).toEqual([
    expect.stringContaining('unknown key "servics"'),
    'rollcall.yaml:2:11: baseline must be text, not the number 3; put it in quotes',
    expect.stringMatching(/^rollcall\.yaml:3:13: rules\.x cannot be "on"/),
  ]);
});

test('aliases that expand without measure are a mistake, and cost nothing', () => {
  const levels = Array.from({ length: 12 }, (_, index) => `- &l${index} [${`*l${index - 1},`.repeat(9)}]`).slice(1);
  expect(complaint(`registers:\n- &l0 [a]\n${levels.join('\n')}`).message).toContain('the document cannot be read');
});

test('names of every object are names like any other', () => {
  const { config } = parseConfig('rollcall.yaml', 'services: { overrides: { __proto__: { kind: go } } }');
  expect(Object.keys(config.services?.overrides ?? {})).toEqual(['__proto__']);
  expect(config.services?.overrides?.constructor).toBeUndefined();
  expect(({} as { kind?: string }).kind).toBeUndefined();
});

test('aliases are values', () => {
  const { config } = parseConfig('rollcall.yaml', 'environments: { dev: &e { tag: a }, prod: *e }');
  expect(config.environments?.prod?.tag).toBe('a');
});

test('only keywords that are understood are used in the schema', () => {
  const used = new Set<string>();
  const visit = (schema: object): void => {
    for (const [keyword, value] of Object.entries(schema)) {
      used.add(keyword);
      if (keyword === 'properties') for (const property of Object.values(value)) visit(property as object);
      else if (keyword === 'anyOf') for (const option of value as object[]) visit(option);
      else if (typeof value === 'object' && !Array.isArray(value)) visit(value as object);
    }
  };
  visit(configSchema);
  expect([...used].filter((keyword) => !understoodKeywords.some((known) => known === keyword))).toEqual([]);
});

test('what the schema refuses is refused, what it accepts is accepted', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(configSchema);
  const key = fc.constantFrom(
    'services',
    'overrides',
    'roots',
    'rules',
    'severity',
    'waivers',
    'rule',
    'detect',
    'x',
    'a b',
  );
  const leaf = fc.constantFrom<unknown>('off', 'error', 'all', '', 'a', 3, true, null);
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      fc.array(tie('tree'), { maxLength: 2 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree, { maxKeys: 3 }), (value) => {
      const accepted = validate(value) === true;
      const text = stringify(value, { aliasDuplicateObjects: false });
      if (accepted) expect(parseConfig('rollcall.yaml', text).config).toEqual(value);
      else expect(() => parseConfig('rollcall.yaml', text)).toThrow(UserError);
    }),
    { numRuns: 1000 },
  );
});

describe('where the configuration is', () => {
  test.each<[string, Record<string, string>, string | undefined, string | null]>([
    ['nowhere', { 'a.txt': '' }, undefined, null],
    ['at the root', { 'rollcall.yaml': 'baseline: a' }, undefined, 'rollcall.yaml'],
    ['in .github', { '.github/rollcall.yaml': 'baseline: a' }, undefined, '.github/rollcall.yaml'],
    ['where it is said to be', { 'rollcall.yaml': '{', 'ci/r.yaml': 'baseline: a' }, './ci/r.yaml', 'ci/r.yaml'],
  ])('%s', async (_where, files, path, expected) => {
    const loaded = await readConfig(memoryTree(files), path);
    expect(loaded.path).toBe(expected);
    expect(loaded.config).toEqual(expected ? { baseline: 'a' } : {});
  });

  test.each<[string, Record<string, string | Uint8Array>, string | undefined, string]>([
    ['a named file that is missing', {}, 'ci/r.yaml', 'ci/r.yaml does not exist in the memory'],
    ['a named file outside', {}, '../r.yaml', 'is not a path inside the repository'],
    [
      'two',
      { 'rollcall.yaml': '', '.github/rollcall.yaml': '' },
      undefined,
      'both rollcall.yaml and .github/rollcall.yaml exist',
    ],
    ['a name that is almost right', { 'rollcall.yml': '' }, undefined, 'rollcall.yml is not where'],
    [
      'bytes that are no text',
      { 'rollcall.yaml': new Uint8Array([0x61, 0xff]) },
      undefined,
      'rollcall.yaml is not UTF-8',
    ],
  ])('%s is a mistake', async (_what, files, path, message) => {
    const reading = readConfig(memoryTree(files), path);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });

  test('a symbolic link is not followed', async () => {
    const tree = { ...memoryTree({}), list: async () => [{ path: 'rollcall.yaml', mode: 'symlink' as const }] };
    await expect(readConfig(tree)).rejects.toThrow('rollcall.yaml is not a regular file');
  });
});
