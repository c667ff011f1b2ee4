import { expect, test } from '@jest/globals';
import { infrastructureOf } from '@rollcall/domain/verify/rules/istio/infrastructure-pods';

test.each<[string, string, string | null]>([
  ['a database', 'containers:\n  - image: docker.io/library/postgres:17.2\n', 'store'],
  ['its digest', 'containers:\n  - image: "redis@sha256:0000"\n', 'store'],
  ['an exporter', 'containers:\n  - image: oliver006/redis_exporter\n', 'observer'],
  ['a database and its exporter', 'containers:\n  - image: redis:7\n  - image: oliver006/redis_exporter:1\n', 'store'],
  ['beside an application', 'containers:\n  - image: redis:7\n  - image: shop/cart:1\n', null],
  ['an application that is called like one', 'containers:\n  - image: shop/redis-worker:1\n', null],
  ['what values say', 'containers:\n  - image: "{{ .Values.cache.image }}:{{ .Values.cache.tag }}"\n', 'store'],
  ['what nothing says', 'containers:\n  - image: "{{ .Values.other.image }}"\n', null],
  ['init containers do not count', 'initContainers:\n  - image: busybox:1\ncontainers:\n  - image: redis:7\n', 'store'],
])('what a pod is for: %s', (_name, spec, expected) => {
  const values = new Map([
    ['cache.image', 'bitnami/redis'],
    ['cache.tag', '7.4.1'],
  ]);
  expect(infrastructureOf({ spec }, (key) => values.get(key.join('.')) ?? null)).toBe(expected);
});
