import fc from 'fast-check';

/** How a chart says its image. */
type Keys = 'nested' | 'registry' | 'whole' | 'own-key' | 'flow' | 'beside';
type Quotes = '' | '"' | "'";
type Environment = 'prod' | 'dev';

interface ChartUnit {
  kind: 'chart';
  keys: Keys;
  /** The template takes the chart's appVersion where no tag is given. */
  hasDefault: boolean;
  isHelper: boolean;
  /** Where the value stands that wins. */
  place: 'chart' | 'value-file' | 'parameters' | 'valuesObject' | 'values' | 'reference' | 'source-file';
  isShared: boolean;
  hasSecondImage: boolean;
}

interface UmbrellaUnit {
  kind: 'umbrella';
  isAliased: boolean;
  isVendored: boolean;
  place: 'chart' | 'value-file' | 'parameters';
}

interface OverlayUnit {
  kind: 'overlay';
  place: 'images' | 'newName' | 'base' | 'patch' | 'json-patch' | 'component' | 'application' | 'base-images';
  hasBaseTag: boolean;
}

interface SetUnit {
  kind: 'set';
  generator: 'list' | 'directories' | 'files' | 'matrix';
  isGo: boolean;
  place: 'parameters' | 'values' | 'valuesObject' | 'value-file';
}

interface ManifestUnit {
  kind: 'manifests';
  workload: 'Deployment' | 'CronJob' | 'Pod' | 'List';
  hasInit: boolean;
  hasOther: boolean;
  isJson: boolean;
}

/** A repository by its parts, and what is asked of it. */
export interface Layout {
  web: Unit;
  /** Another service, deployed in a way of its own. */
  api: Unit | null;
  environments: readonly Environment[];
  old: string;
  tag: string;
  quotes: Quotes;
  lineEnd: '\n' | '\r\n';
  hasSources: boolean;
  helm: 'helm3' | 'helm4';
}

type Unit = ChartUnit | UmbrellaUnit | OverlayUnit | SetUnit | ManifestUnit;

const from = fc.constantFrom;
const unit: fc.Arbitrary<Unit> = fc.oneof(
  fc.record<ChartUnit>({
    kind: from('chart'),
    keys: from('nested', 'registry', 'whole', 'own-key', 'flow', 'beside'),
    hasDefault: fc.boolean(),
    isHelper: fc.boolean(),
    place: from('chart', 'value-file', 'parameters', 'valuesObject', 'values', 'reference', 'source-file'),
    isShared: fc.boolean(),
    hasSecondImage: fc.boolean(),
  }),
  fc.record<UmbrellaUnit>({
    kind: from('umbrella'),
    isAliased: fc.boolean(),
    isVendored: fc.boolean(),
    place: from('chart', 'value-file', 'parameters'),
  }),
  fc.record<OverlayUnit>({
    kind: from('overlay'),
    place: from('images', 'newName', 'base', 'patch', 'json-patch', 'component', 'application', 'base-images'),
    hasBaseTag: fc.boolean(),
  }),
  fc.record<SetUnit>({
    kind: from('set'),
    generator: from('list', 'directories', 'files', 'matrix'),
    isGo: fc.boolean(),
    place: from('parameters', 'values', 'valuesObject', 'value-file'),
  }),
  fc.record<ManifestUnit>({
    kind: from('manifests'),
    workload: from('Deployment', 'CronJob', 'Pod', 'List'),
    hasInit: fc.boolean(),
    hasOther: fc.boolean(),
    isJson: fc.boolean(),
  }),
);

export const layouts: fc.Arbitrary<Layout> = fc.record({
  web: unit,
  api: fc.option(unit, { nil: null, freq: 2 }),
  environments: from<(readonly Environment[])[]>(['prod'], ['prod', 'dev']),
  old: from('v1', '1.9', '20240101', '13-abcdef1', '1e4', '0122', 'main-7'),
  tag: from('v2', '1.10', '20240102', '14-1234567', '1e5', '0123', '1234567', 'true', 'null', '1_000', '2026-11-28'),
  quotes: from<Quotes[]>('', '"', "'"),
  lineEnd: fc.oneof({ arbitrary: from<'\n'>('\n'), weight: 9 }, { arbitrary: from<'\r\n'>('\r\n'), weight: 1 }),
  hasSources: fc.boolean(),
  helm: from('helm3', 'helm4'),
});

/** The files of a layout. */
export function filesOf(layout: Layout): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [service, made] of [
    ['web', layout.web],
    ['api', layout.api],
  ] as const) {
    if (layout.hasSources) files[`services/${service}/Dockerfile`] = 'FROM scratch\n';
    if (made !== null) Object.assign(files, filesOfUnit(made, service, layout));
  }
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      path.endsWith('.yaml') ? text.replaceAll('\n', layout.lineEnd) : text,
    ]),
  );
}

function filesOfUnit(made: Unit, service: string, layout: Layout): Record<string, string> {
  switch (made.kind) {
    case 'chart':
      return chartFiles(made, service, layout);
    case 'umbrella':
      return umbrellaFiles(made, service, layout);
    case 'overlay':
      return overlayFiles(made, service, layout);
    case 'set':
      return setFiles(made, service, layout);
    case 'manifests':
      return manifestFiles(made, service, layout);
  }
}

const repository = 'https://github.com/acme/shop.git';

function application(name: string, path: string, more: readonly string[] = []): string {
  return lines(
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    `metadata: { name: ${name}, namespace: argocd }`,
    'spec:',
    '  project: default',
    '  destination: { server: https://kubernetes.default.svc, namespace: shop }',
    '  source:',
    `    repoURL: ${repository}`,
    '    targetRevision: main',
    `    path: ${path}`,
    ...more.map((line) => `    ${line}`),
  );
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
const image = (service: string) => `ghcr.io/acme/${service}`;

/** What the values of a chart say of an image, and the key of its tag; the whole reference where there is no tag alone. */
function valuesOf(keys: Keys, service: string, tag: string): { values: string[]; key: string; expression: string } {
  const [registry, name] = ['ghcr.io', `acme/${service}`];
  switch (keys) {
    case 'nested':
      return {
        values: ['image:', `  repository: ${image(service)}`, `  tag: ${tag} # by the pipeline`],
        key: 'image.tag',
        expression: '{{ .Values.image.repository }}:{{ TAG .Values.image.tag }}',
      };
    case 'registry':
      return {
        values: ['image:', `  registry: ${registry}`, `  repository: ${name}`, `  tag: ${tag}`],
        key: 'image.tag',
        expression: '{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ TAG .Values.image.tag }}',
      };
    case 'whole':
      return {
        values: [`image: ${quotedAs(tag, `${image(service)}:${unquoted(tag)}`)}`],
        key: 'image',
        expression: '{{ .Values.image }}',
      };
    case 'own-key':
      return {
        values: [
          'app:',
          '  image:',
          `    repository: ${image(service)}`,
          `    tag: ${tag}`,
          'image: { repository: docker.io/library/redis, tag: "7" }',
        ],
        key: 'app.image.tag',
        expression: '{{ .Values.app.image.repository }}:{{ TAG .Values.app.image.tag }}',
      };
    case 'flow':
      return {
        values: [`image: { repository: ${image(service)}, tag: ${tag} }`],
        key: 'image.tag',
        expression: '{{ .Values.image.repository }}:{{ TAG .Values.image.tag }}',
      };
    case 'beside':
      return {
        values: [`image: ${image(service)}`, `imageTag: ${tag}`],
        key: 'imageTag',
        expression: '{{ .Values.image }}:{{ TAG .Values.imageTag }}',
      };
  }
}

const unquoted = (text: string) => text.replace(/^(["'])(.*)\1$/, '$2');
const quotedAs = (like: string, text: string) => (/^["']/.test(like) ? `${like[0]}${text}${like[0]}` : text);

function deployment(name: string, reference: string, more: readonly string[] = []): string {
  return lines(
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: { name: ${name} }`,
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    `        - name: ${name}`,
    `          image: ${reference}`,
    ...more,
  );
}

function chartOf(
  folder: string,
  name: string,
  expression: string,
  unitOf: { hasDefault: boolean; isHelper: boolean; hasSecondImage: boolean },
) {
  const whole = expression.replace(/TAG (\S+)/, unitOf.hasDefault ? '$1 | default .Chart.AppVersion' : '$1');
  const second = unitOf.hasSecondImage
    ? ['        - name: cache', '          image: "docker.io/library/redis:7.2"']
    : [];
  const reference = unitOf.isHelper ? `{{ include "${name}.image" . | quote }}` : `"${whole}"`;
  const helper: Record<string, string> = unitOf.isHelper
    ? { [`${folder}/templates/_helpers.tpl`]: `{{- define "${name}.image" -}}\n${whole}\n{{- end -}}\n` }
    : {};
  return {
    [`${folder}/Chart.yaml`]: lines('apiVersion: v2', `name: ${name}`, 'version: 0.1.0', 'appVersion: v0'),
    [`${folder}/templates/deployment.yaml`]: deployment('{{ .Release.Name }}', reference, second),
    ...helper,
  };
}

/** A value that stands deeper: `image.tag` as lines of YAML. */
function nested(key: string, value: string): string[] {
  return key
    .split('.')
    .map((part, depth, all) => `${'  '.repeat(depth)}${part}:${depth === all.length - 1 ? ` ${value}` : ''}`);
}

/** A chart that two services take says no image itself: whatever it is, their own values say all of it. */
function sharedChart(made: ChartUnit): ChartUnit {
  return { ...made, keys: 'nested', hasDefault: false, isHelper: false, hasSecondImage: false };
}

function chartFiles(given: ChartUnit, service: string, { environments, old, quotes }: Layout): Record<string, string> {
  const made = given.isShared ? sharedChart(given) : given;
  const tag = `${quotes}${old}${quotes}`;
  const name = made.isShared ? 'service' : service;
  const folder = `charts/${name}`;
  const { values, key, expression } = valuesOf(made.keys, service, made.place === 'chart' ? tag : '"v0"');
  const winning = made.keys === 'whole' ? quotedAs(tag, `${image(service)}:${old}`) : tag;
  const text = made.keys === 'whole' ? `${image(service)}:${old}` : old;
  const files: Record<string, string> = {
    ...chartOf(folder, name, expression, made),
    [`${folder}/values.yaml`]: made.isShared ? lines('image:', '  repository: none', '  tag: none') : lines(...values),
  };
  for (const environment of environments) {
    const whose = made.isShared ? [`  repository: ${image(service)}`] : [];
    const own = [...nested(key, winning), ...whose];
    const parameters = [
      `helm:`,
      '  parameters:',
      `    - name: ${key}`,
      `      value: ${quotes || "'"}${text}${quotes || "'"}`,
    ];
    const more: Record<ChartUnit['place'], string[]> = {
      chart: made.isShared ? ['helm:', '  valuesObject:', ...own.map((line) => `    ${line}`)] : [],
      'value-file': ['helm:', `  valueFiles: [values.yaml, ${service}-${environment}.yaml]`],
      parameters,
      valuesObject: ['helm:', '  valuesObject:', ...own.map((line) => `    ${line}`)],
      values: ['helm:', '  values: |', ...own.map((line) => `    ${line}`)],
      reference: [],
      'source-file': [],
    };
    if (made.place === 'value-file') files[`${folder}/${service}-${environment}.yaml`] = lines(...own);
    if (made.place === 'source-file')
      files[`${folder}/.argocd-source-${service}-${environment}.yaml`] = lines(...parameters);
    if (made.place === 'reference') files[`env/${environment}/${service}.yaml`] = lines(...own);
    files[`apps/${environment}/${service}.yaml`] =
      made.place === 'reference'
        ? referencing(`${service}-${environment}`, folder, `env/${environment}/${service}.yaml`)
        : application(`${service}-${environment}`, folder, more[made.place]);
  }
  return files;
}

function referencing(name: string, path: string, file: string): string {
  return application(name, path)
    .replace(/^ {2}source:\n/m, '  sources:\n')
    .replace(/^ {4}repoURL/m, '  - repoURL')
    .concat(
      lines(
        '    helm:',
        `      valueFiles: [$values/${file}]`,
        `  - { repoURL: ${repository}, targetRevision: main, ref: values }`,
      ),
    );
}

function umbrellaFiles(
  made: UmbrellaUnit,
  service: string,
  { environments, old, quotes }: Layout,
): Record<string, string> {
  const folder = `charts/all-of-${service}`;
  const sub = made.isVendored ? `${folder}/charts/app` : `charts/app-of-${service}`;
  const key = made.isAliased ? service : 'app';
  const tag = `${quotes}${old}${quotes}`;
  const { expression } = valuesOf('nested', service, tag);
  const own = [
    `${key}:`,
    '  image:',
    `    repository: ${image(service)}`,
    `    tag: ${made.place === 'chart' ? tag : 'v0'}`,
  ];
  const files: Record<string, string> = {
    ...chartOf(sub, 'app', expression, { hasDefault: false, isHelper: false, hasSecondImage: false }),
    [`${sub}/values.yaml`]: lines('image:', '  repository: none', '  tag: none'),
    [`${folder}/Chart.yaml`]: lines(
      'apiVersion: v2',
      `name: all-of-${service}`,
      'version: 0.1.0',
      'dependencies:',
      '  - name: app',
      '    version: 0.1.0',
      ...(made.isAliased ? [`    alias: ${service}`] : []),
      ...(made.isVendored ? [] : [`    repository: file://../app-of-${service}`]),
    ),
    [`${folder}/values.yaml`]: lines(...own),
  };
  for (const environment of environments) {
    const more = {
      chart: [],
      'value-file': ['helm:', `  valueFiles: [values-${environment}.yaml]`],
      parameters: ['helm:', '  parameters:', `    - { name: ${key}.image.tag, value: "${old}" }`],
    }[made.place];
    if (made.place === 'value-file')
      files[`${folder}/values-${environment}.yaml`] = lines(...nested(`${key}.image.tag`, tag));
    files[`apps/${environment}/${service}.yaml`] = application(`${service}-${environment}`, folder, more);
  }
  return files;
}

function overlayFiles(
  made: OverlayUnit,
  service: string,
  { environments, old, quotes }: Layout,
): Record<string, string> {
  const tag = `${quotes || '"'}${old}${quotes || '"'}`;
  const base = `base/${service}`;
  const baseTag = made.place === 'base' || made.hasBaseTag ? `:${made.place === 'base' ? old : 'v0'}` : '';
  const name = made.place === 'newName' ? service : image(service);
  const entry = ['images:', `  - name: ${image(service)}`, `    newTag: ${tag} # by the pipeline`];
  const files: Record<string, string> = {
    [`${base}/deployment.yaml`]: deployment(service, `${name}${baseTag}`),
    [`${base}/kustomization.yaml`]: lines(
      'resources: [deployment.yaml]',
      ...(made.place === 'base-images' ? entry : []),
    ),
  };
  for (const environment of environments) {
    const overlay = `overlays/${environment}/${service}`;
    const own: Record<OverlayUnit['place'], string[]> = {
      images: entry,
      newName: ['images:', `  - newTag: ${tag}`, `    newName: ${image(service)}`, `    name: ${service}`],
      base: [],
      'base-images': [],
      patch: ['patches:', '  - path: image.yaml'],
      'json-patch': [
        'patches:',
        `  - target: { kind: Deployment, name: ${service} }`,
        '    patch: |',
        `      - { op: replace, path: /spec/template/spec/containers/0/image, value: "${image(service)}:${old}" }`,
      ],
      component: [`components: [../../../components/${environment}-${service}]`],
      application: [],
    };
    files[`${overlay}/kustomization.yaml`] = lines(
      `resources: [../../../${base}]`,
      `namePrefix: ${environment}-`,
      ...own[made.place],
    );
    if (made.place === 'patch') files[`${overlay}/image.yaml`] = deployment(service, `${image(service)}:${old}`);
    if (made.place === 'component')
      files[`components/${environment}-${service}/kustomization.yaml`] = lines(
        'apiVersion: kustomize.config.k8s.io/v1alpha1',
        'kind: Component',
        ...entry,
      );
    const more = made.place === 'application' ? ['kustomize:', `  images: ["${image(service)}:${old}"]`] : [];
    files[`apps/${environment}/${service}.yaml`] = application(`${service}-${environment}`, overlay, more);
  }
  return files;
}

function setFiles(made: SetUnit, service: string, { environments, old, quotes }: Layout): Record<string, string> {
  const folder = `charts/${service}`;
  const { values, expression } = valuesOf('nested', service, '"v0"');
  const files: Record<string, string> = {
    ...chartOf(folder, service, expression, { hasDefault: false, isHelper: false, hasSecondImage: false }),
    [`${folder}/values.yaml`]: lines(...values),
  };
  const tag = `${quotes || '"'}${old}${quotes || '"'}`;
  const dot = made.isGo ? '.' : '';
  const isOfPath = made.generator === 'directories';
  const environment = isOfPath ? `{{${made.isGo ? '.path.basename' : 'path.basename'}}}` : `{{${dot}env}}`;
  const elements = environments.map((one) => `- { env: ${one}, tag: ${tag} }`);
  const list = ['- list:', '    elements:', ...elements.map((element) => `      ${element}`)];
  const generators: Record<SetUnit['generator'], string[]> = {
    list,
    directories: [
      '- git:',
      `    repoURL: ${repository}`,
      '    revision: main',
      `    directories: [{ path: sets/${service}/* }]`,
    ],
    files: [
      '- git:',
      `    repoURL: ${repository}`,
      '    revision: main',
      `    files: [{ path: "sets/${service}/*/config.json" }]`,
    ],
    matrix: [
      '- matrix:',
      '    generators:',
      ...list.map((line) => `      ${line}`),
      '      - list: { elements: [{ cluster: one }] }',
    ],
  };
  const isFixed = isOfPath && made.place !== 'value-file';
  const written = isFixed ? tag : `'{{${dot}tag}}'`;
  const helm: Record<SetUnit['place'], string[]> = {
    parameters: ['parameters:', `  - name: image.tag`, `    value: ${written}`],
    values: ['values: |', '  image:', `    tag: ${isFixed ? tag : `"{{${dot}tag}}"`}`],
    valuesObject: ['valuesObject:', '  image:', `    tag: ${written}`],
    'value-file': [`valueFiles: ['/sets/${service}/${environment}/values.yaml']`],
  };
  for (const one of environments) {
    files[`sets/${service}/${one}/config.json`] = `${JSON.stringify({ env: one, tag: old })}\n`;
    files[`sets/${service}/${one}/values.yaml`] = lines(...nested('image.tag', `${quotes}${old}${quotes}`));
  }
  files[`apps/${service}.yaml`] = lines(
    'apiVersion: argoproj.io/v1alpha1',
    'kind: ApplicationSet',
    `metadata: { name: ${service}, namespace: argocd }`,
    'spec:',
    ...(made.isGo ? ['  goTemplate: true'] : []),
    '  generators:',
    ...generators[made.generator].map((line) => `    ${line}`),
    '  template:',
    `    metadata: { name: '${service}-${environment}' }`,
    '    spec:',
    '      project: default',
    '      destination: { server: https://kubernetes.default.svc, namespace: shop }',
    '      source:',
    `        repoURL: ${repository}`,
    '        targetRevision: main',
    `        path: ${folder}`,
    '        helm:',
    ...helm[made.place].map((line) => `          ${line}`),
  );
  return files;
}

function manifestFiles(
  made: ManifestUnit,
  service: string,
  { environments, old, quotes }: Layout,
): Record<string, string> {
  const files: Record<string, string> = {};
  const reference = `${quotes}${image(service)}:${old}${quotes}`;
  const containers = [`containers:`, `  - name: ${service}`, `    image: ${reference}`];
  if (made.hasOther) containers.push('  - { name: cache, image: "docker.io/library/redis:7.2" }');
  if (made.hasInit) containers.push('initContainers:', `  - { name: migrate, image: "${image(service)}:${old}" }`);
  const below = (depth: number, all: readonly string[]) => all.map((line) => `${'  '.repeat(depth)}${line}`);
  const workloads: Record<ManifestUnit['workload'], string[]> = {
    Deployment: [
      'apiVersion: apps/v1',
      'kind: Deployment',
      `metadata: { name: ${service} }`,
      'spec:',
      '  template:',
      '    spec:',
      ...below(3, containers),
    ],
    CronJob: [
      'apiVersion: batch/v1',
      'kind: CronJob',
      `metadata: { name: ${service} }`,
      'spec: ',
      '  jobTemplate:',
      '    spec:',
      '      template:',
      '        spec:',
      ...below(5, containers),
    ],
    Pod: ['apiVersion: v1', 'kind: Pod', `metadata: { name: ${service} }`, 'spec:', ...below(1, containers)],
    List: [
      'apiVersion: v1',
      'kind: List',
      'items:',
      '  - apiVersion: v1',
      '    kind: Pod',
      `    metadata: { name: ${service} }`,
      '    spec:',
      ...below(3, containers),
    ],
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: service },
    spec: { containers: [{ name: service, image: `${image(service)}:${old}` }] },
  };
  for (const environment of environments) {
    const folder = `manifests/${environment}/${service}`;
    if (made.isJson) files[`${folder}/pod.json`] = `${JSON.stringify(pod, null, 2)}\n`;
    else files[`${folder}/workload.yaml`] = lines(...workloads[made.workload]);
    files[`apps/${environment}/${service}.yaml`] = application(`${service}-${environment}`, folder);
  }
  return files;
}
