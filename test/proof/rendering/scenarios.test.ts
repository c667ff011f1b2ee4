import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTextArchive } from '@rollcall/testkit/text-archive';
import { assertBumped, assertReal } from './judgement.ts';
import { openPlace, renderPlace, runAt, scenarioOf } from './scenario.ts';
import { findTools } from './tools.ts';

// Every archive of test/places on a server: bumped by the bundle, and every Application rendered before and after.

// The archives beside this file are promoted from dev, which runs v2, to prod.

const scenarios = scenariosOf(join(import.meta.dirname, '../../places'));
const promotions = scenariosOf(join(import.meta.dirname, 'promotions'));

function scenariosOf(folder: string) {
  return readdirSync(folder).map((name) => {
    const files = readTextArchive(readFileSync(join(folder, name), 'utf8'));
    return [name.replace(/\.txt$/, ''), scenarioOf(files)] as const;
  });
}

const tools = findTools();
if (typeof tools === 'string') console.error(`skipped: ${tools}`);

(typeof tools === 'string' ? describe.skip : describe)('what Argo CD renders after a bump', () => {
  const renderers = tools as Exclude<typeof tools, string>;

  test.concurrent.each(scenarios)('%s', async (_name, scenario) => {
    const place = await openPlace(scenario);
    try {
      const { environment, service, tag, digest } = scenario.asked;
      const head = place.origin.git('rev-parse', 'main');
      const before = await renderPlace(place, renderers);
      assertReal(before, { ...scenario, environment: scenario.of });
      const image = { service, tag, ...(digest ? { digest } : {}) };
      const bump = await runAt(place, 'bump-image-tags', {
        environment,
        images: JSON.stringify([image]),
      });
      if (scenario.isRefused) {
        expect([bump.status, bump.stderr]).toEqual([2, '']);
        expect(place.origin.git('rev-parse', 'main')).toBe(head);
        return;
      }
      expect([bump.status, bump.stdout]).toEqual([0, bump.stdout]);
      assertBumped(before, await renderPlace(place, renderers), { ...scenario, environment: scenario.of });
      const back = await runAt(place, 'promote-images', {
        to: environment,
        'to-previous': 'true',
        services: service,
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
  });

  test.concurrent.each(promotions)('promoted: %s', async (_name, scenario) => {
    const place = await openPlace(scenario);
    try {
      const head = place.origin.git('rev-parse', 'main');
      const before = await renderPlace(place, renderers);
      assertReal(before, { ...scenario, environment: 'prod' });
      const inputs = { from: scenario.from, to: 'prod', services: 'web' };
      const promotion = await runAt(place, 'promote-images', inputs);
      if (scenario.isRefused) {
        expect([promotion.status, promotion.stderr]).toEqual([2, '']);
        expect(place.origin.git('rev-parse', 'main')).toBe(head);
        return;
      }
      expect([promotion.status, promotion.stdout]).toEqual([0, promotion.stdout]);
      assertBumped(before, await renderPlace(place, renderers), { ...scenario, environment: 'prod' });
      const back = await runAt(place, 'promote-images', { to: 'prod', 'to-previous': 'true', services: 'web' });
      expect([back.status, back.outputs.skipped]).toEqual([0, '[]']);
      expect(await renderPlace(place, renderers)).toEqual(before);
    } finally {
      await place.server.close();
    }
  });

  test('there are as many of them as are promised', () => {
    expect(scenarios.length + promotions.length).toBeGreaterThan(240);
  });
});
