import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Finding } from '@rollcall/domain/verify/finding';
import { renderHtml } from '@rollcall/domain/verify/render/html';
import { script, scriptHash } from '@rollcall/domain/verify/render/html-assets';
import { type Report, summarise } from '@rollcall/domain/verify/report';
import fc from 'fast-check';
import { ruleFixtures, verifyFiles } from './rule-fixtures.ts';

const files = 'https://github.com/example/shop/blob/0123abc';
const options = { repository: 'example/shop', files };

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

function report(findings: Finding[], rest: Partial<Report> = {}): Report {
  const { baselined = [] } = rest;
  const summary = summarise(findings, baselined);
  return { findings, baselined, checklist: [], summary, problems: [], applications: [], ...rest };
}

test('every finding and every item that has a place leads there', async () => {
  const [bad] = ruleFixtures().filter(({ name }) => name === 'chart-app-missing/bad-prod');
  const verified = await verifyFiles(bad?.files ?? {});
  const page = renderHtml(verified, options);
  const [found] = verified.findings;
  expect(page).toContain(`href="${files}/k8s/helm/charts/review-service/Chart.yaml#L2"`);
  expect(page).toContain(`<td role="cell">${found?.message}`);
  const items = verified.checklist.flatMap((service) => service.items.filter(({ path }) => path !== undefined));
  expect(items.length).toBeGreaterThan(20);
  expect(page.match(/<a class="state /g)).toHaveLength(items.length);
  expect(page.match(/<tr><th scope="row">/g)).toHaveLength(verified.checklist.length);
  for (const { file } of verified.applications) expect(page).toContain(`href="${files}/${file}">`);
  expect(renderHtml(verified, options)).toBe(page);
  expect(renderHtml(verified, { repository: null, files: null })).not.toContain('<a class="state');
});

test('it loads nothing, and its policy allows its own script alone', () => {
  const page = renderHtml(report([finding()]), options);
  expect(scriptHash).toBe(`sha256-${createHash('sha256').update(script).digest('base64')}`);
  expect(page).toContain(`<script>${script}</script>`);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'`);
  expect(page).not.toMatch(/\bsrc=|@import|url\(|<link|<iframe|\son\w+=/);
  for (const [, href = ''] of page.matchAll(/href="([^"]*)"/g))
    expect(href.startsWith('#') || href.startsWith(files)).toBe(true);
});

test('an address that is no web address makes no link', () => {
  expect(renderHtml(report([finding()]), { repository: 'x', files: 'javascript:alert(1)//' })).not.toContain(
    'javascript:',
  );
});

test('what is waived or accepted says so, and is filtered apart', () => {
  const waived = finding({ waived: { reason: 'until the mesh moves', until: '2027-01-01' } });
  const page = renderHtml(report([finding(), waived], { baselined: [finding()] }), options);
  expect(page).toContain('waived until 2027-01-01: until the mesh moves');
  expect(page).toContain('accepted in the baseline');
  const kinds = [...page.matchAll(/data-kind="(\w+)"/g)].map(([, kind]) => kind);
  expect(kinds).toEqual(['error', 'waived', 'baselined']);
  const boxes = [...page.matchAll(/value="(\w+)"( checked)?>/g)].map(([, kind, checked]) => [kind, Boolean(checked)]);
  expect(boxes).toEqual([
    ['error', true],
    ['waived', false],
    ['baselined', false],
  ]);
});

test('Applications once each, below what deploys them; cycles and long chains end', () => {
  const graph = (edges: number[][]) =>
    report([], {
      applications: edges.map((deploys, index) => ({ name: `app-${index}`, file: 'f', environment: null, service: null, deploys })),
    });
  const names = (page: string) => [
    ...page.matchAll(/<li>(app-\d+)( <span class="place">f<\/span> <span class="soft">\(shown)?/g),
  ];
  const plain = { repository: null, files: null };
  const cycle = names(renderHtml(graph([[1], [0, 2], [], [2]]), plain)).map(
    ([, name, again]) => `${name}${again ? ' again' : ''}`,
  );
  expect(cycle).toEqual(['app-3', 'app-2', 'app-0', 'app-1', 'app-0 again', 'app-2 again']);
  const chain = renderHtml(
    graph(Array.from({ length: 20_000 }, (_, index) => (index < 19_999 ? [index + 1] : []))),
    plain,
  );
  expect(new Set(names(chain).map(([, name]) => name)).size).toBe(20_000);
  const broad = renderHtml(
    graph(Array.from({ length: 400 }, () => Array.from({ length: 400 }, (_, index) => index))),
    plain,
  );
  expect(names(broad).length).toBeLessThanOrEqual(400 * 400 + 400);
});

test('no name becomes markup, wherever it stands', () => {
  const page = (name: string): string =>
    renderHtml(
      report(
        [finding({ path: name, message: name, rule: name, subject: name, waived: { reason: name, until: name } })],
        {
          baselined: [finding({ message: name, fix: { description: name, safe: true, edits: [] } })],
          checklist: [
            {
              service: name,
              items: [{ item: name, environment: name, state: 'missing', path: name, line: 1, rule: name }],
            },
          ],
          problems: [{ severity: 'error', message: name, help: name, location: { path: name, line: 1, column: 1 } }],
          applications: [{ name, file: name, environment: name, service: null, deploys: [0] }],
        },
      ),
      { repository: name, files },
    );
  const shape = (text: string): string => text.replace(/[^<>"'\n]/g, '');
  const plain = shape(page('x'));
  const names = fc.oneof(
    fc.constantFrom(
      '"><script>alert(1)</script>',
      "' onclick='x",
      '</style>',
      '<!--',
      ']]>',
      'a\nb',
      '\u2028',
      '\uDCFF',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  );
  fc.assert(
    fc.property(names, (name) => {
      expect(shape(page(name))).toBe(plain);
      expect(page(name)).not.toMatch(/[\p{Surrogate}\u202A-\u202E]/u);
    }),
    { numRuns: 300 },
  );
});
