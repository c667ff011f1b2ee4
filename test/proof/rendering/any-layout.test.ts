import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkImages } from '@rollcall/domain/bump/check-images';
import { settingsOf } from '@rollcall/domain/bump/deploy-target';
import { openEnvironment } from '@rollcall/domain/bump/open-environment';
import { planBump } from '@rollcall/domain/bump/plan';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { seed } from '@rollcall/testkit/seed';
import fc from 'fast-check';
import { assertBumped, assertReal } from './judgement.ts';
import { filesOf } from './layout-files.ts';
import { type Layout, layouts } from './layouts.ts';
import { type Rendering, renderAll } from './render.ts';
import { findTools } from './tools.ts';

// Repositories of random layouts, bumped by the planner in this process and rendered.
// `ROLLCALL_PROOF_RUNS=2000 npm test -- --all proof/rendering/any-layout`; ROLLCALL_SEED repeats what failed.

const runs = Math.min(Number(process.env.ROLLCALL_PROOF_RUNS ?? 200), 2000);
const tools = findTools();
if (typeof tools === 'string') console.error(`skipped: ${tools}`);

/** The files after the bump, or why there is none. */
async function bump(files: Record<string, string>, tag: string): Promise<Record<string, string> | UserError> {
  const tree = memoryTree(files);
  const request = { ...settingsOf({}, 'prod'), images: [{ service: 'web', tag }], onMissing: 'error' as const };
  try {
    const catalog = await loadCatalog(tree, {}, { repositoryUrl: 'https://github.com/acme/shop.git' });
    const { plan } = await planBump(checkImages(request), await openEnvironment(tree, catalog, request, ['web']));
    const [unproved] = plan.unproved;
    if (unproved) return unproved.error;
    return { ...files, ...Object.fromEntries([...plan.files].map(([path, { after }]) => [path, after])) };
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

async function render(files: Record<string, string>, { helm }: Layout): Promise<Rendering> {
  const root = temporaryFolder('layout');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  try {
    return await renderAll({ root, helm, tools: tools as Exclude<typeof tools, string> });
  } finally {
    rmSync(root, { recursive: true });
  }
}

const kindOf = ({ web }: Layout) => ('place' in web ? `${web.kind} ${web.place}` : web.kind);

(typeof tools === 'string' ? describe.skip : describe)(`a bump of any layout (seed ${seed})`, () => {
  // Two at once, for the two processors that a runner has at least; in one test, for jest refuses what is imported on
  // demand between tests.
  test('changes the image that runs and nothing else, or is refused', async () => {
    await Promise.all([0, 1].map(proveHalf));
  });
});

async function proveHalf(half: number): Promise<void> {
  const written = new Map<string, number>();
  const refused = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(layouts, async (layout) => {
      const files = filesOf(layout);
      const { tag } = layout;
      const after = await bump(files, tag);
      if (after instanceof UserError) {
        count(refused, kindOf(layout));
        return;
      }
      count(written, kindOf(layout));
      const asked = { environment: 'prod', wanted: { repositories: ['ghcr.io/acme/web'], tag }, because: null };
      const [before, now] = [await render(files, layout), await render(after, layout)];
      assertReal(before, asked);
      assertBumped(before, now, asked);
    }),
    { numRuns: Math.ceil(runs / 2), seed: seed + half },
  );
  console.error(
    `written ${JSON.stringify(Object.fromEntries(written))}, refused ${JSON.stringify(Object.fromEntries(refused))}`,
  );
  const total = (counts: Map<string, number>) => [...counts.values()].reduce((sum, one) => sum + one, 0);
  // Refusing everything would be no proof.
  expect(total(written)).toBeGreaterThan(total(refused) / 2);
}
