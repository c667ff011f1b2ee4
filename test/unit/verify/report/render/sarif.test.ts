import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { toldFindings } from '@rollcall/domain/verify/report/causes';
import { renderSarif } from '@rollcall/domain/verify/report/render/sarif';
import type { Report } from '@rollcall/domain/verify/report/report';
import { rulePages } from '@rollcall/domain/verify/report/rule-pages';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { ruleFixtures, verifyFiles } from '../../rule-fixtures.ts';
import { finding, report } from '../report-of.ts';

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

test('every fixture of every rule gives a valid log with the rule, its page, the place and the identity', async () => {
  const one = new Map(ruleFixtures().flatMap((fixture) => (fixture.bad ? [[fixture.rule, fixture] as const] : [])));
  for (const { files } of one.values()) {
    const verified = await verifyFiles(files);
    const { results, rules } = parsed(verified);
    const told = toldFindings(verified.findings);
    expect(results).toHaveLength(told.length);
    expect(results.length).toBeGreaterThan(0);
    for (const [index, { ruleId, ruleIndex, level, locations, partialFingerprints }] of results.entries()) {
      const found = told[index];
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
    report([finding(), finding({ waived: { reason: 'later', until: '2027-01-01' } })], {
      baselined: [finding({ line: 9 })],
    }),
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

describe('what GitHub would refuse as a whole', () => {
  /** The log of a report, with what it says was left out. */
  function cut(given: Report) {
    const text = renderSarif(given);
    const log = JSON.parse(text);
    const [{ results, invocations = [] }] = log.runs;
    // The schema takes long over thousands of results of one shape.
    validate({ ...log, runs: [{ ...log.runs[0], results: results.slice(0, 50) }] });
    expect(validate.errors ?? []).toEqual([]);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(10_000_000);
    const notices: string[] = invocations.flatMap(
      (one: { toolExecutionNotifications: { message: { text: string } }[] }) =>
        one.toolExecutionNotifications.map(({ message }) => message.text),
    );
    return { results, notices };
  }

  function many(count: number, overrides: Partial<Finding> = {}): Finding[] {
    return Array.from({ length: count }, (_, index) =>
      finding({ path: '', line: index + 1, subject: '', message: '', fingerprint: '', ...overrides }),
    );
  }

  test('nothing is said where everything fits', () => {
    expect(JSON.parse(renderSarif(report(many(10)))).runs[0].invocations).toBeUndefined();
  });

  test('more than 25,000 results: the worst stay, worst first, and what went is counted', () => {
    const given = report(
      [...many(20_000, { severity: 'notice' }), ...many(3000, { severity: 'warning' }), ...many(3000)],
      { baselined: many(10) },
    );
    const { results, notices } = cut(given);
    const levels = results.map(({ level }: { level: string }) => level);
    expect(results).toHaveLength(25_000);
    expect([levels[0], levels[2999], levels[3000], levels[5999], levels[6000]]).toEqual([
      'error',
      'error',
      'warning',
      'warning',
      'note',
    ]);
    expect(notices).toEqual([
      '1010 of 26010 findings are left out (1000 notices, 10 accepted): GitHub takes 25000 results and 10000000 bytes of one run. The JSON report has them all.',
    ]);
  });

  test('too many bytes: first the fixes go, then the least severe', () => {
    const edits = [{ path: 'a', range: [0, 0] as [number, number], newText: 'ü'.repeat(3000) }];
    const fix = { description: 'd', safe: true, edits };
    const fixed = cut(report(many(2000, { fix })));
    expect(fixed.results).toHaveLength(2000);
    expect(fixed.results.some((one: object) => 'fixes' in one)).toBe(false);
    expect(fixed.notices).toEqual([expect.stringContaining('The fixes of the findings are left out')]);
    const long = cut(report([...many(1000, { severity: 'notice', message: 'm'.repeat(20_000) }), ...many(1)]));
    expect(long.results[0].level).toBe('error');
    expect(long.results.length).toBeGreaterThan(400);
    expect(long.notices[0]).toMatch(/^\d+ of 1001 findings are left out \(\d+ notices\)/);
  });

  test('one finding that is too large alone leaves the others', () => {
    const { results, notices } = cut(
      report([finding({ message: 'm'.repeat(11_000_000) }), finding({ severity: 'notice' })]),
    );
    expect(results.map(({ level }: { level: string }) => level)).toEqual(['note']);
    expect(notices[0]).toContain('1 of 2 findings are left out (1 error)');
  });
});
