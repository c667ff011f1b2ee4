import { expect, test } from '@jest/globals';
import type { Service, ServiceKind } from '@rollcall/domain/catalog/catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Files = Record<string, string | Uint8Array>;

function service(name: string, kind: ServiceKind = 'other'): Service {
  return { name, path: `services/${name}`, kind, dockerfile: null, dockerfiles: [], chart: null };
}

/** The inputs of `a` beside its own folder, as `pattern < because @ file:line`. */
async function packagesOf(files: Files, kind: ServiceKind = 'other', others: string[] = []) {
  const services = [service('a', kind), ...others.map((name) => service(name, kind))];
  const { inputs, problems } = await deriveInputs(memoryTree({ 'services/a/x': '', ...files }), services, {});
  // Of what manifests name alone: what counts for every service without a Dockerfile has no place in a file.
  const edges = (inputs[0]?.edges ?? []).filter(({ location }) => location !== null);
  const told = problems.filter(({ location }) => location !== undefined);
  return { edges, patterns: edges.map(({ pattern }) => pattern).sort(), problems: told };
}

const mod = (name: string, body = '') => `module example.com/${name}\n\ngo 1.26\n${body}`;

const cases: [string, Files, string[], ServiceKind?, string[]?][] = [
  [
    'go: replace, one line and block, transitively and in a circle',
    {
      'services/a/go.mod': mod('a', 'replace example.com/x => ../../libs/x // c\n'),
      'libs/x/go.mod': mod('x', 'replace (\n\texample.com/y v1.0.0 => "../y"\n\t// example.com/no => ../no\n)\n'),
      'libs/y/go.mod': mod('y', 'replace example.com/x => ../x\n'),
      'libs/no/go.mod': mod('no'),
    },
    ['libs/x/**', 'libs/y/**'],
  ],
  [
    'go: replace by another module, or out of the repository',
    {
      'services/a/go.mod': mod('a', 'replace example.com/x => example.com/y v1\nreplace example.com/z => ../../../z\n'),
    },
    [],
  ],
  [
    'go: use, where modules require each other',
    {
      'go.work': 'go 1.26\n\nuse (\n\t./services/a\n\t./services/b\n\t./libs/x\n\t./libs/y\n)\n',
      'go.work.sum': '',
      'services/a/go.mod': mod('a', 'require example.com/x v0.0.0\n'),
      'services/b/go.mod': mod('b'),
      'libs/x/go.mod': mod('x', 'require (\n\texample.com/y v0.0.0 // indirect\n)\n'),
      'libs/y/go.mod': mod('y'),
    },
    ['go.work', 'go.work.sum', 'libs/x/**', 'libs/y/**'],
    'go',
    ['b'],
  ],
  [
    'go: use, where none requires another: every library',
    {
      'go.work': 'use ./services/a\nuse ./services/b\nuse ./libs/x\n',
      'services/a/go.mod': mod('a'),
      'services/b/go.mod': mod('b'),
      'libs/x/go.mod': mod('x'),
    },
    ['go.work', 'libs/x/**'],
    'go',
    ['b'],
  ],
  [
    'go: not in the workspace',
    { 'go.work': 'use ./libs/x\n', 'services/a/go.mod': mod('a'), 'libs/x/go.mod': mod('x') },
    [],
  ],
  [
    'go: a part of the module at the root',
    { 'go.mod': mod('m', 'replace example.com/x => ./x\n'), 'go.sum': '' },
    ['go.mod', 'go.sum', 'x/**'],
    'go',
  ],
  [
    'node: workspace:, file:, link:, transitively and in a circle',
    {
      'package.json': '{"workspaces":["packages/*","services/*"]}',
      'package-lock.json': '{}',
      'services/a/package.json':
        '{"dependencies":{"@o/x":"workspace:*","t":"file:../../vendored/t.tgz"},"devDependencies":{"l":"link:../../l"}}',
      'packages/x/package.json': '{"name":"@o/x","dependencies":{"y":"workspace:^"}}',
      'packages/y/package.json': '{"name":"y","peerDependencies":{"@o/x":"*"}}',
      'packages/no/package.json': '{"name":"no"}',
    },
    ['l/**', 'package-lock.json', 'package.json', 'packages/x/**', 'packages/y/**', 'vendored/t.tgz'],
  ],
  [
    'node: pnpm-workspace.yaml, aliases, plain ranges, other registries',
    {
      'pnpm-workspace.yaml': 'packages: ["services/*", "libs/**", "!libs/out"]\n',
      'pnpm-lock.yaml': '',
      'package.json': '{}',
      'services/a/package.json':
        '{"dependencies":{"x2":"workspace:x@*","y":"^1.0.0","z":"catalog:","out":"1.0.0","c":"npm:y@1"}}',
      'libs/x/package.json': '{"name":"x"}',
      'libs/deep/y/package.json': '{"name":"y"}',
      'libs/z/package.json': '{"name":"z"}',
      'libs/out/package.json': '{"name":"out"}',
    },
    ['libs/deep/y/**', 'libs/x/**', 'package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'],
  ],
  [
    'node: names of every object',
    { 'services/a/package.json': '{"dependencies":{"constructor":"*","__proto__":"workspace:*"}}' },
    [],
  ],
  [
    'node: a workspace that does not have it',
    { 'package.json': '{"workspaces":{"packages":["web/*"]}}', 'services/a/package.json': '{}', 'yarn.lock': '' },
    [],
  ],
  [
    'rust: paths, tables, targets, patches, the workspace',
    {
      'Cargo.toml':
        '[workspace]\nmembers = ["services/*", "crates/*"]\n[workspace.dependencies]\nshared = { path = "crates/shared" }\nunused = { path = "crates/unused" }\n[patch.crates-io]\np = { path = "crates/p" }\n',
      'Cargo.lock': '',
      'services/a/Cargo.toml':
        '[package]\nname = "a"\n[dependencies]\nx = { path = "../../crates/x" }\nshared.workspace = true\nserde = "1"\n[dependencies.y]\npath = "../../crates/y"\n[target."cfg(unix)".build-dependencies]\nz = { path = "../../crates/z" }\n',
      'crates/x/Cargo.toml': '[package]\nname = "x"\n[dev-dependencies]\ndeep = { path = "../deep" }\n',
      'crates/deep/Cargo.toml': '[package]\nname = "deep"\n[dependencies]\nx = { path = "../x" }\n',
    },
    [
      'Cargo.lock',
      'Cargo.toml',
      'crates/deep/**',
      'crates/p/**',
      'crates/shared/**',
      'crates/x/**',
      'crates/y/**',
      'crates/z/**',
    ],
  ],
  [
    'python: poetry',
    {
      'services/a/pyproject.toml':
        '[tool.poetry.dependencies]\npython = "^3"\nx = {path = "../../libs/x", develop = true}\n[tool.poetry.group.dev.dependencies]\nw = {path = "../../wheels/w.whl"}\n',
      'libs/x/pyproject.toml': '[tool.poetry.dependencies]\ny = {path = "../y"}\n',
    },
    ['libs/x/**', 'libs/y/**', 'wheels/w.whl'],
  ],
  [
    'python: uv, its workspace',
    {
      'pyproject.toml':
        '[tool.uv.workspace]\nmembers = ["libs/*", "services/*"]\n[tool.uv.sources]\nmy-lib = { workspace = true }\nother = { workspace = true }\n',
      'uv.lock': '',
      'services/a/pyproject.toml':
        '[project]\nname = "a"\ndependencies = ["My_Lib>=1", "z"]\n[tool.uv.sources]\nz = [{ path = "../../libs/z" }]\n',
      'libs/my/pyproject.toml': '[project]\nname = "my.lib"\n',
      'libs/other/pyproject.toml': '[project]\nname = "other"\n',
    },
    ['libs/my/**', 'libs/z/**', 'pyproject.toml', 'uv.lock'],
  ],
  [
    'python: PEP 508 and requirements',
    {
      'services/a/pyproject.toml':
        '[project]\ndependencies = ["x @ file:../../libs/x"]\noptional-dependencies.t = ["y @ file:///${PROJECT_ROOT}/../../libs/y"]\n[dependency-groups]\ndev = ["z @ file:../../libs/z ; python_version > \'3\'", {include-group = "t"}]\n',
      'services/a/requirements-dev.txt':
        '# x\n-e ../../libs/e\n../../libs/p[extra]\n-r ../../base.txt\nflask==1 # ../no\n',
    },
    ['base.txt', 'libs/e/**', 'libs/p/**', 'libs/x/**', 'libs/y/**', 'libs/z/**'],
  ],
  [
    'dotnet: ProjectReference, and what MSBuild finds above',
    {
      'services/a/src/A.csproj':
        '<Project>\n<!-- <ProjectReference Include="..\\..\\..\\no\\No.csproj"/> -->\n<ProjectReference\n  Include="..\\..\\..\\libs\\X\\X.csproj" /><ProjectReference Include="$(MSBuildThisFileDirectory)../../../libs/Y/Y.fsproj"></ProjectReference></Project>',
      'libs/X/X.csproj': '<Project><ProjectReference Include="../Z/Z.csproj"/></Project>',
      'Directory.Build.props': '',
      'services/Directory.Packages.props': '',
    },
    ['Directory.Build.props', 'libs/X/**', 'libs/Y/**', 'libs/Z/**', 'services/Directory.Packages.props'],
  ],
  [
    'dotnet: a property nobody knows is everything',
    { 'services/a/A.csproj': '<ProjectReference Include="$(Root)/x/X.csproj"/>' },
    ['**'],
  ],
  [
    'gradle: project, accessors, projectDir, what the root shares',
    {
      'settings.gradle.kts':
        'include(":services:a", ":libs:x")\n// include(":no")\ninclude(\n  "libs:shared-model",\n  "moved"\n)\nproject(":moved").projectDir = file("elsewhere/moved")\n',
      'build.gradle.kts': '',
      'gradle/libs.versions.toml': '',
      'buildSrc/build.gradle': '',
      'services/a/build.gradle.kts':
        'val url = "https://example.com"\ndependencies {\n  implementation(project(":libs:x"))\n  implementation(projects.libs.sharedModel)\n  api(project(path = ":moved"))\n}\n',
      'libs/x/build.gradle': "dependencies { api project(':libs:shared-model') }\n",
    },
    [
      'build.gradle.kts',
      'buildSrc/**',
      'elsewhere/moved/**',
      'gradle/**',
      'libs/shared-model/**',
      'libs/x/**',
      'settings.gradle.kts',
    ],
  ],
];

test.each(cases)('%s', async (_name, files, expected, kind = 'other', others = []) => {
  const { patterns, problems } = await packagesOf(files, kind, others);
  expect(problems).toEqual([]);
  expect(patterns).toEqual(expected);
});

test('every edge names its line', async () => {
  const { edges } = await packagesOf({
    'services/a/go.mod': mod('a', '\nreplace example.com/x => ../../libs/x\n'),
    'services/a/package.json': '{\n  "dependencies": {\n    "y": "file:../../libs/y"\n  }\n}\n',
  });
  expect(edges).toEqual([
    {
      pattern: 'libs/x/**',
      because: 'replace example.com/x => ../../libs/x',
      location: { path: 'services/a/go.mod', line: 5, column: 1 },
      scope: 'both',
    },
    {
      pattern: 'libs/y/**',
      because: '"y": "file:../../libs/y"',
      location: { path: 'services/a/package.json', line: 3, column: 1 },
      scope: 'both',
    },
  ]);
});

test.each([
  ['services/a/package.json', '{"dependencies":'],
  ['services/a/Cargo.toml', '[dependencies\n'],
  ['services/a/pyproject.toml', 'x = = 1'],
])('what cannot be parsed is everything, and a problem: %s', async (path, text) => {
  const { patterns, problems } = await packagesOf({ [path]: text });
  expect(patterns).toEqual(['**']);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ severity: 'warning', location: { path, line: 1, column: 1 } });
  expect(problems[0]?.message).toContain(path);
});

test('a path that is no UTF-8 is everything: which one it is, is not known', async () => {
  const { patterns, problems } = await packagesOf({
    'services/a/go.mod': Buffer.concat([Buffer.from('module a\nreplace x => ../'), Buffer.of(0xe9)]),
  });
  expect(patterns).toContain('**');
  expect(problems).toMatchObject([{ location: { path: 'services/a/go.mod' } }]);
});

test('what cannot be parsed above a service, or in a library of its workspace, may be what it uses', async () => {
  const broken = ['package.json', 'packages/x/package.json'];
  for (const path of broken) {
    const { patterns, problems } = await packagesOf({
      'pnpm-workspace.yaml': 'packages: ["services/*", "packages/*"]\n',
      'services/a/package.json': '{"dependencies":{"x":"workspace:*"}}',
      [path]: '{',
    });
    expect(patterns).toContain('**');
    expect(problems).toHaveLength(1);
  }
});

test('what is not valid in somebody else’s folder is nobody’s concern', async () => {
  const { patterns, problems } = await packagesOf({
    'services/a/node_modules/x/package.json': '{',
    'services/a/testdata/package.json': '{',
    'services/b/package.json': '{',
  });
  expect([patterns, problems]).toEqual([[], []]);
});

test('what only a later service finds unreadable, an earlier one may use as well', async () => {
  const { patterns, problems } = await packagesOf(
    {
      'services/a/go.mod': mod('a'),
      'services/b/package.json': '{"dependencies":{"x":"file:../../libs/x"}}',
      'libs/x/package.json': '{',
    },
    'go',
    ['b'],
  );
  expect(patterns).toContain('**');
  expect(problems).toHaveLength(1);
});

test('a service of Gradle is no part of the Maven build above it', async () => {
  const { patterns } = await packagesOf(
    {
      'pom.xml': '<project><groupId>g</groupId><artifactId>root</artifactId><version>1</version></project>',
      'services/a/build.gradle': 'plugins { id "java" }\n',
    },
    'java',
  );
  expect(patterns).toEqual([]);
});
