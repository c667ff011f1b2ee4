import { expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { runRules } from '@rollcall/domain/verify/engine/run-rules';
import type { WaiverState } from '@rollcall/domain/verify/findings/waiver';
import type { RuleContext } from '@rollcall/domain/verify/rule/context';
import type { Rule } from '@rollcall/domain/verify/rule/rule';
import { memoryTree } from '@rollcall/testkit/memory-tree';

test('a rule after the waivers gets them resolved, and the context that all rules got', async () => {
  const contexts: RuleContext[] = [];
  const given: (readonly WaiverState[])[] = [];
  const rule = (id: string, more: Partial<Rule>): Rule => ({
    ...{ id, title: id, severity: 'error', incident: '', help: '', needs: [(path) => path === 'a.yaml'] },
    *check(context, waivers) {
      contexts.push(context);
      given.push(waivers);
      yield { location: { path: 'a.yaml', line: 2, column: 1 }, subject: 'a', message: 'wrong' };
    },
    ...more,
  });
  const tree = memoryTree({ 'a.yaml': '# rollcall-ignore before: known until 2026-12-31\na: 1\n' });
  const config = await readConfig(tree);
  const catalog = await loadCatalog(tree, config.config, { repositoryUrl: null });
  const rules = [rule('after', { afterWaivers: true }), rule('before', {})];
  const knowledge = {
    config,
    today: '2026-06-15',
    remote: null,
    deployed: [],
    tags: new Map(),
    added: new Map(),
    retired: new Set<string>(),
    renderer: null,
    sources: { repositories: [], complete: true },
    ignoredWaivers: new Set<string>(),
    elsewhere: new Map(),
    partlyJudged: new Set<string>(),
  };
  const { findings } = await runRules(rules, { tree, catalog }, knowledge);
  expect(findings.map(({ rule: id, waived }) => [id, waived?.reason])).toEqual([
    ['after', undefined],
    ['before', 'known'],
  ]);
  expect(contexts[1]).toBe(contexts[0]);
  expect(given[0]).toEqual([]);
  expect(given[1]).toMatchObject([{ rule: 'before', used: true }]);
});
