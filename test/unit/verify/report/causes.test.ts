import { expect, test } from '@jest/globals';
import { confidences, severities } from '@rollcall/domain/verify/findings/finding';
import { toldFindings } from '@rollcall/domain/verify/report/causes';
import { assertSomethingFound, passes } from '@rollcall/domain/verify/report/fail-on';
import { renderAnnotations } from '@rollcall/domain/verify/report/render/annotations';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { renderJson } from '@rollcall/domain/verify/report/render/json';
import { renderSarif } from '@rollcall/domain/verify/report/render/sarif';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import { finding, report } from './report-of.ts';

const edit = (path: string) => ({ path, range: [0, 1] as const, newText: '' });
/** One cause in five places, and something of its own between them. */
const findings = [1, 2, 3, 4, 5].map((number) =>
  finding({
    cause: 'cart',
    path: `${number}.yaml`,
    severity: number === 4 ? 'error' : 'notice',
    confidence: number === 5 ? 'likely' : 'proved',
    message: `${number} names cart`,
    fingerprint: `000000000000000${number}`,
    fix: number === 2 ? null : { description: `edit ${number}`, safe: number !== 3, edits: [edit(`${number}.yaml`)] },
  }),
);
const all = [...findings.slice(0, 2), finding({ path: '2.yaml', line: 9 }), ...findings.slice(2)];
const [told] = toldFindings(all);

test('one cause is one finding with its places: the worst, the surest, with all that can be fixed', () => {
  expect(toldFindings(all).map(({ path, places }) => [path, places.length])).toEqual([
    ['1.yaml', 5],
    ['2.yaml', 1],
  ]);
  expect(told).toMatchObject({ severity: 'error', confidence: 'proved' });
  expect(told?.message).toBe('1 names cart (and 4 more places: 2.yaml:2:1, 3.yaml:2:1, 4.yaml:2:1, …)');
  expect(told?.fix).toMatchObject({ description: 'edit 1, and 3 more', safe: false });
  expect(told?.fix?.edits.map(({ path }) => path)).toEqual(['1.yaml', '3.yaml', '4.yaml', '5.yaml']);
});

test('its identity stays when the first place is corrected, and a waived place is told apart', () => {
  const [later] = toldFindings(all.slice(1));
  expect(later?.fingerprint).toBe(told?.fingerprint);
  const waived = { reason: 'r', until: '2027-01-01' };
  const parts = toldFindings(findings.map((one, index) => (index < 2 ? { ...one, waived } : one)));
  expect(parts.map(({ places }) => places.length)).toEqual([2, 3]);
});

test('every output counts it once and shows how sure it is', () => {
  const likely = finding({ path: 'z.yaml', rule: 'r', confidence: 'likely', severity: 'notice', message: 'm' });
  const of = report([...findings, likely]);
  expect(of.summary).toMatchObject({ errors: 1, notices: 1 });
  expect(renderText(of)).toContain('m  r (likely)');
  expect(renderAnnotations(of)).toContain('title=r (likely)::m');
  expect(renderAnnotations(of).match(/names cart/g)).toHaveLength(1);
  expect(renderJobSummary(of)).toContain('- notice (likely) **z.yaml:2** m');
  expect(renderHtml(of, { repository: null, revision: null, files: null })).toContain(
    '<span class="soft">likely</span>',
  );
  const json = JSON.parse(renderJson(of));
  expect(json.findings.map((one: { confidence: string }) => one.confidence)).toEqual(['proved', 'likely']);
  expect(json.findings[0].places).toEqual(findings.map(({ path }) => ({ path, line: 2, column: 1 })));
  const [first, second] = JSON.parse(renderSarif(of)).runs[0].results;
  expect(first.relatedLocations).toHaveLength(4);
  expect(first.properties.confidence).toBe('proved');
  expect(second.properties.confidence).toBe('likely');
  expect(first.rank).toBeGreaterThan(second.rank);
});

test('only what is proved fails a run, unless what is likely is to', () => {
  for (const severity of severities) {
    for (const confidence of confidences) {
      const of = report([finding({ severity, confidence })]);
      expect(passes(of, severity)).toBe(confidence === 'likely');
      expect(passes(of, severity, 'likely')).toBe(false);
      expect(passes(of, 'never', 'likely')).toBe(true);
    }
  }
});

test('a report of nothing is no clean one, unless something could not be read', () => {
  expect(() => assertSomethingFound(report([]))).toThrow('nothing was verified');
  assertSomethingFound(report([], { problems: [{ severity: 'error', message: 'x is not read' }] }));
  assertSomethingFound(report([], { checklist: [{ service: 'cart', items: [] }] }));
  // Terraform alone may hold a mistake.
  assertSomethingFound(report([finding({})]));
});
