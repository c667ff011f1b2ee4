import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { filesDiff } from '@rollcall/domain/tree/unified-diff';
import { fixServices } from '@rollcall/domain/verify/fix-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { type RuleFixture, ruleFixtures, today, verifyFiles } from './rule-fixtures.ts';

/** The rules that fix what they find, and whether --fix alone writes it; `mostly` where some of it wants a look. */
const fixable = {
  'app-notification-missing': 'safe',
  'build-list-missing': 'mostly',
  'ci-build-case-missing': 'mostly',
  'ci-dispatch-options-missing': 'safe',
  'ci-dockerfile-missing': 'unsafe',
  'ci-lang-list-missing': 'safe',
  'ci-paths-filter-missing': 'safe',
  'ci-service-list-missing': 'mostly',
  'ci-updater-manifest-missing': 'unsafe',
  'config-checksum-missing': 'safe',
  'dangling-path-reference': 'unsafe',
  'database-not-provisioned': 'safe',
  'ecr-repository-missing': 'mostly',
  'external-register-missing': 'safe',
  'external-secret-merge-under-prune': 'unsafe',
  'go-work-missing': 'safe',
  'istio-webhook-port-closed': 'unsafe',
  'mesh-service-list-missing': 'safe',
  'node-eslint-config-missing': 'unsafe',
  'node-vite-env-types-missing': 'safe',
  'notification-service-undefined': 'mostly',
  'notification-trigger-undefined': 'unsafe',
  'otel-endpoint-no-scheme': 'mostly',
  'scrape-target-missing': 'mostly',
  'service-leftover': 'mostly',
  'service-workflow-missing': 'unsafe',
  'sidecar-inject-missing': 'mostly',
  'tool-list-missing': 'mostly',
} as const;

const rules = Object.keys(fixable) as (keyof typeof fixable)[];
const fixtures = ruleFixtures();

const results = new Map<string, ReturnType<typeof fixServices>>();

function fixOnce({ name, files, rule }: RuleFixture): ReturnType<typeof fixServices> {
  const known = results.get(name) ?? fix(files, rule);
  results.set(name, known);
  return known;
}

async function fix(files: Record<string, string>, rule: string) {
  const tree = memoryTree(files);
  const options = { config: await readConfig(tree), repositoryUrl: 'git@git.example.com:shop/shop.git', today };
  return fixServices(tree, { ...options, rules: [rule] }, true);
}

describe.each(rules.map((rule) => [rule, fixtures.filter((one) => one.bad && one.rule === rule)] as const))(
  '%s',
  (rule, own) => {
    test.each(own.map((fixture) => [fixture.name, fixture] as const))(
      '%s: what can be fixed is, byte by byte',
      async (_name, fixture) => {
        const { fixed, report, files } = await fixOnce(fixture);
        // What is left cannot be: a person has to say what it should be.
        expect(report.findings.filter((finding) => finding.fix)).toEqual([]);
        const before = await verifyFiles(fixture.files, { rules: [rule] });
        expect(report.findings.length).toBeLessThanOrEqual(before.findings.length - fixed.length);
        expect(await filesDiff(memoryTree(fixture.files), files)).toMatchSnapshot();
      },
    );

    test('is fixed as safely as it says', async () => {
      const all = await Promise.all(own.map(fixOnce));
      const safe = new Set(all.flatMap(({ fixed }) => fixed.map((finding) => finding.fix?.safe)));
      const wanted = { safe: [true], unsafe: [false], mostly: [false, true] }[fixable[rule]];
      expect([...safe].sort()).toEqual(wanted);
    });
  },
);

test('what is fixed is chosen by the files as the rounds before have left them', async () => {
  const [fixture] = fixtures.filter(({ name }) => name === 'ci-service-list-missing/bad-matrix');
  const tree = memoryTree(fixture?.files ?? {});
  const options = { config: await readConfig(tree), repositoryUrl: 'git@git.example.com:shop/shop.git', today };
  const texts: string[] = [];
  const { files } = await fixServices(tree, { ...options, rules: ['ci-service-list-missing'] }, true, (changed) => {
    const text = (path: string): string => {
      const bytes = changed.get(path);
      return bytes ? new TextDecoder().decode(bytes) : (fixture?.files[path] ?? '');
    };
    return ({ path, fix }) => {
      texts.push(text(path));
      // An edit is of that text: it lies in it, and what stands there is not written yet.
      for (const { range, newText } of fix?.edits ?? []) {
        expect(range[1]).toBeLessThanOrEqual(text(path).length);
        expect(text(path)).not.toContain(newText.trim());
      }
      return true;
    };
  });
  expect(new Set(texts).size).toBeGreaterThan(1);
  expect(files.size).toBeGreaterThan(0);
});

test('a filter that is cloned from a sibling, for an image that is made of more, is the next step', async () => {
  const [fixture] = ruleFixtures().filter(({ name }) => name === 'build-trigger-incomplete/bad-filter');
  const workflow = '.github/workflows/cart.yml';
  const entry = "            cart-service:\n              - 'services/cart-service/**'\n";
  const text = fixture?.files[workflow] ?? '';
  expect(text).toContain(entry);
  const tree = memoryTree({ ...fixture?.files, [workflow]: text.replace(entry, '') });
  const options = { config: await readConfig(tree), repositoryUrl: 'git@git.example.com:shop/shop.git', today };
  const { fixed, report } = await fixServices(tree, options, true);
  expect(fixed.map(({ rule, subject }) => `${rule} ${subject}`)).toContain('ci-paths-filter-missing cart-service');
  expect(report.findings.map(({ rule, subject }) => `${rule} ${subject}`)).toContain(
    'build-trigger-incomplete cart-service',
  );
});
