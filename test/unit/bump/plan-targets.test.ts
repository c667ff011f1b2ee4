import { describe, expect, test } from '@jest/globals';
import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import type { BumpPlan } from '@rollcall/domain/bump/plan';
import type { FileMode } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, catalogOf, planOf } from './catalog-of.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const sources = { 'services/cart-service/Dockerfile': '', 'services/user-service/Dockerfile': '' };

function application(name: string, environment: string, path: string, rest = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}-${environment}}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: k8s-deploy-${environment}
    path: ${path}
${rest}  destination: {namespace: shop-${environment}}
`;
}

async function plan(
  files: Readonly<Record<string, string | Uint8Array>>,
  images: BumpRequest['images'],
  rest: Partial<BumpRequest> = {},
): Promise<BumpPlan & { read: string[] }> {
  const tree = memoryTree({ ...sources, ...files });
  const request: BumpRequest = { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid', ...rest };
  return planOf(request, tree);
}

const cart = { service: 'cart-service', tag: '2-b' };
const user = { service: 'user-service', tag: '3-c' };
const kustomization = `images:
- name: cart-service
  newTag: 1-a
- name: user-service
  digest: ${digest}
`;

test('an Application of all services is written by the names of the images', async () => {
  const { changes, files, warnings, read } = await plan(
    {
      [applicationFile('shop', 'prod')]: application('shop', 'prod', 'k8s/overlays/prod'),
      'k8s/overlays/prod/kustomization.yaml': kustomization,
      'k8s/overlays/prod/other.yaml': 'not: read\n',
    },
    [cart, user],
  );
  expect(changes.map(({ service, part, line, old, new: now, path }) => [service, part, line, old, now, path])).toEqual([
    ['cart-service', 'tag', 3, '1-a', '2-b', 'images[name=cart-service].newTag'],
    ['user-service', 'digest', 5, digest, '', 'images[name=user-service].digest'],
    ['user-service', 'tag', 5, '', '3-c', 'images[name=user-service].newTag'],
  ]);
  expect(files.get('k8s/overlays/prod/kustomization.yaml')?.after).toBe(
    'images:\n- name: cart-service\n  newTag: 2-b\n- name: user-service\n  newTag: 3-c\n',
  );
  expect(warnings).toEqual([
    'k8s/overlays/prod/kustomization.yaml:5:11: the digest of "user-service" is removed, for none is given with the new tag',
  ]);
  expect(read).toEqual([applicationFile('shop', 'prod'), 'k8s/overlays/prod/kustomization.yaml']);
});

test('the image of nobody is that of no service which is built elsewhere', async () => {
  await expect(
    plan(
      {
        [applicationFile('shop', 'prod')]: application('shop', 'prod', 'k8s/tools'),
        'k8s/tools/redis.yaml': 'kind: Pod\nspec: {containers: [{image: redis:7}]}\n',
      },
      [{ service: 'redis', tag: '8' }],
    ),
  ).rejects.toThrow('there is no service "redis"');
});

test('two Applications that read one file are one change', async () => {
  const { changes } = await plan(
    {
      [applicationFile('cart-service', 'prod')]: application('cart-service', 'prod', 'k8s/overlays/prod'),
      'k8s/argocd/apps/prod/eu.yaml': application('cart-service', 'prod', 'k8s/overlays/prod').replace(
        'cart',
        'eu-cart',
      ),
      'k8s/overlays/prod/kustomization.yaml': kustomization,
    },
    [cart],
  );
  expect(changes.map(({ file, line }) => [file, line])).toEqual([['k8s/overlays/prod/kustomization.yaml', 3]]);
});

test('two services in one place are an error, unless they have one image', async () => {
  const files = {
    [applicationFile('shop', 'prod')]: application('shop', 'prod', 'k8s/overlays/prod'),
    'k8s/overlays/prod/kustomization.yaml': 'images: [{name: cart-service, newName: user-service, newTag: 1-a}]\n',
  };
  await expect(plan(files, [cart, user])).rejects.toThrow(
    '"cart-service" and "user-service" would write different images in one place',
  );
  const { changes } = await plan(files, [cart, { ...user, tag: cart.tag }]);
  expect(changes.map(({ service, new: now }) => [service, now])).toEqual([
    ['cart-service', '2-b'],
    ['user-service', '2-b'],
  ]);
});

test('values that cannot be read and win are a warning', async () => {
  const values = `    helm: {valueFiles: [values-prod.yaml, 'https://example.test/more.yaml']}\n`;
  const { warnings, changes } = await plan(
    {
      [applicationFile('cart-service', 'prod')]: application('cart-service', 'prod', 'charts/cart-service', values),
      'charts/cart-service/Chart.yaml': 'apiVersion: v2\nname: cart-service\nversion: 1.0.0\n',
      'charts/cart-service/values-prod.yaml': 'image: {tag: 1-a}\n',
    },
    [cart],
  );
  expect(changes).toHaveLength(1);
  expect(warnings).toEqual([
    'Application "cart-service-prod" takes values from "https://example.test/more.yaml" as well, which cannot be read here and win over charts/cart-service/values-prod.yaml',
  ]);
});

test('a source that follows something else than the deploy branch is not written', async () => {
  const files = {
    [applicationFile('cart-service', 'prod')]: application('cart-service', 'prod', 'k8s/prod'),
    'k8s/argocd/apps/prod/pinned.yaml': application('cart-service', 'prod', 'k8s/prod')
      .replace('cart-service-prod', 'cart-service')
      .replace('k8s-deploy-prod', 'refs/heads/release'),
    'k8s/prod/a.yaml': 'kind: Pod\nspec: {containers: [{image: cart-service:1-a}]}\n',
  };
  // Which of the two is the deploy branch is not known, so both are.
  expect((await plan(files, [cart])).changes).toHaveLength(1);
  const [catalog, tree] = [await catalogOf(memoryTree({ ...sources, ...files })), memoryTree({ ...sources, ...files })];
  const known = {
    ...catalog,
    environments: catalog.environments.map((one) => ({ ...one, deployBranch: 'k8s-deploy-prod' })),
  };
  const request = { environment: 'prod', images: [cart], onMissing: 'warn', mutableTags: 'forbid' } as const;
  const { skipped, changes } = await planOf(request, tree, known);
  expect(changes).toHaveLength(1);
  expect(skipped.map(({ why }) => why)).toEqual([
    'Application "cart-service" of "cart-service" says no tag that a bump writes (k8s/argocd/apps/prod/pinned.yaml:5)',
  ]);
});

test('a digest behind a tag goes with it, and that is said; one that is given takes its place', async () => {
  const file = applicationFile('user-service', 'prod');
  const files = { [file]: applicationText('user-service', 'prod', `1-a@${digest}`) };
  const { changes, warnings } = await plan(files, [user]);
  expect(changes).toMatchObject([{ part: 'tag', old: `1-a@${digest}`, new: '3-c' }]);
  expect(warnings).toEqual([`${file}:13:18: the digest of image.tag is removed, for none is given with the new tag`]);
  const other = `sha256:${'b'.repeat(64)}`;
  expect(await plan(files, [{ ...user, digest: other }])).toMatchObject({
    changes: [{ part: 'tag', new: `3-c@${other}` }],
    warnings: [],
  });
});

describe('what is neither file nor folder', () => {
  const chart = 'k8s/helm/charts/user-service';
  const files = {
    'services/user-service/Dockerfile': '',
    [`${chart}/Chart.yaml`]: 'name: user-service\n',
    [`${chart}/values.yaml`]: 'image: {tag: 1-a}\n',
    [applicationFile('user-service', 'prod')]: applicationText('user-service', 'prod', '1-a').replace(
      /parameters:[\s\S]*pipeline\n/,
      'valueFiles: [values.yaml, ../../env/values.yaml]\n',
    ),
  };
  const planWith = async (links: Record<string, FileMode>, more: Record<string, string> = files) => {
    const plain = memoryTree(more);
    const list = [...(await plain.list()), ...Object.entries(links).map(([path, mode]) => ({ path, mode }))];
    const tree = { ...plain, list: async () => list };
    const request = { environment: 'prod', images: [user], onMissing: 'error', mutableTags: 'forbid' } as const;
    return planOf(request, tree);
  };

  test.each<[string, FileMode, string]>([
    [
      'k8s/helm/env/values.yaml',
      'symlink',
      'k8s/helm/env/values.yaml is a symbolic link, which is not followed, and wins over image.tag of k8s/helm/charts/user-service/values.yaml',
    ],
    [
      'k8s/helm/env',
      'submodule',
      'k8s/helm/env is a submodule, which is not followed, and wins over image.tag of k8s/helm/charts/user-service/values.yaml',
    ],
  ])('is refused where it may win over what is written: %s, a %s', async (path, mode, message) => {
    await expect(planWith({ [path]: mode })).rejects.toMatchObject({
      message,
      help: 'Name the file that it leads to in valueFiles.',
      location: { path: applicationFile('user-service', 'prod'), line: 11 },
    });
  });

  test('is nobody’s business elsewhere', async () => {
    expect((await planWith({ 'k8s/helm/other': 'symlink', 'k8s/helm/envoy': 'submodule' })).changes).toHaveLength(1);
  });

  test.each<[string, FileMode, RegExp]>([
    [
      `${chart}/values.yaml`,
      'symlink',
      /values\.yaml \(k8s\S*values\.yaml is a symbolic link, which is not followed\)/,
    ],
    [chart, 'submodule', /k8s\/helm\/charts\/user-service is a submodule, which is not followed\./],
  ])('is named where the tag is missing: %s, a %s', async (path, mode, help) => {
    const without = Object.fromEntries(
      Object.entries(files).filter(([file]) => file !== path && !file.startsWith(`${path}/`)),
    );
    await expect(planWith({ [path]: mode }, without)).rejects.toMatchObject({
      message: 'Application "user-service-prod" of "user-service" has no image.tag',
      help: expect.stringMatching(help),
    });
  });
});

describe('an ApplicationSet', () => {
  const set = (elements: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: services}
spec:
  generators: [{list: {elements: [${elements}]}}]
  template:
    metadata: {name: '{{service}}-{{env}}'}
    spec:
      source:
        repoURL: https://github.com/example/shop.git
        targetRevision: 'k8s-deploy-{{env}}'
        path: 'charts/{{service}}'
        helm: {parameters: [{name: image.tag, value: '{{tag}}'}]}
      destination: {namespace: 'shop-{{env}}'}
`;
  const file = 'k8s/argocd/sets/services.yaml';

  test('makes environments known, and each of its elements is written for itself', async () => {
    const text = set(
      '{service: cart-service, env: prod, tag: 1-a}, {service: cart-service, env: dev, tag: 1-b}, {service: user-service, env: prod, tag: 1-c}',
    );
    const { changes, files } = await plan({ [file]: text }, [cart, user]);
    expect(changes.map(({ service, old, path }) => [service, old, path])).toEqual([
      ['cart-service', '1-a', 'spec.generators[0].list.elements[0].tag'],
      ['user-service', '1-c', 'spec.generators[0].list.elements[2].tag'],
    ]);
    expect(files.get(file)?.after).toBe(text.replace('1-a', '2-b').replace('1-c', '3-c'));
    expect((await plan({ [file]: text }, [cart], { environment: 'dev' })).changes.map(({ old }) => old)).toEqual([
      '1-b',
    ]);
  });

  test('whose generators are not read is named where an Application is missing', async () => {
    const text = set('').replace('{list: {elements: []}}', '{git: {directories: [{path: charts/*}]}}');
    const files = {
      [file]: text,
      [applicationFile('user-service', 'prod')]: application('user-service', 'prod', 'k8s/prod'),
    };
    await expect(plan(files, [cart])).rejects.toMatchObject({
      message: '"cart-service" has no Application',
      help: `An ApplicationSet may generate it: ${file}:5:3 (a git generator is not read). Add one for prod, or set on-missing to warn.`,
    });
  });

  test('that may change what its template says keeps a service from being written, and no other', async () => {
    const patched = `${set('{service: cart-service, env: prod, tag: 1-a}')}  templatePatch: 'spec: {source: {path: x}}'\n`;
    const files = {
      [file]: patched,
      [applicationFile('user-service', 'prod')]: applicationText('user-service', 'prod', '1-c'),
    };
    await expect(plan(files, [cart, user])).rejects.toMatchObject({
      message:
        'the ApplicationSet "services" may run another image than it says: its templatePatch may change the sources',
      location: { path: file, line: 15 },
    });
    expect((await plan(files, [user])).changes).toHaveLength(1);
  });

  test('of hostile names and thousands of elements is read in time', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => `{service: s${index}, env: prod, tag: t${index}}`);
    const text = set(
      `{service: cart-service, env: prod, tag: 1-a, __proto__: x, constructor: y}, {service: __proto__, env: prod, tag: z}, ${many.join(', ')}`,
    );
    const { changes } = await plan({ [file]: text }, [cart]);
    expect(changes.map(({ old }) => old)).toEqual(['1-a']);
  });
});

test('a thousand services in one folder of manifests are planned', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `service-${index}`);
  const files: Record<string, string> = {
    [applicationFile('shop', 'prod')]: application('shop', 'prod', 'k8s/prod'),
  };
  for (const name of names) {
    files[`services/${name}/Dockerfile`] = '';
    files[`k8s/prod/${name}.yaml`] = `kind: Pod\nspec: {containers: [{image: ${name}:1-a}]}\n`;
  }
  const { changes } = await plan(
    files,
    names.map((service) => ({ service, tag: '2-b' })),
  );
  expect(changes).toHaveLength(1000);
});

describe('an Application file that cannot be read', () => {
  const files = { [applicationFile('user-service', 'prod')]: applicationText('user-service', 'prod', '1-a') };
  const beside = 'k8s/argocd/apps/prod/second.yaml';
  const second = applicationText('user-service', 'prod', '1-a').replace('name: user-service-prod', 'name: second');

  test.each<[string, string | Uint8Array, string]>([
    ['is broken', `${second}]: [\n`, 'not valid YAML'],
    ['is too deep', `${second}x: ${'['.repeat(300)}`, 'nested too deeply'],
    ['is too long', `${second}# ${'x'.repeat(5 * 1024 * 1024)}`, 'longer than 5 MiB'],
    ['is no UTF-8', Buffer.concat([Buffer.from(second), Buffer.of(0x23, 0xff)]), 'not UTF-8'],
    ['is a List', `kind: List\nitems:\n- ${second.trim().replaceAll('\n', '\n  ')}\n`, 'inside a List'],
  ])('that %s and names the service is an error: it may be one more place to write', async (_title, text, why) => {
    await expect(plan({ ...files, [beside]: text }, [user])).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(why),
      location: { path: beside },
    });
  });

  test.each([
    ['names another service', beside, `${second.replaceAll('user-service', 'other-user-service')}]: [\n`],
    ['lies elsewhere', 'docs/examples/second.yaml', `${second}]: [\n`],
    ['is no Application', beside, 'user-service: [\n'],
  ])('that %s is not needed', async (_title, path, text) => {
    expect((await plan({ ...files, [path]: text }, [user])).changes).toHaveLength(1);
  });

  test('with a key that is written twice is read, and not written', async () => {
    const twice = { [applicationFile('user-service', 'prod')]: `x: 1\nx: 2\n${Object.values(files)[0]}` };
    await expect(plan(twice, [user])).rejects.toThrow('Map keys must be unique');
  });
});
