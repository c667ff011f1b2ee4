import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTextArchive } from '@rollcall/testkit/text-archive';
import type { Rendering } from './render.ts';
import { isAsWanted, referencesTo, withoutTags } from './retag.ts';
import { openPlace, renderPlace, runAt, type Scenario, scenarioOf } from './scenario.ts';
import { findTools } from './tools.ts';

// Every archive of test/places on a server: bumped by the bundle, and every Application rendered before and after.

const folder = join(import.meta.dirname, '../../places');
const scenarios = readdirSync(folder)
  .map((name) => [name.replace(/\.txt$/, ''), readTextArchive(readFileSync(join(folder, name), 'utf8'))] as const)
  .map(([name, files]) => [name, scenarioOf(files)] as const);

const tools = findTools();
if (typeof tools === 'string') console.error(`skipped: ${tools}`);

(typeof tools === 'string' ? describe.skip : describe)('what Argo CD renders after a bump', () => {
  const renderers = tools as Exclude<typeof tools, string>;

  test.concurrent.each(scenarios)(
    '%s',
    async (_name, scenario) => {
      const place = await openPlace(scenario);
      try {
        const head = place.origin.git('rev-parse', 'main');
        const before = await renderPlace(place, renderers);
        assertReal(before, scenario);
        const { environment, service, tag, digest } = scenario.asked;
        const image = { service, tag, ...(digest ? { digest } : {}) };
        const bump = await runAt(place, 'bump-image-tags', {
          environment,
          images: JSON.stringify([image]),
          branch: 'main',
        });
        if (scenario.isRefused) {
          expect([bump.status, bump.stderr]).toEqual([2, '']);
          expect(place.origin.git('rev-parse', 'main')).toBe(head);
          return;
        }
        expect([bump.status, bump.stdout]).toEqual([0, bump.stdout]);
        assertBumped(before, await renderPlace(place, renderers), scenario);
        const back = await runAt(place, 'promote-images', {
          to: environment,
          'to-previous': 'true',
          services: service,
          branch: 'main',
        });
        if (scenario.back === null) {
          expect([back.status, back.outputs.skipped]).toEqual([0, '[]']);
          expect(await renderPlace(place, renderers)).toEqual(before);
        } else {
          expect(back.stdout).toContain(scenario.back);
          expect(place.origin.git('rev-parse', 'main')).toBe(bump.outputs.commit);
        }
      } finally {
        await place.server.close();
      }
    },
    240_000,
  );
});

/** The scenario is one: its Applications run the image, or what its archive says instead is so. */
function assertReal(before: Rendering, { asked, wanted, because }: Scenario): void {
  const run = [...before].filter(([name, { file }]) => isOf(asked.environment, name, file));
  const failures = run.filter(([, { manifests }]) => manifests instanceof Error);
  if (because === 'argocd-fails') {
    expect(failures).not.toEqual([]);
    return;
  }
  expect(failures).toEqual([]);
  const references = run.flatMap(([, { manifests }]) =>
    manifests instanceof Error ? [] : referencesTo(manifests, wanted),
  );
  if (because === 'image-not-run') expect(references).toEqual([]);
  else expect(references).not.toEqual([]);
}

/** Every reference to the image in the environment is the one asked for, and nothing else is another. */
function assertBumped(before: Rendering, after: Rendering, { asked, wanted }: Scenario): void {
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, { manifests, file }] of before) {
    const now = after.get(name)?.manifests;
    if (
      manifests instanceof Error ||
      now === undefined ||
      now instanceof Error ||
      !isOf(asked.environment, name, file)
    ) {
      expect([name, now]).toEqual([name, manifests]);
      continue;
    }
    expect([name, withoutTags(now, wanted)]).toEqual([name, withoutTags(manifests, wanted)]);
    expect(referencesTo(now, wanted).filter((reference) => !isAsWanted(reference, wanted))).toEqual([]);
  }
}

/** Whether the name of an Application, or the path of its file, says the environment as a word. */
function isOf(environment: string, name: string, file: string): boolean {
  return new RegExp(`(?:^|[^a-z])${environment}(?:[^a-z]|$)`).test(`${name} ${file}`);
}
