import { describe, expect, test } from '@jest/globals';
import type { TerraformBlock } from '@rollcall/domain/terraform/blocks';
import { terraform } from '@rollcall/domain/verify/facts/terraform/resources';
import fc from 'fast-check';
import { junk } from '../../../terraform/hcl-pieces.ts';
import { contextOf } from '../../rule/context-of-texts.ts';

/** A block as it is generated: what has to be read back. */
interface Written {
  type: string;
  labels: string[];
  attributes: { name: string; code: string; literal: string | null }[];
  blocks: Written[];
  comment: string;
}

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);
const values = fc.oneof(
  word.map((text) => ({ code: `"${text}"`, literal: text })),
  fc.nat(99).map((number) => ({ code: String(number), literal: String(number) })),
  fc.constantFrom(
    { code: '"a ${var.b["}"]} c"', literal: null },
    { code: '[\n  "a", # ]\n  { b = "}" }\n]', literal: null },
    { code: 'jsonencode({ a = [1] })', literal: null },
    { code: 'var.x ? "a" : "b"', literal: null },
  ),
);
const attribute = fc.record({ name: word, value: values }).map(({ name, value }) => ({ name, ...value }));
const comments = fc.constantFrom('', '# } {\n', '// "\n', '/* module "x" {\n */\n', 'doc = <<EOT\n  } "\nEOT\n');
const { block } = fc.letrec<{ block: Written }>((tie) => ({
  block: fc.record({
    type: word.filter((type) => type !== 'doc'),
    labels: fc.array(word, { maxLength: 2 }),
    attributes: fc.uniqueArray(
      attribute.filter(({ name }) => name !== 'doc'),
      { maxLength: 3, selector: ({ name }) => name },
    ),
    blocks: fc.oneof({ maxDepth: 3 }, fc.constant<Written[]>([]), fc.array(tie('block'), { maxLength: 2 })),
    comment: comments,
  }),
}));

function render({ type, labels, attributes, blocks, comment }: Written, newline: string): string {
  const lines = attributes.map(({ name, code }) => `${name} = ${code}\n`).join('');
  const head = [type, ...labels.map((label) => `"${label}"`)].join(' ');
  return `${head} {\n${comment}${lines}${blocks.map((one) => render(one, newline)).join(comment)}}\n`.replaceAll(
    /\r?\n/g,
    newline,
  );
}

function expectRead(read: TerraformBlock | undefined, written: Written): void {
  const { type, labels, attributes, blocks, file, start, end } = read ?? {};
  expect([type, labels]).toEqual([written.type, written.labels]);
  const text = file?.text.slice(start, end) ?? '';
  expect(text.startsWith(written.type)).toBe(true);
  expect(text.endsWith('}')).toBe(true);
  for (const { name, literal } of written.attributes) {
    const value = attributes?.get(name);
    expect(value?.literal).toBe(literal);
    expect(file?.text.slice(value?.start).startsWith(name)).toBe(true);
  }
  expect(blocks?.length).toBe(written.blocks.length);
  for (const [index, inner] of written.blocks.entries()) expectRead(blocks?.[index], inner);
}

describe('Terraform', () => {
  test('blocks are read as they were written, whatever stands between them', () => {
    const newlines = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), newlines, (written, newline) => {
        const text = written.map((one) => render(one, newline)).join('# between {\n');
        const [file] = terraform(contextOf({ 'a.tf': text }));
        expect(file?.code).toHaveLength(text.length);
        expect(file?.blocks.length).toBe(written.length);
        for (const [index, one] of written.entries()) expectRead(file?.blocks[index], one);
      }),
      { numRuns: 300 },
    );
  });

  test('any text is read, and what is found lies in it', () => {
    fc.assert(
      fc.property(junk, (text) => {
        const pending = terraform(contextOf({ 'a.tf': text })).flatMap(({ blocks }) => blocks);
        for (let one = pending.pop(); one; one = pending.pop()) {
          expect(text.slice(one.start, one.start + one.type.length + 1)).toContain(one.type);
          for (const [name, { start }] of one.attributes)
            expect(text.slice(start, start + name.length + 1)).toContain(name);
          for (const inner of one.blocks) {
            expect(one.start).toBeLessThan(inner.start);
            expect(inner.end).toBeLessThan(one.end);
            pending.push(inner);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
