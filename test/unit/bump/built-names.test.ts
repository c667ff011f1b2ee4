import { describe, expect, test } from '@jest/globals';
import { bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { builtNames } from '@rollcall/domain/catalog/built-names';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { catalogOf } from './catalog-of.ts';

// Images that only builds name: the service is called otherwise, and the manifests pull what the build pushes.

type Files = Record<string, string>;

const log = { progress: () => {}, notice: () => {}, warning: () => {} };

function application(name: string, path: string): Files {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}-prod }
spec:
  source: { repoURL: https://github.com/example/shop.git, targetRevision: k8s-deploy-prod, path: ${path} }
  destination: { namespace: shop-prod }
`;
  return { [`apps/prod/${name}.yaml`]: text };
}

function pods(...images: string[]): string {
  return images
    .map(
      (image, at) =>
        `apiVersion: v1\nkind: Pod\nmetadata: { name: p${at} }\nspec: { containers: [{ image: "${image}" }] }\n`,
    )
    .join('---\n');
}

/** A workflow for each image, as many people keep them: the folder that is built, and what is pushed. */
function workflow(folder: string, ...images: string[]): Files {
  const text = `on: { push: { branches: [main], paths: ["src/${folder}/**"] } }
jobs:
  push:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83
        with:
          context: src/${folder}
          push: true
          tags: |
${images.map((image) => `            ${image}:\${{ github.run_number }}-\${{ github.sha }}\n`).join('')}`;
  return { [`.github/workflows/${folder}.yml`]: text };
}

const sources = {
  'src/baskets/Dockerfile': 'FROM scratch\nCOPY . .\n',
  'src/checkout/Dockerfile': 'FROM scratch\nCOPY . .\n',
  ...workflow('baskets', 'ghcr.io/example/acme-basket'),
  ...workflow('checkout', 'ghcr.io/example/acme-pay'),
};

const manifests = {
  ...application('trolley', 'k8s/trolley'),
  'k8s/trolley/pod.yaml': pods('ghcr.io/example/acme-basket:1-a'),
};

async function bumped(files: Files, images: readonly ImageRequest[], from: Files = files): Promise<string> {
  const { diff } = await bumpInPlace({
    request: { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid' },
    tree: memoryTree(files),
    writer: null,
    origin: {},
    loadCatalog: catalogOf,
    builtNames: () => builtNames([{ tree: memoryTree(from), config: {} }]),
    log,
    dryRun: true,
    sourceHistory: null,
  });
  return diff;
}

const request = [{ service: 'baskets', tag: '2-b' }];
const wanted = /^\+.*ghcr\.io\/example\/acme-basket:2-b/m;

describe('an image that only its build names is bumped', () => {
  test('in one repository', async () => {
    expect(await bumped({ ...sources, ...manifests }, request)).toMatch(wanted);
  });

  test('in a repository of manifests, by the builds of the sources', async () => {
    expect(await bumped(manifests, request, sources)).toMatch(wanted);
  });

  test('among others in one folder', async () => {
    const folder = {
      'k8s/trolley/pod.yaml': pods('redis:7', 'ghcr.io/example/acme-basket:1-a', 'ghcr.io/example/acme-pay:1-a'),
    };
    const diff = await bumped({ ...manifests, ...folder }, request, sources);
    expect(diff).toMatch(wanted);
    expect(diff).not.toContain('acme-pay:2-b');
  });

  test('of a chart that runs more than one image', async () => {
    const chart = {
      ...application('trolley', 'charts/trolley'),
      'charts/trolley/Chart.yaml': 'apiVersion: v2\nname: trolley\nversion: 1.0.0\n',
      'charts/trolley/values.yaml': `main: { repository: ghcr.io/example/acme-basket, tag: 1-a }\ncache: { repository: redis, tag: "7" }\n`,
      'charts/trolley/templates/pod.yaml': pods(
        '{{ .Values.main.repository }}:{{ .Values.main.tag }}',
        '{{ .Values.cache.repository }}:{{ .Values.cache.tag }}',
      )
        .replaceAll('"{{', "'{{")
        .replaceAll('}}"', "}}'"),
    };
    expect(await bumped(chart, request, sources)).toMatch(/^\+main: .*tag: 2-b/m);
  });

  test('by an entry of a kustomization', async () => {
    const overlay = {
      ...application('trolley', 'k8s/overlays/prod'),
      'k8s/overlays/prod/kustomization.yaml':
        'resources: [../../trolley]\nimages:\n  - name: ghcr.io/example/acme-basket\n    newTag: 1-a\n',
      'k8s/trolley/kustomization.yaml': 'resources: [pod.yaml]\n',
      'k8s/trolley/pod.yaml': pods('ghcr.io/example/acme-basket'),
    };
    expect(await bumped(overlay, request, sources)).toMatch(/^\+\s+newTag: 2-b/m);
  });

  test('of its own name first, where both are there', async () => {
    const both = { 'k8s/trolley/pod.yaml': pods('ghcr.io/example/acme-basket:1-a', 'ghcr.io/example/baskets:1-a') };
    const diff = await bumped({ ...manifests, ...both }, request, sources);
    expect(diff).toMatch(/^\+.*example\/baskets:2-b/m);
    expect(diff).not.toMatch(wanted);
  });
});

describe('nothing is guessed', () => {
  test('where the builds of two services call their images the same', async () => {
    const shared = { ...sources, ...workflow('checkout', 'ghcr.io/example/acme-basket') };
    await expect(bumped(manifests, request, shared)).rejects.toMatchObject({
      message:
        '"ghcr.io/example/acme-basket" of Application "trolley-prod" is what builds call the image of "baskets", and that of "checkout" too',
      location: { path: 'k8s/trolley/pod.yaml', line: 4 },
    });
    const given = [{ service: 'baskets', tag: '2-b', repository: 'example/acme-basket' }];
    expect(await bumped(manifests, given, shared)).toMatch(wanted);
    const together = [...request, { service: 'checkout', tag: '2-b' }];
    expect(await bumped(manifests, together, shared)).toMatch(wanted);
  });

  test('where one build makes two images, and both run', async () => {
    const two = {
      ...sources,
      ...workflow('baskets', 'ghcr.io/example/acme-basket', 'ghcr.io/example/acme-basket-jobs'),
    };
    const folder = {
      'k8s/trolley/pod.yaml': pods('ghcr.io/example/acme-basket:1-a', 'ghcr.io/example/acme-basket-jobs:1-a'),
    };
    await expect(bumped({ ...manifests, ...folder }, request, two)).rejects.toThrow(
      'both "ghcr.io/example/acme-basket" and "ghcr.io/example/acme-basket-jobs" may be the image that is meant',
    );
  });

  test('where the name is that of another service', async () => {
    const named = { ...sources, ...workflow('baskets', 'ghcr.io/example/checkout') };
    const folder = { 'k8s/trolley/pod.yaml': pods('ghcr.io/example/checkout:1-a') };
    await expect(bumped({ ...manifests, ...folder }, request, named)).rejects.toThrow('"baskets"');
  });

  test('where the expression of the push is not known', async () => {
    const open = { ...sources, ...workflow('baskets', '${{ vars.IMAGE }}') };
    await expect(bumped(manifests, request, open)).rejects.toThrow('there is no service "baskets"');
  });
});
