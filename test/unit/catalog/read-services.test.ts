import { describe, expect, test } from '@jest/globals';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const from = 'FROM alpine:3.22\n';

/** A workflow that builds with these inputs, for each entry of a matrix. */
function workflow(inputs: string, matrix = '{}'): string {
  return `on: push
jobs:
  build:
    runs-on: ubuntu-24.04
    strategy: { matrix: ${matrix} }
    steps:
      - uses: docker/build-push-action@v6
        with: ${inputs}
`;
}

async function services(files: Record<string, string>, config: Config = {}): Promise<string[]> {
  const found = await readServices(memoryTree(files), config);
  return found.services.map(({ name, path, dockerfile }) => `${name}=${path}<${dockerfile}`);
}

const ci = '.github/workflows/ci.yml';

describe('names', () => {
  const modules = { 'modules/one/api/Dockerfile': from, 'modules/two/api/Dockerfile': from };
  test('of folders that are called alike come from the matrix', async () => {
    const include =
      '{ include: [{ name: orders, file: modules/one/api/Dockerfile }, { name: users, file: modules/two/api/Dockerfile }] }';
    const text = workflow('{ context: ., file: "${{ matrix.file }}", tags: "r/x-${{ matrix.name }}:1" }', include);
    const { services: found, problems } = await readServices(memoryTree({ ...modules, [ci]: text }), {});
    expect(found.map(({ name, path }) => `${name}=${path}`)).toEqual([
      'orders=modules/one/api',
      'users=modules/two/api',
    ]);
    expect(problems).toMatchObject([{ severity: 'notice', location: { path: ci, line: 7 } }]);
  });

  test('of folders that are called alike come from images, Compose and Bake', async () => {
    const bake = 'target "orders" { dockerfile = "modules/one/api/Dockerfile" }\n';
    const compose = 'services:\n  users: { build: { context: ., dockerfile: modules/two/api/Dockerfile } }\n';
    expect(await services({ ...modules, 'docker-bake.hcl': bake, 'compose.yaml': compose })).toEqual([
      'orders=modules/one/api<modules/one/api/Dockerfile',
      'users=modules/two/api<modules/two/api/Dockerfile',
    ]);
  });

  test('one that a build calls as its folder keeps the name, and the other one is called by its path', async () => {
    const text = workflow('{ context: modules/one/api, tags: "ghcr.io/acme/api:1" }');
    const compose = 'services:\n  x: { build: { context: modules/two/api }, image: acme/api }\n';
    expect(
      await services({ ...modules, [ci]: text, 'modules/two/compose.yaml': compose.replace('modules/two/', '') }),
    ).toEqual(['api=modules/one/api<modules/one/api/Dockerfile', 'x=modules/two/api<modules/two/api/Dockerfile']);
  });

  test('of the root come from its build, else from its manifest', async () => {
    const built = workflow('{ push: true, tags: "ghcr.io/acme/shop:${{ github.sha }}" }');
    expect(await services({ Dockerfile: from, 'go.mod': 'module x.org/a/b/v2\n', [ci]: built })).toEqual([
      'shop=<Dockerfile',
    ]);
    expect(await services({ Dockerfile: from, 'go.mod': 'module x.org/a/b/v2\n' })).toEqual(['b=<Dockerfile']);
    expect(await services({ Dockerfile: from, 'package.json': '{"name":"@acme/web"}' })).toEqual(['web=<Dockerfile']);
    expect(await services({ Dockerfile: from })).toEqual([]);
  });
});

describe('what is a service', () => {
  const shop = { 'services/a/Dockerfile': from, 'services/b/Dockerfile': from, 'services/backup/Dockerfile': from };
  test('by the build of CI, and not by that of Compose', async () => {
    expect(await services(shop)).toHaveLength(2);
    const compose = 'services:\n  backup: { build: { context: services/backup } }\n';
    expect(await services({ ...shop, 'compose.yaml': compose })).toHaveLength(2);
    const text = workflow('{ context: services/backup }');
    expect(await services({ ...shop, [ci]: text })).toHaveLength(3);
  });

  test('by an Application, and by an image beside those of services', async () => {
    const application =
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: backup-prod }\nspec: { source: { repoURL: x, path: k8s } }\n';
    expect(await services({ ...shop, 'apps/backup.yaml': application })).toHaveLength(3);
    expect(await services({ ...shop, 'k8s/job.yaml': 'image: acme/backup:1\n' })).toHaveLength(3);
    const database = {
      'services/a/Dockerfile': from,
      'services/b/Dockerfile': from,
      'services/redis/Dockerfile': from,
    };
    expect(await services({ ...database, 'k8s/redis.yaml': 'image: bitnami/redis:7\n' })).toHaveLength(2);
    expect(await services({ ...database, 'k8s/x.yaml': 'image: acme/redis:7\n---\nimage: acme/a:1\n' })).toHaveLength(
      3,
    );
  });

  test('not a template of Backstage, but what AWS SAM deploys', async () => {
    const files = (template: string) => ({
      'fn/template.yaml': template,
      'fn/content/Dockerfile': from,
      'a/Dockerfile': from,
    });
    expect(await services(files('apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\n'))).toEqual([
      'a=a<a/Dockerfile',
    ]);
    expect(await services(files('Transform: AWS::Serverless-2016-10-31\n'))).toHaveLength(2);
  });

  test('not what nothing builds beside those that CI names, unless it lies among them or anything may be built', async () => {
    const files = { 'x/a/Dockerfile': from, 'x/b/Dockerfile': from, 'y/c/Dockerfile': from };
    const text = workflow('{ context: x/a }');
    const { services: found, leftOut, problems } = await readServices(memoryTree({ ...files, [ci]: text }), {});
    expect(found.map(({ name }) => name)).toEqual(['a', 'b']);
    const because = expect.stringContaining('nothing builds or deploys it');
    expect(leftOut).toMatchObject([{ path: 'y/c', because, isUnbuilt: true }]);
    // A rule tells it.
    expect(problems).toEqual([]);
    const any = `on: push\njobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { context: "\${{ steps.x.outputs.y }}", file: "\${{ steps.x.outputs.z }}" }\n`;
    expect(await services({ ...files, [ci]: text, '.github/workflows/any.yml': any })).toHaveLength(3);
  });
});

describe('a workflow that cannot be read', () => {
  const files = { 'x/a/Dockerfile': from, 'x/b/Dockerfile': from, 'y/c/Dockerfile': from };
  const broken = '.github/workflows/names.yml';
  const read = (more: Record<string, string>) => readServices(memoryTree({ ...files, ...more }), {});

  test('is told once, with those that it may call otherwise, and nothing is left out because of it', async () => {
    const more = { [ci]: workflow('{ context: x/a }'), [broken]: `${workflow('{ context: y/c }')}bad: [\n` };
    const { services: found, leftOut, problems } = await read(more);
    expect(found.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(leftOut).toEqual([]);
    expect(problems).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('(a, b, c)'), location: { path: broken } },
    ]);
  });

  test('is not told where it has nothing to do with builds', async () => {
    expect((await read({ [broken]: 'on: [push\n' })).problems).toEqual([]);
  });
});

describe('one Dockerfile for many services', () => {
  const shared = `FROM alpine:3.22 AS base\nARG SERVICE\nCOPY settings.gradle ./\nCOPY common/ common/\nCOPY \${SERVICE}/ \${SERVICE}/\n`;
  const files = { Dockerfile: shared, 'settings.gradle': '', 'common/x': '', 'alpha/x': '', 'beta/x': '' };
  const matrix = workflow(
    '{ context: ., build-args: "SERVICE=${{ matrix.service }}", tags: "r/${{ matrix.service }}:1" }',
    '{ service: [alpha, beta] }',
  );

  test('by an argument, each with what it copies', async () => {
    const tree = memoryTree({ ...files, [ci]: matrix });
    const { services: found } = await readServices(tree, {});
    expect(found.map(({ name, path }) => `${name}=${path}`)).toEqual(['alpha=alpha', 'beta=beta']);
    const { inputs } = await deriveInputs(tree, found, {});
    expect(inputs.map(({ edges }) => [...new Set(edges.map(({ pattern }) => pattern))].sort())).toEqual([
      ['Dockerfile', 'alpha/**', 'common/**', 'settings.gradle'],
      ['Dockerfile', 'beta/**', 'common/**', 'settings.gradle'],
    ]);
    expect(inputs.map(({ context, builds }) => [context, builds[0]?.args.get('SERVICE')])).toEqual([
      ['.', 'alpha'],
      ['.', 'beta'],
    ]);
  });

  test('by its targets, in Bake and in Compose', async () => {
    const dockerfile = 'FROM alpine:3.22 AS api\nCOPY api /api\nFROM alpine:3.22 AS worker\nCOPY worker /worker\n';
    const tree = { Dockerfile: dockerfile, 'api/x': '', 'worker/x': '' };
    const bake =
      'target "api" { target = "api" }\ntarget "worker" { target = "worker" }\ntarget "dev" { target = "dev" }\n';
    const wanted = ['api=api<Dockerfile', 'worker=worker<Dockerfile'];
    expect(await services({ ...tree, 'docker-bake.hcl': bake })).toEqual(wanted);
    const compose =
      'services:\n  api: { build: { context: ., target: api } }\n  worker: { build: { context: ., target: worker } }\n  cron: { build: { context: ., target: worker } }\n';
    expect(await services({ ...tree, 'compose.yaml': compose })).toEqual(wanted);
  });

  test('by the inputs of a workflow that is called', async () => {
    const job = (inputs: string) => `    uses: ./.github/workflows/image.yml\n    with: ${inputs}\n`;
    const tree = {
      Dockerfile: 'FROM alpine:3.22 AS cli\nFROM alpine:3.22\n',
      [ci]: `on: push\njobs:\n  a:\n${job('{ quay_image_name: "quay.io/acme/shop:1" }')}  b:\n${job('{ quay_image_name: "quay.io/acme/cli:1", target: cli }')}`,
      '.github/workflows/image.yml': workflow(
        '{ context: ., target: "${{ inputs.target }}", tags: "${{ steps.x.outputs.y }}" }',
      ).replace('on: push', 'on: { workflow_call: { inputs: { quay_image_name: {}, target: { default: "" } } } }'),
    };
    expect(await services(tree)).toEqual(['cli=<Dockerfile', 'shop=<Dockerfile']);
  });

  test('the stages of a service in its own folder are images of that one service', async () => {
    const bake = ['api', 'worker'].map((name) => `target "${name}" {\n  context = "s/a"\n  target = "${name}"\n}\n`);
    expect(await services({ 's/a/Dockerfile': from, 'docker-bake.hcl': bake.join('') })).toEqual([
      'a=s/a<s/a/Dockerfile',
    ]);
  });

  test('what others are given as a context is a base and no service', async () => {
    const bake =
      'target "os" { dockerfile = "build/os.Dockerfile" }\ntarget "a" {\n  context = "s/a"\n  contexts = { os = "target:os" }\n}\n';
    const files = { 's/a/Dockerfile': from, 'build/os.Dockerfile': from, 'docker-bake.hcl': bake };
    expect(await services(files)).toEqual(['a=s/a<s/a/Dockerfile']);
  });

  test('by its context', async () => {
    const text = workflow(
      '{ context: "apps/${{ matrix.app }}", file: docker/node.Dockerfile }',
      '{ app: [web, admin] }',
    );
    expect(
      await services({ 'docker/node.Dockerfile': from, 'apps/web/x': '', 'apps/admin/x': '', [ci]: text }),
    ).toEqual(['admin=apps/admin<docker/node.Dockerfile', 'web=apps/web<docker/node.Dockerfile']);
  });

  test('versions and platforms of one image are one service', async () => {
    const text = workflow(
      '{ context: a, build-args: "PYTHON=${{ matrix.name }}", tags: "acme/a:${{ matrix.name }}" }',
      '{ name: ["3.11", "3.12"] }',
    );
    expect(await services({ 'a/Dockerfile': from, [ci]: text })).toEqual(['a=a<a/Dockerfile']);
  });
});

test('a layout that leaves nothing open is not read', async () => {
  const tree = memoryTree({ 'services/a/Dockerfile': from, 'services/b/Dockerfile': from, [ci]: '' });
  const reads: (readonly string[])[] = [];
  const watched = {
    ...tree,
    name: 'x',
    list: () => tree.list(),
    read: (paths: readonly string[]) => {
      reads.push(paths);
      return tree.read(paths);
    },
  };
  expect((await readServices(watched, {})).services).toHaveLength(2);
  expect(reads).toEqual([]);
});

describe('builds that are written elsewhere', () => {
  const files = {
    'services/one/Dockerfile': from,
    'services/two/src/Dockerfile': from,
    'services/three/Dockerfile': from,
  };
  const contexts = async (all: Record<string, string>): Promise<string[]> => {
    const tree = memoryTree(all);
    const { services: found } = await readServices(tree, {});
    const { inputs } = await deriveInputs(tree, found, {});
    return inputs.map(({ service, dockerfile, context }) => `${service}: ${dockerfile} in ${context}`);
  };

  test('a matrix whose legs a script of another job writes', async () => {
    const made = (legs: string): string => `on: push
jobs:
  changes:
    outputs: { matrix: "\${{ steps.made.outputs.matrix }}" }
    steps:
      - id: made
        run: |
          legs=()
${legs}
  image:
    needs: changes
    strategy: { matrix: "\${{ fromJSON(needs.changes.outputs.matrix) }}" }
    steps:
      - uses: docker/build-push-action@v6
        with: { context: "\${{ matrix.context }}", file: "\${{ matrix.file }}" }
`;
    const copies = { ...files, 'services/two/src/Dockerfile': 'FROM alpine:3.22\nCOPY . .\n' };
    const calls = [
      '          add "one" "services/one" "services/one/Dockerfile"',
      '          add "two" "services/two/src" "services/two/src/Dockerfile"',
    ];
    expect(await contexts({ ...copies, [ci]: made(calls.join('\n')) })).toContain(
      'two: services/two/src/Dockerfile in services/two/src',
    );
    const json = `          legs+=('{"file":"services/two/src/Dockerfile","context":"."}')`;
    expect(await contexts({ ...copies, [ci]: made(json) })).toContain('two: services/two/src/Dockerfile in .');
    // A line that says more than one Dockerfile or folder tells nothing.
    const both = '          add services services/two services/two/src/Dockerfile';
    expect(await contexts({ ...copies, [ci]: made(both) })).toContain('two: services/two/src/Dockerfile in null');
  });

  test('a workflow of the repository that is called by the full name of the repository', async () => {
    const called = `on: { workflow_call: { inputs: { file: { type: string } } } }
jobs:
  image:
    steps:
      - uses: docker/build-push-action@v6
        with: { context: ./services, file: "\${{ inputs.file }}" }
`;
    const caller = (file: string, given: string): string =>
      `on: push\njobs: { one: { uses: acme/shop/.github/workflows/${file}@main, with: { ${given} } } }\n`;
    const copies = { 'services/one/Dockerfile': 'FROM alpine:3.22\nCOPY . .\n', 'services/two/x': '1' };
    const all = (text: string) => ({ ...copies, '.github/workflows/image.yml': called, [ci]: text });
    const given = 'file: services/one/Dockerfile';
    expect(await contexts(all(caller('image.yml', given)))).toEqual(['one: services/one/Dockerfile in services']);
    // Another repository's workflow of that name, which takes something else.
    expect(await contexts(all(caller('image.yml', `${given}, team: a`)))).not.toEqual([
      'one: services/one/Dockerfile in services',
    ]);
  });

  test('the variant that CI builds is the Dockerfile of the service, unless it is an image of its own', async () => {
    const both = { 'apps/one/Dockerfile': from, 'apps/one/Dockerfile-x86': from, 'apps/one/Dockerfile.worker': from };
    const builds = (file: string, image: string): Record<string, string> => ({
      ...both,
      [ci]: workflow(`{ context: ., file: ${file}, tags: "acme/${image}:1" }`),
    });
    expect(await services(builds('apps/one/Dockerfile-x86', 'shop'))).toEqual(['one=apps/one<apps/one/Dockerfile-x86']);
    expect(await services(builds('apps/one/Dockerfile.worker', 'shop-worker'))).toEqual([
      'one=apps/one<apps/one/Dockerfile',
      'shop-worker=apps/one<apps/one/Dockerfile.worker',
    ]);
  });

  test('the modules of Maven whose commands build one Dockerfile are services', async () => {
    const plugin = (inside: string): string =>
      `<build><plugins><plugin><artifactId>exec-maven-plugin</artifactId>${inside}</plugin></plugins></build>`;
    const words = ['build', '-t', 'acme/${project.artifactId}', '-f', '${basedir}/../docker/Dockerfile', 'target'];
    const said = `<configuration><executable>docker</executable><arguments>${words.map((word) => `<argument>${word}</argument>`).join('')}</arguments></configuration>`;
    const module = (name: string, inside = ''): string =>
      `<project><parent><artifactId>all</artifactId></parent><artifactId>${name}</artifactId>${inside}</project>`;
    const files = {
      'docker/Dockerfile': 'FROM a\nCOPY *.jar app.jar\n',
      'pom.xml': `<project><artifactId>all</artifactId><packaging>pom</packaging>${plugin(said).replaceAll('build>', 'build><pluginManagement>').replace('</build><pluginManagement>', '</pluginManagement></build>')}</project>`,
      'orders/pom.xml': module('shop-orders', plugin('')),
      'users/pom.xml': module('shop-users', plugin('')),
      'common/pom.xml': module('shop-common'),
    };
    expect(await services(files)).toEqual(['orders=orders<docker/Dockerfile', 'users=users<docker/Dockerfile']);
    expect(await contexts(files)).toEqual([
      'orders: docker/Dockerfile in orders/target',
      'users: docker/Dockerfile in users/target',
    ]);
  });

  test('podman-compose has its own names for Compose files', async () => {
    const compose = 'services:\n  api: { build: { context: .., dockerfile: containers/Containerfile.api } }\n';
    const all = { 'app/containers/Containerfile.api': from, 'app/containers/podman-compose.yml': compose };
    expect(await contexts(all)).toEqual(['api: app/containers/Containerfile.api in app']);
  });
});

test('a template of services is none, unless something builds it', async () => {
  const files = { 'apps/one/Dockerfile': from, 'platform/service-template/Dockerfile': from };
  expect(await services(files)).toEqual(['one=apps/one<apps/one/Dockerfile']);
  const text = workflow('{ context: platform/service-template, tags: "acme/service-template:1" }');
  const name = 'service-template';
  expect(await services({ ...files, [ci]: text })).toEqual([`${name}=platform/${name}<platform/${name}/Dockerfile`]);
});
