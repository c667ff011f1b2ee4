import { describe, expect, test } from '@jest/globals';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { of } from './added-service.ts';

// Objects that lead to several services: of one that goes its own part is taken out, and the rest stays to the byte.

const names = ['cart-service', 'memes-service', 'user-service'];

async function withoutMemes(files: Record<string, string>) {
  const sources = of(names, (name) => ({
    [`services/${name}/Dockerfile`]: 'FROM scratch\n',
    [`services/${name}/go.mod`]: `module example.com/${name}\n`,
  }));
  const change = await planRetirement(
    memoryTree({ ...sources, ...files }),
    { name: 'memes-service' },
    {
      config: { config: {}, path: null, document: null },
      repositoryUrl: 'https://github.com/acme/shop',
      today: '2026-01-01',
    },
  );
  const after = (path: string): string | null =>
    change.files.has(path) ? textOf(path, change.files.get(path) ?? undefined) : (files[path] ?? null);
  return { after, told: change.findings.map(({ path, line }) => `${path}:${line}`) };
}

const path = (name: string): string =>
  `          - path: /${name.replace('-service', '')}\n            pathType: Prefix\n            backend: { service: { name: ${name}, port: { number: 80 } } }\n`;
const ingress = (...rules: readonly string[]): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: shop }\nspec:\n  rules:\n${rules.join('')}`;
const rule = (host: string, services: readonly string[]): string =>
  `    - host: ${host}\n      http:\n        paths:\n${services.map(path).join('')}`;
const others = names.filter((name) => name !== 'memes-service');

describe('an Ingress of several services', () => {
  test('loses the path of one in each environment', async () => {
    const environments = ['dev', 'staging', 'prod'];
    const files = Object.fromEntries(
      environments.map((one) => [`k8s/${one}/ingress.yaml`, ingress(rule(`${one}.example.com`, names))]),
    );
    const { after, told } = await withoutMemes(files);
    for (const one of environments)
      expect(after(`k8s/${one}/ingress.yaml`)).toBe(ingress(rule(`${one}.example.com`, others)));
    expect(told).toEqual([]);
  });

  test('keeps a host that leads to that one alone, which is told', async () => {
    const all = ingress(rule('shop.example.com', others), rule('memes-service.example.com', ['memes-service']));
    const { after, told } = await withoutMemes({ 'k8s/ingress.yaml': all });
    expect([after('k8s/ingress.yaml'), told]).toEqual([all, ['k8s/ingress.yaml:15', 'k8s/ingress.yaml:20']]);
  });
});

test('an Ingress in a folder of another service is a matter of that one: the lines that lead to the one are told', async () => {
  const path = 'k8s/cart-service/ingress.yaml';
  const own = ingress(rule('cart.example.com', ['cart-service', 'memes-service']));
  const { after, told } = await withoutMemes({ [path]: own });
  expect([after(path), told]).toEqual([own, [`${path}:14`]]);
});

test('an HTTPRoute loses the rule whose only backend it is, and a backend beside others', async () => {
  const route = (rules: string): string =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: shop }\nspec:\n  rules:\n${rules}`;
  const backends = (prefix: string, services: readonly string[]): string =>
    `    - matches: [{ path: { value: ${prefix} } }]\n      backendRefs:\n${services.map((name) => `        - name: ${name}\n          port: 80\n`).join('')}`;
  const { after, told } = await withoutMemes({
    'k8s/route.yaml': route(
      backends('/', ['cart-service', 'memes-service']) +
        backends('/memes', ['memes-service']) +
        backends('/user', ['user-service']),
    ),
  });
  expect([after('k8s/route.yaml'), told]).toEqual([
    route(backends('/', ['cart-service']) + backends('/user', ['user-service'])),
    [],
  ]);
});
