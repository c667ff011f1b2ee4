import { expect, test } from '@jest/globals';
import { groupInto } from '@rollcall/domain/grouping';
import { baseName, folderOf } from '@rollcall/domain/tree/repository-paths';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';
import { changedFiles, fixFiles } from '../rule-fixtures.ts';

/** What varies from one repository of services to another. */
interface Layout {
  names: string[];
  environments: readonly string[];
  /** Where the Application of a service lies: `s` and `e` stand for the service and the environment. */
  file: string;
  chart: string;
  tagIn: 'parameters' | 'values' | 'value-file';
  newline: string;
  comments: boolean;
  /** Whether a kustomization of each folder lists its Applications. */
  kustomized: boolean;
  /** Services of which something is missing: all, the Applications, or those of one environment. */
  bare: readonly ('chart' | 'applications' | 'last' | 'nothing')[];
  /** A parameter that only one of them has. */
  own: boolean;
  root: 'none' | 'inside' | 'recursive';
}

const words = ['cart', 'order', 'gift', 'parcel', 'review', 'stock', 'ledger', 'price'];
const layouts: fc.Arbitrary<Layout> = fc
  .record({
    stems: fc.shuffledSubarray(words, { minLength: 3, maxLength: 5 }),
    ending: fc.constantFrom('-service', '-api', '_svc', '.worker', ''),
    environments: fc.constantFrom(['dev', 'prod'], ['staging', 'production'], ['dev', 'qa', 'prod']),
    file: fc.constantFrom('gitops/apps/e/s.yaml', 'gitops/apps/s/e.yaml', 'environments/e/s-app.yaml'),
    chart: fc.constantFrom('charts/s', 'services/s/chart', 'deploy/helm/s'),
    tagIn: fc.constantFrom('parameters' as const, 'values' as const, 'value-file' as const),
    newline: fc.constantFrom('\n', '\r\n'),
    comments: fc.boolean(),
    kustomized: fc.boolean(),
    bare: fc.array(fc.constantFrom('chart' as const, 'applications' as const, 'last' as const, 'nothing' as const), {
      minLength: 1,
      maxLength: 2,
    }),
    own: fc.boolean(),
    root: fc.constantFrom('none' as const, 'inside' as const, 'recursive' as const),
  })
  .map(({ stems, ending, ...rest }) => ({ ...rest, names: stems.map((stem) => stem + ending) }));

const repoURL = 'https://git.example.com/shop/shop.git';

function repositoryOf(layout: Layout): Record<string, string> {
  const { names, environments, chart, kustomized, bare, newline, root } = layout;
  const files: Record<string, string> = {};
  const listed = new Map<string, string[]>();
  for (const [index, name] of names.entries()) {
    const lacks = bare[index] ?? 'nothing';
    files[`services/${name}/Dockerfile`] = 'FROM alpine:3.22\nCOPY . /app\n';
    files[`services/${name}/go.mod`] = `module example.com/shop/${name}\n\ngo 1.25\n`;
    if (lacks !== 'chart') Object.assign(files, chartFiles(place(chart, name), name));
    const deployed = { chart: 0, applications: 0, last: environments.length - 1, nothing: environments.length }[lacks];
    for (const environment of environments.slice(0, deployed)) {
      Object.assign(files, applicationFiles(layout, index, environment));
      const file = place(layout.file, name, environment);
      groupInto(listed, folderOf(file), baseName(file));
    }
  }
  for (const [folder, list] of kustomized && !layout.file.includes('/s/') ? listed : [])
    files[`${folder}/kustomization.yaml`] = ['resources:', ...list.map((item) => `  - ${item}`), ''].join(newline);
  if (root !== 'none') files['gitops/apps/all.yaml'] = rootApplication(root);
  const list = names.slice(1).map((name) => `"${name}"`);
  files['scripts/build.sh'] = `#!/bin/sh\nSERVICES='[${list.join(',')}]'\n`;
  return files;
}

/** A pattern of paths with a service for its `s` and an environment for its `e`. */
function place(pattern: string, service: string, environment = ''): string {
  return pattern.replace(/(?<=\/)s(?=[/.-]|$)/, () => service).replace(/(?<=\/)e(?=[/.]|$)/, () => environment);
}

function applicationFiles(layout: Layout, index: number, environment: string): Record<string, string> {
  const { names, chart, tagIn, comments, newline, own } = layout;
  const name = names[index] ?? '';
  const folder = place(chart, name);
  const note = comments ? ' # of this one' : '';
  const values = `values/${environment}/${name}.yaml`;
  const tag = `1-${environment}${index}`;
  const parameters = [['image.repository', `shop/${name}`]];
  if (own && index === names.length - 1) parameters.push(['mode', 'fast']);
  if (tagIn === 'parameters') parameters.push(['image.tag', tag]);
  const up = folder.split('/').map(() => '..');
  const helm = [
    ...(tagIn === 'value-file' ? ['      valueFiles:', `        - ${[...up, values].join('/')}`] : []),
    '      parameters:',
    ...parameters.flatMap(([key, value]) => [`        - name: ${key}`, `          value: "${value}"${note}`]),
    ...(tagIn === 'values' ? ['      values: |', '        image:', `          tag: ${tag}`] : []),
  ];
  return {
    ...(tagIn === 'value-file' ? { [values]: `# Of ${name}\nimage:\n  tag: ${tag}${note}\n` } : {}),
    [place(layout.file, name, environment)]: applicationLines({ name, environment, folder, note }, helm).join(newline),
  };
}

function chartFiles(folder: string, name: string): Record<string, string> {
  return {
    [`${folder}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
    [`${folder}/values.yaml`]: `image:\n  repository: shop/${name}\n  tag: ""\n`,
    [`${folder}/templates/deployment.yaml`]: `kind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n`,
  };
}

function applicationLines(
  { name, environment, folder, note }: { name: string; environment: string; folder: string; note: string },
  helm: readonly string[],
): string[] {
  return [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    'metadata:',
    `  name: ${name.replace(/[._]/g, '-')}-${environment}${note}`,
    '  namespace: argocd',
    'spec:',
    `  project: shop-${environment}`,
    '  source:',
    `    repoURL: ${repoURL}`,
    `    targetRevision: deploy/${environment}`,
    `    path: ${folder}`,
    '    helm:',
    ...helm,
    '  destination:',
    '    server: https://kubernetes.default.svc',
    `    namespace: shop-${environment}`,
    '',
  ];
}

function rootApplication(root: Layout['root']): string {
  return `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: all\nspec:\n  project: default\n  source:\n    repoURL: ${repoURL}\n    targetRevision: main\n    path: gitops/apps\n${root === 'recursive' ? '    directory:\n      recurse: true\n' : ''}  destination:\n    namespace: argocd\n`;
}

const tag = '77-abcdef0';

test('all fixes: twice is once, no other byte changes, and nothing of the sibling is left in what is new', async () => {
  let created = 0;
  await fc.assert(
    fc.asyncProperty(layouts, async (layout) => {
      const files = repositoryOf(layout);
      const tags = new Map(layout.names.map((name) => [name, tag]));
      const result = await fixFiles(files, { tags });
      const after = changedFiles(files, result.files);

      const again = await fixFiles(after, { tags });
      expect([...again.files.keys()]).toEqual([]);

      const fixes = result.fixed.flatMap(({ fix }) => fix ?? []);
      const edits = fixes.flatMap((fix) => fix.edits);
      const deleted = new Set(fixes.flatMap(({ deletes = [] }) => deletes));
      for (const path of deleted) expect(after[path]).toBeUndefined();
      for (const [path, text] of Object.entries(files).filter(([path]) => !deleted.has(path))) {
        const own = edits.filter((edit) => edit.path === path);
        if (own.every(({ range: [start, end] }) => start === end)) expectInserted(text, after[path] ?? '', own);
      }

      const news = fixes.flatMap(({ creates = [] }) => creates.map(({ path }) => path));
      expect([...result.created].sort()).toEqual([...new Set(news)].sort());
      for (const finding of result.fixed) {
        if (finding.fix?.deletes) continue;
        for (const file of finding.fix?.creates ?? []) {
          created += 1;
          expectOwn(file, finding.subject, layout);
        }
      }
    }),
    { numRuns: 30 },
  );
  expect(created).toBeGreaterThan(30);
});

/** Whether nothing of the siblings is left in a file that was created for a service. */
function expectOwn({ path, text }: { path: string; text: string }, service: string, { names, newline }: Layout): void {
  for (const name of names.filter((other) => other !== service))
    expect(`${path}\n${text}`.replaceAll(`/${service}`, '')).not.toContain(name);
  expect(text).not.toMatch(/\b1-(dev|qa|prod|staging|production)\d/);
  if (!path.includes('/templates/')) expect(parseYamlFile(path, text).errors).toEqual([]);
  if (newline === '\r\n' && /kind: Application/.test(text)) expect(text).not.toMatch(/[^\r]\n/);
}

/** Whether a text is the other one with what was inserted, and that alone. */
function expectInserted(before: string, after: string, edits: readonly { newText: string }[]): void {
  expect(after).toHaveLength(before.length + edits.reduce((sum, { newText }) => sum + newText.length, 0));
  let at = 0;
  for (const character of after) if (character === before.charAt(at)) at += 1;
  expect(at).toBe(before.length);
}
