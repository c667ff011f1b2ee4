import { expect, test } from '@jest/globals';
import { holdSync } from '@rollcall/domain/service-change/first-deployment';

const application = (policy: string, revision = 'HEAD') =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: refund
spec:
  source:
    path: charts/refund
    targetRevision: ${revision}
${policy}`;

const automated = '  syncPolicy:\n    automated:\n      prune: true\n      selfHeal: true\n';
const options = '    syncOptions:\n      - CreateNamespace=true\n';
const always = () => true;

test.each([
  ['alone', automated, ''],
  ['beside options', `${automated}${options}`, `  syncPolicy:\n${options}`],
  [
    'as a flow map',
    '  syncPolicy: {automated: {prune: true}, retry: {limit: 2}}\n',
    '  syncPolicy: {retry: {limit: 2}}\n',
  ],
  ['as an empty map', `  syncPolicy:\n    automated: {}\n${options}`, `  syncPolicy:\n${options}`],
])('an automated sync %s is taken out', (_, before, after) => {
  expect(holdSync('apps/refund.yaml', application(before), always)).toBe(application(after));
});

test.each([
  ['no policy', application('')],
  ['another object', 'kind: ConfigMap\ndata:\n  automated: "x"\n'],
  ['a policy without automated', application(`  syncPolicy:\n${options}`)],
])('%s is left as it is', (_, text) => {
  expect(holdSync('apps/refund.yaml', text, always)).toBe(null);
});

test('an Application of a deploy branch waits for nothing: the branch has it with its first tag', () => {
  const text = application(automated, 'k8s-deploy-prod');
  expect(holdSync('apps/refund.yaml', text, (revision) => revision !== 'k8s-deploy-prod')).toBe(null);
});
