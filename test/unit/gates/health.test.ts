import { expect, test } from '@jest/globals';
import { healthNames, healthOf } from '@rollcall/domain/gates/health';
import type { Check } from '@rollcall/domain/gates/judge';

test.each<[string[], string[], string[]]>([
  [['argocd'], ['cart-prod'], ['argocd']],
  [
    ['argocd/{application}', 'smoke'],
    ['cart-prod', 'cart-jobs'],
    ['argocd/cart-prod', 'argocd/cart-jobs', 'smoke'],
  ],
  [['deployment:{service}'], [], ['deployment:cart']],
  [['{service}/{application}', '{service}/{application}'], ['a'], ['cart/a']],
  [['argocd/{application}'], [], ['argocd/{application}']],
  [['argocd/{application}'], ['$&', '{service}'], ['argocd/$&', 'argocd/{service}']],
])('%j of a service with the Applications %j', (health, applications, names) => {
  expect(healthNames(health, 'cart', applications)).toEqual(names);
});

test.each<[Record<string, Check['state']>, string]>([
  [{ a: 'success', b: 'success' }, 'healthy'],
  [{ a: 'success' }, 'pending'],
  [{ a: 'success', b: 'pending' }, 'pending'],
  [{ a: 'failure' }, 'unhealthy'],
  [{ a: 'failure', b: 'success' }, 'unhealthy'],
  [{ other: 'failure' }, 'pending'],
  [{}, 'pending'],
])('%j is %s', (said, state) => {
  const checks = Object.entries(said).map(([name, one]) => ({ name, state: one }));
  expect(healthOf(checks, ['a', 'b'])).toBe(state);
});
