import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { fixServices } from '@rollcall/domain/verify/fix-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { today } from '../../rule-fixtures.ts';

const dockerfile = 'FROM scratch\n';
const shop = {
  'services/cart-service/Dockerfile': dockerfile,
  'services/order-service/Dockerfile': dockerfile,
  'services/user-service/Dockerfile': dockerfile,
  'rollcall.yaml': 'removed-services: [video-service]\n',
};

/** What the fixes make of the files, and what is still found; only the safe fixes, unless they are all wanted. */
async function fixFiles(files: Record<string, string>, options: { unsafe: boolean; removed?: string[] }) {
  const tree = memoryTree({ ...shop, ...files });
  const verify = {
    config: await readConfig(tree),
    repositoryUrl: null,
    today,
    rules: ['service-leftover'],
    removed: options.removed ?? [],
  };
  const { files: changed, report, fixed } = await fixServices(tree, verify, options.unsafe);
  const text = (path: string): string | null | undefined => {
    const content = changed.get(path);
    return content ? new TextDecoder().decode(content) : content;
  };
  return { text, changed: [...changed.keys()].sort(), left: report.findings, fixed };
}

interface Case {
  title: string;
  path: string;
  before: string;
  /** Absent: nothing is changed. */
  after?: string;
  /** Lines that are still found. */
  left?: number;
  safe?: boolean;
}

const cases: Case[] = [
  {
    title: 'a JSON array of a workflow',
    path: '.github/workflows/ci.yaml',
    before: `jobs:\n  a:\n    steps:\n      - run: |\n          SERVICES='["cart-service","video-service","order-service"]' # all\n`,
    after: `jobs:\n  a:\n    steps:\n      - run: |\n          SERVICES='["cart-service","order-service"]' # all\n`,
    safe: true,
  },
  {
    title: 'a variable of make',
    path: 'Makefile',
    before: 'SERVICES := cart-service order-service \\\n  video-service\n\nall:\n\techo $(SERVICES)\n',
    after: 'SERVICES := cart-service order-service\n\nall:\n\techo $(SERVICES)\n',
    safe: true,
  },
  {
    title: 'a loop of a script, and nothing of a sentence',
    path: 'build.sh',
    before: 'for s in video-service cart-service user-service; do\n  echo "was video-service" # video-service\ndone\n',
    after: 'for s in cart-service user-service; do\n  echo "was video-service" # video-service\ndone\n',
    left: 1,
    safe: true,
  },
  {
    title: 'go.work',
    path: 'go.work',
    before: 'go 1.24\n\nuse (\n\t./services/cart-service\n\t./services/order-service\n\t./services/video-service\n)\n',
    after: 'go 1.24\n\nuse (\n\t./services/cart-service\n\t./services/order-service\n)\n',
    safe: true,
  },
  {
    title: 'a list of Terraform, with the comment on its line',
    path: 'terraform/ecr.tf',
    before:
      'locals {\n  names = [\n    "prod/cart-service", # a\n    "prod/video-service", # b\n    "prod/order-service",\n  ]\n}\n',
    after: 'locals {\n  names = [\n    "prod/cart-service", # a\n    "prod/order-service",\n  ]\n}\n',
    safe: true,
  },
  {
    title: 'a database spelled by its stem, among the others',
    path: 'k8s/values.yaml',
    before: 'databases:\n  - shop_cart\n  - shop_video\n  - shop_order\n',
    after: 'databases:\n  - shop_cart\n  - shop_order\n',
    safe: true,
  },
  {
    title: 'a service of Compose, and what waits for it',
    path: 'docker-compose.yml',
    before:
      'services:\n  cart-service:\n    build: services/cart-service\n    depends_on: [video-service]\n    image: cart\n' +
      '  video-service:\n    build: services/video-service\n\n  order-service:\n    build: services/order-service\n',
    after:
      'services:\n  cart-service:\n    build: services/cart-service\n    image: cart\n' +
      '\n  order-service:\n    build: services/order-service\n',
    safe: false,
  },
  {
    title: 'keys of values, in every spelling',
    path: 'k8s/helm/environments/prod.yaml',
    before:
      '# all services\nconfig:\n  CART_SERVICE_URL: http://cart-service\n  VIDEO_SERVICE_URL: http://video-service # old\n' +
      'videoService:\n  replicas: 2\n  host: video-service\nother: {video_service: 1, cart_service: 2}\n',
    after: '# all services\nconfig:\n  CART_SERVICE_URL: http://cart-service\nother: {cart_service: 2}\n',
    safe: false,
  },
  {
    title: 'an item of a list by its name, and not the value of another key',
    path: 'k8s/env.yaml',
    before:
      'env:\n  - name: VIDEO_SERVICE_URL\n    value: http://video-service\n  - name: PORT\n    value: "80"\nupstream: http://video-service\n',
    after: 'env:\n  - name: PORT\n    value: "80"\nupstream: http://video-service\n',
    left: 1,
    safe: false,
  },
  {
    title: 'nothing that would leave a list or a map empty',
    path: 'k8s/only.yaml',
    before: 'mesh:\n  services:\n    - video-service\n  video-service: {}\nvideoService: 1\n',
    after: 'mesh:\n  services:\n    - video-service\n',
    left: 1,
    safe: false,
  },
  {
    title: 'a block of Terraform with nothing that refers to it',
    path: 'terraform/pods.tf',
    before:
      'module "pod_cart" {\n  source = "./pod"\n}\n\nmodule "pod_video_service" {\n  source = "./pod"\n  name   = "video-service"\n}\n\nmodule "pod_order" {\n  source = "./pod"\n}\n',
    after: 'module "pod_cart" {\n  source = "./pod"\n}\n\nmodule "pod_order" {\n  source = "./pod"\n}\n',
    safe: false,
  },
  {
    title: 'blocks of Terraform of which one refers to the other',
    path: 'terraform/pods.tf',
    before:
      'resource "ns" "cart_service" {\n  a = 1\n}\n\nresource "ns" "video_service" {\n  a = 1\n}\n\nresource "release" "cart_service" {\n  ns = ns.cart_service.a\n}\n\nresource "release" "video_service" {\n  ns = ns.video_service.a\n}\n\nresource "release" "order_service" {\n  a = 1\n}\n\nresource "ns" "order_service" {\n  a = 1\n}\n',
    after:
      'resource "ns" "cart_service" {\n  a = 1\n}\n\nresource "release" "cart_service" {\n  ns = ns.cart_service.a\n}\n\nresource "release" "order_service" {\n  a = 1\n}\n\nresource "ns" "order_service" {\n  a = 1\n}\n',
    safe: false,
  },
  {
    title: 'no block of Terraform that something refers to',
    path: 'terraform/pods.tf',
    before:
      'module "pod_video_service" {\n  source = "./pod"\n}\n\noutput "arn" {\n  value = module.pod_video_service.arn\n}\n',
    left: 2,
  },
  {
    title: 'an attribute of Terraform on its own line',
    path: 'terraform/env.tf',
    before:
      'locals {\n  urls = {\n    VIDEO_SERVICE_URL = "http://video-service"\n    CART_URL          = "http://cart"\n  }\n}\n',
    after: 'locals {\n  urls = {\n    CART_URL          = "http://cart"\n  }\n}\n',
    safe: false,
  },
  {
    title: 'variables of a script and copies of a Dockerfile',
    path: 'services/cart-service/Dockerfile',
    before:
      'FROM scratch\nARG VIDEO_SERVICE_VERSION=1\nENV VIDEO_SERVICE_URL="http://video-service"\nCOPY services/video-service/go.mod services/video-service/\nCOPY a services/video-service/b ./\nRUN make video-service\n',
    after: 'FROM scratch\nCOPY a ./\nRUN make video-service\n',
    left: 1,
    safe: false,
  },
  {
    title: 'a rule of make, with its recipe',
    path: 'Makefile',
    before:
      '.PHONY: build-cart build-video-service\nall: build-cart build-video-service\n\nbuild-video-service:\n\tmake -C services/video-service\n\nbuild-cart:\n\ttrue\n',
    after: '.PHONY: build-cart\nall: build-cart\n\nbuild-cart:\n\ttrue\n',
    safe: false,
  },
  {
    title: 'a variable that is read further down stays',
    path: 'Makefile',
    before: 'BUILD_VIDEO_SERVICE ?= false\n\nall:\n\techo $(BUILD_VIDEO_SERVICE)\n',
    left: 2,
  },
  {
    title: 'a rule of make with a line of its own that says what it is',
    path: 'Makefile',
    before: '.PHONY: video-service\nvideo-service:\n\ttrue\n\nall:\n\ttrue\n',
    after: 'all:\n\ttrue\n',
    safe: false,
  },
  {
    title: 'a rule of make that a recipe asks for stays',
    path: 'Makefile',
    before: 'build-video-service:\n\ttrue\n\nall:\n\t$(MAKE) build-video-service\n',
    left: 2,
  },
  {
    title: 'prose and templates',
    path: 'docs/video.md',
    before: 'The video-service plays films.\n',
    left: 1,
  },
  {
    title: 'a chart template of another service',
    path: 'k8s/charts/cart-service/templates/a.yaml',
    before: 'kind: ConfigMap\ndata:\n  host: video-service.{{ .Values.env }}\n',
    left: 1,
  },
];

describe('what is left of a service', () => {
  test.each(cases)('$title', async ({ path, before, after, left = 0, safe }) => {
    const all = await fixFiles({ [path]: before }, { unsafe: true });
    expect(all.text(path)).toBe(after);
    expect(all.changed).toEqual(after === undefined ? [] : [path]);
    expect(all.left.filter(({ rule }) => rule === 'service-leftover')).toHaveLength(left);
    const onlySafe = await fixFiles({ [path]: before }, { unsafe: false });
    if (safe) expect(onlySafe.text(path)).toBe(after);
    else if (!all.fixed.some(({ fix }) => fix?.safe)) expect(onlySafe.changed).toEqual([]);
    for (const { fix } of onlySafe.fixed) expect(fix?.safe).toBe(true);
  });

  test('with line ends of Windows', async () => {
    const before = 'config:\r\n  A: 1\r\n  VIDEO_SERVICE_URL: x\r\nlist:\r\n  - video-service\r\n  - other\r\n';
    const { text } = await fixFiles({ 'values.yaml': before }, { unsafe: true });
    expect(text('values.yaml')).toBe('config:\r\n  A: 1\r\nlist:\r\n  - other\r\n');
  });
});

describe('files of the service alone', () => {
  const application = (name: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n  namespace: argocd\nspec:\n  project: default\n` +
    `  source:\n    repoURL: https://git.example.com/shop/shop.git\n    path: k8s/charts/${name}\n    targetRevision: main\n` +
    '  destination:\n    server: https://kubernetes.default.svc\n    namespace: shop-prod\n';
  const chart = (name: string) => ({
    [`k8s/charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    [`k8s/charts/${name}/values.yaml`]: `image:\n  repository: shop/${name}\n`,
    [`k8s/charts/${name}/README.md`]: 'How it is deployed.\n',
  });
  const left = {
    ...chart('cart-service'),
    ...chart('video-service'),
    'k8s/apps/prod/cart-service.yaml': application('cart-service'),
    'k8s/apps/prod/video-service.yaml': application('video-service'),
    'k8s/apps/prod/kustomization.yaml': 'resources:\n  - cart-service.yaml\n  - video-service.yaml\n',
    'docker/video-service/Dockerfile': 'FROM scratch\nCOPY services/video-service .\n',
  };
  const own = [
    'docker/video-service/Dockerfile',
    'k8s/apps/prod/video-service.yaml',
    'k8s/charts/video-service/Chart.yaml',
    'k8s/charts/video-service/README.md',
    'k8s/charts/video-service/values.yaml',
  ];

  test('go together, with the entry of the kustomization', async () => {
    const { text, changed, left: found } = await fixFiles(left, { unsafe: true });
    expect(changed).toEqual([...own, 'k8s/apps/prod/kustomization.yaml'].sort());
    for (const path of own) expect(text(path)).toBeNull();
    expect(text('k8s/apps/prod/kustomization.yaml')).toBe('resources:\n  - cart-service.yaml\n');
    expect(found).toEqual([]);
  });

  test('stay without --unsafe', async () => {
    expect((await fixFiles(left, { unsafe: false })).changed).toEqual([]);
  });

  const needed: Record<string, Record<string, string>> = {
    'a dependency of another chart': {
      'k8s/charts/cart-service/Chart.yaml':
        'apiVersion: v2\nname: cart-service\nversion: 1.0.0\ndependencies:\n  - name: common\n    version: 1.0.0\n    repository: file://../video-service\n',
    },
    'the chart of another Application': {
      'k8s/apps/prod/cart-service.yaml': application('cart-service').replace('charts/cart-', 'charts/video-'),
    },
    'the only entry of a kustomization': {
      'k8s/apps/prod/kustomization.yaml': 'resources:\n  - video-service.yaml\n',
    },
  };
  test.each(Object.keys(needed))('stay where something needs them: %s', async (title) => {
    const { changed } = await fixFiles({ ...left, ...needed[title] }, { unsafe: true });
    expect(changed.filter((path) => path.startsWith('k8s/charts/video-service/'))).toEqual([]);
  });

  test('go in the end where an Application lies beside another one in its file', async () => {
    const file = 'k8s/apps/prod/video-service.yaml';
    const other = application('order-service');
    const files = { ...left, [file]: `${application('video-service')}---\n${other}` };
    const { changed, text } = await fixFiles(files, { unsafe: true });
    expect(text(file)).toBe(other);
    expect(changed).toContain('k8s/charts/video-service/Chart.yaml');
  });

  test('a folder and a file of plain manifests, with their entries, and no folder of anything else', async () => {
    const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
    const files = {
      'k8s/base/kustomization.yaml': 'resources:\n  - cart-service\n  - video-service\n',
      'k8s/base/cart-service/kustomization.yaml': 'resources: [a.yaml]\n',
      'k8s/base/video-service/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'k8s/base/video-service/a.yaml': object('video-service'),
      'k8s/base/video-service/b.yaml': object('no-name-of-it'),
      'k8s/plain/video-service.yaml': object('video-service'),
      'tools/video-service/values.yaml': 'name: video-service\n',
      'tools/video-service/main.py': 'print(1)\n',
      'config/video-service.yaml': 'name: video-service\n',
    };
    const { changed, text } = await fixFiles(files, { unsafe: true });
    expect(changed).toEqual([
      'k8s/base/kustomization.yaml',
      'k8s/base/video-service/a.yaml',
      'k8s/base/video-service/b.yaml',
      'k8s/base/video-service/kustomization.yaml',
      'k8s/plain/video-service.yaml',
    ]);
    expect(text('k8s/base/kustomization.yaml')).toBe('resources:\n  - cart-service\n');
  });

  test('a template called so, and then the values that it alone reads', async () => {
    const files = {
      'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'charts/shop/values.yaml': 'cartService:\n  a: 1\nvideoService:\n  a: 1\nvideo-service:\n  b: 1\n',
      'charts/shop/templates/video-service.yaml':
        'kind: A\nmetadata:\n  name: video-service\n  a: {{ .Values.videoService.a }}\n',
      'charts/shop/templates/all.yaml': 'b: {{ index .Values "video-service" }}\n',
    };
    const { changed, text } = await fixFiles(files, { unsafe: true });
    expect(changed).toEqual(['charts/shop/templates/video-service.yaml', 'charts/shop/values.yaml']);
    expect(text('charts/shop/values.yaml')).toBe('cartService:\n  a: 1\nvideo-service:\n  b: 1\n');
  });

  test('an object among others in one file, wherever it stands', async () => {
    const object = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
    const [cart, video, order] = ['cart-service', 'video-service', 'order-service'].map(object);
    for (const [before, after] of [
      [`${cart}---\n${video}---\n${order}`, `${cart}---\n${order}`],
      [`${video}---\n${order}`, order],
      [`# Ours.\n\n${video}---\n${order}`, `# Ours.\n\n${order}`],
      [`---\n${video}---\n${order}`, `---\n${order}`],
      [`${cart}---\n${video}`, cart],
      [`${cart}--- # two\n${video}\n---\n${video}`, cart],
    ] as const)
      expect((await fixFiles({ 'all.yaml': before }, { unsafe: true })).text('all.yaml')).toBe(after);
  });

  test('a workflow that nothing calls', async () => {
    const workflow = (run: string) => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${run}\n`;
    const files = {
      '.github/workflows/ci-video-service.yaml': workflow('make video-service'),
      '.github/workflows/cart-and-video-service.yaml': workflow('make video-service'),
      '.github/workflows/video-service.yaml': workflow('make video-service'),
      '.github/workflows/all.yaml': 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/video-service.yaml\n',
    };
    expect((await fixFiles(files, { unsafe: true })).changed).toEqual(['.github/workflows/ci-video-service.yaml']);
  });

  test('a Dockerfile that is still built goes when nothing builds it any more', async () => {
    const path = 'docker/video-service.Dockerfile';
    const list = (names: string) => `docker:\n\tdocker build -f ${path} .\nSERVICES = ${names}\n`;
    const { changed, left: found } = await fixFiles(
      { [path]: 'FROM scratch\nRUN video-service\n', Makefile: list('cart-service order-service video-service') },
      { unsafe: true },
    );
    expect(changed).toEqual(['Makefile']);
    expect(found.map((one) => one.path)).toEqual(['Makefile', path]);
  });

  test('a Dockerfile that only its name tells', async () => {
    const path = 'docker/video-service.Dockerfile';
    const { changed, fixed } = await fixFiles({ [path]: 'FROM scratch\n' }, { unsafe: true });
    expect(changed).toEqual([path]);
    expect(fixed.map(({ message, line }) => `${line} ${message}`)).toEqual([
      expect.stringContaining(`1 ${path} belongs to video-service, which is gone`),
    ]);
  });
});

describe('a service that the change under review deletes', () => {
  const files = {
    'rollcall.yaml': '',
    Makefile: 'SERVICES = cart-service order-service user-service coupon-service\n',
    'k8s/values.yaml': 'couponService: 1\nother: /coupon\n',
  };

  test('is looked for without any configuration', async () => {
    expect((await fixFiles(files, { unsafe: true })).changed).toEqual([]);
    const { text, left, fixed } = await fixFiles(files, { unsafe: true, removed: ['coupon-service'] });
    expect(text('Makefile')).toBe('SERVICES = cart-service order-service user-service\n');
    expect(text('k8s/values.yaml')).toBe('other: /coupon\n');
    expect(left).toEqual([]);
    expect(fixed[0]?.message).toContain('which is gone (it has no source any more)');
  });

  test('of one word is looked for in lists and by its folder only: the word may be any', async () => {
    const { text, left } = await fixFiles(
      {
        'rollcall.yaml': '',
        Makefile: 'SERVICES = cart-service order-service user-service web\nweb:\n\tmake -C services/web\n',
        'k8s/values.yaml': 'web: 1\nhost: web\n',
        'README.md': 'Open the web page.\n',
      },
      { unsafe: true, removed: ['web'] },
    );
    expect(text('Makefile')).toBe('SERVICES = cart-service order-service user-service\nweb:\n\tmake -C services/web\n');
    expect(left.map(({ path, line }) => `${path}:${line}`)).toEqual(['Makefile:3']);
  });

  test('named by two lists is still known when they are fixed', async () => {
    const list = (extra: string) => `SERVICES = cart-service order-service user-service${extra}\n`;
    const files = {
      'rollcall.yaml': '',
      Makefile: list(' coupon-service'),
      'more.mk': list(' coupon-service'),
      'README.md': 'The coupon-service.\n',
    };
    const { text, left } = await fixFiles(files, { unsafe: true });
    expect(text('Makefile')).toBe(list(''));
    expect(text('more.mk')).toBe(list(''));
    expect(left.map(({ path }) => path)).toEqual(['README.md']);
    // Lists alone are no proof that it was a service.
    const { text: asItWas } = await fixFiles(files, { unsafe: false });
    expect(asItWas('Makefile')).toBeUndefined();
  });
});

describe('hostile repositories', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
    .split('')
    .map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]}, `.repeat(9)}*${'abcdefghij'[index]}]`)
    .join('\n')}\nvideo-service: 1\nother: 1\n`;
  const many = Array.from({ length: 4000 }, (_, index) => `  K${index}: http://video-service/${index}`).join('\n');
  const cases: [string, string, string][] = [
    ['aliases that expand without measure', 'k8s/bomb.yaml', bomb],
    ['thousands of lines', 'k8s/many.yaml', `data:\n${many}\n`],
    [
      'thousands of lines of Terraform',
      'terraform/many.tf',
      many.replaceAll(': http', ' = "http').replaceAll(/$/gm, '"'),
    ],
    ['keys of objects', 'k8s/proto.yaml', '__proto__: { video-service: 1, a: 1 }\nconstructor: [video-service, b]\n'],
    ['brackets that never close', 'terraform/open.tf', `a = [${'['.repeat(2000)}"video-service", "b"\n`],
    ['YAML that is none', 'k8s/none.yaml', 'a: [video-service, b\n'],
  ];
  test.each(cases)('%s', async (_title, path, text) => {
    const { left, fixed } = await fixFiles({ [path]: text }, { unsafe: true });
    expect(left.length + fixed.length).toBeGreaterThan(0);
  });

  test('a service of a name that objects have', async () => {
    const files = {
      'rollcall.yaml': 'removed-services: [constructor, __proto__]\n',
      'a.yaml': 'list: [constructor, b]\n',
    };
    expect((await fixFiles(files, { unsafe: true })).text('a.yaml')).toBe('list: [b]\n');
  });
});
