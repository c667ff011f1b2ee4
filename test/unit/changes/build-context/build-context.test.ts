import { describe, expect, test } from '@jest/globals';
import type { Service } from '@rollcall/domain/catalog/catalog';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Files = Record<string, string>;

async function contextOf(files: Files, config: Config = {}, over: Partial<Service> = {}) {
  const dockerfile = over.dockerfile ?? Object.keys(files).find((path) => /Dockerfile$/.test(path)) ?? null;
  const service: Service = {
    name: 'a',
    path: 'services/a',
    kind: 'other',
    dockerfile,
    dockerfiles: [],
    chart: null,
    ...over,
  };
  const { inputs, problems } = await deriveInputs(memoryTree(files), [service], config);
  return { context: inputs[0]?.context, because: inputs[0]?.contextBecause, edges: inputs[0]?.edges ?? [], problems };
}

const own = 'services/a/Dockerfile';
const nested = 'services/a/docker/Dockerfile';

const told: [string, Files, string, Partial<Service>?][] = [
  ['sources only in the service folder', { [nested]: 'FROM x\nCOPY src /s', 'services/a/src/x': '' }, 'services/a'],
  [
    "sources only in the Dockerfile's folder",
    { [nested]: 'FROM x\nCOPY n.conf /s', 'services/a/docker/n.conf': '' },
    'services/a/docker',
  ],
  ['sources only at the root', { [nested]: 'FROM x\nCOPY services/a /s\nCOPY pkg /p', 'pkg/x': '' }, '.'],
  ['nothing is copied', { [nested]: 'FROM x\nCOPY --from=y /a /b' }, 'services/a'],
  ['the root by a mount', { [nested]: 'FROM x\nRUN --mount=type=bind,source=pkg,target=/p make', 'pkg/x': '' }, '.'],
  [
    'a wildcard need not match, but says something',
    { [nested]: 'FROM x\nCOPY *.csproj /s\nCOPY . /s', 'services/a/a.csproj': '' },
    'services/a',
  ],
  ['everything of its own folder', { [own]: 'FROM x\nCOPY . /s', 'services/a/index.html': '' }, 'services/a'],
  [
    'a manifest that the root has too, but no workspace',
    {
      [own]: 'FROM x\nCOPY package*.json ./\nRUN npm ci\nCOPY . .',
      'services/a/package.json': '{}',
      'package.json': '{"devDependencies":{}}',
    },
    'services/a',
    { kind: 'node' },
  ],
  [
    'a command names the folder from the root',
    { [own]: 'FROM x\nCOPY . .\nRUN go build -o /a ./services/a', 'services/a/main.go': '', 'go.mod': 'module m' },
    '.',
    { kind: 'go' },
  ],
  [
    'the ignore file is in the service folder',
    { [nested]: 'FROM x\nCOPY . .', 'services/a/.dockerignore': 'x' },
    'services/a',
  ],
  [
    'an image with its Dockerfile elsewhere',
    { 'docker/a.Dockerfile': 'FROM x\nCOPY services/a /s', 'services/a/x': '' },
    '.',
  ],
];

test.each(told)('told from its sources: %s', async (_name, files, expected, over = {}) => {
  const { context, problems } = await contextOf(files, {}, over);
  expect(problems).toEqual([]);
  expect(context).toBe(expected);
});

const jar = 'ARG VERSION\nFROM x\nARG VERSION\nCOPY build/libs/app-$VERSION.jar /app.jar';

test.each<[string, Files, string]>([
  [
    'only the module writes there',
    { [own]: jar, 'services/a/build.gradle': '', 'services/a/src/A': '', 'build.gradle': '' },
    'services/a',
  ],
  ['only the root has the folder', { [own]: 'FROM x\nARG V\nCOPY conf/$V.ini /a', 'conf/x.ini': '' }, '.'],
])('told from the folder of what it copies by a name that nobody knows: %s', async (_name, files, expected) => {
  expect((await contextOf(files)).context).toBe(expected);
});

const untold: [string, Files, string[], Partial<Service>?][] = [
  [
    'a name that nobody knows, in a folder that both may make',
    {
      [own]: jar,
      'services/a/build.gradle': '',
      'services/a/src/A': '',
      'build.gradle': '',
      'src/A': '',
    },
    ['services/a', '.'],
  ],
  [
    'a name that nobody knows, in no folder',
    { [own]: 'FROM x\nARG V\nCOPY $V /a', 'services/a/x': '' },
    ['services/a', '.'],
  ],
  [
    'everything, from a folder of Dockerfiles',
    { [nested]: 'FROM x\nCOPY . .' },
    ['services/a', 'services/a/docker', '.'],
  ],
  [
    'the same names in two places',
    { [nested]: 'FROM x\nCOPY src /s', 'services/a/src/x': '', 'src/x': '' },
    ['services/a', '.'],
  ],
  [
    'the same names in two places, beside its Dockerfile',
    { [own]: 'FROM x\nCOPY src /s', 'services/a/src/x': '', 'src/x': '' },
    ['services/a', '.'],
  ],
  ['a variable without a value', { [own]: 'FROM x\nARG A\nCOPY bin/$A /s' }, ['services/a', '.']],
  ['names that are nowhere', { [own]: 'FROM x\nCOPY dist /s' }, ['services/a', '.']],
  [
    'a member of a workspace',
    {
      [own]: 'FROM x\nCOPY . .',
      'services/a/package.json': '{}',
      'package.json': '{"workspaces":["services/*"]}',
    },
    ['services/a', '.'],
    { kind: 'node' },
  ],
  [
    'a part of the module at the root',
    { [own]: 'FROM x\nCOPY . .\nRUN make', 'services/a/main.go': '', 'go.mod': 'module m' },
    ['services/a', '.'],
    { kind: 'go' },
  ],
];

test.each(untold)('a problem, not a guess: %s', async (_name, files, candidates, over = {}) => {
  const { context, edges, problems } = await contextOf(files, {}, over);
  expect(context).toBeNull();
  expect(problems).toHaveLength(1);
  const [problem] = problems;
  expect(problem?.severity).toBe('warning');
  for (const candidate of candidates) {
    expect(problem?.message).toContain(candidate === '.' ? 'the repository root' : candidate);
    expect(problem?.help).toContain(candidate);
  }
  expect(problem?.help).toMatch(/^Add to rollcall\.yaml:\nservices:\n {2}overrides:\n {4}a:\n {6}context: \S+/);
  expect(edges.some(({ pattern, scope }) => pattern === '**' && scope === 'both')).toBe(true);
});

test('the lines to add are YAML whatever the names', async () => {
  const { problems } = await contextOf(
    { 'on/#: x/docker/Dockerfile': 'FROM x\nCOPY . .' },
    {},
    { name: 'yes', path: 'on/#: x' },
  );
  expect(problems[0]?.help).toContain('    "yes":\n      context: "on/#: x"   # or "on/#: x/docker" or .');
});

test('the configuration wins, and ends the problem', async () => {
  const files = {
    [nested]: 'FROM x\nCOPY . .',
    'compose.yaml': 'services: {a: {build: {context: services/a, dockerfile: docker/Dockerfile}}}',
  };
  const config: Config = { services: { overrides: { a: { context: '.' } } } };
  expect(await contextOf(files, config)).toMatchObject({
    context: '.',
    because: 'the configuration says so',
    problems: [],
  });
});

const bakeTarget = 'target "a" {\n  context = "."\n  dockerfile = "services/a/Dockerfile"\n}\n';
const bakeFiles: [string, string][] = [
  ['a target', bakeTarget],
  ['a comment with two less-than signs', `# images << tags\n${bakeTarget}`],
  [
    'another target with a heredoc',
    `target "b" {\n  dockerfile-inline = <<EOT\nFROM x\nRUN echo "}\nEOT\n}\n${bakeTarget}`,
  ],
  [
    'an indented heredoc',
    `target "b" {\n  dockerfile-inline = <<-EOT\n    FROM x\n    # {{\n    EOT\n}\n${bakeTarget}`,
  ],
  ['comments of both kinds', `// target "b" {\n/* " { \n*/\n${bakeTarget}`],
  ['templates with braces and quotes', `variable "B" {\n  default = "\${A == "}" ? "{" : "\\""}"\n}\n${bakeTarget}`],
  ['a function', `function "b" {\n  params = [c]\n  result = upper("\${c}{")\n}\n${bakeTarget}`],
  ['Windows line ends', bakeTarget.replaceAll('\n', '\r\n')],
  ['escapes', 'target "a" {\n  context = "\\u002e"\n  dockerfile = "services/\\u0061/Dockerfile"\n}'],
  [
    'values on several lines',
    `target "b" {\n  args = {\n    A = "}"\n  }\n  tags = [\n    "a", # ]\n  ]\n}\n${bakeTarget}`,
  ],
];

test.each(bakeFiles)('a Bake file with %s says the context, and every file of it counts', async (_name, text) => {
  const files = { [own]: 'FROM x\nCOPY . /app', 'lib/x': '', 'docker-bake.hcl': text };
  const { context, because, edges, problems } = await contextOf(files);
  expect(problems).toEqual([]);
  expect([context, because]).toEqual(['.', 'docker-bake.hcl builds it']);
  expect(edges.map(({ pattern }) => pattern)).toContain('**');
});

test.each([
  ['a string without an end', `target "a" {\n  context = ".\n}\n`, 'docker-bake.hcl:2: a string has no end'],
  [
    'a heredoc without an end',
    `${bakeTarget}target "b" {\n  dockerfile-inline = <<EOT\n}\n`,
    'the here-document EOT has no end',
  ],
  ['a comment without an end', `/* ${bakeTarget}`, 'docker-bake.hcl:1: a comment has no end'],
  ['a block without an end', 'target "a" {\n  context = "."\n', 'docker-bake.hcl:1: the "{" is never closed'],
])('a Bake file that cannot be read is named, and everything counts: %s', async (_name, text, why) => {
  const files = { [own]: 'FROM x\nCOPY . /app', 'services/a/x': '', 'docker-bake.hcl': text };
  const { context, edges, problems } = await contextOf(files);
  expect(context).toBeNull();
  expect(problems.map(({ message }) => message).join()).toContain(why);
  expect(edges.map(({ pattern }) => pattern)).toContain('**');
});

test('a Bake file of JSON that cannot be read is named', async () => {
  const { context, problems } = await contextOf({ [own]: 'FROM x\nCOPY . /app', 'docker-bake.json': '{"target":' });
  expect(context).toBeNull();
  expect(problems[0]?.message).toContain('docker-bake.json:1: it is not JSON');
});

test.each([
  ['a template', 'context = "${ROOT}"'],
  ['a variable', 'context = ROOT'],
  ['a parent that an expression names', 'inherits = ["${PARENT}"]'],
])('a target whose context is %s leaves its Dockerfile without one', async (_name, line) => {
  const bake = `target "a" {\n  ${line}\n  dockerfile = "services/a/Dockerfile"\n}\n`;
  const { context, problems } = await contextOf({ [own]: 'FROM x\nCOPY . /app', 'docker-bake.hcl': bake });
  expect(context).toBeNull();
  expect(problems[0]?.message).toContain('docker-bake.hcl:1: its context is an expression');
});

test('the contexts that a Bake file hands over are inputs', async () => {
  const bake = bakeTarget.replace('}\n', '  contexts = {\n    shared = "libs/shared"\n    base = "target:b"\n  }\n}\n');
  const { edges } = await contextOf({ [own]: 'FROM x\nCOPY --from=shared / /s', 'docker-bake.hcl': bake });
  expect(edges.map(({ pattern }) => pattern)).toContain('libs/shared/**');
});

const dockerfile = { [nested]: 'FROM x\nCOPY . .' };
const said: [string, Files, string][] = [
  [
    'Compose, long form',
    { 'compose.yaml': 'services:\n  a:\n    build:\n      context: .\n      dockerfile: services/a/docker/Dockerfile' },
    '.',
  ],
  ['Compose, short form', { 'services/a/docker-compose.yml': 'services: {a: {build: ./docker}}' }, 'services/a/docker'],
  [
    'Compose, from its own folder',
    {
      'deploy/docker-compose.dev.yaml':
        'services: {a: {build: {context: ../services/a, dockerfile: ./docker/Dockerfile}}}',
    },
    'services/a',
  ],
  [
    'Compose, with variables',
    {
      'compose.yml': 'services: {a: {build: {context: "${CTX:-.}", dockerfile: "${FILE}"}}}',
      '.env': '# x\nFILE=./services/a/docker/Dockerfile # y\n',
    },
    '.',
  ],
  [
    'Skaffold',
    {
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta1\nbuild:\n  artifacts:\n  - image: a\n    context: services/a\n    docker: {dockerfile: docker/Dockerfile}',
    },
    'services/a',
  ],
  [
    'Skaffold, second document',
    {
      'skaffold.yaml':
        'apiVersion: skaffold/v3\n---\napiVersion: skaffold/v3\nbuild: {artifacts: [{image: a, context: services/a/docker}]}',
    },
    'services/a/docker',
  ],
  [
    'Bake, JSON',
    {
      'docker-bake.json':
        '{"target":{"base":{"context":"services/a"},"a":{"inherits":["base"],"dockerfile":"docker/Dockerfile"}}}',
    },
    'services/a',
  ],
  [
    'Bake, HCL',
    {
      'docker-bake.hcl':
        'variable "TAG" { default = "x" }\n// target "no" { context = "no" }\ntarget "base" {\n  context = "."\n  args = { A = "}" }\n}\ntarget "a" {\n  inherits = ["base"] # yes\n  dockerfile = "services/a/docker/Dockerfile"\n  tags = ["a:${TAG}"]\n}\n',
    },
    '.',
  ],
  [
    'Bake, HCL, without a context',
    { 'docker-bake.hcl': 'target "a" {\n  dockerfile = "services/a/docker/Dockerfile"\n}' },
    '.',
  ],
  [
    'a step of a workflow',
    {
      '.github/workflows/b.yml':
        'jobs:\n  b:\n    steps:\n    - uses: docker/build-push-action@v6\n      with: {context: services/a, file: services/a/docker/Dockerfile}',
    },
    'services/a',
  ],
  [
    'a step without a context',
    {
      '.github/workflows/b.yml':
        'jobs: {b: {steps: [{uses: docker/build-push-action@v6, with: {file: services/a/docker/Dockerfile}}]}}',
    },
    '.',
  ],
  [
    'two that agree',
    {
      'compose.yaml':
        'services: {a: {build: {dockerfile: services/a/docker/Dockerfile}}, b: {build: {context: ./, dockerfile: ./services/a/docker/Dockerfile}}}',
    },
    '.',
  ],
];

test.each(said)('a file that builds it: %s', async (_name, files, expected) => {
  const { context, because, problems } = await contextOf({ ...dockerfile, ...files }, {}, { dockerfile: nested });
  expect(problems).toEqual([]);
  expect(context).toBe(expected);
  expect(because).toMatch(/ builds it$/);
});

const silent: [string, Files][] = [
  [
    'a context out of the repository',
    { 'compose.yaml': 'services: {a: {build: {context: ../.., dockerfile: x/services/a/docker/Dockerfile}}}' },
  ],
  [
    'a context from git',
    {
      'compose.yaml':
        'services: {a: {build: {context: "https://example.com/r.git", dockerfile: services/a/docker/Dockerfile}}}',
    },
  ],
  [
    'an inline Dockerfile',
    { 'compose.yaml': 'services: {a: {build: {context: services/a/docker, dockerfile_inline: FROM x}}}' },
  ],
  [
    'an expression in a workflow',
    {
      '.github/workflows/b.yml':
        'jobs: {b: {steps: [{uses: docker/build-push-action@v6, with: {context: "${{ matrix.c }}", file: services/a/docker/Dockerfile}}]}}',
    },
  ],
  [
    'an expression in Bake',
    {
      'docker-bake.hcl':
        'target "a" {\n  context = "${ROOT}"\n  dockerfile = "services/a/docker/Dockerfile"\n}\ntarget "b" {\n  context = ROOT\n  dockerfile = "services/a/docker/Dockerfile"\n}',
    },
  ],
  [
    'another builder',
    {
      'skaffold.yaml': 'apiVersion: skaffold/v3\nbuild: {artifacts: [{image: a, context: services/a/docker, jib: {}}]}',
    },
  ],
  ['a file that is not YAML', { 'compose.yaml': 'services: {a: {build: [' }],
  [
    'a bomb of aliases',
    {
      'compose.yaml': `a: &a [x, x]\n${[...'bcdefghij'].map((c, i) => `${c}: &${c} [${`*${'abcdefghij'[i]}, `.repeat(9)}]`).join('\n')}\nservices: {a: {build: *j}}`,
    },
  ],
  [
    'inheritance without end',
    {
      'docker-bake.json':
        '{"target":{"a":{"inherits":["b","b"],"dockerfile":"services/a/docker/Dockerfile"},"b":{"inherits":["a","a"],"context":"${X}"}}}',
    },
  ],
];

test.each(silent)('says nothing: %s', async (_name, files) => {
  const { context, problems } = await contextOf({ ...dockerfile, ...files }, {}, { dockerfile: nested });
  expect(context).toBeNull();
  expect(problems).toHaveLength(1);
});

describe('files that disagree', () => {
  const compose = (context: string) =>
    `services: {a: {build: {context: ${context}, dockerfile: ${context === '.' ? 'services/a/' : ''}docker/Dockerfile}}}`;
  const both = { 'compose.yaml': compose('.'), 'compose.dev.yaml': compose('services/a') };

  test('a problem that names both', async () => {
    const { context, problems } = await contextOf({ [nested]: 'FROM x\nCOPY . .', ...both });
    expect(context).toBeNull();
    expect(problems[0]?.message).toContain(
      'compose.dev.yaml builds it in services/a, compose.yaml builds it in the repository root',
    );
  });

  test('the one that can be built is believed', async () => {
    expect((await contextOf({ [nested]: 'FROM x\nCOPY src .', 'services/a/src/x': '', ...both })).context).toBe(
      'services/a',
    );
  });
});

test('contexts handed over beside the main one are inputs', async () => {
  const { edges } = await contextOf({
    [nested]: 'FROM x\nCOPY --from=shared / /s',
    'compose.yaml':
      'services: {a: {build: {context: services/a, dockerfile: docker/Dockerfile, additional_contexts: {shared: ./libs/shared, base: "docker-image://x"}}}}',
  });
  expect(edges.map(({ pattern }) => pattern)).toContain('libs/shared/**');
});

test.each([
  ['a Compose file', 'compose.yaml', 'services: {a: {build: .}}\n]: [\n', 'not valid YAML'],
  ['one that is too deep', 'compose.yaml', `services: {a: {build: .}}\nx: ${'['.repeat(300)}`, 'nested too deeply'],
  ['one of aliases without an anchor', 'compose.yaml', 'services: {a: {build: *x}}\n', 'the document cannot be read'],
  ['a Skaffold file', 'skaffold.yaml', 'apiVersion: skaffold/v4beta1\nbuild: {artifacts: [\n', 'not valid YAML'],
  [
    'a workflow',
    '.github/workflows/a.yaml',
    'jobs: {a: {steps: [{uses: docker/build-push-action@v6}\n',
    'not valid YAML',
  ],
])('%s that cannot be read is named, and everything counts', async (_name, path, text, why) => {
  const { context, edges, problems } = await contextOf({ [own]: 'FROM x\nCOPY . /app', [path]: text });
  expect(context).toBeNull();
  expect(edges.map(({ pattern }) => pattern)).toContain('**');
  expect(problems[0]?.message).toContain(`${path}:`);
  expect(problems[0]?.message).toContain(why);
});

test('YAML that says nothing about builds may be broken', async () => {
  const files = { [own]: 'FROM x\nCOPY . /app', 'compose.yaml': 'a: [\n', '.github/workflows/a.yaml': 'a: [\n' };
  expect(await contextOf(files)).toMatchObject({ context: 'services/a', problems: [] });
});
