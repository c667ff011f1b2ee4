import { application, deployment, image, lines, repository } from './layout-texts.ts';
import type { ChartUnit, Keys, Layout, OfDev, UmbrellaUnit } from './layouts.ts';

/** What the values of a chart say of an image, and the key of its tag; the whole reference where there is no tag alone. */
export function valuesOf(
  keys: Keys,
  service: string,
  tag: string,
): { values: string[]; key: string; expression: string } {
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

export function chartOf(
  folder: string,
  name: string,
  expression: string,
  unitOf: { hasDefault: boolean; isHelper: boolean; hasSecondImage: boolean; through?: string; condition?: string },
) {
  const { through = 'VALUE', condition = '', hasDefault } = unitOf;
  const root = condition.startsWith('with') ? '$.Values' : '.Values';
  const whole = expression.replaceAll('.Values', root).replace(/TAG (\S+)/, (_whole, key: string) => {
    const value = through.replaceAll('VALUE', key);
    return hasDefault ? `${value} | default $.Chart.AppVersion` : value;
  });
  const second = unitOf.hasSecondImage
    ? ['        - name: cache', '          image: "docker.io/library/redis:7.2"']
    : [];
  const reference = unitOf.isHelper ? `{{ include "${name}.image" $ | quote }}` : `"${whole}"`;
  const helper: Record<string, string> = unitOf.isHelper
    ? { [`${folder}/templates/_helpers.tpl`]: `{{- define "${name}.image" -}}\n${whole}\n{{- end -}}\n` }
    : {};
  return {
    [`${folder}/Chart.yaml`]: lines('apiVersion: v2', `name: ${name}`, 'version: 0.1.0', 'appVersion: v0'),
    [`${folder}/templates/deployment.yaml`]: deployment(
      condition === '' ? '{{ .Release.Name }}' : '{{ $.Release.Name }}',
      reference,
      second,
      condition,
    ),
    ...helper,
  };
}

/** A value that stands deeper: `image.tag` as lines of YAML. */
export function nested(key: string, value: string): string[] {
  return key
    .split('.')
    .map((part, depth, all) => `${'  '.repeat(depth)}${part}:${depth === all.length - 1 ? ` ${value}` : ''}`);
}

/** A chart that two services take says no image itself: whatever it is, their own values say all of it. */
function sharedChart(made: ChartUnit): ChartUnit {
  const place = made.place === 'chart' ? 'valuesObject' : made.place;
  return {
    ...made,
    place,
    keys: 'nested',
    hasDefault: false,
    isHelper: false,
    hasSecondImage: false,
    through: 'VALUE',
    condition: '',
  };
}

export function chartFiles(given: ChartUnit, service: string, layout: Layout): Record<string, string> {
  const made = given.isShared ? sharedChart(given) : given;
  const name = made.isShared ? 'service' : service;
  const folder = `charts/${name}`;
  const tag = `${layout.quotes}${layout.old}${layout.quotes}`;
  const { values, key, expression } = valuesOf(made.keys, service, made.place === 'chart' ? tag : '"v0"');
  const files: Record<string, string> = {
    ...chartOf(folder, name, expression, made),
    [`${folder}/values.yaml`]: made.isShared ? lines('image:', '  repository: none', '  tag: none') : lines(...values),
  };
  for (const environment of layout.environments)
    Object.assign(files, deployedChart(made, { folder, key, service, environment, layout }));
  return files;
}

interface Deployed {
  folder: string;
  /** The key of the tag, or of the whole reference. */
  key: string;
  service: string;
  environment: string;
  layout: Layout;
}

/** The Application of a chart, and the file that says its tag. */
function deployedChart(
  made: ChartUnit,
  { folder, key, service, environment, layout }: Deployed,
): Record<string, string> {
  const { old, quotes } = layout;
  const text = made.keys === 'whole' ? `${image(service)}:${old}` : old;
  const own = [
    ...nested(key, `${quotes}${text}${quotes}`),
    ...(made.isShared ? [`  repository: ${image(service)}`] : []),
  ];
  const below = own.map((line) => `    ${line}`);
  const parameters = [
    ...['helm:', '  parameters:', `    - name: ${key}`, `      value: ${quotes || "'"}${text}${quotes || "'"}`],
    ...(made.isShared ? ['    - name: image.repository', `      value: ${image(service)}`] : []),
  ];
  const name = `${service}-${environment}`;
  const ofDev =
    made.place === 'chart' && environment === 'dev' ? ownOfDev(made.ofDev, folder, key, made.keys, service) : {};
  const more: Record<ChartUnit['place'], string[]> = {
    chart: Object.keys(ofDev).length > 0 ? ['helm:', '  valueFiles: [values-dev.yaml]'] : [],
    'value-file': ['helm:', `  valueFiles: [values.yaml, ${name}.yaml]`],
    parameters,
    valuesObject: ['helm:', '  valuesObject:', ...below],
    values: ['helm:', '  values: |', ...below],
    reference: [],
    'source-file': [],
  };
  const beside: Partial<Record<ChartUnit['place'], Record<string, string>>> = {
    'value-file': { [`${folder}/${name}.yaml`]: lines(...own) },
    'source-file': { [`${folder}/.argocd-source-${name}.yaml`]: lines(...parameters) },
    reference: { [`env/${environment}/${service}.yaml`]: lines(...own) },
  };
  const isReferencing = made.place === 'reference';
  return {
    ...beside[made.place],
    ...ofDev,
    [`apps/${environment}/${service}.yaml`]: isReferencing
      ? referencing(name, folder, `env/${environment}/${service}.yaml`)
      : application(name, folder, more[made.place]),
  };
}

/** A value file of dev, where it has one. */
function ownOfDev(has: OfDev, folder: string, key: string, keys: Keys | null, service: string): Record<string, string> {
  const tag = keys === 'whole' ? `${image(service)}:dev-1` : 'dev-1';
  const said = { nothing: [], tag: nested(key, tag), other: ['replicas: 1'] }[has];
  return said.length === 0 ? {} : { [`${folder}/values-dev.yaml`]: lines(...said) };
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

export function umbrellaFiles(
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
    const ofDev =
      made.place === 'chart' && environment === 'dev'
        ? ownOfDev(made.ofDev, folder, `${key}.image.tag`, null, service)
        : {};
    Object.assign(files, ofDev);
    const more = {
      chart: Object.keys(ofDev).length > 0 ? ['helm:', '  valueFiles: [values-dev.yaml]'] : [],
      'value-file': ['helm:', `  valueFiles: [values-${environment}.yaml]`],
      parameters: ['helm:', '  parameters:', `    - { name: ${key}.image.tag, value: "${old}" }`],
    }[made.place];
    if (made.place === 'value-file')
      files[`${folder}/values-${environment}.yaml`] = lines(...nested(`${key}.image.tag`, tag));
    files[`apps/${environment}/${service}.yaml`] = application(`${service}-${environment}`, folder, more);
  }
  return files;
}
