import { describe, expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { isComplete, type ServiceChange } from '@rollcall/domain/service-change/service-change';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};

function textIn({ files }: ServiceChange): (name: string) => string | null {
  return (name) => {
    const [path, content] = [...files].find(([one]) => one.endsWith(`/${name}`)) ?? [];
    return path === undefined ? null : textOf(path, content ?? undefined);
  };
}

describe('a chart of all whose named templates are called after each service', () => {
  const joined = ['cartservice', 'emailservice', 'orderservice'];
  const camelOf = (name: string) => name.replace('service', 'Service');
  const define = (name: string) => `{{- define "shop.${camelOf(name)}Labels" -}}\napp: ${name}\n{{- end }}`;
  const helpers = `{{- define "shop.name" -}}shop{{- end }}\n\n${joined.map(define).join('\n\n')}\n`;
  const template = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: {{- include "shop.${camelOf(name)}Labels" . | nindent 4 }}
spec:
  template:
    spec:
      containers:
        - name: app
          image: "{{ .Values.${camelOf(name)}.image.repository }}:{{ .Values.${camelOf(name)}.image.tag }}"
`;
  const files = (tpl: string): Record<string, string> => ({
    ...Object.fromEntries(joined.map((name) => [`services/${name}/Dockerfile`, 'FROM scratch\n'])),
    ...Object.fromEntries(joined.map((name) => [`charts/shop/templates/${name}.yaml`, template(name)])),
    'charts/shop/templates/_helpers.tpl': tpl,
    'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
    'charts/shop/values.yaml': joined
      .map((name) => `${camelOf(name)}:\n  image:\n    repository: ghcr.io/acme/${name}\n    tag: 5-abcdef1\n`)
      .join(''),
    'argocd/shop.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io] }
spec:
  project: default
  source: { repoURL: "https://github.com/acme/shop", path: charts/shop, targetRevision: main }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
`,
  });
  const wanted = { name: 'refundservice', like: 'emailservice', environments: [], tag: '7-abc1234' };

  // Helm v3.22.0 renders none of the chart where one template includes what nothing defines.
  test('has one for the new service behind its sibling’s, and every byte is back when that goes', async () => {
    const before = files(helpers);
    const change = await planNewService(memoryTree(before), wanted, options);
    expect(textIn(change)('_helpers.tpl')).toBe(
      helpers.replace(define('emailservice'), `${define('emailservice')}\n\n${define('refundservice')}`),
    );
    expect(textIn(change)('refundservice.yaml')).toBe(template('refundservice'));
    expect(textIn(change)('values.yaml')).toContain(
      'refundService:\n  image:\n    repository: ghcr.io/acme/refundservice\n',
    );
    const after = { ...before };
    for (const path of change.files.keys()) after[path] = textOf(path, change.files.get(path) ?? undefined) ?? '';
    const back = await planRetirement(memoryTree(after), { name: 'refundservice' }, options);
    expect(back.findings).toEqual([]);
    for (const [path, content] of back.files)
      expect([path, content && textOf(path, content)]).toEqual([path, before[path] ?? null]);
    expect([...change.files.keys()].sort()).toEqual([...back.files.keys()].sort());
  });

  test('is not copied where a template would include what nothing defines', async () => {
    const printed = joined.map((name) => `{{- define (printf "shop.%sLabels" "${camelOf(name)}") -}}\n{{- end }}\n`);
    const change = await planNewService(memoryTree(files(printed.join(''))), wanted, options);
    expect([...change.files.keys()].every((path) => path.startsWith('services/'))).toBe(true);
    expect(change.notes).toContainEqual(
      expect.stringContaining('would include "shop.refundServiceLabels", which nothing defines'),
    );
    expect(isComplete(change)).toBe(false);
  });
});
