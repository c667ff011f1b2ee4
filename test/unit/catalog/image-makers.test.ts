import { expect, test } from '@jest/globals';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const skaffold = (artifacts: string): string => `apiVersion: skaffold/v4beta13\nbuild: {artifacts: [${artifacts}]}\n`;
const workflow = (command: string): string => `on: push\njobs: {a: {runs-on: x, steps: [{run: "${command}"}]}}\n`;
const program = '<Project Sdk="Microsoft.NET.Sdk.Web">';

/** Each as `folder: what makes it`, called otherwise than its folder as `name at folder`. */
async function found(
  files: Record<string, string>,
  config: Parameters<typeof readServices>[1] = {},
): Promise<{ services: string[]; left: string[] }> {
  const { services, leftOut } = await readServices(memoryTree(files), config);
  return {
    services: services.map(({ name, path, builtBy, dockerfile }) => {
      const at = path?.split('/').at(-1) === name ? path : `${name} at ${path}`;
      return `${at}: ${dockerfile ?? builtBy?.maker}`;
    }),
    left: leftOut.map(({ path }) => path),
  };
}

test.each<[string, Record<string, string>, string[]]>([
  [
    'buildpacks of Skaffold',
    { 'skaffold.yaml': skaffold('{image: acme/web, context: web, buildpacks: {builder: b}}'), 'web/main.py': '' },
    ['web: buildpacks'],
  ],
  [
    'those of a profile, and one beside that has a Dockerfile',
    {
      'deploy/skaffold.yaml':
        'apiVersion: skaffold/v3\nprofiles: [{name: a, build: {artifacts: [{image: web, context: ../web, buildpacks: {}}, {image: api, context: ../api, buildpacks: {}}]}}]\n',
      'web/main.py': '',
      'api/Dockerfile': 'FROM a\n',
    },
    ['api: api/Dockerfile', 'web: buildpacks'],
  ],
  ['a folder that is not here', { 'skaffold.yaml': skaffold('{image: web, context: web, buildpacks: {}}'), a: '' }, []],
  [
    'what is not of Skaffold',
    { 'skaffold.yaml': 'build: {artifacts: [{context: web, buildpacks: {}}]}\n', 'web/a': '' },
    [],
  ],
  [
    'several of one context, called by their images',
    {
      'skaffold.yaml': skaffold('{image: acme/web, buildpacks: {}}, {image: "acme/api:1", buildpacks: {}}'),
      'main.py': '',
    },
    ['api at : buildpacks', 'web at : buildpacks'],
  ],
  [
    'projects of Jib, targets of Bazel, programs of ko',
    {
      'skaffold.yaml': skaffold(
        '{image: a, context: ., jib: {project: ":java:orders"}}, {image: b, bazel: {target: "//web:image.tar"}}, {image: c, ko: {main: ./cmd/mail}}, {image: d, context: ., jib: {project: users}}',
      ),
      'java/orders/a': '',
      'java/users/a': '',
      'web/BUILD': '',
      'cmd/mail/main.go': '',
    },
    ['cmd/mail: ko', 'java/orders: Jib', 'web: Bazel', 'java/users: Jib'],
  ],
  [
    'a project that says that it is an image',
    {
      'src/Api/Api.csproj': '<Project><ContainerRepository>api</ContainerRepository></Project>',
      'src/Api/Program.cs': '',
    },
    ['src/Api: the .NET SDK'],
  ],
  [
    'a project that a command publishes as one',
    {
      'src/Api/Api.csproj': program,
      'src/Api/Program.cs': '',
      'src/Tool/Tool.csproj': program,
      'src/Tool/Program.cs': '',
      '.github/workflows/a.yml': workflow('dotnet publish src/Api/Api.csproj /t:PublishContainer'),
    },
    ['src/Api: the .NET SDK'],
  ],
  [
    'programs that a command publishes as images, all of them',
    {
      'src/Api/Api.csproj': program,
      'src/Api/Program.cs': '',
      'src/Tool/Tool.csproj': '<Project Sdk="Microsoft.NET.Sdk">',
      'src/Tool/Program.cs': '',
      'build.sh': 'dotnet publish -t:PublishContainer\n',
    },
    ['src/Api: the .NET SDK'],
  ],
  [
    'a project that nothing publishes as an image',
    { 'src/Api/Api.csproj': program, 'src/Api/Program.cs': '', 'build.sh': 'dotnet publish\n' },
    [],
  ],
  [
    'commands of ko, by folder',
    {
      'go.mod': 'module acme.dev/shop\n',
      'cmd/web/main.go': '',
      'cmd/tool/main.go': '',
      Makefile: 'a:\n\tko build ./cmd/web\n',
    },
    ['cmd/web: ko'],
  ],
  [
    'commands of ko, by all that is below',
    {
      'go.mod': 'module a\n',
      'cmd/web/main.go': '',
      'cmd/api/main.go': '',
      'lib/a.go': '',
      'a.sh': 'ko build ./cmd/...\n',
    },
    ['cmd/api: ko', 'cmd/web: ko'],
  ],
  [
    'a command of ko that runs in another folder',
    { 'go/go.mod': 'module a\n', 'go/cmd/web/main.go': '', 'a.sh': 'cd go && ko build ./cmd/web\n' },
    ['go/cmd/web: ko'],
  ],
  [
    'manifests of ko',
    {
      'go/go.mod': 'module acme.dev/shop // comment\n',
      'go/cmd/web/main.go': '',
      'config/web.yaml': 'image: ko://acme.dev/shop/cmd/web\n',
      'a.sh': 'ko apply -f config/\n',
    },
    ['go/cmd/web: ko'],
  ],
  [
    'manifests of ko that nothing applies',
    { 'go.mod': 'module a\n', 'web/main.go': '', 'config/web.yaml': 'image: ko://a/web\n' },
    [],
  ],
  [
    'the settings of ko',
    {
      'go.mod': 'module a\n',
      'app/web/main.go': '',
      '.ko.yaml': 'builds: [{id: web, dir: app, main: ./web}, {id: x, main: ./no}]\n',
    },
    ['app/web: ko'],
  ],
  [
    'images of GoReleaser',
    {
      'go.mod': 'module a\n',
      'web/main.go': '',
      'tool/main.go': '',
      '.goreleaser.yaml': 'builds: [{id: web, main: ./web/main.go}, {id: tool, main: ./tool}]\nkos: [{build: web}]\n',
    },
    ['web: ko'],
  ],
  [
    'a program that the Dockerfile at the root builds under its name, beside one that ko alone makes',
    {
      'go.mod': 'module a\n',
      Dockerfile: 'FROM a\n',
      'compose.yaml': 'services: {web: {build: .}}\n',
      'cmd/web/main.go': '',
      'cmd/mail/main.go': '',
      '.ko.yaml': 'builds: [{main: ./cmd/web}, {main: ./cmd/mail}]\n',
    },
    ['web at : Dockerfile', 'cmd/mail: ko'],
  ],
  [
    'a program at the root, called by its module',
    { 'go.mod': 'module acme.dev/shop/v2\n', 'main.go': '', 'a.sh': 'ko build .\n' },
    ['shop at : ko'],
  ],
  [
    'pack',
    { 'web/main.py': '', '.github/workflows/a.yml': workflow('pack build ghcr.io/a/web --path ./web') },
    ['web: buildpacks'],
  ],
  [
    'pack, of what a step makes',
    { 'web/main.py': '', '.github/workflows/a.yml': workflow('pack build web --path $DIR') },
    [],
  ],
])('an image that is made without a Dockerfile is a service: %s', async (_name, files, want) => {
  const { services } = await found(files);
  expect(services.sort()).toEqual(want.sort());
});

const artifact = (context: string) => ({
  'skaffold.yaml': skaffold(`{image: x, context: ${context}, buildpacks: {}}`),
  [`${context}/a.py`]: '',
});

test('what lies where nothing is a service is left out with its reason, unless the configuration takes it in', async () => {
  const files = artifact('examples/web');
  expect(await found(files)).toEqual({ services: [], left: ['examples/web'] });
  expect(await found(files, { services: { overrides: { web: { path: 'examples/web' } } } })).toEqual({
    services: ['examples/web: buildpacks'],
    left: [],
  });
  expect(await found(files, { services: { exclude: ['examples/*'] } })).toEqual({ services: [], left: [] });
});

test('with roots the folders that match are the services, and what makes their images is known', async () => {
  const files = { ...artifact('services/web'), 'services/web/package.json': '{}', 'other/a.py': '' };
  expect(await found(files, { services: { roots: ['services/*'] } })).toMatchObject({
    services: ['services/web: buildpacks'],
  });
  expect(await found(files, { services: { roots: ['other/*'] } })).toMatchObject({ services: [] });
});

test('an image counts all that it is made from', async () => {
  const tree = memoryTree({
    'skaffold.yaml': skaffold('{image: a, context: app, bazel: {target: "//web:image.tar"}}'),
    'app/web/BUILD': '',
    'go.mod': 'module a\n',
    'cmd/mail/main.go': '',
    'a.sh': 'ko build ./cmd/mail\n',
  });
  const { services } = await readServices(tree, {});
  const { inputs } = await deriveInputs(tree, services, {});
  const patterns = inputs.map(({ service, edges }) => [
    service,
    edges.map(({ pattern, scope }) => `${pattern} ${scope}`),
  ]);
  expect(new Map(patterns as [string, string[]][])).toMatchObject(
    new Map([
      ['web', expect.arrayContaining(['app/web/** both', 'app/** both'])],
      ['mail', expect.arrayContaining(['cmd/mail/** both', '** both'])],
    ]),
  );
});
