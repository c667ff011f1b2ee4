import { describe, expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { isComplete } from '@rollcall/domain/service-change/service-change';
import { overlayTree } from '@rollcall/domain/tree/overlay-tree';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};
const names = ['billing', 'cart', 'order'];
const sources = Object.assign(
  {},
  ...names.map((name) => ({
    [`services/${name}/Dockerfile`]: 'FROM scratch\n',
    [`services/${name}/go.mod`]: `module example.com/${name}\n`,
  })),
) as Record<string, string>;
const chart = {
  'charts/service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 0.1.0\n',
  'charts/service/values.yaml': 'image:\n  repository: ""\n  tag: ""\n',
  'charts/service/templates/deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: "{{ .Release.Name }}" }\nspec:\n  template:\n    spec:\n      containers:\n        - { name: app, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}" }\n',
};

function applicationSet(generators: string, { environment = 'prod', tag = '{{tag}}' } = {}): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: services, namespace: argocd }
spec:
  generators:
${generators}
  template:
    metadata: { name: '{{name}}-${environment}' }
    spec:
      project: default
      source:
        repoURL: https://github.com/acme/shop
        path: charts/service
        targetRevision: main
        helm:
          parameters:
            - { name: image.repository, value: 'ghcr.io/acme/shop/{{name}}' }
            - { name: image.tag, value: '${tag}' }
      destination: { server: https://kubernetes.default.svc, namespace: '${environment}' }
`;
}

const block = `    - list:
        elements:
          # moved here first
          - name: billing
            tag: 5-abcdef1 # until the audit
          - name: cart
            tag: 6-abcdef2
          # the last one
          - name: order
            tag: 7-abcdef3 # held`;
const flow = `    - list: { elements: [{ name: billing, tag: 5-abcdef1 }, { name: cart, tag: 5-abcdef1 }, { name: order, tag: 5-abcdef1 }] }`;
const environments = `          - list:
              elements:
                - environment: dev
                - environment: prod`;
const matrix = `    - matrix:
        generators:
          - list:
              elements:
                - { name: billing, tag: 5-abcdef1 }
                - { name: cart, tag: 5-abcdef1 }
                - { name: order, tag: 5-abcdef1 }
${environments}`;

async function added(set: string, more: Record<string, string> = {}) {
  const tree = memoryTree({ ...sources, ...chart, ...more, 'sets/services.yaml': set });
  const change = await planNewService(
    tree,
    { name: 'refund', like: 'order', environments: [], tag: '9-abcdef9' },
    options,
  );
  return { tree, change, lines: change.diff.split('\n').filter((line) => /^[+-] {4}/.test(line)) };
}

describe('a service that an ApplicationSet deploys', () => {
  test.each([
    ['a list in a block', applicationSet(block), ['+          - name: refund', '+            tag: 9-abcdef9']],
    [
      'a list in brackets',
      applicationSet(flow),
      [`-${flow}`, `+${flow.replace('] }', ', { name: refund, tag: 9-abcdef9 }] }')}`],
    ],
  ])('is added to %s, and nothing else changes', async (_title, set, expected) => {
    const { tree, change, lines } = await added(set);
    expect(lines).toEqual(expected);
    expect([isComplete(change), change.created.has('sets/services.yaml')]).toEqual([true, false]);
    const after = overlayTree(tree, new Map(change.files));
    const again = await planNewService(after, { name: 'refund', environments: [] }, options);
    expect(again.files.size).toBe(0);
    const gone = await planRetirement(after, { name: 'refund' }, options);
    expect(gone.steps.filter(({ what }) => what.includes('still deploys it'))).toEqual([]);
    const back = overlayTree(after, new Map(gone.files));
    expect(textOf('', (await back.read(['sets/services.yaml'])).get('sets/services.yaml'))).toBe(set);
  });

  test('gets a file where the generator reads one for each', async () => {
    const set = applicationSet(
      '    - git:\n        repoURL: https://github.com/acme/shop\n        revision: main\n        files:\n          - path: deployed/*.yaml',
    );
    const deployed = Object.fromEntries(
      names.map((name) => [`deployed/${name}.yaml`, `name: ${name}\ntag: 5-abcdef1\n`]),
    );
    const { change, lines } = await added(set, deployed);
    expect(lines).toEqual([]);
    expect(textOf('', change.files.get('deployed/refund.yaml') ?? undefined)).toBe('name: refund\ntag: 9-abcdef9\n');
    expect([isComplete(change), change.files.has('sets/services.yaml')]).toEqual([true, false]);
  });

  test('is not added where all have the tag of the template: it is told, and nothing is complete', async () => {
    const { change, lines } = await added(applicationSet(block, { tag: '5-abcdef1' }));
    expect([isComplete(change), lines]).toEqual([false, []]);
    expect(change.findings.map(({ rule }) => rule)).toContain('chart-app-missing');
  });

  test('is added to a matrix with its environments: one element is all of them', async () => {
    const { change, lines } = await added(applicationSet(matrix, { environment: '{{environment}}' }));
    expect(lines).toEqual(['+                - { name: refund, tag: 9-abcdef9 }']);
    expect(isComplete(change)).toBe(true);
  });

  test('by folders of a branch that is not here, it is told that nobody knows', async () => {
    const set = applicationSet(
      "    - git:\n        repoURL: https://github.com/acme/shop\n        revision: elsewhere\n        directories: [{ path: 'charts/*' }]",
    );
    const { change } = await added(set.replaceAll('{{name}}', '{{path.basename}}').replace('{{tag}}', '5-abcdef1'));
    expect(change.steps.find(({ what }) => what.startsWith('see whether these deploy refund'))?.places).toEqual([
      { path: 'sets/services.yaml', line: 3, column: 13 },
    ]);
  });

  test('without a tag, it is told that nothing holds it back', async () => {
    const tree = memoryTree({ ...sources, ...chart, 'sets/services.yaml': applicationSet(block) });
    const { steps } = await planNewService(tree, { name: 'refund', like: 'order', environments: [] }, options);
    expect(steps.find(({ what }) => what.includes('at once'))?.places).toEqual([
      { path: 'sets/services.yaml', line: 1, column: 1 },
    ]);
  });

  test.each([
    [
      'its files',
      '    - git:\n        revision: main\n        files: [{ path: deployed/*.yaml }]',
      '{{tag}}',
      'deployed/refund.yaml',
    ],
    [
      'its folders',
      '    - git:\n        revision: main\n        directories: [{ path: deployed/* }]',
      '',
      'deployed/refund/values.yaml',
    ],
  ])(
    'without a tag, it is told that nothing holds back what is made for a generator of %s',
    async (_title, generator, tag, file) => {
      const set = applicationSet(generator.replace('git:', 'git:\n        repoURL: https://github.com/acme/shop'), {
        tag,
      });
      const folders = tag === '';
      const deployed = Object.fromEntries(
        names.flatMap((name) =>
          folders
            ? [
                [`deployed/${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`],
                [`deployed/${name}/values.yaml`, `image:\n  repository: ghcr.io/acme/shop/${name}\n  tag: 5-abcdef1\n`],
                [`deployed/${name}/templates/deployment.yaml`, chart['charts/service/templates/deployment.yaml']],
              ]
            : [[`deployed/${name}.yaml`, `name: ${name}\ntag: 5-abcdef1\n`]],
        ),
      );
      const ofFolders = set
        .replaceAll('{{name}}', '{{path.basename}}')
        .replace('path: charts/service', "path: '{{path}}'")
        .replace(/ {8}helm:\n(?: {10}.*\n)+/, '');
      const tree = memoryTree({ ...sources, ...chart, ...deployed, 'sets/services.yaml': folders ? ofFolders : set });
      const { steps, files } = await planNewService(tree, { name: 'refund', like: 'order', environments: [] }, options);
      expect(textOf('', files.get(file) ?? undefined)).toContain('tag: 0-not-built');
      expect(steps.find(({ what }) => what.includes('at once'))?.places).toEqual([{ path: file, line: 1, column: 1 }]);
    },
  );
});
