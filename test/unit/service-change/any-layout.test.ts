import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { assertAdded, assertRetired } from '../../proof/services/judgement.ts';
import { deployments, layouts, lists, type ServicesLayout } from '../../proof/services/layouts.ts';

const plain: ServicesLayout = {
  services: ['cart-service', 'order-service', 'payment-service', 'review-service'],
  added: 'refund-service',
  folder: 'services',
  deployment: 'charts',
  place: 'parameters',
  environments: ['dev', 'prod'],
  isPair: false,
  isFlow: false,
  isGo: false,
  lists: ['matrix', 'filter'],
  namesInTemplates: false,
  hasRoot: false,
  hasPorts: false,
};

describe('a service that is added and one that is retired', () => {
  test.each(deployments)('in a repository that deploys by %s', async (deployment) => {
    const layout = { ...plain, deployment, place: 'value-file' as const };
    await assertAdded(layout);
    await assertRetired(layout, 'order-service');
  });

  test('in a repository with one chart, a template of which names the services', async () => {
    const layout = { ...plain, deployment: 'one-chart' as const, namesInTemplates: true };
    await assertAdded(layout);
    await assertRetired(layout, 'order-service');
  });

  test.each(lists)('in a repository with the list %s', async (list) => {
    const layout = { ...plain, deployment: 'manifests' as const, lists: [list] };
    await assertAdded(layout);
    await assertRetired(layout, 'order-service');
  });

  test('in any layout', async () => {
    await fc.assert(
      fc.asyncProperty(layouts, fc.nat(), async (layout, index) => {
        await assertAdded(layout);
        await assertRetired(layout, layout.services[index % layout.services.length] ?? '');
      }),
      { numRuns: Number(process.env.ROLLCALL_LAYOUT_RUNS ?? 5) },
    );
  });
});
