import { describe, expect, test } from '@jest/globals';
import { environmentNames, sameEnvironment, withoutEnvironment } from '@rollcall/domain/argocd/environment-names';

test.each([
  ['prod', ['prod', 'production', 'prd', 'live']],
  ['Production', ['prod', 'production', 'prd', 'live']],
  ['stg', ['staging', 'stage', 'stg', 'stag']],
  ['qa', ['qa']],
  ['Blue', ['Blue']],
])('%s means the same as %j', (name, names) => {
  expect(sameEnvironment(name)).toEqual(names);
});

describe('names in texts', () => {
  const names = environmentNames(['Blue', 'eu', 'eu-west', 'west', 'PROD']);

  test.each([
    ['blue', 'Blue'],
    ['BLUE', 'Blue'],
    ['prod', 'PROD'],
    ['Staging', 'staging'],
    ['shop-prod', undefined],
    ['main', undefined],
    ['', undefined],
  ])('%j is %j', (text, name) => {
    expect(names.exact(text)).toBe(name);
  });

  test.each([
    ['user-service-prod', 'PROD'],
    ['deploy/Staging', 'staging'],
    ['user_service_blue', 'Blue'],
    ['shop.dev', 'dev'],
    ['shop-pre-prod', 'pre-prod'],
    ['shop-eu-west', 'eu-west'],
    ['shop-us-west', 'west'],
    ['prod', undefined],
    ['userprod', undefined],
    ['prod-service', undefined],
    ['shop prod', undefined],
    ['shop-', undefined],
  ])('%j ends with %j', (text, name) => {
    expect(names.suffix(text)).toBe(name);
  });

  test.each([
    ['prod-istiod', 'PROD'],
    ['Eu-West-istiod', 'eu-west'],
    ['west/eu', 'west'],
    ['blue.istiod', 'Blue'],
    ['blue_istiod', 'Blue'],
    ['staging-istiod', undefined],
    ['prod', undefined],
    ['prodistiod', undefined],
    ['-prod', undefined],
    ['istiod-prod', undefined],
  ])('%j begins with %j', (text, name) => {
    expect(names.prefix(text)).toBe(name);
  });
});

test.each([
  ['user-service-prod', 'prod', 'user-service'],
  ['user-service-PROD', 'Prod', 'user-service'],
  ['prod-user-service', 'prod', 'user-service'],
  ['user-service-production', 'prod', 'user-service'],
  ['live-user-service', 'prod', 'user-service'],
  ['user-service-pre-production', 'preprod', 'user-service'],
  ['user-service-blue', 'Blue', 'user-service'],
  ['user-service-dev', 'prod', 'user-service-dev'],
  ['userprod', 'prod', 'userprod'],
  ['produser', 'prod', 'produser'],
  ['user-prod-service', 'prod', 'user-prod-service'],
  ['user-service-prod', null, 'user-service-prod'],
])('%j without %j is %j', (name, environment, rest) => {
  expect(withoutEnvironment(name, environment)).toBe(rest);
});
