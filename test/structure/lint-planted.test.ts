import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';

const root = join(import.meta.dirname, '../..');
const copy = temporaryFolder('lint');
const rules = 'packages/domain/src/verify/rules';

/** What each of these files has to be refused for. */
const planted: Record<string, { text: string; refused: string }> = {
  'packages/domain/src/yaml/planted-a.ts': {
    text: "import type { B } from './planted-b.ts';\n\nexport type A = B | null;\n",
    refused: 'noImportCycles',
  },
  'packages/domain/src/yaml/planted-b.ts': {
    text: "import type { A } from './planted-a.ts';\n\nexport type B = A[];\n",
    refused: 'noImportCycles',
  },
  ...importing('other-category', '../helm/value-reads.ts'),
  ...importing('other-category-index', '../helm/index.ts'),
  ...importing('engine', '../../engine/run-rules.ts'),
  ...importing('report', '../../report/report.ts'),
  ...importing('door', '../../verify-services.ts'),
  ...importing('waivers', '../../findings/waiver.ts'),
  ...importing('every-rule', '../index.ts'),
  ...importing('bump', '../../../bump/plan.ts'),
};

/** What a rule may import: its own category, its types, facts, fixes, formats. */
const permitted: Record<string, string> = Object.fromEntries(
  [
    './node-lockfile-missing.ts',
    '../../rule/rule.ts',
    '../../findings/finding.ts',
    '../../facts/ci/node-packages.ts',
    '../../fixes/fix-text.ts',
    '../../../yaml/yaml-document.ts',
  ].map((path, index) => [`${rules}/node/planted-ok-${index}.ts`, `import '${path}';\n`]),
);

function importing(name: string, path: string): typeof planted {
  return { [`${rules}/node/planted-${name}.ts`]: { text: `import '${path}';\n`, refused: 'noRestrictedImports' } };
}

let refused: Map<string, string[]>;

beforeAll(() => {
  cpSync(join(root, 'packages/domain/src'), join(copy, 'packages/domain/src'), { recursive: true });
  for (const name of ['biome.json', '.gitignore']) cpSync(join(root, name), join(copy, name));
  for (const [path, { text }] of Object.entries(planted)) write(path, text);
  for (const [path, text] of Object.entries(permitted)) write(path, text);
  refused = lint();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

/** The rules of Biome by which each file of the copy is in error. */
function lint(): Map<string, string[]> {
  const biome = createRequire(join(root, 'package.json')).resolve('@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--diagnostic-level=error', '--max-diagnostics=none', '.'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (!stdout.startsWith('{')) throw new Error(`Biome did not lint:\n${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string } }[] };
  const found = new Map<string, string[]>();
  for (const { category, location } of diagnostics) {
    found.set(location.path, [...(found.get(location.path) ?? []), category.split('/').at(-1) ?? '']);
  }
  return found;
}

test.each(Object.entries(planted))('%s is refused', (path, { refused: by }) => {
  expect(refused.get(path)).toContain(by);
});

test('and nothing else is', () => {
  expect([...refused.keys()].filter((path) => !Object.hasOwn(planted, path))).toEqual([]);
});
