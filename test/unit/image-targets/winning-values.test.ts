import { describe, expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { planOf } from '../bump/catalog-of.ts';

const others = {
  'services/shop/Dockerfile': '',
  'charts/shop/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': 'image: {repository: reg/shop, tag: 1-0000000}\n',
};

function applicationOf(helm: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    path: charts/shop
    helm:
${helm.replace(/^/gm, '      ')}
  destination: {namespace: shop-dev}
`;
}

/** What a bump of the shop in dev changes, as `file:line`; the warnings; or the mistake with its place. */
async function bump(helm: string, files: Record<string, string>): Promise<unknown> {
  const tree = memoryTree({ ...others, 'apps/dev/shop.yaml': applicationOf(helm), ...files });
  const request = {
    environment: 'dev',
    images: [{ service: 'shop', tag: '13-abcdef1' }],
    onMissing: 'error' as const,
    mutableTags: 'forbid' as const,
  };
  try {
    const { changes, warnings } = await planOf(request, tree);
    return [...changes.map(({ file, line }) => `${file}:${line}`), ...warnings];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.location?.path}:${error.location?.line}: ${error.message}`;
  }
}

const dev = { 'charts/shop/env/dev.yaml': 'image: {tag: 12-abcdef0}\n' };

describe('a bump writes the value that wins', () => {
  test.each([
    ['of a pattern', 'valueFiles: ["env/*.yaml"]', dev, 'charts/shop/env/dev.yaml:1'],
    ['of a pattern from the root', 'valueFiles: ["/charts/*/env/d?v.yaml"]', dev, 'charts/shop/env/dev.yaml:1'],
    [
      'of a file named after the Application',
      'valueFiles: ["values-$ARGOCD_APP_NAME.yaml"]',
      { 'charts/shop/values-shop.yaml': 'image: {tag: 12-abcdef0}\n' },
      'charts/shop/values-shop.yaml:1',
    ],
    [
      'of two files of which one is named again',
      'valueFiles: [a.yaml, b.yaml, a.yaml]',
      { 'charts/shop/a.yaml': 'image: {tag: 1-a}\n', 'charts/shop/b.yaml': 'image: {tag: 2-b}\n' },
      'charts/shop/b.yaml:1',
    ],
    [
      'also where a null stands before it',
      'valueFiles: [a.yaml, "env/*.yaml"]',
      { 'charts/shop/a.yaml': 'image: null\n', ...dev },
      'charts/shop/env/dev.yaml:1',
    ],
  ])('%s', async (_name, helm, files, written) => {
    expect(await bump(helm, files)).toEqual([written]);
  });
});

describe('a bump refuses what it cannot make win', () => {
  test.each([
    [
      'a null behind the tag',
      'valueFiles: ["env/*.yaml", last.yaml]',
      { ...dev, 'charts/shop/last.yaml': '# none\nimage: null\n' },
      'charts/shop/last.yaml:2: image of charts/shop/last.yaml takes the place of image.tag of charts/shop/env/dev.yaml (charts/shop/env/dev.yaml:1:9), so Argo CD does not use that tag',
    ],
    [
      'a text in place of the map',
      'valueFiles: ["env/*.yaml"]\nvaluesObject:\n  image: reg/shop:1',
      dev,
      'apps/dev/shop.yaml:11: image of valuesObject of apps/dev/shop.yaml takes the place of image.tag of charts/shop/env/dev.yaml (charts/shop/env/dev.yaml:1:9), so Argo CD does not use that tag',
    ],
    [
      'a file parameter',
      'fileParameters: [{name: image.tag, path: tag.txt}]',
      { ...dev, 'charts/shop/tag.txt': '12' },
      'apps/dev/shop.yaml:9: image.tag of Application "shop" is the text of a file, which wins over every other value',
    ],
    [
      'a name with a variable of the cluster',
      'valueFiles: ["env/*.yaml", "values-$ARGOCD_APP_REVISION.yaml"]',
      dev,
      'apps/dev/shop.yaml:9: value file "values-$ARGOCD_APP_REVISION.yaml" has a variable in its name that only the cluster knows, and wins over image.tag of charts/shop/env/dev.yaml',
    ],
    [
      'parameters that are left to chance',
      'parameters: [{name: image, value: "null"}, {name: image.tag, value: 1-a}]',
      dev,
      'apps/dev/shop.yaml:9: nobody can know which value of image.tag Application "shop" gets: this parameter and another parameter, for a key above or below it, reach Helm in an order that is left to chance',
    ],
  ])('%s', async (_name, helm, files, refused) => {
    expect(await bump(helm, files)).toBe(refused);
  });

  test('a file of another place is a warning: nobody knows whether it sets the tag', async () => {
    expect(await bump('valueFiles: ["env/*.yaml", "https://example.com/v.yaml"]', dev)).toEqual([
      'charts/shop/env/dev.yaml:1',
      'Application "shop" takes values from "https://example.com/v.yaml" as well, which cannot be read here and win over charts/shop/env/dev.yaml',
    ]);
  });
});
