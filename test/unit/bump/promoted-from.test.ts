import { describe, expect, test } from '@jest/globals';
import { bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import type { ImageRegistry } from '@rollcall/domain/images/registry';
import type { Tree } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { memoryLog } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';
import { settings } from './promoted-shop.ts';

/** The Application of cart with these parameters before its tag. */
function cart(environment: string, tag: string, parameters: Record<string, string>): Record<string, string> {
  const lines = Object.entries(parameters).map(([name, value]) => `        - {name: ${name}, value: "${value}"}\n`);
  const text = applicationText('cart', environment, tag);
  return {
    [applicationFile('cart', environment)]: text.replace('      parameters:\n', `      parameters:\n${lines.join('')}`),
  };
}

const source = { 'services/cart/Dockerfile': '' };
const repository = (name: string) => ({ 'image.repository': name });

async function promote(
  files: Record<string, string>,
  registry?: ImageRegistry,
  [theirs, ours] = [settings('dev'), settings('prod')],
) {
  const tree: Tree = memoryTree({ ...source, ...files });
  const written = new Map<string, string>();
  const { changes } = await promoteImages(
    {
      from: { settings: theirs, manifests: tree },
      to: { settings: ours, manifests: tree },
      services: null,
      onMissing: null,
      loadCatalog: catalogOf,
      log: memoryLog(),
      dryRun: false,
      sourceHistory: null,
      ...(registry && { imageCheck: { registry, pin: false } }),
    },
    (bump, origin) =>
      bumpInPlace({
        ...bump,
        origin,
        tree,
        writer: {
          write: async (all) => {
            for (const [path, bytes] of all) written.set(path, new TextDecoder().decode(bytes));
          },
        },
      }),
  );
  return { changes, written };
}

const dev = (parameters: Record<string, string>) => cart('dev', '2-b', parameters);
const prod = (parameters: Record<string, string>) => cart('prod', '1-a', parameters);

describe('an image that prod pulls from another repository', () => {
  test.each([
    ['by its name', dev(repository('dev/cart')), prod(repository('prod/cart')), '"dev/cart"', '"prod/cart"'],
    [
      'of another registry',
      dev({ 'global.imageRegistry': 'a.example', ...repository('cart') }),
      prod({ 'global.imageRegistry': 'b.example/', ...repository('cart') }),
      '"a.example/cart"',
      '"b.example/cart"',
    ],
    ['of a registry', dev(repository('acme/cart')), prod(repository('ghcr.io/acme/cart')), '"acme/cart"', '"ghcr.io'],
    [
      'of another registry, which is said alone',
      dev({ 'global.imageRegistry': 'a.example' }),
      prod({ 'global.imageRegistry': 'b.example' }),
      '"a.example/…"',
      '"b.example/…"',
    ],
    ['that dev alone names', dev(repository('acme/cart')), prod({}), '"acme/cart"', 'a repository that nothing'],
    ['that prod alone names', dev({}), prod(repository('acme/cart')), 'a repository that nothing here names', '"acme/'],
  ])('is refused: %s', async (_what, theirs, ours, before, now) => {
    await expect(promote({ ...theirs, ...ours })).rejects.toMatchObject({
      message: expect.stringContaining(`"cart" is pulled from ${before} in dev and from ${now}`),
      help: expect.stringMatching(/Set copy to true.*or verify-images to true/),
      location: { path: applicationFile('cart', 'prod'), line: expect.any(Number) },
    });
  });

  test('is written where the registry was asked for it there', async () => {
    const asked: string[] = [];
    const find: ImageRegistry['find'] = async ({ repository: name }) => {
      asked.push(name);
      return { digest: `sha256:${'a'.repeat(64)}` };
    };
    const parameters = (name: string) => ({ 'global.imageRegistry': 'a.example', ...repository(name) });
    const { written } = await promote({ ...dev(parameters('dev/cart')), ...prod(parameters('prod/cart')) }, { find });
    expect(asked).toEqual(['prod/cart']);
    expect([...written.values()].join('')).toContain("'2-b'");
  });

  test.each([
    ['the same', repository('acme/cart'), repository('acme/cart')],
    ['spelled otherwise', repository('docker.io/acme/cart'), repository('acme/cart')],
    [
      'with its registry apart',
      { 'image.registry': 'ghcr.io', ...repository('acme/cart') },
      repository('ghcr.io/acme/cart'),
    ],
    ['written nowhere', {}, {}],
    [
      'of a registry that is said alone in both',
      { 'global.imageRegistry': 'a.example' },
      { 'image.registry': 'a.example' },
    ],
  ])('is none where it is %s', async (_what, theirs, ours) => {
    expect((await promote({ ...dev(theirs), ...prod(ours) })).changes).toMatchObject([{ service: 'cart', new: '2-b' }]);
  });

  test('refuses nothing where prod has the image already, or a newer one', async () => {
    const files = { ...dev(repository('dev/cart')), ...cart('prod', '2-b', repository('prod/cart')) };
    expect(await promote(files)).toMatchObject({ changes: [] });
  });

  test('is told by the configuration where nothing else does', async () => {
    const configured = (environment: string, imageRepository: string) => ({
      ...settings(environment),
      imageRepository,
    });
    const promoteBetween = (theirs: string, ours: string) =>
      promote({ ...dev({}), ...prod({}) }, undefined, [configured('dev', theirs), configured('prod', ours)]);
    await expect(promoteBetween('dev/{service}', 'prod/{service}')).rejects.toThrow(
      '"cart" is pulled from "…/dev/cart" in dev and from "…/prod/cart" in prod',
    );
    expect((await promoteBetween('acme/{service}', 'ghcr.io/acme/{service}')).changes).toHaveLength(1);
  });

  test('is told where the tag could not be written in dev', async () => {
    const digits = cart('dev', '1234567', repository('dev/cart'));
    await expect(promote({ ...digits, ...prod(repository('dev/cart')) })).rejects.toMatchObject({
      message: expect.stringContaining('would reach the chart as an integer'),
      location: { path: applicationFile('cart', 'prod') },
    });
  });

  test('is told by what a template makes of it, and by manifests', async () => {
    const chart = {
      'k8s/helm/charts/cart/Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 1.0.0\n',
      'k8s/helm/charts/cart/values.yaml': 'env: dev\nimage: {tag: v0}\n',
      'k8s/helm/charts/cart/templates/d.yaml':
        'kind: Deployment\nspec:\n  image: "r.example/{{ .Values.env }}/cart:{{ .Values.image.tag }}"\n',
    };
    await expect(promote({ ...chart, ...dev({ env: 'dev' }), ...prod({ env: 'prod' }) })).rejects.toThrow(
      '"cart" is pulled from "r.example/dev/cart" in dev and from "r.example/prod/cart" in prod',
    );
    expect((await promote({ ...chart, ...dev({}), ...prod({}) })).changes).toHaveLength(1);
    const helper = {
      ...chart,
      'k8s/helm/charts/cart/templates/_names.tpl':
        '{{- define "cart.repository" -}}\nr.example/{{ .Values.env }}/cart\n{{- end -}}\n',
      'k8s/helm/charts/cart/templates/d.yaml':
        'kind: Deployment\nspec:\n  image: "{{ include "cart.repository" . }}:{{ .Values.image.tag }}"\n',
    };
    await expect(promote({ ...helper, ...dev({ env: 'dev' }), ...prod({ env: 'prod' }) })).rejects.toThrow(
      '"cart" is pulled from "r.example/dev/cart" in dev and from "r.example/prod/cart" in prod',
    );
  });
});
