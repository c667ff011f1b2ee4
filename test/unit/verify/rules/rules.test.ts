import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { ruleCategories, rules } from '@rollcall/domain/verify/rules/index';
import { type Expected, ruleFixtures, verifyFiles } from '../rule-fixtures.ts';

const fixtures = ruleFixtures();
const source = new URL('../../../../packages/domain/src/verify/rules/', import.meta.url).pathname;

/** A finding in the words of its mark; subject and environment only as far as the mark gives them. */
function found({ path, line, rule, subject, environment }: Finding, expected: readonly Expected[]): string {
  const mark = expected.find((one) => one.path === path && one.line === line && one.rule === rule);
  const full =
    expected.length === 0 || mark === undefined || mark.environment !== undefined || environment === undefined;
  return [
    `${path}:${line}`,
    rule,
    mark && mark.subject === undefined ? '' : subject,
    full ? (environment ?? '') : '',
  ].join(' ');
}

function wanted({ path, line, rule, subject = '', environment = '' }: Expected): string {
  return [`${path}:${line}`, rule, subject, environment].join(' ');
}

function headings(page: string): string[] {
  return [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
}

test('the shop of the fixtures is in order', async () => {
  const [any] = fixtures;
  const own = new Set(Object.keys(any?.files ?? {}));
  expect(own.size).toBeGreaterThan(10);
  const base = Object.fromEntries(
    Object.entries((fixtures.find(({ name }) => name === 'config-unknown-service/ok') ?? { files: {} }).files).filter(
      ([path]) => path !== 'rollcall.yaml',
    ),
  );
  const report = await verifyFiles(base);
  expect(report.findings).toEqual([]);
  expect(report.problems).toEqual([]);
});

describe('fixtures', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    async (_name, { rule, bad, files, expected }) => {
      const report = await verifyFiles(files);
      const marked = new Set([rule, ...expected.map((one) => one.rule)]);
      const findings = report.findings.filter((finding) => marked.has(finding.rule) && !finding.waived);
      expect(findings.map((finding) => found(finding, expected)).sort()).toEqual(expected.map(wanted).sort());
      expect(expected.length > 0).toBe(bad);
      for (const { message, path, line } of report.findings) {
        expect(message).not.toContain('\n');
        expect(files[path]?.split('\n').length ?? 0).toBeGreaterThanOrEqual(line);
      }
    },
  );
});

describe('every rule', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s has a page, fixtures, and finds what no other does',
    async (id, rule) => {
      const own = fixtures.filter((fixture) => fixture.rule === id);
      expect(own.some(({ bad }) => bad)).toBe(true);
      expect(own.some(({ bad }) => !bad)).toBe(true);
      const category = ruleCategories.find((one) => one.rules.includes(rule))?.folder;
      expect(existsSync(`${source}${category}/${id}.ts`)).toBe(true);
      const page = readFileSync(`${source}${category}/${id}.md`, 'utf8');
      expect(page.startsWith(`# ${id}\n`)).toBe(true);
      // How to waive is added to what people read: see test/structure/rule-pages.test.ts.
      expect(headings(page)).toEqual(['What it reads', 'What it would have prevented', 'How to fix', 'Known limits']);
      expect(rule.title).not.toMatch(/\.$/);
      if (rule.incident !== undefined) expect(rule.incident).toMatch(/^00\d( |$)/);
      // Switched off, its own fixtures are not found.
      for (const { files, bad } of own) {
        if (!bad) continue;
        const report = await verifyFiles(files, { off: [id] });
        expect(report.findings.filter((finding) => finding.rule === id)).toEqual([]);
      }
    },
  );

  test('is in the list of its category, and nothing else is', () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(ruleCategories.map(({ folder }) => folder).sort()).toEqual(folders.map(({ name }) => name).sort());
    for (const { folder, rules: own } of ruleCategories) {
      const pages = readdirSync(`${source}${folder}`).filter((name) => name.endsWith('.md'));
      // A rule that is missing here needs its line in the index.ts of its folder.
      expect(own.map(({ id }) => id)).toEqual(pages.map((name) => name.slice(0, -3)).sort());
    }
  });
});
