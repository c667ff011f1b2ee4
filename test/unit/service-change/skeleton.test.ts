import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { portOfNew, withPort } from '@rollcall/domain/service-change/service-ports';
import { chooseSibling } from '@rollcall/domain/service-change/sibling';
import { skeletonOf } from '@rollcall/domain/service-change/skeleton';
import { indexPaths } from '@rollcall/domain/tree/path-index';
import { serviceRenamer } from '@rollcall/domain/verify/fixes/clone/service-renamer';
import { memoryTree } from '@rollcall/testkit/memory-tree';

function goService(name: string, port: number, more: Record<string, string> = {}): Record<string, string> {
  const folder = `services/${name}`;
  const files: Record<string, string> = {
    Dockerfile: `FROM golang AS build\nEXPOSE ${port}\n`,
    'go.mod': `module example.com/${name}\n`,
    'main.go': `package main\n\nfunc main() {\n\tserve("${name}", ${port})\n}\n`,
    ...more,
  };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

async function opened(files: Record<string, string>) {
  const tree = memoryTree(files);
  return { tree, paths: indexPaths(await tree.list()), catalog: await loadCatalog(tree, {}, { repositoryUrl: null }) };
}

async function draftOf(files: Record<string, string>, like?: string) {
  const { tree, paths, catalog } = await opened(files);
  const sibling = chooseSibling(catalog, paths, { name: 'refund', like, kind: undefined });
  const rename = serviceRenamer(sibling.service.name, 'refund', []);
  const skeleton = await skeletonOf(tree, paths, sibling, {
    name: 'refund-service',
    target: 'services/refund',
    rename,
  });
  return { sibling, ...skeleton };
}

const three = { ...goService('cart', 8080), ...goService('order', 8080), ...goService('payment', 8080) };

describe('the sibling', () => {
  test('is the most usual of the kind that most services have, and it is said why', async () => {
    const { paths, catalog } = await opened({
      ...three,
      ...goService('odd-one', 1, { 'extra/a.go': 'package extra\n' }),
      'services/shop-web/Dockerfile': 'FROM node\n',
      'services/shop-web/package.json': '{}\n',
    });
    const { service, why, lacks } = chooseSibling(catalog, paths, { name: 'refund', like: undefined, kind: undefined });
    expect([service.name, why, lacks]).toEqual(['cart', 'the most usual of 4 go services', []]);
  });

  test('says what the one that was named lacks', async () => {
    const { paths, catalog } = await opened({
      ...goService('cart', 1, { '.golangci.yml': 'a: 1\n' }),
      ...goService('order', 1, { '.golangci.yml': 'a: 1\n' }),
      ...goService('payment', 1),
    });
    const wanted = { name: 'refund', like: 'payment', kind: undefined };
    expect(chooseSibling(catalog, paths, wanted).lacks).toEqual(['.golangci.yml']);
  });

  test('is none whose name is an ordinary word, and none that is nested in another', async () => {
    const { paths, catalog } = await opened({ ...goService('api', 1), ...goService('worker', 1) });
    expect(() => chooseSibling(catalog, paths, { name: 'refund', like: undefined, kind: undefined })).toThrow(
      'no service that a new one could be like',
    );
    expect(() => chooseSibling(catalog, paths, { name: 'refund', like: 'api', kind: undefined })).toThrow(
      'an ordinary word',
    );
  });

  test('is none that nobody deploys where others are, nor one that lacks what most have', async () => {
    const chart = (name: string) => ({
      [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
      [`charts/${name}/values.yaml`]: `image: { repository: example/${name}, tag: 1.0.0 }\n`,
    });
    const lint = { '.golangci.yml': 'a: 1\n' };
    const { paths, catalog } = await opened({
      ...goService('cart', 1, { ...lint, 'cart/item.go': 'package item\n' }),
      ...goService('example', 1),
      ...goService('order', 1, { ...lint, 'order/line.go': 'package line\n', 'order/sum.go': 'package sum\n' }),
      ...goService('payment', 1, { 'payment/card.go': 'package card\n' }),
      ...chart('cart'),
      ...chart('order'),
      ...chart('payment'),
    });
    expect(chooseSibling(catalog, paths, { name: 'refund', like: undefined, kind: undefined }).service.name).toBe(
      'cart',
    );
  });
});

describe('the skeleton', () => {
  test('has no half of a chart that lies among the sources', async () => {
    const chart = (name: string) => ({
      'chart/Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
      'chart/values.yaml': `image: { repository: example/${name}, tag: "" }\nonly: ${name}-has-this\n`,
      'chart/templates/service.yaml': 'kind: Service\nmetadata:\n  name: {{ .Release.Name }}\n',
    });
    const files = { ...goService('cart', 1, chart('cart')), ...goService('order', 1, chart('order')) };
    const { files: copied, left } = await draftOf(files, 'cart');
    expect([...copied.keys(), ...left.map(({ path }) => path)].filter((path) => path.includes('chart'))).toEqual([]);
    const tree = memoryTree(files);
    const options = { config: await readConfig(tree), repositoryUrl: null, today: '2026-01-01' };
    const change = await planNewService(tree, { name: 'refund', like: 'cart', environments: [] }, options);
    expect([...change.files.keys()].filter((path) => path.includes('chart')).sort()).toEqual([
      'services/refund/chart/Chart.yaml',
      'services/refund/chart/templates/service.yaml',
      'services/refund/chart/values.yaml',
    ]);
  });

  test('is what siblings share, in the new spelling', async () => {
    const { files, left, review } = await draftOf(three);
    expect(Object.fromEntries(files)).toEqual(
      Object.fromEntries(
        Object.entries(goService('cart', 8080)).map(([path, text]) => [
          path.replaceAll('cart', 'refund'),
          text.replaceAll('cart', 'refund'),
        ]),
      ),
    );
    expect([left, review]).toEqual([[], []]);
  });

  test('leaves out what is the sibling’s own, what may be a secret, and what is no text', async () => {
    const { files, left } = await draftOf(
      {
        ...goService('cart', 1, {
          'routes/discounts.go': 'package routes\n',
          '.env': 'TOKEN=x\n',
          'server.pem': 'x\n',
          'logo.bin': 'a\0b',
        }),
        ...goService('order', 1, { '.env': 'TOKEN=x\n', 'server.pem': 'x\n', 'logo.bin': 'a\0b' }),
      },
      'cart',
    );
    expect([...files.keys()].sort()).toEqual([
      'services/refund/Dockerfile',
      'services/refund/go.mod',
      'services/refund/main.go',
    ]);
    expect(left.map(({ path, why }) => `${path.slice('services/cart/'.length)}: ${why}`).sort()).toEqual([
      '.env: may hold a secret',
      'logo.bin: no text',
      'routes/discounts.go: no sibling has its like',
      'server.pem: may hold a secret',
    ]);
  });

  test('of an only service is what it is built from, and where its program begins', async () => {
    const { files, left, review } = await draftOf(
      goService('cart', 1, { 'discount.go': 'package main\n', Makefile: 'all:\n' }),
      'cart',
    );
    expect([...files.keys()].sort()).toEqual([
      'services/refund/Dockerfile',
      'services/refund/Makefile',
      'services/refund/go.mod',
      'services/refund/main.go',
    ]);
    expect([left.map(({ why }) => why), review]).toEqual([['what the service does'], ['services/refund/main.go']]);
  });

  test('has a protocol that all share as it is, with the services that it names', async () => {
    const proto = 'service Cart {}\nservice Order {}\n// cart, order\n';
    const more = { 'proto/shop.proto': proto };
    const { files, review } = await draftOf(
      { ...goService('cart', 1, more), ...goService('order', 1, more), ...goService('payment', 1, more) },
      'cart',
    );
    expect([files.get('services/refund/proto/shop.proto'), review]).toEqual([proto, []]);
  });

  test('keeps what is there', async () => {
    const { files } = await draftOf({ ...three, 'services/refund/go.mod': 'module mine\n' });
    expect([...files.keys()]).not.toContain('services/refund/go.mod');
  });
});

describe('the port', () => {
  async function portFor(files: Record<string, string>, asked?: number) {
    const { tree, paths, catalog } = await opened(files);
    const sibling = chooseSibling(catalog, paths, { name: 'refund', like: 'cart', kind: undefined });
    return portOfNew(tree, sibling, { asked, services: catalog.services });
  }

  test('stays where others share it', async () => {
    expect(await portFor(three)).toBe(null);
  });

  test('is the first free one where each has its own', async () => {
    const files = { ...goService('cart', 8081), ...goService('order', 8082), ...goService('payment', 8085) };
    expect(await portFor(files)).toEqual({ from: 8081, to: 8086 });
  });

  test('is none of another numbering', async () => {
    const files = { ...goService('cart', 8081), ...goService('order', 8082), ...goService('payment', 50052) };
    expect(await portFor(files)).toEqual({ from: 8081, to: 8083 });
  });

  test('is the one that is asked for', async () => {
    expect(await portFor(three, 9000)).toEqual({ from: 8080, to: 9000 });
  });

  test('cannot be asked for where the sibling exposes none', async () => {
    const files = { ...goService('cart', 1), 'services/cart/Dockerfile': 'FROM scratch\n' };
    await expect(portFor(files, 9000)).rejects.toThrow('exposes no port');
  });

  test('is replaced as a whole number only', () => {
    const text = 'port: 8080\n- "8080:8080"\nv1.8080.2 8080.5 x8080 8080x 18080 80800 ":8080" wait 8080\n';
    expect(withPort(text, { from: 8080, to: 9000 })).toBe(
      'port: 9000\n- "9000:9000"\nv1.8080.2 8080.5 x8080 8080x 18080 80800 ":9000" wait 9000\n',
    );
  });

  test('that is low is replaced only where a line speaks of ports', () => {
    const text =
      'EXPOSE 80\nlisten 80;\ncontainerPort: 80\naverageUtilization: 80\nurl: http://web:80/\nreplicas: 80\n';
    expect(withPort(text, { from: 80, to: 8090 })).toBe(
      'EXPOSE 8090\nlisten 8090;\ncontainerPort: 8090\naverageUtilization: 80\nurl: http://web:8090/\nreplicas: 80\n',
    );
  });

  test('that is low is nobody’s own', async () => {
    const files = { ...goService('cart', 80), ...goService('order', 81), ...goService('payment', 82) };
    expect(await portFor(files)).toBe(null);
  });
});
