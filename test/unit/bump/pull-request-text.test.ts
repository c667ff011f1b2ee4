import { describe, expect, test } from '@jest/globals';
import type { BumpResult } from '@rollcall/domain/bump/bump-images';
import { pullRequestText, requestBranchName } from '@rollcall/domain/bump/pull-request-text';
import { pullRequestNote } from '@rollcall/domain/deploy-branch/pull-request-text';
import type { ImageChange } from '@rollcall/domain/image-targets/target-edits';
import { printable } from '@rollcall/domain/printable';
import { notAsked } from '@rollcall/domain/rendering/rendering';

describe('the name of the branch', () => {
  const hashed = /^rollcall\/prod\/1-services-[0-9a-f]{16}$/;
  test.each<[string, string, string[], RegExp]>([
    ['sorted, each once', 'prod', ['b', 'a', 'b'], /^rollcall\/prod\/a\+b$/],
    ['one', 'prod', ['user-service'], /^rollcall\/prod\/user-service$/],
    ['with a dot', 'prod', ['a.b'], /^rollcall\/prod\/a\.b$/],
    ['as long as can be', 'prod', ['a'.repeat(60)], /^rollcall\/prod\/a{60}$/],
    ['none', 'prod', [], /^rollcall\/prod\/0-services-[0-9a-f]{16}$/],
    ['a lock', 'prod', ['x.lock'], hashed],
    ['two dots', 'prod', ['a..b'], hashed],
    ['a flag', 'prod', ['-x'], hashed],
    ['long', 'prod', ['a'.repeat(61)], hashed],
    ['many', 'prod', Array.from({ length: 200 }, (_, index) => `s-${index}`), /^rollcall\/prod\/200-services-/],
    ['an environment with a slash', 'eu/prod', ['a'], /^rollcall\/environment-[0-9a-f]{16}\/a$/],
    ['a hostile environment', '${{ x }}\n', ['a'], /^rollcall\/environment-[0-9a-f]{16}\/a$/],
  ])('%s', (_, environment, services, expected) => {
    expect(requestBranchName(environment, services)).toMatch(expected);
  });

  test('tells sets apart that look alike when they are joined', () => {
    const long = 'x'.repeat(60);
    const names = [['a+b'], ['a', 'b'], [long, 'a'], [`${long}a`], [`${long}\na`]].map((services) =>
      requestBranchName('prod', services),
    );
    expect(new Set(names.slice(1)).size).toBe(names.length - 1);
    expect(requestBranchName('prod', [`${long}b`, 'c'])).not.toBe(requestBranchName('prod', [long, 'bc']));
  });
});

function change(service: string, old: string, now: string): ImageChange {
  return { service, environment: 'prod', part: 'tag', file: `apps/${service}.yaml`, path: 'p', line: 3, old, new: now };
}

function result(changes: ImageChange[], skipped: BumpResult['skipped'] = []): BumpResult {
  return {
    changed: true,
    commit: null,
    verified: false,
    changes,
    files: [],
    attempts: 1,
    skipped,
    kept: [],
    holds: [],
    released: [],
    passed: null,
    diff: '',
    rendering: notAsked,
    shipped: [],
  };
}

const context = {
  environment: 'prod',
  base: 'k8s-deploy-prod',
  images: [{ service: 'cart', tag: '2-b' }],
  origin: { id: 'x', run: 'https://github.com/example/shop/actions/runs/1', source: 'example/shop@abc' },
};

test('the words of a request', () => {
  const text = pullRequestText(result([change('cart', '', '2-b')], [{ service: 'auth', why: 'newer' }]), context);
  expect(text.title).toBe('deploy(prod): cart (none) → 2-b');
  expect(text.body).toBe(`New images for <code>prod</code> on <code>k8s-deploy-prod</code>.

| service | old | new | file |
| --- | --- | --- | --- |
| <code>cart</code> | <code>&#40;none&#41;</code> | <code>2-b</code> | <code>apps/cart&#46;yaml&#58;3</code> |

Skipped:

- <code>auth</code>: <code>newer</code>

Run: https://github.com/example/shop/actions/runs/1

Source: <code>example/shop&#64;abc</code>
`);
});

test.each([
  '@everyone',
  '#1',
  'a|b',
  'a\\|b',
  '`x`',
  '</code><script>',
  '[x](https://example.com)',
  'www.example.com',
  'https://example.com',
  'a\nb\r\u2028c',
  '*x* _y_ ~z~ :smile:',
  '\u202Ereversed',
  '\uD800',
  '&lt;',
])('%j stays text in a cell', (hostile) => {
  const { body } = pullRequestText(result([change('cart', hostile, '2-b')]), context);
  const rows = body.split('\n').filter((line) => line.startsWith('| <code>'));
  expect(rows).toHaveLength(1);
  expect(rows[0]?.split('|')).toHaveLength(6);
  const cell = /^<code>(.*)<\/code>$/.exec(rows[0]?.split(' | ')[1] ?? '')?.[1] ?? '';
  expect(cell).toMatch(/^(?:[A-Za-z0-9/ -]|&#\d+;)+$/);
  const read = cell.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  expect(read).toBe(printable(hostile));
});

test('a thousand services are cut to what GitHub takes, and counted', () => {
  const changes = Array.from({ length: 1_000 }, (_, index) => change(`service-${index}`, '1-aaaaaaa', '2-bbbbbbb'));
  const { body, title } = pullRequestText(result(changes), context);
  expect(body.length).toBeLessThan(65_536);
  expect(title.length).toBeLessThan(257);
  const shown = body.split('\n').filter((line) => line.startsWith('| <code>')).length;
  expect(body).toContain(`… and ${1_000 - shown} more.`);
  expect(body).toContain('Run: https://');
});

test('however much is changed and skipped, the words are no longer than was set, and all that is left out is counted', () => {
  const changes = Array.from({ length: 2_000 }, (_, index) => change(`s-${index}`, '1', '2'));
  const skipped = Array.from({ length: 2_000 }, (_, index) => ({ service: `t-${index}`, why: 'newer' }));
  const run = `https://github.com/example/shop/actions/runs/${'1'.repeat(3_000)}`;
  for (const bump of [result(changes), result(changes.slice(0, 400), skipped), result(changes, skipped)]) {
    const { body } = pullRequestText(bump, { ...context, origin: { ...context.origin, run } });
    expect(body.length).toBeLessThanOrEqual(60_000 + 30);
    expect(body).toContain(`Run: ${run}\n`);
    const left = [...body.matchAll(/… and (\d+) more\./g)].reduce((sum, [, count]) => sum + Number(count), 0);
    const shown = body.split('\n').filter((line) => /^(\| <code>s|- <code>t)/.test(line)).length;
    expect(shown + left).toBe(bump.changes.length + bump.skipped.length);
    if (bump.skipped.length === 0) expect(body.length).toBeGreaterThan(59_800);
  }
});

test('what is not known is left out', () => {
  const origin = { id: 'x', source: 'example/shop@abc', sources: new Map() };
  expect(pullRequestText(result([change('cart', '1-a', '2-b')]), { ...context, origin }).body).toMatch(
    /^New images .*\n\n\| service .*\n\| --- .*\n\| <code>cart<\/code> .*\n$/,
  );
});

test('a long subject is cut to what GitHub takes for a title', () => {
  const origin = { ...context.origin, subject: 'é'.repeat(300) };
  expect(pullRequestText(result([change('cart', '1-a', '2-b')]), { ...context, origin }).title).toBe('é'.repeat(250));
});

test.each([
  ['javascript:alert(1) @someone', '<code>javascript&#58;alert&#40;1&#41; &#64;someone</code>'],
  ['see https://example.com/1', '<code>see https&#58;//example&#46;com/1</code>'],
  ['https://example.com/1 x', '<code>https&#58;//example&#46;com/1 x</code>'],
  ['http://ghe.example.com:8080/runs/1', 'http://ghe.example.com:8080/runs/1'],
])('a run that is no address is text: %s', (run, written) => {
  const { body } = pullRequestText(result([change('cart', '1-a', '2-b')]), { ...context, origin: { id: 'x', run } });
  expect(body).toContain(`Run: ${written}\n`);
});

test('the note for the job summary', () => {
  expect(pullRequestNote({ number: 7, url: 'https://github.com/example/shop/pull/7' })).toMatch(
    /^Pull request \[#7\]\(https:\/\/github\.com\/example\/shop\/pull\/7\)\. .*approval/,
  );
});

test('what is rendered stands in it, folded, in a fence of its own, and is counted where it finds no room', () => {
  const rendered = (count: number, value: string): BumpResult => ({
    ...result([change('cart', '1-a', '2-b')]),
    rendering: {
      none: null,
      applications: Array.from({ length: count }, (_, index) => ({
        ...{
          application: `cart-${index}`,
          environment: 'prod',
          file: 'a.yaml',
          tools: ['helm 4.0.1'],
          notRendered: null,
        },
        changes: [{ object: 'Deployment cart', field: 'spec.image', old: 'cart:1-a', new: value, kind: 'image' }],
      })),
    },
  });
  const few = pullRequestText(rendered(1, 'cart:2-b ```` x'), context).body;
  expect(few).toContain(
    '<details><summary>Rendered by helm 4.0.1: <b>cart-0</b> (prod), 1 change</summary>\n\n`````diff\n',
  );
  expect(few).toContain('+ spec.image: cart:2-b ```` x\n`````\n</details>');
  const many = pullRequestText(rendered(2_000, 'x'.repeat(290)), context).body;
  expect(many.length).toBeLessThan(65_536);
  const shown = many.match(/<details>/g)?.length ?? 0;
  expect(shown).toBeGreaterThan(50);
  expect(many).toContain(`… and ${2_000 - shown} more.`);
});

test('what was passed in an emergency stands where a squash takes its message from', () => {
  const passed = { emergency: 'the shop is down', hotfixes: [{ service: 'cart', tag: '2-b' }] };
  const { body } = pullRequestText({ ...result([change('cart', '1-a', '2-b')]), passed }, context);
  expect(body).toContain('\nBump-Emergency: the shop is down\nBump-Hotfix: prod cart 2-b\n');
});

test('what is held stands in it for a squash, and however much it is, the words are no longer than was set', () => {
  const holds = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      return { environment: 'prod', service: `cart-${index}`, tag: '2-b', until: null, reason: 'x'.repeat(150) };
    });
  const of = (count: number) =>
    pullRequestText({ ...result([change('cart', '1-a', '2-b')]), holds: holds(count) }, context).body;
  expect(of(1)).toContain('A squash has to keep these lines at the end of its message');
  expect(of(1).trimEnd().split('\n\n').at(-1)).toContain('\nBump-Hold: prod cart-0 2-b because x');
  const long = of(1_000);
  expect(long.length).toBeLessThanOrEqual(60_000 + 30);
  expect(long).toContain('A squash has to keep the trailers of its commits');
  expect(long).toMatch(/… and \d+ more\./);
});
