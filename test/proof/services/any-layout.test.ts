import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { seed } from '@rollcall/testkit/seed';
import fc from 'fast-check';
import { isMap, mapOf, type Plain } from '../rendering/plain-yaml.ts';
import { renderAll } from '../rendering/render.ts';
import { findTools, type RenderingTools } from '../rendering/tools.ts';
import { assertAdded, assertRetired, newTag } from './judgement.ts';
import { imageOf } from './layout-sources.ts';
import { layouts, type ServicesLayout } from './layouts.ts';
import type { Shop } from './shop.ts';

// Repositories of random layouts, in which a service is added and another retired, rendered before and after.
// `ROLLCALL_PROOF_RUNS=200 npm test -- --all proof/services`; ROLLCALL_SEED repeats what failed.

const runs = Math.ceil(Math.min(Number(process.env.ROLLCALL_PROOF_RUNS ?? 200), 10_000) / 100);
const tools = findTools();
if (typeof tools === 'string') console.error(`skipped: ${tools}`);

/** What runs for a service, and for all others, as texts in the order of the Applications. */
interface Running {
  own: { environment: string; manifest: Plain }[];
  others: string[];
}

async function render({ sources, deploy }: Shop, service: string, { environments }: ServicesLayout): Promise<Running> {
  const root = temporaryFolder('services');
  for (const [path, text] of Object.entries(deploy ?? sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  try {
    const rendering = await renderAll({ root, helm: 'helm3', tools: tools as RenderingTools });
    const running: Running = { own: [], others: [] };
    for (const [application, { manifests }] of rendering) {
      if (manifests instanceof Error) throw manifests;
      const environment = environments.find((one) => application.endsWith(`-${one}`)) ?? '';
      for (const manifest of manifests.filter((one) => !isSet(one)))
        if (isOf(service, manifest)) running.own.push({ environment, manifest });
        else running.others.push(`${application} ${JSON.stringify(manifest)}`);
    }
    return { ...running, others: running.others.sort() };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What an ApplicationSet generates is rendered by itself. */
function isSet(manifest: Plain): boolean {
  return isMap(manifest) && manifest.kind === 'ApplicationSet';
}

/** Whether an object is a service's own: called after it, or its Application in one of the environments. */
function isOf(service: string, manifest: Plain): boolean {
  const name = isMap(manifest) ? String(mapOf(manifest.metadata).name) : '';
  return [service, `${service}-dev`, `${service}-prod`].includes(name);
}

(typeof tools === 'string' ? describe.skip : describe)(`services of any layout (seed ${seed})`, () => {
  // Two at once, for the two processors that a runner has at least.
  // Two at once, for the two processors that a runner has at least; in one test, for jest refuses what is imported on
  // demand between tests.
  test('only the new or the gone one changes what runs', async () => {
    await Promise.all([0, 1].map(provedHalf));
  });
});

function provedHalf(half: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(layouts, fc.nat(), async (layout, index) => {
      const { before, after } = await assertAdded(layout);
      const [then, now] = [await render(before, layout.added, layout), await render(after, layout.added, layout)];
      expect(then.own).toEqual([]);
      expect(now.others).toEqual(then.others);
      const image = JSON.stringify(`${imageOf(layout.added)}:${newTag}`);
      for (const environment of layout.environments) {
        const objects = now.own.filter((one) => one.environment === environment).map(({ manifest }) => manifest);
        expect(kinds(objects)).toEqual(expect.arrayContaining(['Deployment', 'Service']));
        expect(JSON.stringify(objects)).toContain(image);
      }
      const gone = layout.services[index % layout.services.length] ?? '';
      const retired = await assertRetired(layout, gone);
      const [ran, left] = [await render(before, gone, layout), await render(retired.after, gone, layout)];
      expect(ran.own).not.toEqual([]);
      expect(left.own).toEqual([]);
      expect(left.others).toEqual(ran.others);
    }),
    { numRuns: Math.max(1, Math.ceil(runs / 2)), seed: seed + half },
  );
}

const kinds = (objects: readonly Plain[]): string[] => objects.map((one) => String(mapOf(one).kind));
