import { expect, test } from '@jest/globals';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { checklistLines, renderChangeMarkdown } from '@rollcall/domain/service-change/render-change';
import { requestedServices, requestHeadline } from '@rollcall/domain/service-change/requested-services';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const source = (name: string) => ({
  [`services/${name}/Dockerfile`]: 'FROM scratch\n',
  [`services/${name}/go.mod`]: `module example.com/${name}\n`,
});
const chart = (name: string) => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
  [`charts/${name}/values.yaml`]: 'image: { repository: "", tag: "" }\nexistingSecret: of-the-team\n',
  [`apps/prod/${name}.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  source: { repoURL: https://github.com/acme/shop, path: charts/${name}, targetRevision: main }
  destination: { namespace: prod }
`,
});
const listed = (...names: string[]) => ({ Makefile: `SERVICES = ${names.join(' ')}\n` });

async function ask(files: Record<string, string>, changes: { added?: string[]; removed?: string[] }) {
  const tree = memoryTree(files);
  const repositoryUrl = 'https://github.com/acme/shop';
  const { removed = [], added = [] } = changes;
  const report = await verifyServices(tree, {
    config: { config: {}, path: null, document: null },
    repositoryUrl,
    today: '2026-01-01',
    removed,
  });
  return requestedServices(tree, report, { added, removed }, await loadCatalog(tree, {}, { repositoryUrl }));
}

const shop = { ...source('cart'), ...source('order'), ...chart('cart'), ...chart('order') };

test('a service that is added has what verifying sees of it ticked, and the rest not', async () => {
  const files = { ...shop, ...source('refund'), ...chart('refund'), ...listed('cart', 'order') };
  const [change] = await ask(files, { added: ['refund'] });
  if (!change) throw new Error('no checklist');
  const lines = checklistLines(change).map(({ done, what, path }) => `${done ? 'x' : ' '} ${what} ${path ?? ''}`);
  expect(lines).toContain('x source services/refund');
  expect(lines).toContain('x application apps/prod/refund.yaml');
  expect(lines.find((line) => line.includes('make-variable'))).toMatch(/^ {2}make-variable Makefile/);
  expect(lines).toContain('  put the secrets of refund where these lines take them from charts/refund/values.yaml');
  expect(requestHeadline(change)).toMatch(/^New service refund: \d+ things? missing$/);
  const link = ({ path }: { path: string }) => `https://example.com/${path}`;
  expect(renderChangeMarkdown(change, 4_000, link, requestHeadline(change))).toContain(
    '](https://example.com/charts/refund/values.yaml)',
  );
});

test('of a service that is removed, what is left is told', async () => {
  const files = { ...source('cart'), ...chart('cart'), ...listed('cart', 'order') };
  const [change] = await ask(files, { removed: ['order'] });
  if (!change) throw new Error('no checklist');
  expect(requestHeadline(change)).toBe('Removed service order: 1 thing left');
  const [first, last] = checklistLines(change);
  expect(first).toMatchObject({ done: false, by: 'rule', path: 'Makefile', line: 1 });
  expect(last).toMatchObject({ done: false, by: 'person' });
  const [gone] = await ask({ ...source('cart'), ...chart('cart') }, { removed: ['order'] });
  expect(gone && requestHeadline(gone)).toBe('Removed service order: nothing of it is left');
});
