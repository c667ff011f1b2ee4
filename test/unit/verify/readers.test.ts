import { describe, expect, test } from '@jest/globals';
import type { TerraformBlock } from '@rollcall/domain/terraform/blocks';
import { hclMistake, hclPlaces, matchBrackets, readHcl } from '@rollcall/domain/terraform/hcl-tokens';
import { terraform } from '@rollcall/domain/verify/facts/terraform/resources';
import type { RuleContext } from '@rollcall/domain/verify/rule/context';
import { lifecycles, supportedUntil } from '@rollcall/domain/verify/rules/versions/end-of-life-dates';
import { pinnedVersions } from '@rollcall/domain/verify/rules/versions/pinned-versions';
import { terraformVersions } from '@rollcall/domain/verify/rules/versions/terraform-versions';
import fc from 'fast-check';
import { changedFiles, fixFiles, ruleFixtures, verifyFiles } from './rule-fixtures.ts';

/** What readers of text see of a context. */
function modelOf(files: Readonly<Record<string, string>>): RuleContext {
  const texts = new Map(Object.entries(files));
  const catalog: Partial<RuleContext['catalog']> = { charts: [], applications: [], generated: [] };
  const context: Partial<RuleContext> = {
    texts,
    text: (path) => texts.get(path),
    catalog: catalog as RuleContext['catalog'],
  };
  return context as RuleContext;
}

const junk = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '"',
          '${',
          '%{',
          '$${',
          '}',
          '{',
          '[',
          ']',
          '(',
          ')',
          '<<EOT',
          '<<-EOT',
          'EOT',
          '\n',
          '\r\n',
          '#',
          '//',
          '/*',
        ],
        ...[
          '*/',
          '\\',
          '\\"',
          '=',
          ':',
          ',',
          ' ',
          'a',
          'module',
          'resource',
          '_version',
          '1.29',
          'image: node:18',
          'ARG X',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('HCL', () => {
  test('any text has tokens in order that are where they say, and brackets in pairs', () => {
    fc.assert(
      fc.property(junk, (text) => {
        const tokens = readHcl(text);
        let at = 0;
        for (const { kind, text: content, start, end } of tokens) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          // Between tokens there are blanks and comments only.
          expect(text.slice(at, start)).toMatch(/^(?:[ \t\r]|#.*|\/\/.*|\/\*[\s\S]*)*$/);
          if (kind === 'string') expect(text.slice(start + 1).startsWith(content)).toBe(true);
          else expect(text.slice(start, end)).toBe(content);
          at = end;
        }
        const pairs = matchBrackets(tokens);
        for (const [one, other] of pairs) expect(pairs.get(other)).toBe(one);
        for (const { open, offset } of hclPlaces(tokens)) {
          expect(tokens[open]?.text).toMatch(/^[[{]$/);
          expect(offset).toBeLessThanOrEqual(tokens[open]?.start ?? 0);
        }
        const mistake = hclMistake(text);
        if (mistake) expect(text.charAt(mistake.offset)).toMatch(/["<[\](){}]/);
        else
          expect(tokens.filter(({ kind, text: sign }) => kind === 'sign' && /^[[\](){}]$/.test(sign)).length).toBe(
            pairs.size,
          );
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['a = "x"\n', null],
    ['a = "${b["c"]}" # {\n', null],
    ['a = "$${"\n', null],
    ['a = <<-EOT\n  }\n  EOT\n', null],
    ['/* { */\na {}\n', null],
    ['a {\n', 'the "{" is never closed'],
    ['a = [1, 2)\n', 'nothing opens the ")"'],
    ['}\n', 'nothing opens the "}"'],
    ['a = "x\nb = 1\n', 'a string has no end'],
    ['a = "\\"\n', 'a string has no end'],
    ['a = "${b\n', 'a string has no end'],
    ['a = <<EOT\nx\n', 'the here-document EOT has no end'],
  ])('%j', (text, mistake) => {
    expect(hclMistake(text)?.what ?? null).toBe(mistake);
  });
});

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
        const [file] = terraform(modelOf({ 'a.tf': text }));
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
        const pending = terraform(modelOf({ 'a.tf': text })).flatMap(({ blocks }) => blocks);
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

  test('a version is where it is set; a default counts where nothing sets it', () => {
    const minor = fc.integer({ min: 20, max: 40 });
    fc.assert(
      fc.property(minor, minor, fc.boolean(), fc.constantFrom('', '# x\n', '\n\n'), (one, other, set, before) => {
        const files = {
          'variables.tf': `${before}variable "cluster_version" {\n  default = "1.${one}"\n}\n`,
          'prod.tfvars': set ? `${before}cluster_version = "1.${other}"\n` : '',
        };
        const found = terraformVersions(modelOf(files)).map(({ version, location }) => [
          version,
          location.path,
          location.line,
        ]);
        const line = before.split('\n').length;
        expect(found).toEqual(set ? [[`1.${other}`, 'prod.tfvars', line]] : [[`1.${one}`, 'variables.tf', line + 1]]);
      }),
    );
  });
});

describe('versions', () => {
  test('any text is read, and each version is on the line it is said to be', () => {
    const paths = ['Dockerfile', 'k8s/a.yaml', '.github/workflows/a.yaml', 'Makefile', 'a.sh', 'a.tf', 'a.tfvars'];
    fc.assert(
      fc.property(junk, (text) => {
        const files = Object.fromEntries(paths.map((path) => [path, text]));
        for (const { location, version, product } of pinnedVersions(modelOf(files))) {
          expect(lifecycles.has(product)).toBe(true);
          const line = text.split('\n')[location.line - 1] ?? '';
          if (location.path !== 'Dockerfile')
            expect(line.slice(location.column - 1)).toContain(version.replace(/^v/, ''));
        }
      }),
      { numRuns: 500 },
    );
  });

  const images = fc.record({
    registry: fc.constantFrom('', 'docker.io/', 'docker.io/library/', 'public.ecr.aws/docker/library/', 'example.com/'),
    version: fc.constantFrom('18', '18.2', '18.2.1'),
    suffix: fc.constantFrom('', '-alpine', '-slim@sha256:0'),
  });
  test('an image is the official one, from wherever it is mirrored, and no other', () => {
    fc.assert(
      fc.property(images, fc.boolean(), ({ registry, version, suffix }, known) => {
        const text = `spec:\n  image: ${registry}${known ? 'node' : 'node-exporter'}:${version}${suffix.split('@')[0]}\n`;
        const found = pinnedVersions(modelOf({ 'k8s/a.yaml': text })).map((one) => [
          one.product,
          one.version,
          one.location.line,
        ]);
        expect(found).toEqual(known && registry !== 'example.com/' ? [['node', version, 2]] : []);
      }),
    );
  });

  test('every day of the table is one, and a cycle holds for its patches and for no longer number', () => {
    for (const [product, { cycles, label }] of lifecycles) {
      expect(label).not.toBe('');
      for (const [cycle, day] of cycles) {
        expect(cycle).toMatch(/^\d+(?:\.\d+){0,2}$/);
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
        for (const version of [cycle, `v${cycle}`, `${cycle}.9999`, `${cycle}-rc.1`, `${cycle}.0+k3s1`])
          expect([product, version, supportedUntil(product, version)]).toEqual([product, version, day]);
        expect([cycle, supportedUntil(product, `${cycle}99999`)]).not.toEqual([cycle, day]);
      }
    }
  });

  test('what is no version of a known product has no day', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (product, version) => {
        fc.pre(!lifecycles.has(product));
        expect(supportedUntil(product, version)).toBeNull();
      }),
    );
    for (const name of ['__proto__', 'constructor', 'toString']) expect(supportedUntil(name, '1')).toBeNull();
    for (const version of ['', 'latest', '.', '1..2', 'v', '99999']) expect(supportedUntil('node', version)).toBeNull();
  });
});

test('the policy of an ExternalSecret becomes Owner, and nothing else of its file changes', async () => {
  const fixture = ruleFixtures().find(
    ({ name }) => name === 'external-secret-merge-under-prune/bad-created-by-nothing',
  );
  const rule = 'external-secret-merge-under-prune';
  const path = 'k8s/config/prod/login.yaml';
  const plain = fixture?.files[path] ?? '';
  const written = fc.record({
    value: fc.constantFrom('Merge', '"Merge"', "'Merge'", '!!str Merge', '&p Merge'),
    behind: fc.constantFrom('', ' ', ' # Merge', '\t# kept'),
    flow: fc.boolean(),
    before: fc.constantFrom(
      '',
      '# Merge\n',
      '---\n',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: Merge }\n---\n',
    ),
    crlf: fc.boolean(),
    final: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(written, async ({ value, behind, flow, before, crlf, final }) => {
      const target = / {2}target:\n.*\n.*\n/;
      const block = `  target:\n    name: shop-login-keys\n    creationPolicy: ${value}${behind}\n`;
      let text =
        before +
        plain.replace(target, flow ? `  target: { creationPolicy: ${value}, name: shop-login-keys }\n` : block);
      if (!final) text = text.trimEnd();
      if (crlf) text = text.replaceAll('\n', '\r\n');
      const files = { ...fixture?.files, [path]: text };
      const { findings } = await verifyFiles(files, { rules: [rule] });
      expect(findings.map(({ subject }) => subject)).toEqual(['shop-login']);
      const result = await fixFiles(files, { rules: [rule] });
      const after = changedFiles(files, result.files)[path] ?? '';
      if (after === text) {
        // A value with a tag or an anchor is a person's to change.
        expect(value).toMatch(/^[!&]/);
        return;
      }
      expect(after).toBe(text.replace(/(creationPolicy: \S*? ?["']?)Merge/, '$1Owner'));
      expect((await verifyFiles({ ...files, [path]: after }, { rules: [rule] })).findings).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
