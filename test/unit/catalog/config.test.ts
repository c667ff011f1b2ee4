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

test.each<{ what: string; text: string; message: string; line: number; column: number }>([
  {
    what: 'an unknown key',
    text: 'servics: {}',
    message: 'unknown key "servics". Did you mean "services"? Allowed: services, environments',
    line: 1,
    column: 1,
  },
  {
    what: 'an unknown key below',
    text: 'services:\n  root: []',
    message: 'unknown key "root" in services. Did you mean "roots"?',
    line: 2,
    column: 3,
  },
  {
    what: 'an unknown key of a service',
    text: 'services: { overrides: { a: { knd: go } } }',
    message: 'unknown key "knd" in services.overrides.a.',
    line: 1,
    column: 31,
  },
  {
    what: 'a wrong type',
    text: 'services: []',
    message: 'services must be a mapping, not a list',
    line: 1,
    column: 11,
  },
  {
    what: 'nothing where a map is wanted',
    text: 'build:\n',
    message: 'build must be a mapping, not empty',
    line: 1,
    column: 7,
  },
  {
    what: 'a number for text',
    text: 'environments: { prod: { tag: 1.0 } }',
    message: 'environments.prod.tag must be text, not the number 1.0; put it in quotes',
    line: 1,
    column: 30,
  },
  {
    what: 'a list item',
    text: 'removed-services: [a, {}]',
    message: 'removed-services[1] must be text, not a mapping',
    line: 1,
    column: 23,
  },
  {
    what: 'an unknown word',
    text: 'services: { overrides: { a: { kind: goo } } }',
    message: 'services.overrides.a.kind cannot be "goo". Did you mean "go"?',
    line: 1,
    column: 37,
  },
  {
    what: 'a rule that is on',
    text: 'rules: { x: on }',
    message: 'rules.x cannot be "on". Allowed: off',
    line: 1,
    column: 13,
  },
  {
    what: 'a rule that is a boolean',
    text: 'rules: { x: true }',
    message: 'rules.x must be "off" or a mapping, not the boolean true',
    line: 1,
    column: 13,
  },
  {
    what: 'a rule with a wrong severity',
    text: 'rules: { x: { severity: eror } }',
    message: 'Did you mean "error"?',
    line: 1,
    column: 25,
  },
  {
    what: 'a missing key',
    text: 'waivers:\n  - rule: a\n    reason: b',
    message: 'waivers[0] lacks the key "until"',
    line: 2,
    column: 5,
  },
  {
    what: 'a pattern',
    text: 'detect: { on-dispatch: some }',
    message: 'detect.on-dispatch cannot be "some". Wanted: ',
    line: 1,
    column: 24,
  },
  { what: 'an empty text', text: 'baseline: ""', message: 'baseline must not be empty', line: 1, column: 11 },
  {
    what: 'an absolute path',
    text: 'baseline: /etc/passwd',
    message: 'baseline must be a path inside the repository',
    line: 1,
    column: 11,
  },
  {
    what: 'a path that leaves',
    text: 'services: { overrides: { a: { context: a/../../b } } }',
    message: 'services.overrides.a.context must be a path inside',
    line: 1,
    column: 40,
  },
  {
    what: 'a dockerfile elsewhere',
    text: 'services: { overrides: { a: { dockerfile: "C:\\\\x" } } }',
    message: 'must be a path inside',
    line: 1,
    column: 43,
  },
  {
    what: 'a register elsewhere',
    text: 'registers: [{ file: ../x }]',
    message: 'registers[0].file must be a path inside',
    line: 1,
    column: 21,
  },
  {
    what: 'applications elsewhere',
    text: 'environments: { prod: { applications: .. } }',
    message: 'environments.prod.applications must be',
    line: 1,
    column: 39,
  },
  {
    what: 'a day that does not exist',
    text: 'waivers: [{ rule: a, reason: b, until: 2027-02-30 }]',
    message: 'waivers[0].until cannot be 2027-02-30: there is no such day',
    line: 1,
    column: 40,
  },
  {
    what: 'a date that is none',
    text: 'waivers: [{ rule: a, reason: b, until: soon }]',
    message: 'waivers[0].until cannot be "soon"',
    line: 1,
    column: 40,
  },
  {
    what: 'a key that is no text',
    text: 'services: { ? [a] : b }',
    message: 'a key of services must be text, not a list',
    line: 1,
    column: 15,
  },
  {
    what: 'the prototype as a key',
    text: '__proto__: { baseline: x }',
    message: 'unknown key "__proto__"',
    line: 1,
    column: 1,
  },
  {
    what: 'a property of every object as a key',
    text: 'constructor: {}',
    message: 'unknown key "constructor"',
    line: 1,
    column: 1,
  },
  {
    what: 'a key that breaks the line',
    text: '"a\\nb\\e[0m": 1',
    message: 'unknown key "a\\nb\\u001b[0m"',
    line: 1,
    column: 1,
  },
  {
    what: 'text instead of a map',
    text: 'hello',
    message: 'the file must be a mapping, not "hello"',
    line: 1,
    column: 1,
  },
  { what: 'a key twice', text: 'baseline: a\nbaseline: b', message: 'Map keys must be unique', line: 2, column: 1 },
  { what: 'broken YAML', text: 'services: {', message: 'not valid YAML', line: 1, column: 12 },
  {
    what: 'two documents',
    text: 'baseline: a\n---\nbaseline: b',
    message: 'more than one document',
    line: 3,
    column: 1,
  },
  {
    what: 'an alias that holds itself',
    text: 'services: &a { overrides: { x: *a } }',
    message: 'unknown key "overrides" in services.overrides.x',
    line: 1,
    column: 16,
  },
])('$what is a mistake with a place', ({ text, message, line, column }) => {
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
    ['a named file outside', {}, '../r.yaml', '../r.yaml is not a file inside the repository'],
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
