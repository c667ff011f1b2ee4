import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { script, scriptHash, style, styleHash } from '@rollcall/domain/verify/report/render/html-assets';
import type { ServiceImages } from '@rollcall/domain/verify/report/report';
import fc from 'fast-check';
import { ruleFixtures, verifyFiles } from '../../rule-fixtures.ts';
import { finding, report } from '../report-of.ts';

const files = 'https://github.com/example/shop/blob/0123abc';
const options = { repository: 'example/shop', revision: '0123abc', files };

test('every finding and every item that has a place leads there', async () => {
  const [bad] = ruleFixtures().filter(({ name }) => name === 'chart-app-missing/bad-prod');
  const verified = await verifyFiles(bad?.files ?? {});
  const page = renderHtml(verified, options);
  const [found] = verified.findings;
  expect(page).toContain(`href="${files}/k8s/helm/charts/review-service/Chart.yaml#L2"`);
  expect(page).toContain(`<td>${found?.message}<a class="place" href=`);
  const items = verified.checklist.flatMap((service) => service.items.filter(({ path }) => path !== undefined));
  expect(items.length).toBeGreaterThan(20);
  expect(page.match(/<a class="state /g)).toHaveLength(items.length);
  expect(page.match(/<tr(?: data-marked)?><th scope="row">/g)).toHaveLength(verified.checklist.length);
  for (const { file } of verified.applications) expect(page).toContain(`href="${files}/${file}">`);
  expect(renderHtml(verified, options)).toBe(page);
  const unlinked = renderHtml(verified, { repository: null, revision: null, files: null });
  expect(unlinked).not.toContain('<a class="state');
  expect(unlinked).toMatch(/<span class="unseen">there: \S+\/Dockerfile<\/span>/);
});

test('it loads nothing, and its policy allows its own script alone', () => {
  const page = renderHtml(report([finding()]), options);
  const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  expect([styleHash, scriptHash]).toEqual([hash(style), hash(script)]);
  expect(page).toContain(`<style>${style}</style>`);
  expect(page).toContain(`<script>${script}</script>`);
  expect(page.match(/<(?:script|style)/g)).toHaveLength(2);
  expect(page).toContain(`default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; base-uri 'none'`);
  expect(page).not.toMatch(/\bsrc=|@import|url\(|<link|<iframe|\sstyle=|\son\w+=/);
  for (const [, href = ''] of page.matchAll(/href="([^"]*)"/g))
    expect(href.startsWith('#') || href.startsWith(files)).toBe(true);
});

test('an address that is no web address makes no link', () => {
  expect(
    renderHtml(report([finding()]), { repository: 'x', revision: null, files: 'javascript:alert(1)//' }),
  ).not.toContain('javascript:');
});

test('what is waived or accepted says so, and is filtered apart', () => {
  const waived = finding({ waived: { reason: 'until the mesh moves', until: '2027-01-01' } });
  const page = renderHtml(report([finding(), waived], { baselined: [finding()] }), options);
  expect(page).toContain('waived until 2027-01-01: until the mesh moves');
  expect(page).toContain('accepted in the baseline');
  const kinds = [...page.matchAll(/data-kind="(\w+)"/g)].map(([, kind]) => kind);
  expect(kinds).toEqual(['error', 'waived', 'baselined']);
  const boxes = [...page.matchAll(/name="kind" value="(\w+)"( checked)?>/g)].map(([, kind, checked]) => [
    kind,
    Boolean(checked),
  ]);
  expect(boxes).toEqual([
    ['error', true],
    ['waived', false],
    ['baselined', false],
  ]);
});

test('a finding is of the service that it names, or whose file it is in', () => {
  const checklist = ['cart', 'order'].map((service) => ({
    service,
    items: [
      { item: 'source', state: 'ok' as const, path: `services/${service}` },
      { item: 'chart', state: 'ok' as const, path: `charts/${service}/Chart.yaml` },
      { item: 'application', environment: 'dev', state: 'ok' as const, path: `apps/${service}.yaml`, line: 4 },
      { item: 'bash-case', state: 'ok' as const, path: 'build.sh', line: 7 },
    ],
  }));
  const applications = [{ name: 'cart-dev', file: 'f', environment: 'dev', service: 'cart', deploys: [] }];
  const cases: [subject: string, path: string, service: string | undefined][] = [
    ['order', 'build.sh', 'order'],
    ['cart-dev', 'elsewhere.yaml', 'cart'],
    ['node:20', 'services/cart/docker/Dockerfile', 'cart'],
    ['x', 'charts/order/templates/deployment.yaml', 'order'],
    ['x', 'apps/cart.yaml', 'cart'],
    ['x', 'services/cart-two/Dockerfile', undefined],
    ['x', 'build.sh', undefined],
    ['__proto__', 'constructor', undefined],
  ];
  const page = renderHtml(
    report(
      cases.map(([subject, path]) => finding({ subject, path })),
      { checklist, applications },
    ),
    options,
  );
  const rows = [...page.matchAll(/<tr data-kind="error" data-rule="[^"]*"(?: data-service="([^"]*)")?>/g)];
  expect(rows.map(([, service]) => service)).toEqual(cases.map(([, , service]) => service));
  expect(page).toContain('<a href="#findings" data-service="cart">3</a>');
  expect(page).toContain('<option value="order">order (2)</option>');
});

test('Applications once each, below what deploys them; cycles and long chains end', () => {
  const graph = (edges: number[][]) =>
    report([], {
      applications: edges.map((deploys, index) => ({
        name: `app-${index}`,
        file: 'f',
        environment: null,
        service: null,
        deploys,
      })),
    });
  const names = (page: string) => [
    ...page.matchAll(/<li[^>]*><strong>(app-\d+)<\/strong> <span class="place">f<\/span>( <a)?/g),
  ];
  const plain = { repository: null, revision: null, files: null };
  const cycle = names(renderHtml(graph([[1], [0, 2], [], [2]]), plain)).map(
    ([, name, again]) => `${name}${again ? ' again' : ''}`,
  );
  expect(cycle).toEqual(['app-3', 'app-2', 'app-0', 'app-1', 'app-0 again', 'app-2 again']);
  const again = [
    ...renderHtml(graph([[1], [0, 2], [], [2]]), plain).matchAll(/<a href="#application-(\d)">(.*?)<\/a>/g),
  ];
  expect(again.map(([, index, why]) => `${index} ${/cycle/.test(why ?? '') ? 'cycle' : why}`)).toEqual([
    '0 cycle',
    '2 shown above',
  ]);
  const chain = renderHtml(
    graph(Array.from({ length: 20_000 }, (_, index) => (index < 19_999 ? [index + 1] : []))),
    plain,
  );
  expect(new Set(names(chain).map(([, name]) => name)).size).toBe(20_000);
  const broad = renderHtml(
    graph(Array.from({ length: 400 }, () => Array.from({ length: 400 }, (_, index) => index))),
    plain,
  );
  // Fifty levels of 400, and what is deeper is a number.
  expect(names(broad)).toHaveLength(50 * 400 + 1);
  const shared = Array.from({ length: 300 }, (_, index) => index + 300);
  const crossed = renderHtml(graph([...shared.map(() => shared), ...shared.map(() => [])]), plain);
  expect(crossed.length).toBeLessThan(8_000_000);
  const cuts = [...crossed.matchAll(/<p class="cut">(\d+) more (.*?) left out/g)];
  expect(cuts.map(([, , what]) => what)).toEqual([
    'Applications are',
    'places of Applications that are shown above are',
  ]);
  const printed = 600 - Number(cuts[0]?.[1]);
  expect(names(crossed).length + Number(cuts[1]?.[1])).toBe(printed - 300 + (printed - 300) * 300);
});

test('the tags of every environment: which differ, where none is, where nobody can tell', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  const known = {
    state: 'known' as const,
    tag: '1-a',
    digest: undefined,
    path: 'apps/a.yaml',
    line: 7,
    branch: null,
    differs: false,
  };
  const images: ServiceImages[] = [
    {
      service: 'cart',
      images: [
        { environment: 'dev', ...known },
        { environment: 'stage', ...known, digest, differs: true },
        { environment: 'prod', state: 'absent' },
      ],
    },
    {
      service: 'order',
      images: [
        { environment: 'dev', ...known },
        { environment: 'stage', ...known },
        { environment: 'prod', state: 'unknown', why: '"order" has no tag in prod' },
      ],
    },
  ];
  const page = renderHtml(report([], { images }), options);
  const [, section = ''] = /<h2 id="tags"[^>]*>(.*?)<\/section>/s.exec(page) ?? [];
  expect(section).toContain('1 service of 2 has different images');
  expect(section).toMatch(/<tr data-marked><th scope="row">cart<.*<tr><th scope="row">order</s);
  expect(section).toContain(`href="${files}/apps/a.yaml#L7">1-a</a>`);
  expect(section).toContain(`≠</span><span class="unseen">differs: </span><a`);
  expect(section).toContain(`title="${digest}">@sha256:0123456789ab…</code>`);
  expect(section.match(/≠<\/span><span/g)).toHaveLength(1);
  expect(section).toContain('no Application');
  expect(section).toContain('unknown</span> <span class="why">&quot;order&quot; has no tag in prod<');
  expect(section).toContain('A deploy branch may be ahead');
  const deployed = { environment: 'prod', ...known, branch: 'k8s-deploy-prod' };
  const there = renderHtml(report([], { images: [{ service: 'cart', images: [deployed] }] }), options);
  expect(there).toContain('<th scope="col">prod on k8s-deploy-prod</th>');
  expect(there).toContain('<td><code>1-a</code> <span class="why">apps/a.yaml:7</span></td>');
  expect(there).not.toContain('A deploy branch may be ahead');
  for (const none of [report([]), report([], { images: [] }), report([], { images: [{ service: 'x', images: [] }] })])
    expect(renderHtml(none, options)).not.toContain('id="tags"');
});

test('what is too long is cut, the worst stays, and the number of the others is said', () => {
  const text = 'x'.repeat(2_000);
  const many = Array.from({ length: 20_000 }, (_, index) =>
    finding({ line: index + 1, message: text, severity: index % 1_000 === 999 ? 'error' : 'notice' }),
  );
  const services = Array.from({ length: 5_000 }, (_, index) => ({
    service: `${text}-${index}`,
    items: [{ item: 'source', state: index === 4_999 ? ('missing' as const) : ('ok' as const) }],
  }));
  const page = renderHtml(
    report(many, {
      checklist: services,
      images: services.map(({ service }) => ({ service, images: [{ environment: 'dev', state: 'absent' }] })),
      problems: many.map(({ message }) => ({ severity: 'notice', message })),
      applications: Array.from({ length: 5_000 }, (_, index) => ({
        name: `${text}-${index}`,
        file: 'f',
        environment: null,
        service: null,
        deploys: [],
      })),
    }),
    options,
  );
  expect(page.length).toBeLessThan(17_000_000);
  const cuts = [...page.matchAll(/<p class="cut">(\d+) more (\w+) are left out/g)].map(([, number, what]) => ({
    number: Number(number),
    what,
  }));
  expect(cuts.map(({ what }) => what)).toEqual(['problems', 'services', 'services', 'findings', 'Applications']);
  const rows = page.match(/<tr data-kind="/g)?.length ?? 0;
  expect(rows + (cuts[3]?.number ?? 0)).toBe(20_000);
  expect(page.match(/<tr data-kind="error"/g)).toHaveLength(20);
  expect(page).toContain('-4999</th>');
});

test('no name becomes markup, wherever it stands', () => {
  const page = (name: string): string =>
    renderHtml(
      report(
        [finding({ path: name, message: name, rule: name, subject: name, waived: { reason: name, until: name } })],
        {
          baselined: [finding({ message: name, subject: name, fix: { description: name, safe: true, edits: [] } })],
          checklist: [
            {
              service: name,
              items: [{ item: name, environment: name, state: 'missing', path: name, line: 1, rule: name }],
            },
          ],
          images: [
            {
              service: name,
              images: [
                {
                  environment: name,
                  state: 'known',
                  tag: name,
                  digest: name,
                  path: name,
                  line: 1,
                  branch: name,
                  differs: true,
                },
                { environment: name, state: 'unknown', why: name },
              ],
            },
          ],
          problems: [{ severity: 'error', message: name, help: name, location: { path: name, line: 1, column: 1 } }],
          applications: [{ name, file: name, environment: name, service: null, deploys: [0] }],
        },
      ),
      { repository: name, revision: name, files },
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
