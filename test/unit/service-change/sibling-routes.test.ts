import { describe, expect, test } from '@jest/globals';
import { withoutRoutes } from '@rollcall/domain/service-change/sibling-routes';

const unchosen = 'refund-service.change-me.invalid';

describe('a host of the sibling leads nowhere in a copy', () => {
  test.each([
    [
      'values of a chart',
      'ingress:\n  enabled: true\n  hosts:\n    - host: api.shop.example.com\n      paths:\n        - path: /\n  tls:\n    - secretName: api-tls\n      hosts: [api.shop.example.com, "www.shop.example.com"]\n',
      `ingress:\n  enabled: true\n  hosts:\n    - host: ${unchosen}\n      paths:\n        - path: /\n  tls:\n    - secretName: api-tls\n      hosts: [${unchosen}, "${unchosen}"]\n`,
    ],
    [
      'values inside of an Application',
      'kind: Application\nspec:\n  source:\n    helm:\n      values: |\n        ingress:\n          hosts:\n          - api.shop.example.com # of all\n        database:\n          host: db.example.com\n',
      `kind: Application\nspec:\n  source:\n    helm:\n      values: |\n        ingress:\n          hosts:\n          - ${unchosen} # of all\n        database:\n          host: db.example.com\n`,
    ],
    [
      'an Ingress, and not the object beside it',
      'kind: Ingress\nspec:\n  rules:\n    - host: "*.example.com"\n---\nkind: ConfigMap\ndata:\n  host: a.example.com\n',
      `kind: Ingress\nspec:\n  rules:\n    - host: "${unchosen}"\n---\nkind: ConfigMap\ndata:\n  host: a.example.com\n`,
    ],
    [
      'a VirtualService, but for what it leads to',
      'kind: VirtualService\nspec:\n  hosts:\n    - shop.example.com\n  http:\n    - route:\n        - destination:\n            host: a.shop.svc.cluster.local\n',
      `kind: VirtualService\nspec:\n  hosts:\n    - ${unchosen}\n  http:\n    - route:\n        - destination:\n            host: a.shop.svc.cluster.local\n`,
    ],
  ])('%s', (_what, text, expected) => {
    expect(withoutRoutes('k8s/refund-service.yaml', text, 'refund-service')).toBe(expected);
    expect(withoutRoutes('k8s/refund-service.yaml', expected, 'refund-service')).toBe(expected);
  });

  test.each([
    ['a host of its own', 'ingress:\n  hosts:\n    - host: refund.shop.example.com\n'],
    [
      'a path of its own',
      'ingress:\n  hosts:\n    - host: shop.example.com\n      paths:\n        - path: /api/refund-service\n',
    ],
    ['a host that is written elsewhere', 'kind: Ingress\nspec:\n  rules:\n    - host: {{ .Values.host }}\n'],
    ['no route', 'redis:\n  host: cache.example.com\nenv:\n  - name: URL\n    value: https://shop.example.com/\n'],
    ['a name inside the cluster', 'kind: Gateway\nspec:\n  hosts:\n    - shop.prod.svc.cluster.local\n    - shop\n'],
  ])('%s stays', (_what, text) => {
    expect(withoutRoutes('k8s/refund-service.yaml', text, 'refund-service')).toBe(text);
  });
});
