/** What several layouts write. */
export const repository = 'https://github.com/acme/shop.git';

export function application(name: string, path: string, more: readonly string[] = []): string {
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

export const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
export const image = (service: string) => `ghcr.io/acme/${service}`;

export function deployment(name: string, reference: string, more: readonly string[] = [], condition = ''): string {
  const around = (action: string) => (condition === '' ? [] : [`        {{- ${action} }}`]);
  return lines(
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: { name: ${name} }`,
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    ...around(condition),
    `        - name: ${name}`,
    `          image: ${reference}`,
    ...around('end'),
    ...more,
  );
}
