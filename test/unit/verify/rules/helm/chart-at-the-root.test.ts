import { expect, test } from '@jest/globals';
import { verifyFiles } from '../../rule-fixtures.ts';

const files = {
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'templates/a.yaml': 'kind: ConfigMap\nmetadata: {name: a}\ndata: {a: "{{ .Values.own }}"}\n',
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/a.yaml': 'kind: ConfigMap\nmetadata: {name: web}\ndata: {a: "{{ .Values.size }}"}\n',
  'apps/shop.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: {project: a, source: {repoURL: "git@git.example.com:shop/shop.git", targetRevision: v1, path: ".", helm: {valueFiles: [values-dev.yaml]}}, destination: {namespace: a}}\n',
};

test.each([
  ['own: 1\nweb: {size: 2}\n', []],
  ['other: 1\n', ['other']],
])('what values of the chart at the root say of a chart in it is read there: %j', async (values, want) => {
  const { findings } = await verifyFiles({ ...files, 'values-dev.yaml': values });
  const unread = findings.filter(({ rule }) => rule === 'values-key-unread');
  expect(unread.map(({ subject }) => subject)).toEqual(want);
  for (const { message } of unread) expect(message).toContain('no template of chart . reads');
});
