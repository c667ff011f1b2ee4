import { describe, expect, test } from '@jest/globals';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { discoverServices } from '@rollcall/domain/catalog/services';
import type { FileMode, TreeEntry } from '@rollcall/domain/ports';
import fc from 'fast-check';

function listing(paths: readonly string[], mode: FileMode = 'file'): TreeEntry[] {
  return [...paths].sort().map((path) => ({ path, mode }));
}

function discover(paths: string, config: Config = {}) {
  return discoverServices(listing(paths.split(' ').filter(Boolean)), config);
}

/** The same for paths with blanks in them. */
function discoverPaths(paths: readonly string[]) {
  return discoverServices(listing(paths), {});
}

/** `name=path<dockerfile`, the services in one line. */
function shapes(paths: string, config: Config = {}): string[] {
  return discover(paths, config).services.map(({ name, path, dockerfile }) => `${name}=${path}<${dockerfile}`);
}

describe('shapes of repositories', () => {
  test.each<[string, string, string[]]>([
    [
      'own folders',
      'services/a/Dockerfile services/b/Dockerfile',
      ['a=services/a<services/a/Dockerfile', 'b=services/b<services/b/Dockerfile'],
    ],
    ['a docker folder', 'services/a/docker/Dockerfile', ['a=services/a<services/a/docker/Dockerfile']],
    [
      'docker folders of folders called build and services: a docker folder is no service',
      'build/docker/Dockerfile services/docker/Dockerfile docker.Dockerfile',
      ['build=build<build/docker/Dockerfile', 'services=services<services/docker/Dockerfile'],
    ],
    ['a hidden docker folder', 'services/a/.docker/Dockerfile', ['a=services/a<services/a/.docker/Dockerfile']],
    ['a build folder', 'services/a/build/Dockerfile', ['a=services/a<services/a/build/Dockerfile']],
    [
      'a deploy folder',
      'apps/a/deploy/Dockerfile apps/b/Dockerfile',
      ['a=apps/a<apps/a/deploy/Dockerfile', 'b=apps/b<apps/b/Dockerfile'],
    ],
    [
      'services called build and deploy',
      'services/a/Dockerfile services/build/Dockerfile services/deploy/Dockerfile',
      [
        'a=services/a<services/a/Dockerfile',
        'build=services/build<services/build/Dockerfile',
        'deploy=services/deploy<services/deploy/Dockerfile',
      ],
    ],
    [
      'a service called deploy, alone',
      'services/deploy/Dockerfile',
      ['deploy=services/deploy<services/deploy/Dockerfile'],
    ],
    [
      'nested source',
      'src/a/Dockerfile src/b/src/Dockerfile',
      ['a=src/a<src/a/Dockerfile', 'b=src/b<src/b/src/Dockerfile'],
    ],
    [
      'nested source everywhere',
      'services/a/src/Dockerfile services/b/src/Dockerfile',
      ['a=services/a<services/a/src/Dockerfile', 'b=services/b<services/b/src/Dockerfile'],
    ],
    [
      'a service called app',
      'services/app/Dockerfile services/b/Dockerfile',
      ['app=services/app<services/app/Dockerfile', 'b=services/b<services/b/Dockerfile'],
    ],
    ['the top level', 'a/Dockerfile b/Dockerfile', ['a=a<a/Dockerfile', 'b=b<b/Dockerfile']],
    [
      'groups',
      'src/x/a/Dockerfile src/y/b/Dockerfile src/c/Dockerfile',
      ['a=src/x/a<src/x/a/Dockerfile', 'b=src/y/b<src/y/b/Dockerfile', 'c=src/c<src/c/Dockerfile'],
    ],
    [
      'central folders',
      'docker/a/Dockerfile docker/b/Dockerfile services/a/main.go services/b/main.go',
      ['a=services/a<docker/a/Dockerfile', 'b=services/b<docker/b/Dockerfile'],
    ],
    [
      'central files',
      'docker/a.Dockerfile build/b.Dockerfile services/a/main.go services/b/main.go',
      ['a=services/a<docker/a.Dockerfile', 'b=services/b<build/b.Dockerfile'],
    ],
    [
      'central variants',
      'docker/Dockerfile.a services/a/main.go services/b/Dockerfile',
      ['a=services/a<docker/Dockerfile.a', 'b=services/b<services/b/Dockerfile'],
    ],
    ['named files at the root', 'a.Dockerfile b.Dockerfile a/x.py b/x.py', ['a=a<a.Dockerfile', 'b=b<b.Dockerfile']],
    ['a central folder without source', 'docker/a/Dockerfile docker/a/run.sh', ['a=docker/a<docker/a/Dockerfile']],
    [
      'a central folder of a service that has its own',
      'docker/a/Dockerfile services/a/Dockerfile',
      ['a=services/a<services/a/Dockerfile'],
    ],
    [
      'a central chart folder is no source',
      'docker/a/Dockerfile services/a/x.go deploy/charts/a/x.yaml k8s/a/x.yaml',
      ['a=services/a<docker/a/Dockerfile'],
    ],
    ['a file named after its folder', 'services/a/a.Dockerfile', ['a=services/a<services/a/a.Dockerfile']],
    ['a Containerfile', 'services/a/Containerfile', ['a=services/a<services/a/Containerfile']],
    [
      'a Dockerfile before a Containerfile',
      'services/a/Containerfile services/a/Dockerfile',
      ['a=services/a<services/a/Dockerfile'],
    ],
    [
      'the Java layout',
      'apps/a/pom.xml apps/a/src/main/docker/Dockerfile.jvm apps/a/src/main/docker/Dockerfile.native',
      ['a=apps/a<apps/a/src/main/docker/Dockerfile.jvm'],
    ],
    [
      'a base image above services',
      'services/Dockerfile services/a/Dockerfile services/b/Dockerfile',
      ['a=services/a<services/a/Dockerfile', 'b=services/b<services/b/Dockerfile'],
    ],
    ['none', 'README.md src/main.go', []],
    [
      'names of every object',
      'services/constructor/Dockerfile services/__proto__/Dockerfile',
      [
        '__proto__=services/__proto__<services/__proto__/Dockerfile',
        'constructor=services/constructor<services/constructor/Dockerfile',
      ],
    ],
  ])('%s', (_what, paths, expected) => {
    expect(shapes(paths)).toEqual(expected);
    expect(discover(paths).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each([
    '.devcontainer/Dockerfile',
    '.github/workflows/ui/Dockerfile',
    'node_modules/a/Dockerfile',
    'x/vendor/a/Dockerfile',
    'third_party/a/Dockerfile',
    'x/testdata/a/Dockerfile',
    'test/fixtures/a/Dockerfile',
    'test/telemetry/Dockerfile',
    'e2e/browser/Dockerfile',
    'services/a/Dockerfile.dockerignore',
    'services/a/Dockerfile.j2',
    'services/a/dockerfile.go',
    'docs/Dockerfile.md',
  ])('%s is no service, and nothing is said of it', (path) => {
    expect(discover(`${path} services/a/main.go`)).toMatchObject({ services: [], problems: [] });
  });

  test('symbolic links and submodules are no Dockerfiles', () => {
    for (const mode of ['symlink', 'submodule'] as const) {
      expect(discoverServices(listing(['services/a/Dockerfile'], mode), {}).services).toEqual([]);
    }
  });
});

test('variants are listed and are no services', () => {
  const { services, problems } = discover(
    'services/a/Dockerfile services/a/Dockerfile.debug services/a/dev.Dockerfile services/a/docker/Dockerfile.test',
  );
  expect(services).toHaveLength(1);
  expect(services[0]?.dockerfile).toBe('services/a/Dockerfile');
  expect(services[0]?.dockerfiles).toEqual([
    'services/a/Dockerfile',
    'services/a/Dockerfile.debug',
    'services/a/dev.Dockerfile',
    'services/a/docker/Dockerfile.test',
  ]);
  expect(problems).toEqual([]);
});

test.each<[string, string, string]>([
  ['go', 'go.mod', 'package.json'],
  ['go', 'main.go', 'package.json'],
  ['go', 'cmd/main.go', 'index.html'],
  ['java', 'build.gradle.kts', 'x'],
  ['java', 'pom.xml', 'package.json'],
  ['node', 'package.json', 'requirements.txt'],
  ['node', 'package.json', 'index.html'],
  ['python', 'pyproject.toml', 'web/package.json'],
  ['python', 'app/requirements.txt', 'nginx.conf'],
  ['rust', 'Cargo.toml', 'x'],
  ['dotnet', 'src/A.csproj', 'x'],
  ['dotnet', 'A.sln', 'x'],
  ['static-site', 'nginx.conf', 'x'],
  ['static-site', 'public/index.html', 'x'],
  ['other', 'deep/er/main.go', 'Makefile'],
])('%s by %s beside %s', (kind, ...files) => {
  const { services } = discover(`services/a/Dockerfile ${files.map((file) => `services/a/${file}`).join(' ')}`);
  expect(services.map((service) => service.kind)).toEqual([kind]);
});

describe('what cannot be known is said', () => {
  test.each<{ what: string; paths: string; severity: string; message: string; help: string }>([
    {
      what: 'a Dockerfile at the root',
      paths: 'Dockerfile main.go',
      severity: 'error',
      message: 'Dockerfile builds the repository root',
      help: 'services: { overrides: { NAME: { path: . } } }',
    },
    {
      what: 'docker/Dockerfile at the root',
      paths: 'docker/Dockerfile main.go',
      severity: 'error',
      message: 'docker/Dockerfile builds the repository root',
      help: 'path: .',
    },
    {
      what: 'a Dockerfile at the root beside services',
      paths: 'Dockerfile a/Dockerfile',
      severity: 'notice',
      message: 'Dockerfile belongs to no service',
      help: 'dockerfile: "Dockerfile"',
    },
    {
      what: 'only variants',
      paths: 'services/a/Dockerfile.prod services/a/Dockerfile.dev',
      severity: 'notice',
      message: 'services/a/Dockerfile.dev and 1 more beside it belong to no service',
      help: 'path: "services/a", dockerfile: "services/a/Dockerfile.dev"',
    },
    {
      what: 'a Dockerfile inside a service',
      paths: 'a/Dockerfile b/Dockerfile a/worker/Dockerfile',
      severity: 'notice',
      message: 'a/worker/Dockerfile lies in the folder of the service a',
      help: 'path: "a/worker"',
    },
    {
      what: 'a central Dockerfile of no folder',
      paths: 'docker/tools.Dockerfile services/a/Dockerfile',
      severity: 'notice',
      message: 'docker/tools.Dockerfile belongs to no service',
      help: '',
    },
    {
      what: 'a central Dockerfile of two folders',
      paths: 'docker/a/Dockerfile services/a/x apps/a/x',
      severity: 'warning',
      message: 'docker/a/Dockerfile builds "a", but several folders have that name: apps/a, services/a',
      help: '"a": { path: "apps/a", dockerfile: "docker/a/Dockerfile" }',
    },
  ])('$what', ({ paths, severity, message, help }) => {
    const { problems } = discover(paths);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity, location: { line: 1, column: 1 } });
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.help).toContain(help);
  });

  test.each<[string, string]>([
    ['a b', 'a-b'],
    ['-rm', 'rm'],
    ['a"b', 'a-b'],
    ["a'b", 'a-b'],
    ['a\nb', 'a-b'],
    ['::set-output name=x::', 'set-output-name-x'],
    ['한글', 'services'],
    ['a\uDCFF', 'a'],
    ['a..b', 'a.b'],
    ['x'.repeat(129), 'x'.repeat(128)],
  ])('a folder called %j is a service by what is left of its name, and a notice on one line', (folder, name) => {
    const { services, problems } = discoverPaths([`services/${folder}/Dockerfile`, 'services/b/Dockerfile']);
    expect(services.map((service) => service.name)).toEqual([name, 'b'].sort());
    expect(problems.map(({ severity }) => severity)).toEqual(['notice']);
    expect(problems[0]?.message).toContain(`is the service ${name}`);
    expect(problems[0]?.message).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  });

  test('folders of one name are called by the shortest paths that tell them apart, with the line that settles it', () => {
    const paths = 'services/a/Dockerfile legacy/a/Dockerfile services/b/Dockerfile x/legacy/a/Dockerfile';
    const { services, problems } = discover(paths);
    expect(services.map(({ name, path }) => `${name}=${path}`)).toEqual([
      'b=services/b',
      'legacy-a=legacy/a',
      'services-a=services/a',
      'x-legacy-a=x/legacy/a',
    ]);
    expect(problems).toMatchObject([
      { severity: 'notice', message: expect.stringContaining('3 folders are called "a"') },
    ]);
    expect(problems[0]?.help).toContain('services: { overrides: { legacy-a: { path: "legacy/a" }');
    const settled = { services: { overrides: { old: { path: 'legacy/a' }, older: { path: 'x/legacy/a' } } } };
    expect(shapes(paths, settled)).toEqual([
      'a=services/a<services/a/Dockerfile',
      'b=services/b<services/b/Dockerfile',
      'old=legacy/a<legacy/a/Dockerfile',
      'older=x/legacy/a<x/legacy/a/Dockerfile',
    ]);
    expect(discover(paths, settled).problems).toEqual([]);
  });

  test.each([
    ['poc/a', 'an experiment'],
    ['services/_archived-a', 'an archive'],
    ['examples/a', 'an example'],
    ['scaffolds/go/skeleton', 'a template'],
    ['services/${{ values.name }}', 'a template'],
    ['services/db-backup', 'a backup or a migration'],
    ['services/migrations', 'a backup or a migration'],
    ['services/pgbouncer', 'a connection pool'],
    ['services/load-generator', 'a load generator'],
    ['services/seed-data', 'a seed of data'],
    ['services/orders-tests', 'a test'],
    ['services/orders-db', 'a database'],
    ['services/postgres-16', 'a database'],
    ['docker/grafana', 'a tool that watches'],
    ['services/shop-prometheus', 'a tool that watches'],
  ])('%s is left out with its reason, and one line takes it in', (folder, what) => {
    const found = discoverPaths([`${folder}/Dockerfile`, 'services/b/Dockerfile', 'services/c/Dockerfile']);
    expect(found.services.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(found.problems).toEqual([]);
    expect(found.leftOut).toMatchObject([{ path: folder, dockerfiles: [`${folder}/Dockerfile`] }]);
    expect(found.leftOut[0]?.because).toContain(`is the name of ${what}, and nothing shows that it is a service`);
    const config = { services: { overrides: { mine: { path: folder } } } };
    const taken = discoverServices(listing([`${folder}/Dockerfile`, 'services/b/Dockerfile']), config);
    expect(taken.services.map(({ name }) => name)).toEqual(['b', 'mine']);
    expect(taken.leftOut).toEqual([]);
  });

  test('names that only begin like those of what is no service are services', () => {
    const names = ['contest', 'redis-proxy', 'migration-api', 'kafka-consumer', 'sampler', 'archive', 'demo'];
    expect(discoverPaths(names.map((name) => `services/${name}/Dockerfile`)).services).toHaveLength(names.length);
  });
});

describe('the configuration corrects', () => {
  const paths =
    'services/a/Dockerfile services/a/Dockerfile.worker services/lib/go.mod services/docs/x.md tools/t/Dockerfile docker/c.Dockerfile services/c/x.go';
  test.each<[string, NonNullable<Config['services']>, string[]]>([
    [
      'roots: folders with a Dockerfile or a manifest',
      { roots: ['services/*'] },
      ['a=services/a<services/a/Dockerfile', 'lib=services/lib<null'],
    ],
    [
      'roots and a folder that is named',
      { roots: ['services/*'], overrides: { docs: { kind: 'static-site' } } },
      ['a=services/a<services/a/Dockerfile', 'docs=services/docs<null', 'lib=services/lib<null'],
    ],
    ['roots that take back', { roots: ['services/*', '!services/lib'] }, ['a=services/a<services/a/Dockerfile']],
    ['exclude', { exclude: ['tools', 'services/c'] }, ['a=services/a<services/a/Dockerfile']],
    ['exclude with a slash', { exclude: ['./tools/', '**/c'] }, ['a=services/a<services/a/Dockerfile']],
    [
      'another name',
      { exclude: ['tools', 'services/c'], overrides: { api: { path: 'services/a' } } },
      ['api=services/a<services/a/Dockerfile'],
    ],
    [
      'another Dockerfile',
      { exclude: ['tools', 'services/c'], overrides: { a: { dockerfile: 'services/a/Dockerfile.worker' } } },
      ['a=services/a<services/a/Dockerfile.worker'],
    ],
    [
      'two services of one folder',
      { exclude: ['tools', 'services/c'], overrides: { worker: { dockerfile: 'services/a/Dockerfile.worker' } } },
      ['a=services/a<services/a/Dockerfile', 'worker=services/a<services/a/Dockerfile.worker'],
    ],
    [
      'a Dockerfile from elsewhere',
      { exclude: ['services/c'], overrides: { docs: { dockerfile: 'tools/t/Dockerfile' } } },
      ['a=services/a<services/a/Dockerfile', 'docs=services/docs<tools/t/Dockerfile'],
    ],
  ])('%s', (_what, services, expected) => {
    expect(shapes(paths, { services })).toEqual(expected);
  });

  test('the root, by one override', () => {
    expect(shapes('Dockerfile main.go', { services: { overrides: { one: { path: '.' } } } })).toEqual([
      'one=<Dockerfile',
    ]);
    expect(discover('Dockerfile main.go', { services: { overrides: { one: { path: '.' } } } })).toMatchObject({
      services: [{ kind: 'go' }],
      problems: [],
    });
  });

  test('a service inside another', () => {
    expect(
      shapes('a/Dockerfile b/Dockerfile a/worker/Dockerfile', { services: { overrides: { w: { path: 'a/worker' } } } }),
    ).toEqual(['a=a<a/Dockerfile', 'b=b<b/Dockerfile', 'w=a/worker<a/worker/Dockerfile']);
  });

  test('kinds', () => {
    const config: Config = { services: { overrides: { a: { kind: 'infra' } } } };
    expect(discover('a/Dockerfile a/go.mod', config).services[0]?.kind).toBe('infra');
  });

  test('removed services are none', () => {
    expect(shapes('s/a/Dockerfile s/b/Dockerfile', { 'removed-services': ['b'] })).toEqual(['a=s/a<s/a/Dockerfile']);
  });

  test('folders, files and patterns that do not exist are problems', () => {
    const services = { roots: ['nowhere/*'], overrides: { a: { path: 'gone' }, b: { dockerfile: 'gone/Dockerfile' } } };
    expect(discover('services/a/Dockerfile', { services }).problems.map(({ message }) => message)).toEqual([
      'services.roots: "nowhere/*" matches no folder',
      'services.overrides.a.path: there is no folder gone',
      'services.overrides.b.dockerfile: there is no file gone/Dockerfile',
    ]);
  });
});

test('any listing is discovered, with legal and unique names, whatever its order of reading', () => {
  const segment = fc.constantFrom(
    'a',
    'b',
    'services',
    'docker',
    'src',
    'build',
    'Dockerfile',
    'Dockerfile.dev',
    'a.Dockerfile',
    'go.mod',
    '__proto__',
    '-x',
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'));
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 12 }), (paths) => {
      const found = discoverServices(listing(paths), {});
      const names = found.services.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const service of found.services) {
        expect(service.name).toMatch(/^[A-Za-z0-9_][\w.-]*$/);
        expect(service.dockerfiles).toContain(service.dockerfile);
      }
      // Every Dockerfile that counts is in exactly one service, or something is said of it.
      const listed = found.services.flatMap(({ dockerfiles }) => dockerfiles);
      expect(new Set(listed).size).toBe(listed.length);
      expect(discoverServices(listing(paths), {})).toEqual(found);
    }),
    { numRuns: 500 },
  );
});
