import { expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { ManifestRenderer, RenderRun, RunOutcome } from '@rollcall/domain/rendering/renderer';
import type { Report } from '@rollcall/domain/verify/report/report';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const project = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
spec:
  sourceRepos: ["*"]
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop
`;

function application(name: string, path: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  project: shop
  source:
    repoURL: https://git.example.com/shop/shop.git
    targetRevision: prod
    path: ${path}
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
`;
}

const template = `apiVersion: v1
kind: ConfigMap
metadata:
  name: cart
---
apiVersion: v1
kind: Secret
metadata:
  name: keys
  namespace: {{ .Values.namespace }}
stringData: { a: b }
`;

const files = {
  'projects/shop.yaml': project,
  'apps/prod/cart.yaml': application('cart', 'charts/cart'),
  'apps/prod/keys.yaml': application('keys', 'keys'),
  'charts/cart/Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 0.1.0\n',
  'charts/cart/values.yaml': 'port: 80\nnamespace: other\n',
  'charts/cart/templates/all.yaml': template,
  'keys/kustomization.yaml': 'namePrefix: cart-\nresources: [config.yaml]\n',
  'keys/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: keys\n  namespace: elsewhere\n',
};

// What Helm 3.22 and kustomize 5.8.2 write of these files.
const ofHelm = `---
# Source: cart/templates/all.yaml
apiVersion: v1
kind: Secret
metadata:
  name: keys
  namespace: other
stringData: { a: b }
---
# Source: cart/templates/all.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: cart
`;
const ofKustomize = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cart-keys\n  namespace: elsewhere\n';

function renderer(outcomeOf: (run: RenderRun) => RunOutcome, there = true): ManifestRenderer {
  const version = there ? '1' : null;
  return {
    parallel: 2,
    versions: async () => ({ helm: version, kustomize: version }),
    render: async (run) => outcomeOf(run),
  };
}

const isHelm = ({ commands }: RenderRun): boolean => commands.at(-1)?.program === 'helm';

function bothTools(run: RenderRun): RunOutcome {
  return { kind: 'rendered', text: isHelm(run) ? ofHelm : ofKustomize };
}

async function verify(given?: ManifestRenderer, beside: Record<string, string> = {}): Promise<Report> {
  const tree = memoryTree({ ...files, ...beside });
  return verifyServices(tree, {
    config: await readConfig(tree),
    repositoryUrl: 'https://git.example.com/shop/shop.git',
    today: '2026-06-15',
    rules: ['app-project-denied'],
    ...(given && { renderer: given }),
  });
}

const places = ({ findings }: Report): string[] =>
  findings.map(({ path, line, subject }) => `${path}:${line} ${subject}`);

test('objects of charts and of renamed kustomizations are judged as they come out, at what makes them', async () => {
  expect(places(await verify(renderer(bothTools)))).toEqual([
    'charts/cart/values.yaml:2 cart',
    'keys/config.yaml:5 keys',
  ]);
});

test('of manifests whose names are parts of one another the nearest is the place', async () => {
  const config = (name: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: elsewhere\n`;
  const beside = {
    'keys/kustomization.yaml': 'resources: [config.yaml, db.yaml]\n',
    'keys/db.yaml': `# The one that is meant.\n${config('keys-db')}`,
  };
  const named = async (name: string) =>
    places(
      await verify(
        renderer((run) => (isHelm(run) ? bothTools(run) : { kind: 'rendered', text: config(name) })),
        beside,
      ),
    );
  expect(await named('keys-db')).toContain('keys/db.yaml:6 keys');
  expect(await named('shop-keys-db-1')).toContain('keys/db.yaml:6 keys');
  expect(await named('shop-keys')).toContain('keys/config.yaml:5 keys');
});

test('without rendering nothing is said of them', async () => {
  expect(places(await verify())).toEqual([]);
});

test('an Application that cannot be rendered is told, and judged by its files', async () => {
  const { problems, findings } = await verify(renderer(() => ({ kind: 'failed', why: 'nil pointer' })));
  expect(findings).toEqual([]);
  expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'warning Application "cart" cannot be rendered: nil pointer',
    'warning Application "keys" cannot be rendered: nil pointer',
  ]);
});

test('what was not rendered is told with the reason', async () => {
  const { problems } = await verify(renderer(() => ({ kind: 'unknown', why: 'it took too long' })));
  expect(problems.map(({ message }) => message)).toEqual(['not rendered: "cart", "keys": it took too long']);
});

test('without any program it is said once', async () => {
  const { problems } = await verify(renderer(bothTools, false));
  expect(problems.map(({ message }) => message)).toEqual([
    'not rendered: any Application: neither helm nor kustomize is on the PATH',
  ]);
});
