import { describe, expect, test } from '@jest/globals';
import { headline } from '@rollcall/domain/service-change/render-change';
import { added, of } from './added-service.ts';

// Layouts of public repositories, in which a new service was half there and said to be complete.

describe('a new service', () => {
  test('is included by the settings of Gradle where its sibling is, with settings of its own as well', async () => {
    const names = ['auth-service', 'order-service', 'user-service'];
    const { change, text } = await added(
      {
        ...of(names, (name) => ({
          [`apps/${name}/Dockerfile`]: 'FROM scratch\n',
          [`apps/${name}/build.gradle`]: "plugins { id 'java' }\n",
          [`apps/${name}/settings.gradle`]: '',
        })),
        'settings.gradle': `include(\n    'apps:auth-service',\n    'apps:order-service',\n    'apps:user-service',\n    'libs:web'\n)\n`,
        'libs/web/build.gradle': "plugins { id 'java-library' }\n",
      },
      { name: 'refund-service', like: 'order-service' },
    );
    expect([change.findings, text('settings.gradle')]).toEqual([[], expect.stringContaining("'apps:refund-service'")]);
  });

  test('is in lists of folders, of which some lie elsewhere', async () => {
    const names = ['cart-service', 'order-service', 'user-service'];
    const service = (path: string) => ({
      [`${path}/Dockerfile`]: 'FROM scratch\n',
      [`${path}/go.mod`]: `module example.com/${path}\n`,
    });
    const folders = ['pkg', 'api-gateway', ...names.map((name) => `services/${name}`)];
    const { change, text } = await added(
      {
        ...of(names, (name) => service(`services/${name}`)),
        ...service('api-gateway'),
        'pkg/go.mod': 'module example.com/pkg\n',
        Makefile: `MODULES := ${folders.join(' ')}\n\ntest:\n\tfor m in $(MODULES); do (cd $$m && go test ./...); done\n`,
        '.github/workflows/ci.yml': `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        module:
${folders.map((folder) => `          - ${folder}\n`).join('')}    defaults: { run: { working-directory: "\${{ matrix.module }}" } }
    steps:
      - run: go test ./...
`,
      },
      { name: 'refund-service', like: 'order-service' },
    );
    expect(change.findings).toEqual([]);
    expect(text('Makefile')).toContain('services/user-service services/refund-service\n');
    expect(text('.github/workflows/ci.yml')).toContain('          - services/refund-service\n');
  });

  test('has an arm where a loop asks what its sibling is', async () => {
    const names = ['cart-service', 'order-service', 'user-service'];
    const loop = [
      `          for svc in ${names.join(' ')}; do`,
      '            case "$svc" in',
      ...names.map((name) => `              ${name}) changed="\${{ steps.filter.outputs.${name} }}" ;;`),
      '            esac',
      '            if [ "$changed" = true ]; then list="$list $svc"; fi',
      '          done',
    ];
    const { change, text } = await added(
      {
        ...of(names, (name) => ({
          [`services/${name}/Dockerfile`]: 'FROM scratch\n',
          [`services/${name}/go.mod`]: `module example.com/${name}\n`,
        })),
        '.github/workflows/ci.yml': `on: push\njobs:\n  changes:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n${loop.join('\n')}\n`,
      },
      { name: 'refund-service', like: 'order-service' },
    );
    expect(change.findings).toEqual([]);
    const written = text('.github/workflows/ci.yml');
    expect(written).toContain('for svc in cart-service order-service user-service refund-service; do');
    expect(written).toContain(
      '              refund-service) changed="${{ steps.filter.outputs.refund-service }}" ;;\n',
    );
  });

  test('gets a folder beside the others where a folder above its sibling is its own', async () => {
    const { change } = await added(
      of(['Order', 'Storage', 'Payment'], (name) => ({
        [`src/Services/${name}/${name}.Api/Dockerfile`]: 'FROM scratch\n',
        [`src/Services/${name}/${name}.Api/${name}.Api.csproj`]: '<Project Sdk="Microsoft.NET.Sdk.Web" />\n',
      })),
      { name: 'refund-service' },
    );
    expect([...change.files.keys()]).toEqual([
      'src/Services/refund-service/refund-service/Dockerfile',
      'src/Services/refund-service/refund-service/refund-service.csproj',
    ]);
    expect(headline(change)).toBe('New service refund-service: 2 files, nothing is missing');
  });

  test('gets no owner that its sibling has', async () => {
    const names = ['cart-service', 'order-service', 'user-service'];
    const { change } = await added(
      {
        ...of(names, (name) => ({
          [`services/${name}/Dockerfile`]: 'FROM scratch\n',
          [`services/${name}/go.mod`]: `module example.com/${name}\n`,
        })),
        CODEOWNERS: names.map((name) => `/services/${name}/ @acme/${name}\n`).join(''),
      },
      { name: 'refund-service', like: 'order-service' },
    );
    expect([change.files.has('CODEOWNERS'), change.findings]).toEqual([false, []]);
  });

  test('is in Compose with a host port and a container of its own, and in Terraform, where all others are', async () => {
    const names = ['cart-service', 'order-service', 'user-service'];
    const { change, text } = await added(
      {
        ...of(names, (name) => ({ [`services/${name}/Dockerfile`]: 'FROM scratch\n' })),
        'compose.yaml': `services:\n${names
          .map(
            (name, index) =>
              `  ${name}:\n    build: ./services/${name}\n    container_name: shop_${name}\n    ports: ["808${index}:80"]\n`,
          )
          .join('')}  db:\n    image: postgres:17\n    ports: ["8083:5432"]\n`,
        'terraform/main.tf': `locals {\n  services = [\n${names.map((name) => `    "${name}",\n`).join('')}  ]\n}\n`,
      },
      { name: 'refund-service', like: 'order-service' },
    );
    expect(change.findings).toEqual([]);
    expect(text('compose.yaml')).toContain(
      '  refund-service:\n    build: ./services/refund-service\n    container_name: shop_refund-service\n    ports: ["8084:80"]\n',
    );
    expect(text('terraform/main.tf')).toContain('    "user-service",\n    "refund-service",\n');
  });

  test('is complete beside lists in which only a person can write', async () => {
    const names = ['Order', 'Payment', 'Storage'];
    const project = (name: string) =>
      `Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "${name}.Api", "src\\${name}.Api\\${name}.Api.csproj", "{00000000-0000-0000-0000-00000000000${names.indexOf(name)}}"\nEndProject\n`;
    const { change } = await added(
      {
        ...of(names, (name) => ({
          [`src/${name}.Api/Dockerfile`]: 'FROM scratch\n',
          [`src/${name}.Api/${name}.Api.csproj`]: '<Project Sdk="Microsoft.NET.Sdk.Web" />\n',
        })),
        'shop.sln': `Microsoft Visual Studio Solution File, Format Version 12.00\n${names.map(project).join('')}`,
        CODEOWNERS: names.map((name) => `/src/${name}.Api/ @acme/${name.toLowerCase()}\n`).join(''),
      },
      { name: 'refund-service' },
    );
    expect(headline(change)).toContain('nothing is missing');
    expect([...change.files.keys()].every((path) => path.startsWith('src/refund-service/'))).toBe(true);
  });

  test('that nothing would build is refused with what settles it', async () => {
    const names = ['Cart', 'Order', 'Payment'];
    const steps = names.map((name) => `      - run: docker build --push -f src/${name}/${name}.Api/Dockerfile .\n`);
    const files = {
      ...of(names, (name) => ({
        [`src/${name}/${name}.Api/Dockerfile`]: 'FROM scratch\n',
        [`src/${name}/${name}.Api/${name}.Api.csproj`]: '<Project Sdk="Microsoft.NET.Sdk.Web" />\n',
      })),
      '.github/workflows/ci.yml': `on: push\njobs:\n  images:\n    runs-on: ubuntu-latest\n    steps:\n${steps.join('')}`,
    };
    await expect(added(files, { name: 'refund-service' })).rejects.toMatchObject({
      message: expect.stringContaining('there is still no service "refund-service"'),
      help: expect.stringContaining(
        'because nothing builds or deploys it, beside 3 that .github/workflows/ci.yml builds',
      ),
    });
  });
});

test('a new service gets a filter where a job of its own reads each, and that job as well', async () => {
  const names = ['cart-service', 'order-service', 'user-service'];
  const job = (name: string) =>
    `  ${name}:\n    needs: changes\n    if: needs.changes.outputs.${name} == 'true'\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build services/${name}\n`;
  const { change, text } = await added(
    {
      ...of(names, (name) => ({
        [`services/${name}/Dockerfile`]: 'FROM scratch\n',
        [`services/${name}/go.mod`]: `module example.com/${name}\n`,
      })),
      '.github/workflows/ci.yml': `on: push
jobs:
  changes:
    runs-on: ubuntu-latest
    outputs:
${names.map((name) => `      ${name}: \${{ steps.filter.outputs.${name} }}\n`).join('')}    steps:
      - uses: actions/checkout@v4
      - uses: dorny/paths-filter@v3
        id: filter
        with:
          filters: |
${names.map((name) => `            ${name}:\n              - 'services/${name}/**'\n`).join('')}${names.map(job).join('')}`,
    },
    { name: 'refund-service', like: 'order-service' },
  );
  expect(text('.github/workflows/ci.yml')).toContain(
    "            refund-service:\n              - 'services/refund-service/**'\n",
  );
  expect(text('.github/workflows/ci.yml')).toContain(
    "  refund-service:\n    needs: changes\n    if: needs.changes.outputs.refund-service == 'true'\n",
  );
  expect(change.findings).toEqual([]);
});

test('in Compose the container listens on the port of the new service, which no other kind has', async () => {
  const ports = { 'cart-service': 8080, 'order-service': 8081, 'user-service': 8082 };
  const names = Object.keys(ports) as (keyof typeof ports)[];
  const { text } = await added(
    {
      ...of(names, (name) => ({
        [`services/${name}/Dockerfile`]: `FROM scratch\nEXPOSE ${ports[name as keyof typeof ports]}\n`,
        [`services/${name}/${name === 'user-service' ? 'package.json' : 'go.mod'}`]:
          name === 'user-service' ? '{}\n' : `module example.com/${name}\n`,
      })),
      'compose.yaml': `services:\n${names
        .map(
          (name) =>
            `  ${name}:\n    build: ./services/${name}\n    ports: ["${ports[name] + 1000}:${ports[name]}"]\n    environment: [PORT=${ports[name]}]\n`,
        )
        .join('')}`,
    },
    { name: 'refund-service', like: 'order-service' },
  );
  expect(text('services/refund-service/Dockerfile')).toContain('EXPOSE 8083\n');
  expect(text('compose.yaml')).toContain(
    '  refund-service:\n    build: ./services/refund-service\n    ports: ["9083:8083"]\n    environment: [PORT=8083]\n',
  );
});
