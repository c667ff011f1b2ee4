import { expect, test } from '@jest/globals';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const go = {
  'go.mod': 'module example.com/shop\n\ngo 1.24\n',
  'cmd/cart/main.go': 'package main\n',
  'internal/money/money.go': 'package money\n',
};
const config = { services: { overrides: { cart: { path: 'cmd/cart' } } } };

/** The files that `cart` is made from, and what is told. */
async function madeOf(files: Record<string, string>) {
  const tree = memoryTree(files);
  const { services } = await readServices(tree, config);
  const { inputs, problems } = await deriveInputs(tree, services, config);
  const affects = (path: string): boolean => affectedServices([path], inputs, 'image').affected.length > 0;
  return { from: Object.keys(files).filter(affects), told: problems.map(({ message }) => message) };
}

test('of a service that nothing builds, every file of the package that it is a part of counts', async () => {
  const { from, told } = await madeOf(go);
  expect(from).toEqual(Object.keys(go));
  expect(told).toEqual([
    'nothing says what makes the image of "cart", a part of the package in the root: every file of it counts',
  ]);
});

test('one with a manifest of its own has no package around it', async () => {
  const own = { ...go, 'cmd/cart/go.mod': 'module example.com/cart\n\ngo 1.24\n' };
  expect(await madeOf(own)).toEqual({ from: ['cmd/cart/main.go', 'cmd/cart/go.mod'], told: [] });
});
