import { expect } from '@jest/globals';
import { deployHealthSummary, deployHealthTable } from '@rollcall/domain/bump/deploy-health-text';
import { declinedIn, untickedIn } from '@rollcall/domain/bump/standing-text';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { planOf } from '../unit/bump/catalog-of.ts';
import { verifyFiles } from '../unit/verify/rule-fixtures.ts';
import { growsWithItsInput, lines, numbered } from './growth.ts';

const services = (n: number): string[] => Array.from({ length: n }, (_, at) => `s${at}-service`);
const body = (n: number): string =>
  `<!-- rollcall: what stands from here -->\n${lines(n, (at) => `- [ ] <code>s${at}-service</code> <code>1</code> → <code>2</code>\n`)}<!-- rollcall: to here is renewed -->`;

growsWithItsInput('the list of a standing request', 300, [
  ['what is not ticked', (n) => untickedIn(body(n), services(n))],
  ['lists that do not end', (n) => untickedIn(body(8).replace('-->\n', '-->\n'.repeat(n)), services(n))],
  [
    'what was declined',
    (n) =>
      declinedIn(
        body(n),
        services(n).map((service) => ({ service, old: '1', new: '2' })),
      ),
  ],
]);

const one = (n: number) =>
  services(n).map((service) => ({ service, tag: '1-a', state: 'silent', why: 'nothing | said' }) as never);
const context = { environment: 'prod', commit: 'a'.repeat(40), repositoryUrl: null, limit: '5 min' };
growsWithItsInput('how a commit stands', 300, [
  ['a summary', (n) => deployHealthSummary(one(n), context)],
  ['a table', (n) => deployHealthTable(one(n), context)],
]);

const url = 'https://github.com/example/shop.git';
const application = (at: number, source: string): [string, string] => [
  `apps/prod/s${at}.yaml`,
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: s${at}-service-prod, namespace: argocd}\nspec: {project: default, source: {repoURL: ${url}, targetRevision: main, ${source}}, destination: {namespace: prod}}\n`,
];
const pod = (at: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: s${at}-service}\nspec: {template: {spec: {containers: [{name: a, image: "x/s${at}-service:1-a"}]}}}\n`;
const oneFolder = (n: number, source = 'path: k8s'): Record<string, string> =>
  numbered(n, (at) => [
    [`services/s${at}-service/Dockerfile`, 'FROM a\n'],
    [`k8s/s${at}.yaml`, pod(at)],
    application(at, source),
  ]);
const request = (n: number) => ({
  environment: 'prod',
  images: services(n).map((service) => ({ service, tag: '2-b' })),
  onMissing: 'warn' as const,
  mutableTags: 'forbid' as const,
});
const planned = async (n: number, files: Record<string, string>): Promise<void> => {
  const { changes } = await planOf(request(n), memoryTree(files));
  expect(changes).toHaveLength(n);
};
/** A tag in the one file of values is what every other Application runs, too. */
const refused = (n: number, files: Record<string, string>): Promise<void> =>
  expect(planOf(request(n), memoryTree(files))).rejects.toThrow(/is also what Application/);
const checked = async (n: number, files: Record<string, string>): Promise<void> => {
  const { findings } = await verifyFiles(files, { repositoryUrl: url });
  expect(findings.filter(({ rule }) => rule === 'image-tag-mutable').length).toBeGreaterThanOrEqual(n);
};
const kustomized = (n: number) => ({
  ...oneFolder(n),
  'k8s/kustomization.yaml': `resources: [${services(n)
    .map((_, at) => `s${at}.yaml`)
    .join(', ')}]\n`,
});
const charted = (n: number, tag = '1-a') => ({
  ...oneFolder(n, 'path: chart'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': lines(n, (at) => `s${at}: {image: {repository: x/s${at}-service, tag: ${tag}}}\n`),
  ...numbered(n, (at) => [
    [
      `chart/templates/s${at}.yaml`,
      pod(at).replace(
        /image: "[^"]*"/,
        `image: "{{ .Values.s${at}.image.repository }}:{{ .Values.s${at}.image.tag }}"`,
      ),
    ],
  ]),
});

growsWithItsInput('as many Applications over one folder as it has files', 40, [
  ['the Catalog of manifests', (n) => loadCatalog(memoryTree(oneFolder(n)), {}, { repositoryUrl: url })],
  ['a plan of manifests', (n) => planned(n, oneFolder(n))],
  ['a check of manifests', (n) => verifyFiles(oneFolder(n))],
  ['the Catalog of a kustomization', (n) => loadCatalog(memoryTree(kustomized(n)), {}, { repositoryUrl: url })],
  ['a plan of a kustomization', (n) => planned(n, kustomized(n))],
  ['a check of a kustomization', (n) => verifyFiles(kustomized(n))],
  ['the Catalog of a chart', (n) => loadCatalog(memoryTree(charted(n)), {}, { repositoryUrl: url })],
  ['a plan of a chart that all of them share', (n) => refused(n, charted(n))],
  ['a check of a chart', (n) => verifyFiles(charted(n), { repositoryUrl: url })],
  ['a check of a chart with tags that move', (n) => checked(n, charted(n, 'latest'))],
]);

/**
 * So many Applications over one chart of so many templates, each with values of its own, by which one of the templates runs
 * its service: none is read like another one.
 */
function ofTheirOwn(applications: number, templates: number): Record<string, string> {
  const own = (at: number): string =>
    `path: chart, helm: {valuesObject: {s${at % templates}: {image: {repository: x/s${at}-service, tag: 1-a}}}}`;
  const { 'chart/Chart.yaml': chart = '', 'chart/values.yaml': values = '', ...files } = charted(templates);
  const parts = Object.entries(files).filter(([path]) => path.startsWith('chart/templates/'));
  return {
    ...{ ...Object.fromEntries(parts), 'chart/Chart.yaml': chart, 'chart/values.yaml': values },
    ...numbered(applications, (at) => [[`services/s${at}-service/Dockerfile`, 'FROM a\n'], application(at, own(at))]),
  };
}

// Helm renders the product of the two, and so does a plan: twice as many of one are twice the work.
growsWithItsInput('Applications with values of their own over one chart', 40, [
  ['a plan, by its Applications', (n) => plannedAll(n, 10)],
  ['a plan, by its templates', (n) => plannedAll(10, n)],
  ['a check, by its Applications', (n) => verifyFiles(ofTheirOwn(n, 10))],
  ['a check, by its templates', (n) => verifyFiles(ofTheirOwn(10, n))],
]);

async function plannedAll(applications: number, templates: number): Promise<void> {
  const plan = await planOf(request(applications), memoryTree(ofTheirOwn(applications, templates)));
  expect(plan.changes).toHaveLength(applications);
}
