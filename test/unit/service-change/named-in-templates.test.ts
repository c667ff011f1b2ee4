import { describe, expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { headline } from '@rollcall/domain/service-change/render-change';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { isComplete, type ServiceChange } from '@rollcall/domain/service-change/service-change';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

// One chart of all services, whose templates name the services themselves, and look up the values of each.

const names = ['billing', 'cart', 'search'];
const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};

const workload = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-${name}
spec:
  replicas: {{ .Values.${name}.replicas }}
  template:
    spec:
      containers:
        - name: app
          image: ghcr.io/acme/shop/${name}:{{ .Values.${name}.tag }}
`;

function shop(templates: Record<string, string>): Record<string, string> {
  const service = (name: string): Record<string, string> => ({
    [`services/${name}/Dockerfile`]: 'FROM scratch\n',
    [`services/${name}/go.mod`]: `module example.com/${name}\n`,
    [`charts/shop/templates/${name}.yaml`]: workload(name),
  });
  return {
    ...(Object.assign({}, ...names.map(service)) as Record<string, string>),
    ...Object.fromEntries(Object.entries(templates).map(([path, text]) => [`charts/shop/templates/${path}`, text])),
    'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
    'charts/shop/values.yaml': names.map((name) => `${name}:\n  replicas: 1\n  tag: 5-abcdef1\n`).join(''),
    'argocd/shop.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop-dev, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io] }
spec:
  project: default
  source: { repoURL: https://github.com/acme/shop, path: charts/shop, targetRevision: main }
  destination: { server: https://kubernetes.default.svc, namespace: dev }
`,
  };
}

const budgets = (list: string): Record<string, string> => ({
  'budgets.yaml': `{{- ${list} }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
spec:
  maxUnavailable: {{ index $.Values $name "replicas" }}
{{- end }}
`,
});

const textIn =
  ({ files }: ServiceChange) =>
  (path: string) =>
    textOf(path, files.get(`charts/shop/${path}`) ?? undefined);

async function retired(templates: Record<string, string>, name = 'search') {
  const change = await planRetirement(memoryTree(shop(templates)), { name }, options);
  return { change, text: textIn(change), places: change.findings.map(({ path, line }) => `${path}:${line}`) };
}

async function added(templates: Record<string, string>) {
  const wanted = { name: 'refund', like: 'search', environments: [], tag: '7-abc1234' };
  const change = await planNewService(memoryTree(shop(templates)), wanted, options);
  return { change, text: textIn(change), lacking: change.steps.filter(({ isLacking }) => isLacking) };
}

describe('a service that goes', () => {
  test.each([
    ['range $name := list "billing" "cart" "search"', 'range $name := list "billing" "cart"'],
    ['range $name := list "search" "cart"', 'range $name := list "cart"'],
    ['range $name := (tuple\n  `billing`\n  `search`\n)', 'range $name := (tuple\n  `billing`\n)'],
  ])('goes from %s, and its values with it', async (list, left) => {
    const { change, text, places } = await retired(budgets(list));
    expect(text('templates/budgets.yaml')).toBe(budgets(left)['budgets.yaml']);
    expect(text('values.yaml')).not.toContain('search');
    expect([places, isComplete(change)]).toEqual([[], true]);
  });

  test('goes from a variable that is only gone over', async () => {
    const both = budgets('$all := list "cart" "search" }}{{ range $name := $all');
    expect((await retired(both)).text('templates/budgets.yaml')).toContain('$all := list "cart" }}');
  });

  test.each([
    ['the place in the list is counted', 'range $at, $name := list "cart" "search"'],
    ['the list is used otherwise too', '$all := list "cart" "search" }}{{ len $all }}{{ range $name := $all'],
    ['no other name would be left', 'range $name := list "search"'],
    ['a pipeline makes the list', 'range $name := list "cart" "search" | sortAlpha'],
    ['it is compared with', 'range $name, $it := .Values }}{{ if eq $name "search" }}{{ end'],
  ])('keeps its values where %s, and is told', async (_because, list) => {
    const { change, text, places } = await retired(budgets(list));
    expect([text('templates/budgets.yaml'), text('values.yaml')]).toEqual([null, null]);
    expect(places).toContain('charts/shop/templates/budgets.yaml:1');
    expect([places.includes('charts/shop/values.yaml:7'), isComplete(change)]).toEqual([true, false]);
  });

  test('keeps its values as long as a list that no edit is known for says what templates look up', async () => {
    const templates = budgets('range $name := .Values.global.names');
    const files = shop(templates);
    const values = `${files['charts/shop/values.yaml']}global:\n  names:\n    - search\n`;
    const change = await planRetirement(
      memoryTree({ ...files, 'charts/shop/values.yaml': values }),
      { name: 'search' },
      options,
    );
    expect(textIn(change)('values.yaml')).toBeNull();
    expect(change.findings.map(({ path, line }) => `${path}:${line}`)).toEqual([
      'charts/shop/values.yaml:7',
      'charts/shop/values.yaml:12',
    ]);
  });

  test('is not taken out of a template that makes what keeps data', async () => {
    const [, text = ''] = Object.entries(budgets('range $name := list "cart" "search"'))[0] ?? [];
    const { change, text: after } = await retired({
      'claims.yaml': text.replace('PodDisruptionBudget', 'PersistentVolumeClaim'),
    });
    expect([after('templates/claims.yaml'), after('values.yaml')]).toEqual([null, null]);
    expect(change.steps.find(({ what }) => what.startsWith('decide what becomes of the data'))?.places).toContainEqual(
      expect.objectContaining({ path: 'charts/shop/templates/claims.yaml' }),
    );
  });
});

describe('a new service', () => {
  test.each([
    ['range $name := list "billing" "search" "cart"', 'range $name := list "billing" "search" "refund" "cart"'],
    ['range $name := list "cart" "search"', 'range $name := list "cart" "search" "refund"'],
    ['range $name := list "search"', 'range $name := list "search" "refund"'],
  ])('stands behind its sibling in %s', async (list, now) => {
    const { change, text } = await added(budgets(list));
    expect(text('templates/budgets.yaml')).toBe(budgets(now)['budgets.yaml']);
    expect(text('values.yaml')).toContain('refund:\n  replicas: 1\n  tag: 7-abc1234\n');
    expect(isComplete(change)).toBe(true);
  });

  test('is not complete where a list that makes something for its sibling cannot be written', async () => {
    const { change, lacking } = await added(budgets('range $at, $name := list "cart" "search"'));
    expect(lacking.flatMap(({ places }) => places)).toEqual([
      { path: 'charts/shop/templates/budgets.yaml', line: 1, column: 37 },
    ]);
    expect([isComplete(change), headline(change)]).toEqual([false, expect.stringContaining('1 thing is missing')]);
  });

  test('is not complete without the Service that a template of several makes for its sibling', async () => {
    const text = names
      .map((name) => `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-${name}\n`)
      .join('');
    const { change, lacking } = await added({ 'all-services.yaml': text });
    expect(lacking).toEqual([
      {
        what: 'make for refund what these make for its sibling: it is deployed without that',
        places: [{ path: 'charts/shop/templates/all-services.yaml', line: 15, column: 3 }],
        command: null,
        isLacking: true,
      },
    ]);
    expect(isComplete(change)).toBe(false);
  });

  test('needs no route of its sibling', async () => {
    const route = '{{ if true }}\nkind: Ingress\nmetadata:\n  name: search\n{{ end }}\n';
    const { change, lacking } = await added({ 'routes.yaml': route });
    expect([lacking, isComplete(change)]).toEqual([[], true]);
  });
});

describe('an umbrella that takes one chart in for each service, by an alias', () => {
  const umbrella = (lock: Record<string, string>): Record<string, string> => ({
    ...shop({}),
    ...Object.fromEntries(names.map((name) => [`charts/shop/templates/${name}.yaml`, '# nothing of its own\n'])),
    'charts/shop/Chart.yaml': `apiVersion: v2
name: shop
version: 0.1.0
dependencies:
${names
  .map(
    (name) =>
      `  - name: one\n    version: 0.1.0\n    repository: file://../one\n    alias: ${name}\n    condition: ${name}.enabled\n`,
  )
  .join('')}`,
    'charts/shop/values.yaml': names
      .map((name) => `${name}:\n  image:\n    repository: ghcr.io/acme/shop/${name}\n    tag: 5-abcdef1\n`)
      .join(''),
    'charts/one/Chart.yaml': 'apiVersion: v2\nname: one\nversion: 0.1.0\n',
    'charts/one/values.yaml': 'image: { repository: "", tag: "" }\n',
    'charts/one/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Chart.Name }}
spec:
  template:
    spec:
      containers:
        - name: app
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
`,
    ...lock,
  });

  test.each([
    ['is locked again', { 'charts/shop/Chart.lock': 'dependencies: []\n' }, ['helm dependency update charts/shop']],
    ['has no lock', {}, []],
  ])('loses what it takes in for a service that goes, and %s', async (_what, lock, commands) => {
    const change = await planRetirement(memoryTree(umbrella(lock)), { name: 'search' }, options);
    expect(textIn(change)('Chart.yaml')).not.toContain('search');
    expect(textIn(change)('values.yaml')).not.toContain('search');
    expect(change.steps.flatMap(({ isLacking, command }) => (isLacking ? command : []))).toEqual(commands);
    expect(isComplete(change)).toBe(commands.length === 0);
  });

  test('has a lock of what it takes in then, which goes back to what it was', async () => {
    const lockOf = (digest: string, count: number) =>
      `dependencies:\n${'- name: one\n  repository: file://../one\n  version: 0.1.0\n'.repeat(count)}digest: sha256:${digest}\ngenerated: "2026-01-01T00:00:00Z"\n`;
    // As Helm v3.22.0 hashes the three and the four.
    const three = lockOf('eec4530e782a72af1181eb09bdfb6379b5236ecd5be4a44504131bd06c5dd3ec', 3);
    const four = lockOf('24b66f0f12b7707a464121fe993419a994878380e46210f1aa4053fe68a8d4a9', 4);
    const files = umbrella({ 'charts/shop/Chart.lock': three });
    const wanted = { name: 'refund', like: 'search', environments: [], tag: '7-abc1234' };
    const change = await planNewService(memoryTree(files), wanted, options);
    expect([textIn(change)('Chart.lock'), isComplete(change)]).toEqual([four, true]);
    expect(change.diff).toContain('--- a/charts/shop/Chart.lock\n');
    const after = { ...files };
    for (const path of change.files.keys()) after[path] = textOf(path, change.files.get(path) ?? undefined) ?? '';
    const back = await planRetirement(memoryTree(after), { name: 'refund' }, options);
    expect([textIn(back)('Chart.lock'), isComplete(back)]).toEqual([three, true]);
  });

  test('takes it in for a new service too', async () => {
    const wanted = { name: 'refund', like: 'search', environments: [], tag: '7-abc1234' };
    const change = await planNewService(memoryTree(umbrella({ 'charts/shop/Chart.lock': 'x\n' })), wanted, options);
    expect(textIn(change)('Chart.yaml')).toContain('    alias: refund\n    condition: refund.enabled\n');
    expect(textIn(change)('values.yaml')).toContain('tag: 7-abc1234');
    expect(change.steps.flatMap(({ isLacking, command }) => (isLacking ? command : []))).toEqual([
      'helm dependency update charts/shop',
    ]);
  });
});

test('a repository that tells no environments apart has the Application of a new service cloned, with its tag', async () => {
  const application = (name: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io] }
spec:
  project: default
  source:
    repoURL: https://github.com/acme/shop
    path: charts/one
    targetRevision: main
    helm:
      values: |
        image:
          repository: ghcr.io/acme/shop/${name}
          tag: 5-abcdef1
  destination: { server: https://kubernetes.default.svc, namespace: shop }
`;
  const files = {
    ...Object.fromEntries(names.map((name) => [`services/${name}/Dockerfile`, 'FROM scratch\n'])),
    ...Object.fromEntries(names.map((name) => [`argocd/${name}.yaml`, application(name)])),
    'charts/one/Chart.yaml': 'apiVersion: v2\nname: one\nversion: 0.1.0\n',
    'charts/one/templates/pod.yaml': 'image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
  };
  const wanted = { name: 'refund', like: 'search', environments: [], tag: '7-abc1234' };
  const change = await planNewService(memoryTree(files), wanted, options);
  expect(textOf('', change.files.get('argocd/refund.yaml') ?? undefined)).toBe(
    application('refund').replace('5-abcdef1', '7-abc1234'),
  );
  expect(isComplete(change)).toBe(true);
});
