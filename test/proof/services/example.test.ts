import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openCheckout } from '@rollcall/adapters/git/checkout';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import type { ServiceChange } from '@rollcall/domain/service-change/service-change';
import { initRepository, type Repository } from '@rollcall/testkit/repository';
import { findTools, type RenderingTools } from '../rendering/tools.ts';
import { compareRendered, renderedObjects } from './rendered-objects.ts';

// The services of the example, each retired and added again like another one: of what its Applications render to, only its
// own objects are gone, and they come back. Those that are here are called by no other: its address would go as well.

const tools = findTools();
if (typeof tools === 'string') console.error(`skipped: ${tools}`);

const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/example/shop',
  today: '2026-01-01',
};

function write({ directory }: Repository, { files }: ServiceChange): void {
  for (const [path, content] of files) {
    const file = join(directory, path);
    if (content === null) rmSync(file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}

(typeof tools === 'string' ? test.skip : test).each([
  ['order-service', 'cart-service'],
  ['cart-service', 'order-service'],
  ['review-service', 'order-service'],
])(
  '%s, added again like %s',
  async (name, like) => {
    const shop = initRepository();
    cpSync(resolve('examples/shop'), shop.directory, { recursive: true });
    shop.commit({}, 'The shop');
    const tree = async () => (await openCheckout(shop.directory)).tree;
    const render = () => renderedObjects(shop.directory, tools as RenderingTools);
    const isOwn = (object: string): boolean => object.includes(name);
    const before = await render();
    const own = [...before.keys()].filter(isOwn);
    expect(own.length).toBeGreaterThan(2);

    write(shop, await planRetirement(await tree(), { name }, options));
    const retired = compareRendered(before, await render());
    expect({ ...retired, gone: [...retired.gone].sort() }).toEqual({ more: [], gone: [...own].sort(), otherwise: [] });

    write(shop, await planNewService(await tree(), { name, like, environments: [], tag: '99-abcdef9' }, options));
    const again = compareRendered(before, await render());
    expect([again.more.filter((one) => !isOwn(one)), again.gone.filter((one) => !isOwn(one))]).toEqual([[], []]);
    expect(again.otherwise.filter((one) => !isOwn(one))).toEqual([]);
    expect(own.filter((one) => / (?:Deployment|Service) /.test(one)).filter((one) => again.gone.includes(one))).toEqual(
      [],
    );
  },
  900_000,
);
