import { expect, test } from '@jest/globals';
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

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: writes one repository, file by file
function repositoryOf(layout: Layout): Record<string, string> {
  const { names, environments, chart, tagIn, kustomized, bare, comments, newline, own, root } = layout;
  const files: Record<string, string> = {};
  const place = (pattern: string, service: string, environment = ''): string =>
    pattern.replace(/(?<=\/)s(?=[/.-]|$)/, () => service).replace(/(?<=\/)e(?=[/.]|$)/, () => environment);
  const note = comments ? ' # of this one' : '';
  const listed = new Map<string, string[]>();
  for (const [index, name] of names.entries()) {
    const lacks = bare[index] ?? 'nothing';
    files[`services/${name}/Dockerfile`] = 'FROM alpine:3.22\nCOPY . /app\n';
    files[`services/${name}/go.mod`] = `module example.com/shop/${name}\n\ngo 1.25\n`;
    const folder = place(chart, name);
    if (lacks !== 'chart') {
      files[`${folder}/Chart.yaml`] = `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`;
      files[`${folder}/values.yaml`] = `image:\n  repository: shop/${name}\n  tag: ""\n`;
      files[`${folder}/templates/deployment.yaml`] =
        `kind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n`;
    }
    for (const environment of lacks === 'chart' || lacks === 'applications' ? [] : environments) {
      if (lacks === 'last' && environment === environments.at(-1)) continue;
      const file = place(layout.file, name, environment);
      const values = `values/${environment}/${name}.yaml`;
      const tag = `1-${environment}${index}`;
      const extra = own && index === names.length - 1 ? [['mode', 'fast']] : [];
      const parameters = [['image.repository', `shop/${name}`], ...extra];
      if (tagIn === 'parameters') parameters.push(['image.tag', tag]);
      if (tagIn === 'value-file') files[values] = `# Of ${name}\nimage:\n  tag: ${tag}${note}\n`;
      const up = folder.split('/').map(() => '..');
      const lines = [
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
        ...(tagIn === 'value-file' ? ['      valueFiles:', `        - ${[...up, values].join('/')}`] : []),
        '      parameters:',
        ...parameters.flatMap(([key, value]) => [`        - name: ${key}`, `          value: "${value}"${note}`]),
        ...(tagIn === 'values' ? ['      values: |', '        image:', `          tag: ${tag}`] : []),
        '  destination:',
        '    server: https://kubernetes.default.svc',
        `    namespace: shop-${environment}`,
        '',
      ];
      files[file] = lines.join(newline);
      const [, parent = '', base = ''] = /^(.*)\/([^/]+)$/.exec(file) ?? [];
      listed.set(parent, [...(listed.get(parent) ?? []), base]);
    }
  }
  if (kustomized && !layout.file.includes('/s/'))
    for (const [folder, list] of listed)
      files[`${folder}/kustomization.yaml`] = ['resources:', ...list.map((item) => `  - ${item}`), ''].join(newline);
  if (root !== 'none')
    files['gitops/apps/all.yaml'] =
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: all\nspec:\n  project: default\n  source:\n    repoURL: ${repoURL}\n    targetRevision: main\n    path: gitops/apps\n${root === 'recursive' ? '    directory:\n      recurse: true\n' : ''}  destination:\n    namespace: argocd\n`;
  const list = names.slice(1).map((name) => `"${name}"`);
  files['scripts/build.sh'] = `#!/bin/sh\nSERVICES='[${list.join(',')}]'\n`;
  return files;
}

const tag = '77-abcdef0';

test('all fixes: twice is once, no other byte changes, and nothing of the sibling is left in what is new', async () => {
  let created = 0;
  await fc.assert(
    // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one property, step by step
    fc.asyncProperty(layouts, async (layout) => {
      const files = repositoryOf(layout);
      const tags = new Map(layout.names.map((name) => [name, tag]));
      const result = await fixFiles(files, { tags });
      const after = changedFiles(files, result.files);

      const again = await fixFiles(after, { tags });
      expect([[...again.files.keys()], again.diff]).toEqual([[], '']);

      const fixes = result.fixed.flatMap(({ fix }) => fix ?? []);
      const edits = fixes.flatMap((fix) => fix.edits);
      for (const [path, text] of Object.entries(files)) {
        const own = edits.filter((edit) => edit.path === path);
        if (fixes.some(({ deletes = [] }) => deletes.includes(path))) expect(after[path]).toBeUndefined();
        else if (own.length === 0) expect(after[path]).toBe(text);
        else if (own.every(({ range: [start, end] }) => start === end)) expectInserted(text, after[path] ?? '', own);
      }

      const news = fixes.flatMap(({ creates = [] }) => creates.map(({ path }) => path));
      expect([...result.created].sort()).toEqual([...new Set(news)].sort());
      for (const finding of result.fixed) {
        if (finding.fix?.deletes) continue;
        for (const { path, text } of finding.fix?.creates ?? []) {
          created += 1;
          for (const name of layout.names)
            if (name !== finding.subject)
              expect(`${path}\n${text}`.replaceAll(`/${finding.subject}`, '')).not.toContain(name);
          expect(text).not.toMatch(/\b1-(dev|qa|prod|staging|production)\d/);
          if (!path.includes('/templates/')) expect(parseYamlFile(path, text).errors).toEqual([]);
          if (layout.newline === '\r\n' && /kind: Application/.test(text)) expect(text).not.toMatch(/[^\r]\n/);
        }
      }
    }),
    { numRuns: 30 },
  );
  expect(created).toBeGreaterThan(30);
}, 60_000);

/** Whether a text is the other one with what was inserted, and that alone. */
function expectInserted(before: string, after: string, edits: readonly { newText: string }[]): void {
  expect(after).toHaveLength(before.length + edits.reduce((sum, { newText }) => sum + newText.length, 0));
  let at = 0;
  for (const character of after) if (character === before.charAt(at)) at += 1;
  expect(at).toBe(before.length);
}
