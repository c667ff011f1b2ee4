import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { ruleFixtures, verifyFiles } from '../../rule-fixtures.ts';

const prefix = 'notifications.argoproj.io/subscribe.';
const application = 'k8s/argocd/apps/prod/order-service.yaml';
const rules = ['notification-service-undefined', 'notification-trigger-undefined'];

describe('fixes of subscriptions', () => {
  const fixtures = ruleFixtures().filter(({ bad, rule }) => bad && rules.includes(rule));
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s: where there is one, it removes the finding, adds none and changes one key',
    async (_name, { files }) => {
      const before = (await verifyFiles(files, { rules })).findings;
      expect(before).toHaveLength(1);
      for (const { fix, path } of before) {
        if (!fix) continue;
        const text = applyEdits(files[path] ?? '', fix.edits);
        const after = await verifyFiles({ ...files, [path]: text });
        expect(after.findings.filter(({ rule }) => rules.includes(rule))).toEqual([]);
        const [lines, changed] = [(files[path] ?? '').split('\n'), text.split('\n')];
        expect(changed.filter((line, index) => line !== lines[index])).toHaveLength(1);
      }
    },
  );

  test.each([
    ['a webhook by its key', `${prefix}on-deployed.webhook.chat: ""`, `${prefix}on-deployed.chat: ""`, true],
    ['the same in quotes', `"${prefix}on-deployed.webhook.chat": ''`, `"${prefix}on-deployed.chat": ''`, true],
    ['the default triggers', `${prefix}slak: shop # us`, `${prefix}slack: shop # us`, false],
    ['a slip', `${prefix}on-deployed.slak: shop`, `${prefix}on-deployed.slack: shop`, false],
  ])('%s', async (_name, written, fixed, safe) => {
    const finding = await only(written);
    expect(finding?.fix?.safe).toBe(safe);
    const text = applyEdits(withAnnotation(written), finding?.fix?.edits ?? []);
    expect(text).toBe(withAnnotation(fixed));
  });

  test.each([
    ['nothing comes near', `${prefix}on-deployed.telegram: shop`],
    ['the key is there already', `${prefix}on-deployed.slak: shop\n    ${prefix}on-deployed.slack: shop`],
    ['the key is written with an escape', `"notifications.argoproj.io\\/subscribe.on-deployed.slak": shop`],
  ])('none where %s', async (_name, written) => {
    const finding = await only(written);
    expect(finding?.rule).toBe('notification-service-undefined');
    expect(finding?.fix).toBeNull();
  });
});

async function only(written: string) {
  const files = {
    [application]: withAnnotation(written),
    'k8s/argocd/config/prod/argocd-notifications-cm.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-notifications-cm\ndata:\n  service.slack: a\n  service.webhook.chat: a\n  trigger.on-deployed: a\n  defaultTriggers: a\n',
  };
  const { findings } = await verifyFiles(files, { rules });
  expect(findings).toHaveLength(1);
  return findings[0];
}

function withAnnotation(line: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: order-service-prod
  annotations:
    ${line}
spec:
  source: { repoURL: https://git.example.com/shop/shop.git, path: k8s }
  destination: { server: https://kubernetes.default.svc, namespace: shop-prod }
`;
}
