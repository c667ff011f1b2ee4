import { expect, jest, test } from '@jest/globals';
import type { Rule } from '@rollcall/domain/verify/rule/rule';

/** Looks into Dockerfiles, which other rules ask to be read, and does not ask itself. */
const freeloader: Rule = {
  id: 'planted-freeloader',
  title: 'A rule asks for what it reads',
  severity: 'notice',
  incident: '000 1',
  help: 'None: it is planted.',
  needs: [],
  *check({ texts }) {
    for (const path of texts.keys())
      if (path.endsWith('/Dockerfile'))
        yield { location: { path, line: 1, column: 1 }, subject: 'a', message: 'a Dockerfile' };
  },
};
/** The same, but it asks. */
const honest: Rule = { ...freeloader, id: 'planted-honest', needs: [(path) => path.endsWith('/Dockerfile')] };

const index = await import('@rollcall/domain/verify/rules/index');
jest.unstable_mockModule('@rollcall/domain/verify/rules/index', () => ({
  ...index,
  rules: [...index.rules, freeloader, honest],
}));
jest.resetModules();
const { besidesAndAlone } = await import('./rule-alone.ts');
const { ruleFixtures } = await import('../unit/verify/rule-fixtures.ts');

test('a rule that lives from what another asked to be read is told apart from one that asks', async () => {
  const [fixture] = ruleFixtures();
  if (!fixture) throw new Error('there are no fixtures');
  const found = async ({ id }: Rule) => {
    const { besides, alone } = await besidesAndAlone({ ...fixture, rule: id });
    return { besides: besides.length > 0, alone: alone.length > 0 };
  };
  expect(await found(freeloader)).toEqual({ besides: true, alone: false });
  expect(await found(honest)).toEqual({ besides: true, alone: true });
});
