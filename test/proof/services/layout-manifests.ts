import { deployment, lines } from '../rendering/layout-texts.ts';
import { imageOf, portOf } from './layout-sources.ts';
import type { Deployment, ServicesLayout } from './layouts.ts';

export const address = ({ isPair }: ServicesLayout): string =>
  isPair ? 'https://github.com/acme/deploy' : 'https://github.com/acme/shop';

const tagOf = (layout: ServicesLayout, name: string): string =>
  `${10 + layout.services.indexOf(name)}-abcdef${layout.services.indexOf(name)}`;

/** The files that deploy the services. */
export function manifestFiles(layout: ServicesLayout): Record<string, string> {
  const files = ofDeployment[layout.deployment](layout);
  if (!layout.hasRoot) return files;
  for (const environment of layout.environments)
    if (Object.keys(files).some((path) => path.startsWith(`apps/${environment}/`)))
      files[`roots/${environment}.yaml`] = application(
        layout,
        `root-${environment}`,
        environment,
        [`path: apps/${environment}`],
        'argocd',
      );
  return files;
}

function application(
  layout: ServicesLayout,
  name: string,
  environment: string,
  source: readonly string[],
  namespace = environment,
): string {
  return lines(
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    'metadata:',
    `  name: ${name}`,
    '  namespace: argocd',
    '  finalizers: [resources-finalizer.argocd.argoproj.io]',
    'spec:',
    '  project: default',
    `  destination: { server: https://kubernetes.default.svc, namespace: ${namespace} }`,
    '  source:',
    `    repoURL: ${address(layout)}`,
    `    targetRevision: ${branchOf(environment)}`,
    ...source.map((line) => `    ${line}`),
    '  syncPolicy:',
    '    automated: { prune: true }',
  );
}

function applicationSet(
  layout: ServicesLayout,
  {
    name,
    generators,
    application: named,
    environment,
    source,
  }: Record<'name' | 'application' | 'environment', string> & Record<'generators' | 'source', readonly string[]>,
): string {
  return lines(
    'apiVersion: argoproj.io/v1alpha1',
    'kind: ApplicationSet',
    `metadata: { name: ${name}, namespace: argocd }`,
    'spec:',
    ...(layout.isGo ? ['  goTemplate: true'] : []),
    '  generators:',
    ...generators.map((line) => `    ${line}`),
    '  template:',
    `    metadata: { name: '${named}' }`,
    '    spec:',
    '      project: default',
    `      destination: { server: https://kubernetes.default.svc, namespace: '${environment}' }`,
    '      source:',
    `        repoURL: ${address(layout)}`,
    `        targetRevision: '${branchOf(environment)}'`,
    ...source.map((line) => `        ${line}`),
  );
}

/** Production follows a branch of its own. */
const branchOf = (environment: string): string => `deploy-${environment}`;

const hole = ({ isGo }: ServicesLayout, name: string): string => (isGo ? `{{.${name}}}` : `{{${name}}}`);

/** The values of one service, and the template that reads them. */
const valuesOf = (layout: ServicesLayout, name: string, hasTag: boolean): string[] => [
  `nameOverride: ${name}`,
  'image:',
  `  repository: ${imageOf(name)}`,
  ...(hasTag ? [`  tag: ${tagOf(layout, name)}`] : []),
  `port: ${portOf(layout, name)}`,
];

const service = (name: string, port: string): string =>
  lines('apiVersion: v1', 'kind: Service', `metadata: { name: ${name} }`, 'spec:', `  ports: [{ port: ${port} }]`);

const template = (name: string, values: string): Record<string, string> => ({
  'templates/deployment.yaml': deployment(name, `"{{ ${values}.image.repository }}:{{ ${values}.image.tag }}"`),
  'templates/service.yaml': service(name, `{{ ${values}.port }}`),
});

const chart = (folder: string, name: string, files: Record<string, string>): Record<string, string> => ({
  [`${folder}/Chart.yaml`]: lines('apiVersion: v2', `name: ${name}`, 'version: 0.1.0'),
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text])),
});

const sharedChart = (): Record<string, string> =>
  chart('charts/microservice', 'microservice', {
    ...template('{{ .Values.nameOverride }}', '.Values'),
    'values.yaml': lines('nameOverride: ""', 'image: { repository: "", tag: "" }', 'port: 80'),
  });

const each = (
  { services, environments }: ServicesLayout,
  filesOf: (name: string, environment: string) => Record<string, string>,
): Record<string, string> =>
  Object.assign(
    {},
    ...services.flatMap((name) => environments.map((environment) => filesOf(name, environment))),
  ) as Record<string, string>;

/** What a Kubernetes manifest of a service says by itself. */
const manifest = (layout: ServicesLayout, name: string, reference: string): string =>
  `${deployment(name, reference)}---\n${service(name, `${portOf(layout, name)}`)}`;

const ofDeployment: Record<Deployment, (layout: ServicesLayout) => Record<string, string>> = {
  charts: (layout) => ({
    ...(Object.assign(
      {},
      ...layout.services.map((name) =>
        chart(`charts/${name}`, name, {
          ...template(name, '.Values'),
          'values.yaml': lines(...valuesOf(layout, name, false).slice(1)),
        }),
      ),
    ) as Record<string, string>),
    ...each(layout, (name, environment) => {
      const tag = tagOf(layout, name);
      const helm = {
        parameters: ['  parameters:', `    - { name: image.tag, value: ${tag} }`],
        valuesObject: ['  valuesObject:', '    image:', `      tag: ${tag}`],
        'value-file': [`  valueFiles: [values-${environment}.yaml]`],
      }[layout.place];
      return {
        [`apps/${environment}/${name}.yaml`]: application(layout, `${name}-${environment}`, environment, [
          `path: charts/${name}`,
          'helm:',
          ...helm,
        ]),
        ...(layout.place === 'value-file' && {
          [`charts/${name}/values-${environment}.yaml`]: lines('image:', `  tag: ${tag}`),
        }),
      };
    }),
  }),
  'shared-chart': (layout) => ({
    ...sharedChart(),
    ...each(layout, (name, environment) => {
      const isFile = layout.place === 'value-file';
      const helm = {
        parameters: [
          '  parameters:',
          `    - { name: nameOverride, value: ${name} }`,
          `    - { name: image.repository, value: ${imageOf(name)} }`,
          `    - { name: image.tag, value: ${tagOf(layout, name)} }`,
        ],
        valuesObject: ['  valuesObject:', ...valuesOf(layout, name, true).map((line) => `    ${line}`)],
        'value-file': [`  valueFiles: [/deploy/${environment}/${name}.yaml]`],
      }[layout.place];
      return {
        [`apps/${environment}/${name}.yaml`]: application(layout, `${name}-${environment}`, environment, [
          'path: charts/microservice',
          'helm:',
          ...helm,
        ]),
        ...(isFile && { [`deploy/${environment}/${name}.yaml`]: lines(...valuesOf(layout, name, true)) }),
      };
    }),
  }),
  'set-list': (layout) => ({
    ...sharedChart(),
    ...each(layout, (_name, environment) => ({
      [`apps/${environment}/services.yaml`]: applicationSet(layout, {
        name: `services-${environment}`,
        generators: ['- list:', '    elements:', ...elements(layout).map((line) => `      ${line}`)],
        application: `${hole(layout, 'name')}-${environment}`,
        environment,
        source: ofSharedChart(layout, hole(layout, 'tag')),
      }),
    })),
  }),
  'set-matrix': (layout) => {
    const isFile = layout.place === 'value-file';
    const all = isFile ? layout.services.map((name) => `- name: ${name}`) : elements(layout);
    return {
      ...sharedChart(),
      'apps/services.yaml': applicationSet(layout, {
        name: 'services',
        generators: [
          '- matrix:',
          '    generators:',
          '      - list:',
          '          elements:',
          ...all.map((line) => `            ${line}`),
          '      - list:',
          '          elements:',
          ...layout.environments.map((one) => `            - env: ${one}`),
        ],
        application: `${hole(layout, 'name')}-${hole(layout, 'env')}`,
        environment: hole(layout, 'env'),
        source: isFile
          ? [
              'path: charts/microservice',
              'helm:',
              `  valueFiles: ['/deploy/${hole(layout, 'env')}/${hole(layout, 'name')}.yaml']`,
            ]
          : ofSharedChart(layout, hole(layout, 'tag')),
      }),
      ...(isFile &&
        each(layout, (name, environment) => ({
          [`deploy/${environment}/${name}.yaml`]: lines(...valuesOf(layout, name, true)),
        }))),
    };
  },
  'set-directories': (layout) => ({
    ...overlayFiles(layout, (environment, name) => `overlays/${environment}/${name}`),
    ...each(layout, (_name, environment) => ({
      [`sets/${environment}.yaml`]: applicationSet(layout, {
        name: `services-${environment}`,
        generators: git(layout, branchOf(environment), `directories: [{ path: 'overlays/${environment}/*' }]`),
        application: `${hole(layout, 'path.basename')}-${environment}`,
        environment,
        source: [`path: 'overlays/${environment}/${hole(layout, 'path.basename')}'`],
      }),
    })),
  }),
  'set-files': (layout) => ({
    ...sharedChart(),
    ...each(layout, (name, environment) => ({
      [`deploy/${environment}/${name}.yaml`]: lines(`name: ${name}`, `tag: ${tagOf(layout, name)}`),
      [`sets/${environment}.yaml`]: applicationSet(layout, {
        name: `services-${environment}`,
        generators: git(layout, branchOf(environment), `files: [{ path: 'deploy/${environment}/*.yaml' }]`),
        application: `${hole(layout, 'name')}-${environment}`,
        environment,
        source: ofSharedChart(layout, hole(layout, 'tag')),
      }),
    })),
  }),
  overlays: (layout) => ({
    ...overlayFiles(layout, (environment, name) => `k8s/${name}/overlays/${environment}`),
    ...each(layout, (name, environment) => ({
      [`apps/${environment}/${name}.yaml`]: application(layout, `${name}-${environment}`, environment, [
        `path: k8s/${name}/overlays/${environment}`,
      ]),
    })),
  }),
  manifests: (layout) =>
    each(layout, (name, environment) => ({
      [`k8s/${environment}/${name}/all.yaml`]: manifest(layout, name, `${imageOf(name)}:${tagOf(layout, name)}`),
      [`apps/${environment}/${name}.yaml`]: application(layout, `${name}-${environment}`, environment, [
        `path: k8s/${environment}/${name}`,
      ]),
    })),
  'one-kustomization': (layout) => ({
    'k8s/base/kustomization.yaml': lines('resources:', ...layout.services.map((name) => `  - ${name}.yaml`)),
    ...each(layout, (name, environment) => ({
      [`k8s/base/${name}.yaml`]: manifest(layout, name, imageOf(name)),
      [`k8s/overlays/${environment}/kustomization.yaml`]: lines(
        'resources: [../../base]',
        'images:',
        ...layout.services.flatMap((one) => [`  - name: ${imageOf(one)}`, `    newTag: ${tagOf(layout, one)}`]),
      ),
      [`apps/${environment}/shop.yaml`]: application(layout, `shop-${environment}`, environment, [
        `path: k8s/overlays/${environment}`,
      ]),
    })),
  }),
  'one-chart': (layout) => {
    const key = (name: string): string => name.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
    const templates = layout.services.map((name): [string, string] => {
      const all = template(name, `.Values.${key(name)}`);
      return [`templates/${name}.yaml`, Object.values(all).join('---\n')];
    });
    const keys = layout.services.map((name) => `"${key(name)}"`).join(' ');
    return {
      ...chart('charts/shop', 'shop', {
        ...Object.fromEntries(templates),
        // Without the values of each it does not render.
        ...(layout.namesInTemplates && {
          'templates/accounts.yaml': lines(
            `{{- range $key := list ${keys} }}`,
            '---',
            'apiVersion: v1',
            'kind: ServiceAccount',
            'metadata:',
            '  name: {{ $key | kebabcase }}',
            '  annotations: { port: "{{ index $.Values $key "port" }}" }',
            '{{- end }}',
          ),
        }),
        'values.yaml': lines(
          ...layout.services.flatMap((name) => [
            `${key(name)}:`,
            ...valuesOf(layout, name, layout.place !== 'value-file')
              .slice(1)
              .map((line) => `  ${line}`),
          ]),
        ),
      }),
      ...each(layout, (_name, environment) => ({
        [`apps/${environment}/shop.yaml`]: application(layout, `shop-${environment}`, environment, [
          'path: charts/shop',
          'helm:',
          ...(layout.place === 'value-file'
            ? [`  valueFiles: [values-${environment}.yaml]`]
            : [`  releaseName: shop-${environment}`]),
        ]),
        ...(layout.place === 'value-file' && {
          [`charts/shop/values-${environment}.yaml`]: lines(
            ...layout.services.flatMap((one) => [`${key(one)}:`, '  image:', `    tag: ${tagOf(layout, one)}`]),
          ),
        }),
      })),
    };
  },
  'chart-of-apps': (layout) => ({
    ...sharedChart(),
    ...chart('charts/root', 'root', {
      'values.yaml': lines('environment: ""', 'services: []'),
      'templates/services.yaml': lines(
        '{{- range .Values.services }}',
        '---',
        application(layout, `{{ .name }}-{{ $.Values.environment }}`, '{{ $.Values.environment }}', [
          'path: charts/microservice',
          'helm:',
          '  parameters:',
          '    - { name: nameOverride, value: "{{ .name }}" }',
          '    - { name: image.repository, value: "ghcr.io/acme/{{ .name }}" }',
          '    - { name: image.tag, value: "{{ .tag }}" }',
        ]).trimEnd(),
        '{{- end }}',
      ),
    }),
    ...each(layout, (_name, environment) => ({
      [`charts/root/values-${environment}.yaml`]: lines(
        `environment: ${environment}`,
        'services:',
        ...elements(layout).map((line) => `  ${line}`),
      ),
      [`apps/${environment}/root.yaml`]: application(
        layout,
        `services-${environment}`,
        environment,
        ['path: charts/root', 'helm:', `  valueFiles: [values-${environment}.yaml]`],
        'argocd',
      ),
    })),
  }),
};

function elements(layout: ServicesLayout): string[] {
  return layout.services.flatMap((name) =>
    layout.isFlow
      ? [`- { name: ${name}, tag: ${tagOf(layout, name)} }`]
      : [`- name: ${name}`, `  tag: ${tagOf(layout, name)}`],
  );
}

function git(layout: ServicesLayout, revision: string, what: string): string[] {
  return ['- git:', `    repoURL: ${address(layout)}`, `    revision: ${revision}`, `    ${what}`];
}

function ofSharedChart(layout: ServicesLayout, tag: string): string[] {
  return [
    'path: charts/microservice',
    'helm:',
    '  parameters:',
    `    - { name: nameOverride, value: '${hole(layout, 'name')}' }`,
    `    - { name: image.repository, value: 'ghcr.io/acme/${hole(layout, 'name')}' }`,
    `    - { name: image.tag, value: '${tag}' }`,
  ];
}

function overlayFiles(
  layout: ServicesLayout,
  folderOf: (environment: string, name: string) => string,
): Record<string, string> {
  return each(layout, (name, environment) => {
    const folder = folderOf(environment, name);
    const base = `k8s/${name}/base`;
    const up = folder
      .split('/')
      .map(() => '..')
      .join('/');
    return {
      [`${base}/kustomization.yaml`]: lines('resources:', '  - all.yaml'),
      [`${base}/all.yaml`]: manifest(layout, name, imageOf(name)),
      [`${folder}/kustomization.yaml`]: lines(
        'resources:',
        `  - ${up}/${base}`,
        'images:',
        `  - name: ${imageOf(name)}`,
        `    newTag: ${tagOf(layout, name)}`,
      ),
    };
  });
}
