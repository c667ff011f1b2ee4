import { chartOf, nested, valuesOf } from './layout-charts.ts';
import { lines, repository } from './layout-texts.ts';
import type { Layout, SetUnit } from './layouts.ts';

export function setFiles(
  made: SetUnit,
  service: string,
  { environments, old, quotes }: Layout,
): Record<string, string> {
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
