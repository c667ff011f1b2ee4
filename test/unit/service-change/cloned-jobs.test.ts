import { describe, expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

// Pipelines in which each service has a job of its own: a new service gets those of its sibling, and all that waits for
// them; of one that is retired none is left.

const names = ['cart-service', 'order-service', 'user-service'];
const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};
const lines = (of: readonly string[], line: (name: string) => string): string => of.map(line).join('');

interface Pipelines {
  added: Record<string, string>;
  retired: Record<string, string>;
  findings: string[];
  places: string[];
}

/** What becomes of pipelines, as a function of the services, when one is added, and when the last one goes again. */
async function changes(pipelines: (of: readonly string[]) => Record<string, string>): Promise<Pipelines> {
  const source = (name: string) => ({
    [`services/${name}/Dockerfile`]: 'FROM scratch\nEXPOSE 8080\n',
    [`services/${name}/go.mod`]: `module example.com/${name}\n`,
  });
  const filesOf = (of: readonly string[]) => ({ ...Object.assign({}, ...of.map(source)), ...pipelines(of) });
  const added = await planNewService(
    memoryTree(filesOf(names)),
    { name: 'refund-service', like: 'order-service', environments: [] },
    options,
  );
  const retired = await planRetirement(
    memoryTree(filesOf([...names, 'refund-service'])),
    { name: 'refund-service' },
    options,
  );
  const texts = ({ files }: typeof added) =>
    Object.fromEntries(
      [...files].flatMap(([path, content]) => {
        const text = textOf(path, content ?? undefined);
        return path.startsWith('services/') || text === null ? [] : [[path, text]];
      }),
    );
  const shown = added.steps.find(({ what }) => what.startsWith('read what pipelines do'));
  return {
    added: texts(added),
    retired: texts(retired),
    findings: [...added.findings, ...retired.findings].map(({ rule, path, line }) => `${rule} ${path}:${line}`),
    places: shown?.places.map(({ path, line }) => `${path}:${line}`) ?? [],
  };
}

/** Each pipeline is written as if the service had been there. */
async function assertAdded(pipelines: (of: readonly string[]) => Record<string, string>) {
  const all = await changes(pipelines);
  const [before, after] = [pipelines(names), pipelines([...names, 'refund-service'])];
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(all.added).toEqual(Object.fromEntries(changed.map((path) => [path, after[path]])));
  return {
    ...all,
    before: Object.fromEntries(changed.flatMap((path) => (path in before ? [[path, before[path]]] : []))),
  };
}

/** And is what it was once the service has gone. */
async function assertRoundTrip(pipelines: (of: readonly string[]) => Record<string, string>): Promise<string[]> {
  const { retired, before, findings, places } = await assertAdded(pipelines);
  expect(retired).toEqual(before);
  expect(findings).toEqual([]);
  return places;
}

const filter = (of: readonly string[]) => `on: push
jobs:
  changes:
    runs-on: ubuntu-latest
    outputs:
${lines(of, (name) => `      ${name}: \${{ steps.filter.outputs.${name} }}\n`)}    steps:
      - uses: actions/checkout@v4
      - uses: dorny/paths-filter@v3
        id: filter
        with:
          filters: |
${lines(of, (name) => `            ${name}:\n              - 'services/${name}/**'\n`)}
${lines(of, (name) => `  build-${name}:\n    needs: changes\n    if: needs.changes.outputs.${name} == 'true'\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t ghcr.io/acme/${name} services/${name}\n\n`)}  done:
    needs: [${of.map((name) => `build-${name}`).join(', ')}]
    runs-on: ubuntu-latest
    steps:
      - run: echo done
`;

describe('each service has', () => {
  test('a job of a workflow, an output that it reads, and a place in what waits for all', async () => {
    const places = await assertRoundTrip((of) => ({ '.github/workflows/ci.yml': filter(of) }));
    expect(places).toEqual(['.github/workflows/ci.yml:9']);
  });

  test('a job that calls a workflow, by the name without its ending; the line that names one that goes is told', async () => {
    const stem = (name: string) => name.replace('-service', '');
    const { findings } = await assertAdded((of) => ({
      '.github/workflows/build.yml':
        'on: { workflow_call: { inputs: { service: { type: string } } } }\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build services/${{ inputs.service }}\n',
      '.github/workflows/ci.yml': `on: push\njobs:\n${lines(of, (name) => `  build-${stem(name)}:\n    uses: ./.github/workflows/build.yml\n    with:\n      service: ${name}\n`)}  all:\n    needs:\n${lines(of, (name) => `      - build-${stem(name)}\n`)}    runs-on: ubuntu-latest\n    steps:\n      - run: echo all\n`,
    }));
    expect(findings).toEqual(['service-leftover .github/workflows/ci.yml:18']);
  });

  test('a step of one job; that of one that goes is told', async () => {
    const { findings } = await assertAdded((of) => ({
      '.github/workflows/ci.yml': `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n${lines(of, (name) => `      - run: docker build -t ghcr.io/acme/${name} services/${name}\n`)}      - run: echo done\n`,
    }));
    expect(findings).toEqual(['service-leftover .github/workflows/ci.yml:10']);
  });

  test('a job of GitLab, with what waits for it', async () => {
    await assertRoundTrip((of) => ({
      '.gitlab-ci.yml': `stages: [build, deploy]

.build:
  stage: build
  script:
    - docker build -t $CI_REGISTRY_IMAGE/$SERVICE services/$SERVICE

${lines(of, (name) => `build:${name}:\n  extends: .build\n  variables:\n    SERVICE: ${name}\n  rules:\n    - changes: [services/${name}/**/*]\n\n`)}deploy:
  stage: deploy
  needs:
${lines(of, (name) => `    - job: build:${name}\n      optional: true\n`)}  script: [./deploy.sh]
`,
    }));
  });

  test('two jobs of GitLab that stand together', async () => {
    await assertRoundTrip((of) => ({
      '.gitlab-ci.yml': `stages: [test, build]
${lines(of, (name) => `\ntest-${name}:\n  stage: test\n  script:\n    - cd services/${name} && go test ./...\n\nbuild-${name}:\n  stage: build\n  needs: ["test-${name}"]\n  script:\n    - docker build services/${name}\n`)}`,
    }));
  });

  test('a file that GitLab takes in', async () => {
    await assertRoundTrip((of) => ({
      '.gitlab-ci.yml': `stages: [build]\ninclude:\n${lines(of, (name) => `  - local: ci/${name}.yml\n`)}`,
      ...Object.fromEntries(
        of.map((name) => [
          `ci/${name}.yml`,
          `build ${name}:\n  stage: build\n  script:\n    - docker build -t registry.example.com/${name} services/${name}\n`,
        ]),
      ),
    }));
  });

  test('a job of CircleCI, and one of its workflow', async () => {
    await assertRoundTrip((of) => ({
      '.circleci/config.yml': `version: 2.1
jobs:
${lines(of, (name) => `  build-${name}:\n    docker: [{ image: cimg/base:current }]\n    steps:\n      - run: docker build services/${name}\n`)}workflows:
  main:
    jobs:
${lines(of, (name) => `      - build-${name}:\n          context: registry\n`)}`,
    }));
  });

  test('a job of a list of Azure', async () => {
    await assertRoundTrip((of) => ({
      'azure-pipelines.yml': `trigger: [main]\njobs:\n${lines(of, (name) => `  - job: ${name.replace('-', '_')}\n    steps:\n      - script: docker build -t acme.azurecr.io/${name} services/${name}\n`)}`,
    }));
  });
});

test('filters that leave out the word for a program are named so for the new service, as its job reads them', async () => {
  const stem = (name: string): string => name.replace('-service', '');
  const { added, retired, findings } = await changes((of) => ({
    '.github/workflows/build.yml': `on: push\njobs:\n  changes:\n    runs-on: ubuntu-latest\n    outputs:\n${lines(of, (name) => `      ${stem(name)}: \${{ steps.filter.outputs.${stem(name)} }}\n`)}    steps:\n      - uses: dorny/paths-filter@de90cc6fb38fc0963ad72b210f1f284cd68cea36\n        id: filter\n        with:\n          filters: |\n${lines(of, (name) => `            ${stem(name)}:\n              - 'services/${name}/**'\n`)}${lines(of, (name) => `  build-${stem(name)}:\n    needs: changes\n    if: needs.changes.outputs.${stem(name)} == 'true'\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build services/${name}\n`)}`,
  }));
  const text = added['.github/workflows/build.yml'] ?? '';
  expect(text).toContain("            refund:\n              - 'services/refund-service/**'\n");
  expect(text).toContain("    if: needs.changes.outputs.refund == 'true'\n");
  expect(text).toContain('      refund: ${{ steps.filter.outputs.refund }}\n');
  expect(retired['.github/workflows/build.yml']).not.toContain('            refund:');
  // The job is called by a word that may mean something else: it is told, and stays.
  expect(findings).toEqual([expect.stringMatching(/^\S+ \.github\/workflows\/build\.yml:\d+$/)]);
});

describe('a file of each service', () => {
  test('that Azure is told of elsewhere', async () => {
    await assertRoundTrip((of) =>
      Object.fromEntries(
        of.map((name) => [
          `pipelines/${name}.yml`,
          `trigger:\n  paths: { include: [services/${name}/*] }\nextends:\n  template: templates/service.yml\n  parameters: { service: ${name} }\n`,
        ]),
      ),
    );
  });

  test('that GitHub finds where it lies', async () => {
    await assertRoundTrip((of) =>
      Object.fromEntries(
        of.map((name) => [
          `.github/workflows/${name}.yml`,
          `on: { push: { paths: ['services/${name}/**'] } }\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./scan services/${name}\n`,
        ]),
      ),
    );
  });
});

describe('what is not cloned', () => {
  test('is a job that no other service has in the same way', async () => {
    const { added } = await changes((of) => ({
      '.github/workflows/ci.yml': filter(of),
      '.github/workflows/migrate.yml':
        'on: workflow_dispatch\njobs:\n  migrate-order-service:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./migrate services/order-service\n',
    }));
    expect(Object.keys(added)).toEqual(['.github/workflows/ci.yml']);
  });

  test('is a job with an anchor, which would be there twice', async () => {
    const { added } = await changes((of) => ({
      '.gitlab-ci.yml': lines(of, (name) =>
        name === 'order-service'
          ? `${name}: &build\n  script: [docker build services/${name}]\n`
          : `${name}:\n  script: [docker build services/${name}]\n`,
      ),
    }));
    expect(added).toEqual({});
  });

  test('is a password of the sibling', async () => {
    const { added } = await changes((of) => ({
      '.gitlab-ci.yml': lines(
        of,
        (name) =>
          `${name}:\n  variables: { DB_PASSWORD: s3cret-of-${name.length} }\n  script: [docker build services/${name}]\n`,
      ),
    }));
    const [, own] = (added['.gitlab-ci.yml'] ?? '').split('refund-service:');
    expect(own).toContain('DB_PASSWORD: CHANGE-ME');
  });
});

test('of jobs that are there already nothing is written, and of those that are missing the rest', async () => {
  const half = filter([...names, 'refund-service']).replace(/ {2}build-refund-service:[\s\S]*?\n\n/, '');
  const change = await planNewService(
    memoryTree({
      ...Object.assign(
        {},
        ...[...names, 'refund-service'].map((name) => ({
          [`services/${name}/Dockerfile`]: 'FROM scratch\n',
          [`services/${name}/go.mod`]: `module example.com/${name}\n`,
        })),
      ),
      '.github/workflows/ci.yml': half,
    }),
    { name: 'refund-service', like: 'order-service', environments: [] },
    options,
  );
  const written = textOf('', change.files.get('.github/workflows/ci.yml') ?? undefined);
  expect(written).toBe(filter([...names, 'refund-service']));
});
