import { application, deployment, image, lines } from './layout-texts.ts';
import type { Layout, ManifestUnit, OverlayUnit } from './layouts.ts';

const replacements = [
  'replacements:',
  '  - source: { kind: ConfigMap, fieldPath: data.ref }',
  '    targets: [{ select: { kind: Deployment }, fieldPaths: [spec.template.spec.containers.0.image] }]',
];

/** Lines whose keys begin with a capital, which kustomize reads alike. */
function capitals(all: readonly string[]): string[] {
  return all.map((line) =>
    line.replace(/^( *(?:- )?)([a-z])(?=\w*:)/, (_all, before, letter) => `${before}${letter.toUpperCase()}`),
  );
}

export function overlayFiles(
  made: OverlayUnit,
  service: string,
  { environments, old, quotes }: Layout,
): Record<string, string> {
  const tag = `${quotes || '"'}${old}${quotes || '"'}`;
  const base = `base/${service}`;
  const baseTag = made.place === 'base' || made.hasBaseTag ? `:${made.place === 'base' ? old : 'v0'}` : '';
  const name = made.place === 'newName' ? service : image(service);
  const entry = ['images:', `  - name: ${image(service)}`, `    newTag: ${tag} # by the pipeline`];
  const spelled = (all: readonly string[]) => (made.hasCapitals ? capitals(all) : all);
  const isReplaced = made.place === 'replaced';
  const files: Record<string, string> = {
    [`${base}/deployment.yaml`]: deployment(service, `${name}${baseTag}`),
    [`${base}/settings.yaml`]: lines(
      'apiVersion: v1',
      'kind: ConfigMap',
      `metadata: { name: ${service} }`,
      `data: { ref: "${image(service)}:${old}" }`,
    ),
    [`${base}/kustomization.yaml`]: lines(
      ...spelled([`resources: [deployment.yaml${isReplaced ? ', settings.yaml' : ''}]`]),
      ...((of) => of[made.place] ?? [])({
        replaced: replacements,
        'prefixed-patch': spelled(['namePrefix: shop-']),
        'base-images': spelled(entry),
      } as Partial<Record<OverlayUnit['place'], string[]>>),
    ),
  };
  for (const environment of environments) {
    const overlay = `overlays/${environment}/${service}`;
    const ofDev = ownOf(environment, made, service);
    const own: Record<OverlayUnit['place'], string[]> = {
      images: entry,
      newName: ['images:', `  - newTag: ${tag}`, `    newName: ${image(service)}`, `    name: ${service}`],
      base: ofDev,
      'base-images': ofDev,
      patch: ['patches:', '  - path: image.yaml'],
      'json-patch': [
        'patches:',
        `  - target: { kind: Deployment, name: ${service} }`,
        '    patch: |',
        `      - { op: replace, path: /spec/template/spec/containers/0/image, value: "${image(service)}:${old}" }`,
      ],
      'labelled-patch': [
        'patches:',
        `  - target: { kind: Deployment, labelSelector: app=${service} }`,
        '    patch: |',
        `      - { op: replace, path: /spec/template/spec/containers/0/image, value: "${image(service)}:${old}" }`,
      ],
      'prefixed-patch': ['patches:', '  - path: image.yaml'],
      replaced: entry,
      component: [`components: [../../../components/${environment}-${service}]`],
      application: [],
    };
    files[`${overlay}/kustomization.yaml`] = lines(
      ...spelled([`resources: [../../../${base}]`, `namePrefix: ${environment}-`]),
      ...(made.place.endsWith('patch') ? own[made.place] : spelled(own[made.place])),
    );
    if (made.place === 'patch') files[`${overlay}/image.yaml`] = deployment(service, `${image(service)}:${old}`);
    if (made.place === 'prefixed-patch')
      files[`${overlay}/image.yaml`] = deployment(`shop-${service}`, `${image(service)}:${old}`);
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

/** An entry of dev for the image of its base, where it has one. */
function ownOf(environment: string, { ofDev }: OverlayUnit, service: string): string[] {
  const said = { nothing: '', tag: 'newTag: dev-1', other: `newName: ghcr.io/acme/dev/${service}` }[ofDev];
  return environment !== 'dev' || said === '' ? [] : ['images:', `  - name: ${image(service)}`, `    ${said}`];
}

export function manifestFiles(
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
