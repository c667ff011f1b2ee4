import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { readAction } from '@rollcall/domain/helm/template-expression';
import { parseTemplate } from '@rollcall/domain/helm/template-nodes';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, planOf } from '../unit/bump/catalog-of.ts';
import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';

// What Argo CD makes of a repository, and where the image of a service stands in it. A refusal costs as much as a plan.

const request: BumpRequest = {
  environment: 'prod',
  images: [{ service: 'user-service', tag: '2-b' }],
  onMissing: 'error',
  mutableTags: 'forbid',
};

async function planned(files: Record<string, string>, images = request.images): Promise<void> {
  const sources = { 'services/user-service/Dockerfile': 'FROM a\n' };
  await planOf({ ...request, images }, memoryTree({ ...sources, ...files })).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'UserError') throw error;
  });
}

const file = applicationFile('user-service', 'prod');

function application(source: string, name = 'user-service'): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}-prod}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: k8s-deploy-prod
${source}
  destination: {namespace: shop-prod}
`;
}

const chart = 'k8s/charts/user-service';

/** A chart with values and one template. */
function charted(values: string, template: string, source = ''): Record<string, string> {
  return {
    [file]: application(`    path: ${chart}\n${source}`),
    [`${chart}/Chart.yaml`]: 'apiVersion: v2\nname: user-service\nversion: 1.0.0\n',
    [`${chart}/values.yaml`]: values,
    [`${chart}/templates/a.yaml`]: template,
  };
}

const image = 'image: {repository: ghcr.io/example/user-service, tag: 1-a}\n';
const pod =
  'kind: Pod\nspec: {containers: [{name: a, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}]}\n';

const charts: Doubled[] = [
  ['keys of values', (n) => planned(charted(`${image}${lines(n, (at) => `k${at}: {a: b}\n`)}`, pod))],
  ['objects of a template', (n) => planned(charted(image, `${pod}---\n`.repeat(n)))],
  [
    'actions of a template',
    (n) => planned(charted(image, `${pod}# {{ .Values.a }}\n`.concat('a: {{ .Values.b }}\n'.repeat(n)))),
  ],
  ['branches', (n) => planned(charted(image, `${'{{ if .Values.a }}\na: b\n{{ end }}\n'.repeat(n)}${pod}`))],
  [
    'branches in branches',
    (n) => planned(charted(image, `${'{{ if .Values.a }}\n'.repeat(n)}${pod}${'{{ end }}\n'.repeat(n)}`)),
  ],
  [
    'arms of one branch',
    (n) => planned(charted(image, `{{ if .a }}\n${'{{ else if .b }}\nc: d\n'.repeat(n)}{{ end }}\n${pod}`)),
  ],
  [
    'loops',
    (n) =>
      planned(charted(`${image}list: [${'a,'.repeat(n)}]\n`, `{{ range .Values.list }}\n- {{ . }}\n{{ end }}\n${pod}`)),
  ],
  ['variables', (n) => planned(charted(image, `${lines(n, (at) => `{{ $v${at} := .Values.image.tag }}\n`)}${pod}`))],
  [
    'named templates',
    (n) =>
      planned(
        charted(
          image,
          `${lines(n, (at) => `{{ define "t${at}" }}{{ .Values.image.tag }}{{ end }}\n`)}${pod}{{ include "t0" . }}\n`,
        ),
      ),
  ],
  [
    'a chain of named templates',
    (n) =>
      planned(
        charted(
          image,
          `${lines(n, (at) => `{{ define "t${at}" }}{{ include "t${at + 1}" . }}{{ end }}\n`)}${pod}{{ include "t0" . }}\n`,
        ),
      ),
  ],
  [
    'one long expression',
    (n) => planned(charted(image, `a: {{ .Values.a ${'| default .Values.b '.repeat(n)}}}\n${pod}`)),
  ],
  [
    'brackets of an expression',
    (n) => planned(charted(image, `a: {{ ${'('.repeat(n)}.Values.a${')'.repeat(n)} }}\n${pod}`)),
  ],
  ['a long text', (n) => planned(charted(image, `a: "${'x'.repeat(10 * n)}"\n${pod}`))],
  [
    'parameters',
    (n) =>
      planned(
        charted(
          image,
          pod,
          `    helm:\n      parameters:\n${lines(n, (at) => `        - {name: k${at}, value: a}\n`)}`,
        ),
      ),
  ],
  [
    'value files',
    (n) =>
      planned({
        ...charted(image, pod, `    helm: {valueFiles: [${lines(n, (at) => `v${at}.yaml,`)}]}`),
        ...numbered(n, (at) => [[`${chart}/v${at}.yaml`, `k${at}: 1\n`]]),
      }),
  ],
  [
    'values of the Application',
    (n) => planned(charted(image, pod, `    helm:\n      values: |\n${lines(n, (at) => `        k${at}: 1\n`)}`)),
  ],
];

growsWithItsInput('charts', 60, charts);

growsWithItsInput('templates', 1000, [
  ['nodes', (n) => parseTemplate('a.yaml', '{{ if .a }}b{{ else }}c{{ end }}\n'.repeat(n))],
  ['what does not end', (n) => parseTemplate('a.yaml', '{{ if .a }}'.repeat(n))],
  ['comments', (n) => parseTemplate('a.yaml', '{{/* a */}}'.repeat(n))],
  ['what does not open', (n) => parseTemplate('a.yaml', '{{ end }}'.repeat(n))],
  ['an expression', (n) => readAction(`a ${'| b "c" (d .e) '.repeat(n)}`)],
  ['strings that do not end', (n) => readAction('"a '.repeat(n))],
  ['fields', (n) => readAction(`.Values${'.a'.repeat(n)}`)],
]);

const folder = 'k8s/overlays/prod';
const kustomized = (text: string, more: Record<string, string> = {}): Record<string, string> => ({
  [file]: application(`    path: ${folder}`),
  [`${folder}/kustomization.yaml`]: text,
  [`${folder}/a.yaml`]: 'kind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: user-service:1-a}]}\n',
  ...more,
});
const namedImages = (n: number): string => lines(n, (at) => `- {name: i${at}, newTag: 1-a}\n`);
const entry = 'images: [{name: user-service, newTag: 1-a}]\n';

growsWithItsInput('kustomizations', 60, [
  [
    'resources',
    (n) =>
      planned(
        kustomized(
          `${entry}resources: [${lines(n, (at) => `r${at}.yaml,`)}]\n`,
          numbered(n, (at) => [
            [
              `${folder}/r${at}.yaml`,
              `kind: Pod\nmetadata: {name: r${at}}\nspec: {containers: [{image: user-service:1-a}]}\n`,
            ],
          ]),
        ),
      ),
  ],
  [
    'images',
    (n) =>
      planned(
        kustomized(
          `resources: [a.yaml]\nimages:\n${lines(n, (at) => `- {name: i${at}, newTag: 1-a}\n`)}- {name: user-service, newTag: 1-a}\n`,
        ),
      ),
  ],
  [
    'images and objects',
    (n) =>
      planned(
        kustomized(`resources: [a.yaml, b.yaml]\nimages:\n${namedImages(n)}- {name: user-service, newTag: 1-a}\n`, {
          [`${folder}/b.yaml`]: lines(
            n,
            (at) => `kind: Pod\nmetadata: {name: a${at}}\nspec: {containers: [{image: i${at}:1-a}]}\n---\n`,
          ),
        }),
      ),
  ],
  [
    'patches',
    (n) =>
      planned(
        kustomized(
          `${entry}resources: [a.yaml]\npatches:\n${lines(n, (at) => `- target: {kind: Pod, name: p${at}}\n  patch: |-\n    []\n`)}`,
        ),
      ),
  ],
  [
    'bases one below another',
    (n) =>
      planned(
        kustomized(
          `${entry}resources: [../b0]\n`,
          numbered(n, (at) => [[`k8s/overlays/b${at}/kustomization.yaml`, `resources: [../b${at + 1}]\n`]]),
        ),
      ),
  ],
  [
    'components',
    (n) =>
      planned(
        kustomized(
          `${entry}resources: [a.yaml]\ncomponents: [${lines(n, (at) => `../c${at},`)}]\n`,
          numbered(n, (at) => [[`k8s/overlays/c${at}/kustomization.yaml`, 'kind: Component\n']]),
        ),
      ),
  ],
]);

growsWithItsInput('manifests', 60, [
  [
    'files of a folder',
    (n) =>
      planned({
        [file]: application('    path: k8s/prod'),
        'k8s/prod/a.yaml': 'kind: Pod\nspec: {containers: [{image: user-service:1-a}]}\n',
        ...numbered(n, (at) => [[`k8s/prod/a${at}.yaml`, `kind: Pod\nspec: {containers: [{image: s${at}:1-a}]}\n`]]),
      }),
  ],
  [
    'documents of a file',
    (n) =>
      planned({
        [file]: application('    path: k8s/prod'),
        'k8s/prod/a.yaml': 'kind: Pod\nspec: {containers: [{image: user-service:1-a}]}\n---\n'.repeat(n),
      }),
  ],
  [
    'services of a folder',
    (n) =>
      planned(
        {
          [applicationFile('shop', 'prod')]: application('    path: k8s/prod', 'shop'),
          ...numbered(n, (at) => [
            [`services/s${at}/Dockerfile`, ''],
            [`k8s/prod/s${at}.yaml`, `kind: Pod\nspec: {containers: [{image: s${at}:1-a}]}\n`],
          ]),
        },
        Array.from({ length: n }, (_, at) => ({ service: `s${at}`, tag: '2-b' })),
      ),
  ],
  [
    'services of a kustomization',
    (n) =>
      planned(
        {
          [applicationFile('shop', 'prod')]: application('    path: k8s/prod', 'shop'),
          'k8s/prod/kustomization.yaml': `resources:\n${lines(n, (at) => `- s${at}.yaml\n`)}images:\n${lines(n, (at) => `- {name: s${at}, newTag: 1-a}\n`)}`,
          ...numbered(n, (at) => [
            [`services/s${at}/Dockerfile`, ''],
            [
              `k8s/prod/s${at}.yaml`,
              `apiVersion: v1\nkind: Pod\nmetadata: {name: s${at}}\nspec: {containers: [{image: s${at}}]}\n`,
            ],
          ]),
        },
        Array.from({ length: n }, (_, at) => ({ service: `s${at}`, tag: '2-b' })),
      ),
  ],
  [
    'services of an umbrella chart',
    (n) =>
      planned(
        {
          [applicationFile('shop', 'prod')]: application('    path: k8s/shop', 'shop'),
          'k8s/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
          'k8s/shop/values.yaml': lines(n, (at) => `s${at}: {image: {repository: example/s${at}, tag: 1-a}}\n`),
          ...numbered(n, (at) => [
            [`services/s${at}/Dockerfile`, ''],
            [
              `k8s/shop/templates/s${at}.yaml`,
              `kind: Pod\nspec: {containers: [{image: "{{ .Values.s${at}.image.repository }}:{{ .Values.s${at}.image.tag }}"}]}\n`,
            ],
          ]),
        },
        Array.from({ length: n }, (_, at) => ({ service: `s${at}`, tag: '2-b' })),
      ),
  ],
  [
    'Applications',
    (n) =>
      planned(
        numbered(n, (at) => [
          [`services/s${at}/Dockerfile`, ''],
          [applicationFile(`s${at}`, 'prod'), applicationText(`s${at}`, 'prod', '1-a')],
        ]),
        Array.from({ length: n }, (_, at) => ({ service: `s${at}`, tag: '2-b' })),
      ),
  ],
]);

/** An ApplicationSet that makes an Application of each element. */
function set(generator: string): Record<string, string> {
  return {
    'k8s/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: services}
spec:
  generators:
${generator}
  template:
    metadata: {name: '{{service}}-prod'}
    spec:
      source: {repoURL: https://github.com/example/shop.git, path: 'k8s/{{service}}', helm: {parameters: [{name: image.tag, value: '{{tag}}'}]}}
      destination: {namespace: shop-prod}
`,
  };
}

function elements(n: number, key = 'service'): string {
  return `{list: {elements: [${lines(n, (at) => `{${key}: s${at}, tag: 1-a},`)}]}}`;
}

const listed = (files: Record<string, string>) => loadCatalog(memoryTree(files), {}, { repositoryUrl: null });

growsWithItsInput('ApplicationSets', 60, [
  ['elements', (n) => listed(set(`    - ${elements(n)}`))],
  [
    'keys of an element',
    (n) => listed(set(`    - {list: {elements: [{service: a, ${lines(n, (at) => `k${at}: v,`)}}]}}`)),
  ],
  ['generators', (n) => listed(set(lines(n, (at) => `    - {list: {elements: [{service: s${at}, tag: 1-a}]}}\n`)))],
  [
    'a matrix with one other',
    (n) => listed(set(`    - matrix: {generators: [${elements(n)}, {list: {elements: [{env: prod}]}}]}`)),
  ],
  ['a merge', (n) => listed(set(`    - merge: {mergeKeys: [service], generators: [${elements(n)}, ${elements(n)}]}`))],
  [
    'a bump of one element',
    (n) => planned({ ...set(`    - ${elements(n)}`), 'services/s1/Dockerfile': '' }, [{ service: 's1', tag: '2-b' }]),
  ],
]);
