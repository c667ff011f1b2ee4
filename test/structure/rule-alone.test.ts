import { expect, test } from '@jest/globals';
import { rules } from '@rollcall/domain/verify/rules/index';
import { ruleFixtures } from '../unit/verify/rule-fixtures.ts';
import { besidesAndAlone } from './rule-alone.ts';

/** They are about what the other rules found: without these it is something else. */
const aboutOthers = new Set(rules.flatMap(({ id, afterWaivers }) => (afterWaivers ? [id] : [])));
const fixtures = ruleFixtures().filter(({ rule }) => !aboutOthers.has(rule));

test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
  '%s: the rule finds the same when all others are off',
  async (_name, fixture) => {
    const { besides, alone } = await besidesAndAlone(fixture);
    // What is missing here is in a file that the rule does not name in its `needs`.
    expect(alone).toEqual(besides);
  },
);
