import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { applyEdits } from '@rollcall/domain/manifest/edit';
import type { Finding } from '@rollcall/domain/verify/finding';
import { renderSarif } from '@rollcall/domain/verify/render/sarif';
import { type Report, summarise } from '@rollcall/domain/verify/report';
import { rulePages } from '@rollcall/domain/verify/rule-pages';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { ruleFixtures, verifyFiles } from './rule-fixtures.ts';

/** The published schema of SARIF 2.1.0. */
const {
  $schema: _dialect,
  id: _id,
  ...schema
} = JSON.parse(
  readFileSync(
    createRequire(import.meta.url)
      .resolve('@microsoft/jest-sarif')
      .replace(/index\.js$/, 'schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
);
const validate = new Ajv({
  strict: false,
  unicodeRegExp: false,
  formats: { uri: (text: string) => URL.canParse(text), 'uri-reference': isUriReference, 'date-time': true },
}).compile(schema);

function isUriReference(text: string): boolean {
  return /^(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9A-F]{2})*$/.test(text) && URL.canParse(text, 'file:///r/');
}

function parsed(report: Report) {
  const log = JSON.parse(renderSarif(report));
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  const [run] = log.runs;
  return { results: run.results, rules: run.tool.driver.rules };
}

function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    rule: 'chart-app-missing',
    severity: 'error',
    message: 'm',
    path: 'k8s/x/Chart.yaml',
    line: 2,
    column: 1,
    subject: 'x',
    fingerprint: '0123456789abcdef',
    fix: null,
    waived: null,
    ...overrides,
  };
}

function report(findings: Finding[], baselined: Finding[] = []): Report {
  const summary = summarise(findings, baselined);
  return { findings, baselined, checklist: [], summary, problems: [], applications: [] };
}

test('every fixture of every rule gives a valid log with the rule, its page, the place and the identity', async () => {
  const one = new Map(ruleFixtures().flatMap((fixture) => (fixture.bad ? [[fixture.rule, fixture] as const] : [])));
  for (const { files } of one.values()) {
    const verified = await verifyFiles(files);
    const { results, rules } = parsed(verified);
    expect(results).toHaveLength(verified.findings.length);
    expect(results.length).toBeGreaterThan(0);
    for (const [index, { ruleId, ruleIndex, level, locations, partialFingerprints }] of results.entries()) {
      const found = verified.findings[index];
      expect([ruleId, rules[ruleIndex].id]).toEqual([found?.rule, found?.rule]);
      expect(rules[ruleIndex].help.markdown).toBe(rulePages.find(({ id }) => id === ruleId)?.page);
      expect(level).toBe(found?.severity === 'notice' ? 'note' : found?.severity);
      expect(locations[0].physicalLocation).toEqual({
        artifactLocation: { uri: found?.path },
        region: expect.objectContaining({ startLine: found?.line, startColumn: found?.column }),
      });
      expect(partialFingerprints).toEqual({ 'rollcall/v1': found?.fingerprint });
    }
  }
});

test('a fix is the edits, by offset', async () => {
  const [bad] = ruleFixtures().filter(({ name }) => name === 'ci-paths-filter-missing/bad');
  const verified = await verifyFiles(bad?.files ?? {});
  const [{ fixes }] = parsed(verified).results;
  const [{ artifactLocation, replacements }] = fixes[0].artifactChanges;
  const text = bad?.files[artifactLocation.uri] ?? '';
  const edits = replacements.map(
    (one: { deletedRegion: { charOffset: number; charLength: number }; insertedContent: { text: string } }) => ({
      path: artifactLocation.uri,
      range: [one.deletedRegion.charOffset, one.deletedRegion.charOffset + one.deletedRegion.charLength],
      newText: one.insertedContent.text,
    }),
  );
  expect(applyEdits(text, edits)).toBe(applyEdits(text, verified.findings[0]?.fix?.edits ?? []));
});

test('a new file is an insertion into nothing; what goes is said in words', () => {
  const fix = {
    description: 'move a',
    safe: false,
    edits: [{ path: 'c', range: [3, 4] as const, newText: 'b' }],
    creates: [{ path: 'd e/b', text: 'text\n' }],
    deletes: ['a'],
  };
  const only = { ...fix, edits: [], creates: [] };
  const { results } = parsed(report([finding({ fix }), finding({ fix: only })]));
  expect(results[0].fixes).toEqual([
    {
      description: { text: 'move a; afterwards, delete a' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'c' },
          replacements: [{ deletedRegion: { charOffset: 3, charLength: 1 }, insertedContent: { text: 'b' } }],
        },
        {
          artifactLocation: { uri: 'd%20e/b' },
          replacements: [{ deletedRegion: { charOffset: 0, charLength: 0 }, insertedContent: { text: 'text\n' } }],
        },
      ],
    },
  ]);
  expect(results[1].fixes).toBeUndefined();
});

test('what is waived or in the baseline is suppressed, with the reason', () => {
  const { results } = parsed(
    report([finding(), finding({ waived: { reason: 'later', until: '2027-01-01' } })], [finding({ line: 9 })]),
  );
  expect(results.map(({ suppressions }: { suppressions: unknown[] }) => suppressions)).toEqual([
    [],
    [{ kind: 'external', status: 'accepted', justification: 'later (until 2027-01-01)' }],
    [{ kind: 'external', status: 'accepted', justification: 'accepted in the baseline' }],
  ]);
});

test('texts are texts: no placeholder, no link, and paths are references', () => {
  const { results } = parsed(
    report([
      finding({ message: 'a {0} {x} [click](http://x)', path: 'a b/c:d#e?%/\uDCFF/é.yaml' }),
      finding({ message: 'list[0] of ${{ x }}' }),
    ]),
  );
  expect(results[0].message.text).toBe('a {{0}} {x} \\[click\\](http://x)');
  expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/c%3Ad%23e%3F%25/%FF/%C3%A9.yaml');
  expect(results[1].message.text).toBe('list[0] of ${{ x }}');
});

test('paths are of the repository, whatever folder of it was verified', () => {
  const fix = { description: 'd', safe: true, edits: [{ path: 'x.yaml', range: [0, 0] as const, newText: 'a' }] };
  const [result] = JSON.parse(renderSarif(report([finding({ path: 'x.yaml', fix })]), 'shops/a b')).runs[0].results;
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('shops/a%20b/x.yaml');
  expect(result.fixes[0].artifactChanges[0].artifactLocation.uri).toBe('shops/a%20b/x.yaml');
});

test('any name gives a valid log on one line, and the same one each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (name) => {
      const one = report([
        finding({ path: name.replaceAll('/', '') || 'x', message: name, subject: name, rule: name }),
      ]);
      parsed(one);
      expect(renderSarif(one)).not.toMatch(/[\n\p{Surrogate}]/u);
      expect(renderSarif(one)).toBe(renderSarif(one));
    }),
    { numRuns: 200 },
  );
});
