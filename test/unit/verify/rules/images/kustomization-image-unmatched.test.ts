import { expect, test } from '@jest/globals';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { verifyFiles } from '../../rule-fixtures.ts';

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cart-prod, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/shop/shop.git, path: k8s/prod, targetRevision: main }
  destination: { server: https://kubernetes.default.svc, namespace: shop-prod }
`;
const deployment = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec: { template: { spec: { containers: [ { name: c, image: ${image} } ] } } }\n`;
const overlay = 'resources: [../base]\nimages:\n  - name: cart\n    newTag: 1.1.0\n';

// kustomize 5.8.2 builds each of these; the entry of the overlay changes an image in the last two alone.
test.each([
  ['the base renames it', 'cart', 'images:\n  - { name: cart, newName: ghcr.io/acme/cart }\n', 'ghcr.io/acme/cart'],
  ['the manifest has the registry', 'ghcr.io/acme/cart:1', '', 'ghcr.io/acme/cart'],
  ['nothing ends alike', 'ghcr.io/acme/worker:1', '', null],
  ['it is called so', 'cart:1', '', undefined],
  ['it has no tag', 'cart', '', undefined],
])('%s', async (_title, image, images, renamed) => {
  const files = {
    'argocd/cart.yaml': application,
    'k8s/base/d.yaml': deployment(image),
    'k8s/base/kustomization.yaml': `resources: [d.yaml]\n${images}`,
    'k8s/prod/kustomization.yaml': overlay,
  };
  const { findings } = await verifyFiles(files, { rules: ['kustomization-image-unmatched'] });
  expect(findings).toHaveLength(renamed === undefined ? 0 : 1);
  const fix = findings[0]?.fix ?? null;
  expect(fix && applyEdits(overlay, fix.edits)).toBe(
    renamed ? overlay.replace('name: cart', `name: ${renamed}`) : null,
  );
  if (fix) expect(fix.safe).toBe(false);
});
