import { expect, test } from '@jest/globals';
import { readTerraform, type TerraformBlock } from '@rollcall/domain/terraform/blocks';
import { deepestBrackets, hclMistake } from '@rollcall/domain/terraform/hcl-tokens';

function nested(depth: number): string {
  return `${'a {\n'.repeat(depth)}b = 1\n${'}\n'.repeat(depth)}`;
}

function depthOf(blocks: readonly TerraformBlock[]): number {
  return blocks.reduce((deepest, block) => Math.max(deepest, 1 + depthOf(block.blocks)), 0);
}

test.each([1, 12, 13, deepestBrackets])('blocks %d deep are read', (depth) => {
  expect(hclMistake(nested(depth))).toBeNull();
  expect(depthOf(readTerraform('a.tf', nested(depth)).blocks)).toBe(depth);
});

test.each([deepestBrackets + 1, 50_000])('of blocks %d deep it is said that they are not read', (depth) => {
  const text = nested(depth);
  expect(hclMistake(text)).toEqual({ what: 'nested too deeply', offset: 4 * deepestBrackets + 2, legal: true });
  expect(depthOf(readTerraform('a.tf', text).blocks)).toBeLessThanOrEqual(deepestBrackets + 1);
});
