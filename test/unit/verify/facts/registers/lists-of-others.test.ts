import { expect, test } from '@jest/globals';
import { verifyFiles } from '../../rule-fixtures.ts';

// Lists that write names in more than one way, or are of something beside the services. Each kind was seen in a public
// repository where a finding was false.

type Files = Record<string, string>;

const rules = ['build-list-missing', 'ci-service-list-missing', 'ci-lang-list-missing', 'service-chart-missing'];

const folders = (folder: string, names: readonly string[], more: (name: string) => Files = () => ({})): Files =>
  Object.assign(
    {},
    ...names.map((name) => ({
      [`${folder}/${name}/Dockerfile`]: 'FROM scratch\nCOPY . .\n',
      [`${folder}/${name}/go.mod`]: `module example.com/${name}\n`,
      ...Object.fromEntries(Object.entries(more(name)).map(([path, text]) => [`${folder}/${name}/${path}`, text])),
    })),
  );

const matrix = (key: string, names: readonly string[], steps: string, job = 'build'): Files => ({
  '.github/workflows/ci.yml': `on: push\njobs:\n  ${job}:\n    runs-on: x\n    strategy:\n      matrix:\n        ${key}: [${names.join(', ')}]\n    steps:\n${steps}`,
});

const scan = '      - run: trivy image example.com/${{ matrix.images }}:dev\n';
const build = '      - uses: docker/build-push-action@v6\n        with:\n          context: ${{ matrix.repo }}\n';
const chart = (name: string): Files => ({ 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n` });

const five = ['core', 'log', 'portal', 'nginx', 'registry'];
const tests = (names: readonly string[]): Files =>
  Object.fromEntries(names.map((name) => [`${name}.Tests/${name}.Tests.csproj`, '<Project/>\n']));
const projects = ['Cart', 'Orders', 'Board'];
const dotnet = Object.assign(
  {},
  ...projects.map((name) => ({ [`${name}/Dockerfile`]: 'FROM scratch\n', [`${name}/${name}.csproj`]: '<Project/>\n' })),
) as Files;

test.each<[string, Files, string[]]>([
  [
    'two ways to write names in one list',
    {
      ...folders('make', five),
      ...matrix('images', ['shop-core', 'shop-log', 'shop-portal', 'nginx-image', 'registry-image'], scan),
    },
    [],
  ],
  [
    'one that is in neither way is missing',
    { ...folders('make', five), ...matrix('images', ['shop-core', 'shop-log', 'shop-portal', 'nginx-image'], scan) },
    ['ci-service-list-missing nginx proved', 'ci-service-list-missing registry proved'],
  ],
  [
    'a second image of a listed service is not the first of another',
    {
      ...folders('make', five),
      ...matrix('images', ['shop-core', 'shop-log', 'shop-nginx', 'shop-registry', 'core-job', 'portal-job'], scan),
    },
    ['ci-service-list-missing portal proved'],
  ],
  [
    'a number behind a name',
    { ...folders('services', ['api', 'bridge', 'store']), 'build.sh': 'IMAGES=(api bridge2 store)\n' },
    [],
  ],
  [
    'projects of tests, which one service has not',
    {
      ...dotnet,
      ...tests(['Cart', 'Orders']),
      ...matrix('project', ['Cart.Tests', 'Orders.Tests'], '      - run: dotnet test ${{ matrix.project }}\n'),
    },
    [],
  ],
  [
    'projects of tests, which each service has',
    {
      ...dotnet,
      ...tests(projects),
      ...matrix('project', ['Cart.Tests', 'Orders.Tests'], '      - run: dotnet test ${{ matrix.project }}\n'),
    },
    ['ci-service-list-missing Board likely'],
  ],
  [
    'a job that is called after some images',
    {
      ...folders('images', ['openapi', 'health', 'graphs']),
      ...matrix('repo', ['images/openapi', 'images/health'], build, 'build-test-images'),
    },
    ['ci-service-list-missing graphs likely'],
  ],
  [
    'a job that is called after images',
    {
      ...folders('images', ['openapi', 'health', 'graphs']),
      ...matrix('repo', ['images/openapi', 'images/health'], build, 'build-docker-images'),
    },
    ['ci-service-list-missing graphs proved'],
  ],
  [
    'folders with no program, as each listed one is',
    Object.assign(
      { Makefile: 'SERVICES = a b\nall:\n\tfor s in $(SERVICES); do docker build services/$$s; done\n' },
      ...['a', 'b', 'c'].map((name) => ({ [`services/${name}/Dockerfile`]: 'FROM alpine:3.22\n' })),
    ) as Files,
    ['build-list-missing c proved'],
  ],
  [
    'a folder with no program beside programs',
    {
      ...folders('services', ['a', 'b']),
      'services/c/Dockerfile': 'FROM grafana/grafana:12\nCOPY grafana.ini /etc/\n',
      'services/c/grafana.ini': '',
      Makefile: 'SERVICES = a b\nall:\n\tfor s in $(SERVICES); do docker build services/$$s; done\n',
    },
    [],
  ],
  [
    'a chart beside the source, called otherwise',
    {
      ...folders('services', ['cart', 'orders'], chart),
      ...folders('platform/config', ['app']),
      'platform/config/helm/Chart.yaml': 'apiVersion: v2\nname: config-server\nversion: 0.1.0\n',
    },
    [],
  ],
  [
    'a folder of images of which none has a chart',
    { ...folders('services', ['cart', 'orders', 'pay'], chart), ...folders('runtimes', ['deno', 'python']) },
    ['service-chart-missing deno likely', 'service-chart-missing python likely'],
  ],
])('%s', async (_title, files, wanted) => {
  const { findings } = await verifyFiles(files, { rules });
  const found = findings.map(({ rule, subject, confidence }) => `${rule} ${subject} ${confidence ?? 'proved'}`);
  expect(found.sort()).toEqual(wanted);
});
