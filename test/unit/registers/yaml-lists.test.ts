import { describe, expect, test } from '@jest/globals';
import { findRegisters } from '@rollcall/domain/registers/discovery/find-registers';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import { camel, contextOf, describeLists, names, only, registersOf, service, snake, stem } from './register-cases.ts';

const values = 'k8s/environments/dev.yaml';
const lines = (list: readonly string[], line: (name: string) => string): string => list.map(line).join('');

describeLists([
  {
    title: 'images of a kustomization',
    kind: 'yaml-list',
    path: 'deploy/overlays/prod/kustomization.yaml',
    write: (list) =>
      `images:\n${list.map((one) => `  - name: ghcr.io/acme/${one}\n    newName: registry.example.com/${one}\n`).join('')}`,
    line: 1,
  },
  {
    title: 'labels by files',
    kind: 'yaml-map',
    path: '.github/labeler.yml',
    write: (list) =>
      list.map((one) => `${one}:\n  - changed-files:\n      - any-glob-to-any-file: services/${one}/**\n`).join(''),
    line: 1,
  },
  {
    title: 'a sequence of maps',
    kind: 'yaml-list',
    path: values,
    write: (list) =>
      `env: dev\nistio:\n  services:\n${lines(list, (one) => `    - name: ${one} # ${one.length}\n      port: 8080\n`)}\nlast: 1\n`,
    line: 3,
  },
  {
    title: 'a sequence of names, in its own column',
    kind: 'yaml-list',
    path: values,
    write: (list) => `services:\n${lines(list, (one) => `- '${one}'\n`)}`,
    line: 1,
  },
  {
    title: 'a sequence in brackets',
    kind: 'yaml-list',
    path: values,
    write: (list) => `a: 1\nnotify: { services: [${list.join(', ')}] } # all\n`,
    line: 2,
  },
  {
    title: 'databases by the stem',
    kind: 'yaml-list',
    path: values,
    write: (list) =>
      `dbInit:\n  databases:\n    - name: postgres\n${lines(list, (one) => `    - name: shop_${snake(stem(one))}\n      user: ${snake(stem(one))}_rw\n`)}`,
    line: 2,
    foreign: ['postgres'],
  },
  {
    title: 'scrape jobs',
    kind: 'yaml-list',
    path: 'monitoring/prometheus.yml',
    write: (list) =>
      `scrape_configs:\n${lines(list, (one) => `  - job_name: "${one}"\n    static_configs:\n      - targets: ["${one}:8080"]\n`)}`,
    line: 1,
  },
  {
    title: 'scrape jobs in a ConfigMap',
    kind: 'yaml-list',
    path: 'k8s/prometheus/configmap.yaml',
    write: (list) =>
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  prometheus.yml: |\n    scrape_configs:\n${lines(list, (one) => `      - job_name: ${one}\n        metrics_path: /metrics\n`)}`,
    line: 5,
  },
  {
    title: 'scrape targets',
    kind: 'yaml-list',
    path: 'monitoring/prometheus.yml',
    write: (list) => `a:\n  - targets:\n${lines(list, (one) => `      - ${one}:8080\n`)}`,
    line: 2,
  },
  {
    title: 'the elements of an ApplicationSet',
    kind: 'yaml-list',
    path: 'argocd/set.yaml',
    write: (list) =>
      `kind: AppProject\napiVersion: v1\n---\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  generators:\n    - list:\n        elements:\n${lines(list, (one) => `          - service: ${one}\n`)}`,
    line: 9,
  },
  {
    title: 'a map',
    kind: 'yaml-map',
    path: values,
    write: (list) => `replicas:\n${lines(list, (one) => `  ${one}: 2 # ${one.length}\n`)}other: {}\n`,
    line: 1,
  },
  {
    title: 'a map of maps in camel case, at the top',
    kind: 'yaml-map',
    path: 'k8s/umbrella/values.yaml',
    write: (list) =>
      `# all\nglobal: {}\n${lines(list, (one) => `\n${camel(one)}:\n  enabled: true\n  host: ${one}\n`)}`,
    line: 2,
    foreign: ['global'],
  },
  {
    title: 'a map in braces',
    kind: 'yaml-map',
    path: values,
    write: (list) => `limits: {${list.map((one) => `"${snake(one)}": {cpu: 1}`).join(', ')}}\n`,
    line: 1,
  },
  {
    title: 'Compose',
    kind: 'compose',
    path: 'docker/compose/docker-compose.dev.yml',
    write: (list) =>
      `name: shop\nservices:\n  redis:\n    image: redis:7\n${lines(list, (one) => `  ${one}:\n    build: ./services/${one}\n    ports:\n      - "9${String(100 + names.indexOf(one))}:8080"\n    depends_on: [redis]\n`)}volumes: {}\n`,
    line: 2,
  },
  {
    title: 'an HTTPRoute',
    kind: 'routes',
    path: 'k8s/routes.yaml',
    write: (list) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec:\n  rules:\n${lines(list, (one) => `    - matches:\n        - path:\n            type: PathPrefix\n            value: /api/svc/${stem(one)}\n      backendRefs:\n        - name: ${one}\n          port: 80\n`)}`,
    line: 4,
    besideSibling: true,
  },
  {
    title: 'a VirtualService, two rules for each',
    kind: 'routes',
    path: 'k8s/routes.yaml',
    write: (list) =>
      `kind: VirtualService\nspec:\n  http:\n${lines(list, (one) => `  - match: [{uri: {prefix: /${one}/ws}}]\n    route: [{destination: {host: ${one}.prod.svc.cluster.local}}]\n  - match:\n    - uri:\n        prefix: "/${one}"\n    rewrite:\n      uri: /\n    route:\n    - destination:\n        host: ${one}\n`)}`,
    line: 3,
    besideSibling: true,
  },
  {
    title: 'an Ingress',
    kind: 'routes',
    path: 'k8s/ingress.yaml',
    write: (list) =>
      `apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  rules:\n    - http:\n        paths:\n${lines(list, (one) => `          - path: /${stem(one)}\n            backend: { service: { name: ${one}, port: { number: 80 } } }\n`)}`,
    line: 6,
    besideSibling: true,
  },
]);

const sequence = lines(names, (name) => `  - ${name}\n`);
describe('no registers', () => {
  test.each([
    ['a kustomization', 'k8s/kustomization.yaml', `resources:\n${sequence}`],
    ['resources under another name', 'k8s/all.yaml', `resources:\n${sequence}`],
    [
      'what something waits for',
      'compose.yaml',
      `services:\n  gateway:\n    build: .\n    depends_on:\n${lines(names, (name) => `      - ${name}\n`)}`,
    ],
    ['what is left out', values, `excludedServices:\n${sequence}`],
    ['an object of a cluster', 'k8s/role.yaml', `apiVersion: v1\nkind: Role\nrules:\n${sequence}`],
    ['the values of one service', 'charts/storefront/values.yaml', `upstreams:\n${sequence}`],
    ['the source of one service', 'services/storefront/config.yaml', `upstreams:\n${sequence}`],
    ['a file named after one service', 'k8s/env/storefront.yaml', `upstreams:\n${sequence}`],
    [
      'under the name of one service',
      values,
      `storefront:\n  upstreams:\n${lines(names, (name) => `    - ${name}\n`)}`,
    ],
    ['a comment', values, `services: []\n${lines(names, (name) => `#  - ${name}\n`)}`],
    ['text', values, `text: |\n  services:\n${lines(names, (name) => `    - ${name}\n`)}`],
    ['addresses', values, `hosts:\n${lines(names, (name) => `  ${name}: http://${name}:80\n`)}`],
    ['variables', values, `env:\n${lines(names, (name) => `  ${snake(name).toUpperCase()}_URL: x\n`)}`],
    ['stems alone', values, 'things:\n  - cart\n  - order\n  - account\n  - audit-log\n'],
    ['names in other words', values, 'things:\n  - shopping-cart-services\n  - preorder-service\n  - storefronts\n'],
    [
      'a map of many other things',
      values,
      `${lines(names, (name) => `${name}: {}\n`)}${'abcdefghij'.replace(/./g, '$&: 1\n')}`,
    ],
    ['an interface', 'api/gateway.yaml', `openapi: 3.0.0\ntags:\n${lines(names, (name) => `  - name: ${name}\n`)}`],
    ['documentation', 'mkdocs.yml', `services:\n${sequence}`],
    ['our own configuration', 'rollcall.yaml', `removed-services:\n${sequence}list:\n${sequence}`],
    ['a lock file', 'pnpm-lock.yaml', `services:\n${sequence}`],
    ['broken YAML', values, `services:\n${sequence}  x: [\n`],
    ['an alias', values, 'a: *services\n'],
  ])('%s', (_title, path, text) => {
    expect(registersOf(path, text)).toEqual([]);
  });
});

test('the port of a clone in Compose is free', () => {
  const one = (name: string, port: number) =>
    `  ${name}:\n    build: services/${name}\n    ports:\n      - "127.0.0.1:${port}:8080" # web\n      - ${port + 1}:9090/tcp\n`;
  const text = `services:\n${one('cart-service', 9001)}${one('order-service', 9101)}${one('storefront', 9003)}`;
  const after = applyEdits(text, only('compose.yml', text).insert('admin-portal', 'cart-service'));
  expect(after).toBe(`${text}${one('admin-portal', 9103)}`);
});

describe('what a person has to say', () => {
  test.each([
    [
      'a value of its own for each',
      `ports:\n${names
        .slice(0, 4)
        .map((name, index) => `  ${name}: ${8000 + index}\n`)
        .join('')}`,
    ],
    [
      'an anchor',
      `services:\n${lines(names.slice(0, 4), (name) => `  - name: ${name}\n    limits: &${name} { cpu: 1 }\n`)}`,
    ],
    [
      'what is named after the sibling',
      `services:\n${lines(names.slice(0, 4), (name) => `  - name: ${name}\n    bucket: shop-${name}-data\n`)}`,
    ],
  ])('%s', (_title, text) => {
    const register = only(values, text);
    expect(register.entries).toEqual(names.slice(0, 4));
    expect(register.insert('admin-portal')).toEqual([]);
    expect(only(values, applyEdits(text, register.remove('order-service'))).entries).not.toContain('order-service');
  });

  test('a route that would match what its sibling matches', () => {
    const rule = (name: string) => `    - matches: [{path: {value: /}}]\n      backendRefs: [{name: ${name}}]\n`;
    const text = `kind: HTTPRoute\nspec:\n  rules:\n${lines(names.slice(0, 4), rule)}`;
    expect(only('r.yaml', text).insert('admin-portal')).toEqual([]);
  });

  test('a name that would be read back as another', () => {
    const text = `services:\n${lines(names.slice(0, 5), (name) => `  ${camel(name)}: {}\n`)}`;
    expect(only(values, text).insert('un_known')).toEqual([]);
    expect(only(values, text).insert('admin-portal')).toHaveLength(1);
  });
});

test('names that YAML or JavaScript would read as something else', () => {
  const more = ['on', 'null', '1', '__proto__', 'constructor'].map((name) => service(name, 'go'));
  const context = contextOf({ more });
  const text = `services:\n${lines([...names, 'search'], (name) => `  - ${name}\n`)}`;
  const before = only(values, text, context);
  for (const { name } of more) {
    const after = applyEdits(text, before.insert(name));
    expect(only(values, after, context).entries).toEqual([...before.entries, name]);
  }
});

test('a list of one language', () => {
  const text = 'goServices:\n  - cart-service\n  - order-service\n';
  expect(only(values, text).scope).toEqual(['go']);
  expect(registersOf(values, text.replace('goServices', 'services'))).toEqual([]);
});

test('a manifest that cannot list is not parsed, however many services it spells', () => {
  const object = (kind: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: x }\ndata:\n${lines(names, (one) => `  ${one}: a\n`)}`;
  const isParsed = (text: string): boolean => {
    let parsed = false;
    const file = {
      path: 'install/all.yaml',
      text,
      get yaml() {
        parsed = true;
        return parseYamlFile('install/all.yaml', text);
      },
    };
    findRegisters([file], contextOf());
    return parsed;
  };
  expect(isParsed(`# all\n---\n${object('CustomResourceDefinition')}---\n${object('Deployment')}`)).toBe(false);
  expect(isParsed(`${object('Deployment')}---\n${object('ConfigMap')}`)).toBe(true);
  expect(isParsed(object('"HTTPRoute"'))).toBe(true);
  expect(isParsed(`${object('Job')}  run: |\n    for one in ${names.join(' ')}; do\n`)).toBe(true);
  expect(isParsed(`${object('Job')}  run: |\n    all=(${names.join(' ')})\n`)).toBe(true);
  expect(isParsed(`services:\n${lines(names, (one) => `- ${one}\n`)}`)).toBe(true);
});

test('an image with a tag of its own is not cloned, and can be taken out', () => {
  const text =
    'images:\n  - name: acme/cart-service\n    newTag: "1"\n  - name: acme/order-service\n    newTag: "2"\n  - name: acme/storefront\n    newTag: "3"\n';
  const register = only('deploy/kustomization.yaml', text);
  expect(register.insert('account-service')).toEqual([]);
  expect(applyEdits(text, register.remove('storefront'))).toBe(
    text.slice(0, text.indexOf('  - name: acme/storefront')),
  );
});

test.each([
  ['behind the one before it', '  - cart-service\n  - order-service \n  - storefront\t\n'],
  ['behind an empty item', '  - cart-service\n  - order-service\n  - storefront\n  - \n'],
  ['behind an empty item, at the end', '  - cart-service\n  - order-service\n  - storefront\n  - '],
])('blanks at the end of a line stay as they are: %s', (_where, items) => {
  const text = `services:\n${items}`;
  const list = only(values, text);
  const after = applyEdits(text, list.insert('payment-service'));
  expect(after.replace('\n  - payment-service', '')).toBe(text);
  expect(applyEdits(after, only(values, after).remove('payment-service'))).toBe(text);
});
