import { describe, expect, test } from '@jest/globals';
import type { Severity } from '@rollcall/domain/verify/findings/finding';
import { renderAnnotations } from '@rollcall/domain/verify/report/render/annotations';
import { renderComment } from '@rollcall/domain/verify/report/render/comment';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { renderJson } from '@rollcall/domain/verify/report/render/json';
import { renderMarkdown } from '@rollcall/domain/verify/report/render/markdown';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import type { ReportedImage } from '@rollcall/domain/verify/report/report';
import fc from 'fast-check';
import { ruleFixtures, verifyFiles } from '../../rule-fixtures.ts';
import { finding, report } from '../report-of.ts';

const hostile = 'a\n::error::x%0A\u001b[31m|`<b>@team [x](http://y)\u202E\uDCFF"';

/** Characters but line breaks that a terminal acts on, that turn the direction of text, or that UTF-8 cannot say. */
function unprintable(text: string): string[] {
  return [...text].filter((character) => character !== '\n' && /[\p{Cc}\p{Surrogate}\u202A-\u202E]/u.test(character));
}

test('text: by file, with a sum and the next step', () => {
  const fix = { description: 'add x', safe: true, edits: [] };
  const text = renderText(
    report([
      finding(),
      finding({ line: 12, column: 13, severity: 'warning', rule: 'ci-x', message: 'm', fix }),
      finding({ path: 'z', waived: { reason: 'r', until: '2027-01-01' } }),
    ]),
  );
  expect(text).toBe(
    [
      'k8s/x/Chart.yaml',
      '  2:1      error   chart k8s/x has no Application  chart-app-missing',
      '  12:13    warning m  ci-x (--fix)',
      '',
      '1 error, 1 warning, 0 notices; 1 waived',
      'Next: rollcall verify --fix fixes 1 of them; rollcall explain chart-app-missing says more.',
      '',
    ].join('\n'),
  );
  expect(renderText(report([]))).toBe(
    'No findings: every service is where it has to be (0 errors, 0 warnings, 0 notices).\n',
  );
  expect(renderText(report([finding()]), { colour: true })).toContain('\u001b[31merror');
});

test('text where somebody looks: the rule first, the sentence folded below it', () => {
  const message =
    'service 결제-서비스 is not in the list SERVICES of Makefile: what is done for every service is not done for it';
  const text = renderText(report([finding({ message, rule: 'build-list-missing' })]), { width: 60 });
  const lines = text.split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'k8s/x/Chart.yaml',
    '  2:1      error   build-list-missing',
    '                   service 결제-서비스 is not in the list',
    '                   SERVICES of Makefile: what is done for',
  ]);
  const words = lines.slice(2, lines.indexOf('')).map((line) => line.trim());
  expect(words.join(' ')).toBe(message);
  expect(renderText(report([finding({ message: 'x'.repeat(200) })]), { width: 40 })).toContain(
    `${' '.repeat(19)}${'x'.repeat(200)}\n`,
  );
});

test('JSON: the keys of the contract and no others, on one line', async () => {
  const [bad] = ruleFixtures().filter(({ name }) => name === 'ci-paths-filter-missing/bad');
  const value = JSON.parse(renderJson(await verifyFiles(bad?.files ?? {})));
  expect(Object.keys(value)).toEqual(['findings', 'checklist', 'summary']);
  expect(value.summary).toEqual({ errors: 1, warnings: 0, notices: 0, waived: 0, baselined: 0 });
  expect(value.findings).toEqual([
    {
      rule: 'ci-paths-filter-missing',
      severity: 'error',
      message: expect.stringContaining('review-service'),
      path: '.github/workflows/ci-build-images.yaml',
      line: 23,
      column: 11,
      subject: 'review-service',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      confidence: 'proved',
      places: [{ path: '.github/workflows/ci-build-images.yaml', line: 23, column: 11 }],
      fix: { description: 'add review-service to the paths filter', safe: true },
      waived: null,
    },
  ]);
  expect(renderJson(report([finding({ path: hostile, message: hostile })]))).not.toContain('\n');
});

describe('annotations', () => {
  test('properties and message are escaped', () => {
    const text = renderAnnotations(
      report([finding({ path: 'a,b:c%\n.yaml', message: '100%\r\n::set-output name=x::y', endLine: 4 })]),
    );
    expect(text).toBe(
      '::error file=a%2Cb%3Ac%25%0A.yaml,line=2,endLine=4,col=1,title=chart-app-missing::100%25\\r\\n::set-output name=x::y\n',
    );
  });

  test('paths are of the repository, whatever folder of it was verified', () => {
    expect(renderAnnotations(report([finding({ path: 'x.yaml' })]), 'shops/a')).toContain(' file=shops/a/x.yaml,');
  });

  test('ten of a kind, the worst first, the rest counted', () => {
    const many = (severity: Severity, number: number) =>
      Array.from({ length: number }, (_, line) => finding({ severity, line }));
    const lines = renderAnnotations(report([...many('notice', 12), ...many('error', 11), ...many('warning', 10)]))
      .trimEnd()
      .split('\n');
    const of = (kind: string) => lines.filter((line) => line.startsWith(`::${kind}`)).length;
    expect([of('error'), of('warning'), of('notice')]).toEqual([10, 10, 10]);
    expect(lines[0]).toMatch(/^::error/);
    expect(lines.at(-1)).toBe(
      '::notice title=rollcall::1 error, 3 notices more: see the job summary or the log of this step',
    );
    expect(
      renderAnnotations(report(many('notice', 10)))
        .trimEnd()
        .split('\n'),
    ).toHaveLength(10);
    expect(renderAnnotations(report([finding({ waived: { reason: 'r', until: '2027-01-01' } })]))).toBe('');
  });
});

describe('job summary and Markdown', () => {
  test('what services lack, findings by rule, and folded: services by place, Applications as a graph', async () => {
    const [bad] = ruleFixtures().filter(({ name }) => name === 'chart-app-missing/bad-prod');
    const text = renderJobSummary(await verifyFiles(bad?.files ?? {}));
    expect(text).toContain('| service | source | dockerfile | chart | application in dev | application in prod |');
    expect(text).toMatch(/\| review-service \| ✅ \| ✅ \| ✅ \| ✅ \| ❌ \|/);
    expect(text).toContain('["shop-apps-prod in prod"]');
    expect(text).toMatch(
      /#### \[chart-app-missing\]\(https:\S+\/docs\/rules\/chart-app-missing\.md\) \(1 finding\)\n\n- error \*\*k8s\/helm\/charts\/review-service\/Chart\.yaml:2\*\*/,
    );
    expect(text).toContain(
      'services lacks something.**\n\n| service | lacks |\n| --- | --- |\n| review-service | application in prod |',
    );
  });

  test('a list is called as people call it, and places lead to their lines', async () => {
    const [bad] = ruleFixtures().filter(({ name }) => name === 'ci-paths-filter-missing/bad');
    const verified = await verifyFiles(bad?.files ?? {});
    const links = { files: 'https://github.com/acme/shop/blob/0123abcd' };
    const address = `${links.files}/.github/workflows/ci-build-images.yaml#L23`;
    for (const text of [
      renderJobSummary(verified, links),
      renderComment(verified, { existing: false, scope: '', links }).body,
    ]) {
      expect(text).toContain(`| review-service | [ci-build-images.yaml: filters](${address}) |`);
      expect(text).toContain(
        `- error [<code>&#46;github/workflows/ci-build-images&#46;yaml&#58;23</code>](${address}) `,
      );
    }
    expect(renderJobSummary(verified, links)).toContain('| ci-build-images.yaml: filters |');
    expect(renderJobSummary(verified, links)).not.toContain('paths-filter |');
  });

  test('names are text and nothing else', () => {
    const applications = [
      { name: hostile, file: 'a', environment: 'prod"]', service: null, deploys: [1] },
      { name: 'b', file: 'b', environment: null, service: null, deploys: [] },
    ];
    const checklist = [{ service: hostile, items: [{ item: 'source', state: 'ok' as const }] }];
    const found = [finding({ path: hostile, message: hostile })];
    for (const text of [renderJobSummary(report(found, { applications, checklist })), renderMarkdown(report(found))]) {
      expect(text).not.toContain('<b>');
      expect(text).not.toContain('@team');
      // The page of the rule is the only link.
      expect(text.match(/\]\(/g)).toEqual(
        text.match(/\]\(https:\/\/github\.com\/[\w/.-]+\/docs\/rules\/chart-app-missing\.md\)/g)?.map(() => ']('),
      );
      expect(unprintable(text)).toEqual([]);
      expect(text).not.toMatch(/^::error/m);
    }
    const graph = renderJobSummary(report([], { applications }));
    expect(graph).toContain('  a0["a#92;n#58;#58;error');
    expect(graph).toContain(' in prod#34;#93;"]');
    expect(graph.match(/^ {2}a\d/gm)).toHaveLength(3);
  });

  test('the tags that differ between environments, and those nobody can tell', () => {
    const known = { state: 'known' as const, digest: undefined, path: 'a.yaml', line: 1, branch: null, differs: false };
    const rows = (dev: ReportedImage, prod: ReportedImage) =>
      renderJobSummary(report([], { images: [{ service: 'cart|x', images: [dev, prod] }] }));
    const dev = { environment: 'dev', ...known, tag: '1-a' };
    expect(rows(dev, { environment: 'prod', ...known, tag: '1-a' })).not.toContain('Image tags');
    const pinned = { environment: 'prod', ...known, tag: '`1|b', digest: `sha256:${'ab'.repeat(32)}`, differs: true };
    expect(rows({ ...dev, differs: true }, pinned)).toContain(
      '| service | dev | prod |\n| --- | --- | --- |\n| cart\\|x | ≠ <code>1-a</code> | ≠ <code>&#96;1&#124;b&#64;sha256&#58;abababababab</code> |\n',
    );
    expect(rows(dev, { environment: 'prod', state: 'unknown', why: 'w' })).toContain('<code>1-a</code> | unknown |');
    const many = Array.from({ length: 60 }, (_, index) => ({
      service: `s${index}`,
      images: [
        { ...dev, differs: true },
        { environment: 'prod', state: 'absent' as const },
      ],
    }));
    expect(renderJobSummary(report([], { images: many }))).toContain('\n… and 10 more services.\n');
  });

  test('what does not fit is cut whole, and said', () => {
    const findings = Array.from({ length: 20_000 }, (_, line) => finding({ line, message: '한글'.repeat(30) }));
    const summary = renderJobSummary(report(findings));
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toMatch(/… and \d+ more lines, cut for length: the log of the step has all of them\.\n$/);
    const comment = renderMarkdown(report(findings));
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain('cut for length');
    expect(renderMarkdown(report([]))).toBe('### Rollcall\n\nNo findings.\n');
  });
});

test('no text of a repository ends a line of a report or reaches a terminal as a command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
      const one = report([finding({ path: name, message: name, subject: name })]);
      const empty = report([finding({ path: 'x', message: 'x' })]);
      for (const render of [renderText, renderAnnotations, renderMarkdown, renderJobSummary, renderJson]) {
        const text = render(one);
        expect(text.split('\n').length).toBe(render(empty).split('\n').length);
        expect(unprintable(text)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

describe('what a request changes in what is checked', () => {
  const change = { setting: 'rule a', before: 'error', after: 'off', location: { path: 'b.yaml', line: 2, column: 3 } };
  const review = { base: 'main (1a2b)', judgedBy: 'request' as const, changes: [change], uncounted: [finding()] };
  const withReview = (more: Partial<typeof review> = {}) => report([], { configReview: { ...review, ...more } });

  test('is a table, the findings that it hides, and a value', () => {
    for (const text of [renderJobSummary(withReview()), renderMarkdown(withReview())]) {
      expect(text).toContain(
        '\n#### This request changes what is checked\n\nIt is judged by what it brings; compared with',
      );
      expect(text).toContain('\n| rule a | <code>error</code> | <code>off</code> | b.yaml:2 |\n');
      expect(text).toContain(
        '\n1 finding would count with the configuration of the base, and does not:\n\n- error chart-app',
      );
    }
    expect(renderText(withReview())).toContain(
      '\n  rule a: error -> off  (b.yaml:2:3)\n  no longer counts: k8s/x/Chart.yaml:2',
    );
    const { configChanges } = JSON.parse(renderJson(withReview()));
    expect(configChanges).toMatchObject({
      base: 'main (1a2b)',
      judgedBy: 'request',
      uncounted: [{ path: 'k8s/x/Chart.yaml' }],
    });
    expect(configChanges.changes).toEqual([
      { setting: 'rule a', before: 'error', after: 'off', path: 'b.yaml', line: 2, column: 3 },
    ]);
  });

  test('says so where the base judged, where nobody knows what it hides, and how much is not listed', () => {
    const base = { ...review, judgedBy: 'base' as const, uncounted: [] };
    expect(renderMarkdown(report([], { configReview: base }))).toContain('so that none of this holds');
    const unknown = report([], { configReview: { ...review, uncounted: null } });
    expect(renderMarkdown(unknown)).toContain('Which findings count no more by that is not known');
    expect(renderText(unknown)).toContain('Which findings count no more by that is not known');
    const many = withReview({ changes: Array.from({ length: 60 }, () => change) });
    expect(renderMarkdown(many)).toContain('\n… and 10 more.\n');
  });

  test('is not there where nothing changes', () => {
    const none = withReview({ changes: [], uncounted: [] });
    expect(renderMarkdown(none)).toBe(renderMarkdown(report([])));
    expect(renderText(none)).toBe(renderText(report([])));
  });

  test('holds names of the request as text', () => {
    const location = { path: hostile, line: 1, column: 1 };
    const changes = [{ setting: hostile, before: hostile, after: hostile, location }];
    const one = withReview({ base: hostile, changes, uncounted: [finding({ message: hostile, path: hostile })] });
    for (const text of [renderText(one), renderMarkdown(one), renderJobSummary(one), renderJson(one)])
      expect(unprintable(text)).toEqual([]);
    const markdown = renderMarkdown(one);
    for (const markup of ['<b>', '@team', '](http', '|`']) expect(markdown).not.toContain(markup);
    const row = markdown.split('\n').find((line) => line.startsWith('| a'));
    expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(6);
  });
});
