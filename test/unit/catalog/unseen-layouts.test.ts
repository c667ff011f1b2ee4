import { describe, expect, test } from '@jest/globals';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

// Small repositories in shapes of their own. What is right was written down before each was read.

type Files = Record<string, string>;

const url = 'https://github.com/example/shop.git';

async function read(files: Files) {
  const tree = memoryTree(files);
  const catalog = await loadCatalog(tree, {}, { repositoryUrl: url });
  const { inputs } = await deriveInputs(tree, catalog.services, {});
  return {
    services: inputs.map(({ service, dockerfile, context }) => `${service} ${dockerfile} in ${context || '.'}`),
    names: catalog.services.filter(({ path }) => path !== null).map(({ name }) => name),
    deployed: [...catalog.applications, ...catalog.generated].map(
      ({ name, environment, services }) => `${name} ${environment} ${services.join('+')}`,
    ),
    environments: catalog.environments.map(({ name, deployBranch }) => `${name} ${deployBranch}`),
    charts: catalog.services.flatMap(({ name, chart }) => (chart === null ? [] : [`${name} ${chart}`])),
    leftOut: catalog.leftOut.map(({ path }) => path),
    leftOutHelp: catalog.leftOut.map(({ help }) => help),
    problems: catalog.problems,
  };
}

const dockerfile = (folder: string): Files => ({ [`${folder}/Dockerfile`]: 'FROM scratch\nCOPY . .\n' });

const deployment = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec: { template: { spec: { containers: [{ name: x, image: "${image}" }] } } }\n`;

function application(name: string, source: string, more = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name} }
spec:
  project: default
  source: { repoURL: ${url}, ${source} }
  destination: { namespace: shop${more} }
`;
}

function set(generators: string, name: string, path: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all }
spec:
  goTemplate: true
  generators: [${generators}]
  template:
    metadata: { name: '${name}' }
    spec:
      project: default
      source: { repoURL: ${url}, targetRevision: main, path: '${path}' }
      destination: { namespace: shop }
`;
}

const basketAndTill = {
  ...dockerfile('apps/basket'),
  ...dockerfile('apps/till'),
  'run/basket/d.yaml': deployment('ghcr.io/example/basket:1'),
  'run/till/d.yaml': deployment('ghcr.io/example/till:1'),
};

describe('sets', () => {
  test('clusters beside a list: what the list says is known, of the clusters nothing', async () => {
    const generators =
      '{ matrix: { generators: [{ clusters: { selector: { matchLabels: { tier: gold } } } }, { list: { elements: [{ app: basket }, { app: till }] } }] } }';
    const { deployed } = await read({
      ...basketAndTill,
      'argo/all.yaml': set(generators, '{{ .app }}-{{ .name }}', 'run/{{ .app }}'),
    });
    expect(deployed.map((one) => one.split(' ').at(-1))).toEqual(['basket', 'till']);
  });

  test('a merge, of which the second list says the folder of one', async () => {
    const generators =
      '{ merge: { mergeKeys: [app], generators: [{ list: { elements: [{ app: basket, at: run, env: qa }, { app: till, at: run, env: qa }] } }, { list: { elements: [{ app: till, at: other }] } }] } }';
    const files = { ...basketAndTill, 'other/till/d.yaml': deployment('ghcr.io/example/till:2') };
    const { deployed } = await read({
      ...files,
      'argo/all.yaml': set(generators, '{{ .app }}-{{ .env }}', '{{ .at }}/{{ .app }}'),
    });
    expect(deployed).toEqual(['basket-qa qa basket', 'till-qa qa till']);
  });

  test('files of git beside another list', async () => {
    const generators = `{ git: { repoURL: ${url}, revision: main, files: [{ path: 'fleet/*.yaml' }] } }, { list: { elements: [{ app: till, env: uat }] } }`;
    const { deployed, environments } = await read({
      ...basketAndTill,
      'fleet/one.yaml': 'app: basket\nenv: prod\n',
      'argo/all.yaml': set(generators, '{{ .app }}-{{ .env }}', 'run/{{ .app }}'),
    });
    expect(deployed).toEqual(['basket-prod prod basket', 'till-uat uat till']);
    expect(environments).toEqual(['prod main', 'uat main']);
  });
});

describe('names', () => {
  test('two folders of one base name are qualified, with one notice and the line that settles it', async () => {
    const { names, problems } = await read({
      ...dockerfile('billing/worker'),
      ...dockerfile('mail/worker'),
      ...dockerfile('web'),
    });
    expect(names).toEqual(['billing-worker', 'mail-worker', 'web']);
    expect(problems.map(({ severity }) => severity)).toEqual(['notice']);
    expect(problems[0]?.help).toMatch(/billing\/worker|mail\/worker/);
  });

  test('their workflows name them, one workflow for each', async () => {
    const workflow = (folder: string, image: string): Files => ({
      [`.github/workflows/${image}.yml`]: `on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with: { context: ${folder}, push: true, tags: "ghcr.io/example/${image}:1" }
`,
    });
    const { names, problems } = await read({
      ...dockerfile('billing/worker'),
      ...dockerfile('mail/worker'),
      ...workflow('billing/worker', 'invoicer'),
      ...workflow('mail/worker', 'mailer'),
    });
    expect(names).toEqual(['invoicer', 'mailer']);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('what is a service', () => {
  test('what is put away, tried, shown, generated from or measured with is none', async () => {
    const none = ['_archived-2024/cart', 'poc/graph', 'examples/hello', 'scaffold/skeleton', 'tools/load-generator'];
    const files = Object.assign({}, ...none.map(dockerfile)) as Files;
    const { names, leftOut, leftOutHelp } = await read({
      ...files,
      ...basketAndTill,
      'compose.yaml': 'services:\n  basket: { build: apps/basket }\n  till: { build: apps/till }\n',
    });
    expect(names).toEqual(['basket', 'till']);
    expect(leftOut).toEqual([...none].sort());
    for (const help of leftOutHelp) expect(help).toMatch(/services/);
  });

  test('a database image beside the services is none, unless an Application runs it', async () => {
    const files = {
      ...basketAndTill,
      'apps/postgres/Dockerfile': 'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      'apps/postgres/init.sql': '',
    };
    expect((await read(files)).names).toEqual(['basket', 'till']);
  });

  test('the chart of a scaffold is none of the charts', async () => {
    const folder = 'portal/charts/${{ values.name }}';
    const { problems, charts } = await read({
      ...basketAndTill,
      [`${folder}/Chart.yaml`]: 'apiVersion: v2\nname: ${{ values.name }}\nversion: 1.0.0\n',
      'portal/base/Chart.yaml': 'apiVersion: v2\nname: "{{ cookiecutter.name }}"\nversion: 1.0.0\n',
    });
    expect(charts).toEqual([]);
    expect(problems.map(({ severity }) => severity)).toEqual(['notice']);
  });
});

describe('ties', () => {
  test('an Application of another name runs the image of a service', async () => {
    const { deployed } = await read({
      ...basketAndTill,
      'argo/prod/checkout.yaml': application('checkout-prod', 'targetRevision: live, path: run/till'),
    });
    expect(deployed).toEqual(['checkout-prod prod till']);
  });

  test('one overlay runs several services, and each knows its place', async () => {
    const { deployed } = await read({
      ...basketAndTill,
      'run/kustomization.yaml': 'resources: [basket/d.yaml, till/d.yaml]\n',
      'argo/prod/all.yaml': application('everything-prod', 'targetRevision: live, path: run'),
    });
    expect(deployed).toEqual(['everything-prod prod basket+till']);
  });

  test('one chart that all share, with a values file each', async () => {
    const chart = {
      'chart/Chart.yaml': 'apiVersion: v2\nname: any\nversion: 1.0.0\n',
      'chart/values.yaml': 'image: { name: none, tag: none }\n',
      'chart/templates/d.yaml': deployment('{{ .Values.image.name }}:{{ .Values.image.tag }}').replaceAll('"', "'"),
      'values/qa/basket.yaml': 'image: { name: ghcr.io/example/basket, tag: 1-a }\n',
      'values/qa/till.yaml': 'image: { name: ghcr.io/example/till, tag: 1-a }\n',
    };
    const source = (app: string): string =>
      `targetRevision: main, path: chart, helm: { valueFiles: [../values/qa/${app}.yaml] }`;
    const { deployed, environments } = await read({
      ...basketAndTill,
      ...chart,
      'argo/one.yaml': application('one', source('basket')),
      'argo/two.yaml': application('two', source('till')),
    });
    expect(deployed).toEqual(['one qa basket', 'two qa till']);
    expect(environments).toEqual(['qa main']);
  });
});

describe('one Dockerfile for many services', () => {
  const shared = {
    'build/Dockerfile': 'FROM golang:1.26\nARG APP\nCOPY cmd/${APP}/ /src/\nCOPY pkg/ /pkg/\n',
    'cmd/basket/main.go': 'package main\n',
    'cmd/till/main.go': 'package main\n',
    'pkg/log.go': 'package pkg\n',
  };
  const right = ['basket build/Dockerfile in .', 'till build/Dockerfile in .'];

  test('by a matrix of Bake', async () => {
    const bake = `target "app" {
  name = app
  matrix = { app = ["basket", "till"] }
  context = "."
  dockerfile = "build/Dockerfile"
  args = { APP = app }
  tags = ["ghcr.io/example/\${app}:1"]
}
`;
    expect((await read({ ...shared, 'docker-bake.hcl': bake })).services).toEqual(right);
  });

  test('by Compose', async () => {
    const one = (app: string): string =>
      `  ${app}: { build: { context: ., dockerfile: build/Dockerfile, args: { APP: ${app} } } }\n`;
    expect((await read({ ...shared, 'compose.yaml': `services:\n${one('basket')}${one('till')}` })).services).toEqual(
      right,
    );
  });
});

describe('environments without folders of their own', () => {
  test.each([
    ['a cluster', ', name: prod-eu', 'targetRevision: main', 'prod'],
    ['a branch', '', 'targetRevision: deploy-qa', 'qa'],
  ])('by %s', async (_what, destination, revision, environment) => {
    const { deployed } = await read({
      ...basketAndTill,
      'argo/basket.yaml': application('basket-1', `${revision}, path: run/basket`, destination),
    });
    expect(deployed).toEqual([`basket-1 ${environment} basket`]);
  });

  test('a range of versions is no branch', async () => {
    const { environments } = await read({
      ...basketAndTill,
      'argo/prod/basket.yaml': application('basket-prod', "targetRevision: 'v1.*', path: run/basket"),
    });
    expect(environments).toEqual(['prod null']);
  });
});

describe('a Dockerfile in a folder into which a build puts what it makes', () => {
  test.each([
    ['settings.gradle', 'build/docker'],
    ['account/build.gradle.kts', 'account/build/docker'],
    ['account/pom.xml', 'account/target/docker'],
  ])('that of %s is %s: it is no service', async (manifest, folder) => {
    const { names, leftOut } = await read({ [manifest]: '', ...dockerfile('account'), ...dockerfile(folder) });
    expect(names).toEqual(['account']);
    expect(leftOut).toEqual([folder]);
  });

  test('beside no such file the folder is called so by its people', async () => {
    const { names } = await read({ 'account/package.json': '{}', ...dockerfile('account'), ...dockerfile('build') });
    expect(names).toEqual(['account', 'build']);
  });
});

test('an image whose name a Jenkinsfile gives a variable is that of its service', async () => {
  const { deployed } = await read({
    ...dockerfile('app'),
    'deploy/d.yaml': deployment('acme/petclinic:1'),
    'argocd/a.yaml': application('clinic', 'path: deploy'),
    Jenkinsfile: `pipeline {
  environment {
    IMAGE_REPO = "acme/petclinic"
    TAG = "\${BUILD_NUMBER}"
  }
  stages { stage('Build') { steps { sh """
    /kaniko/executor --context ./app --dockerfile ./app/Dockerfile --cleanup --destination \${IMAGE_REPO}:\${TAG}
  """ } } }
}
`,
  });
  expect(deployed).toEqual(['clinic null app']);
});

test('the cluster that an element names tells its environment', async () => {
  const { deployed } = await read({
    'sets/s.yaml': application('"{{cluster}}-shop"', 'path: shop')
      .replace('kind: Application\n', 'kind: ApplicationSet\n')
      .replace(
        /metadata: .*\nspec:\n/,
        (metadata) => `metadata: { name: s }
spec:
  generators: [list: { elements: [{ cluster: engineering-qa, url: "https://a" }, { cluster: other, url: "https://b" }] }]
  template:
    ${metadata.replace('\n', '\n    ')}`,
      )
      .replace(/^ {2}(?=project|source|destination)/gm, '      '),
  });
  expect(deployed).toEqual(['engineering-qa-shop qa ', 'other-shop null ']);
});
