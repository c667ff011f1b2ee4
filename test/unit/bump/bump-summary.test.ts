import { expect, test } from '@jest/globals';
import type { BumpResult } from '@rollcall/domain/bump/bump-images';
import { bumpSummary, bumpTable, keptNote } from '@rollcall/domain/bump/bump-summary';
import { type Hold, whyHeld } from '@rollcall/domain/bump/holds';
import { notAsked } from '@rollcall/domain/rendering/rendering';

const commit = 'c'.repeat(40);
const change = {
  service: 'user-service',
  environment: 'prod',
  part: 'tag',
  file: 'k8s/a b (1)/user.yaml',
  path: 'p',
  line: 13,
  old: '165-cf185b1',
  new: '187-c513bdf',
} as const;
const result: BumpResult = {
  changed: true,
  commit,
  verified: false,
  changes: [change],
  files: [change.file],
  attempts: 2,
  rendering: notAsked,
  shipped: [],
  skipped: [{ service: 'idle-service', why: '"idle-service" has no Application' }],
  kept: [],
  holds: [],
  released: [],
  passed: null,
  diff: '--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n+b\n',
};
const context = {
  environment: 'prod',
  branch: 'k8s-deploy-prod',
  repositoryUrl: 'https://github.com/example/shop',
  dryRun: false,
};

test('the job summary', () => {
  expect(bumpSummary(result, context)).toBe(
    `### prod \\(k8s-deploy-prod\\): 1 service changed in 1 file

Commit [\`cccccccccccc\`](https://github.com/example/shop/commit/${commit}) (not verified, 2 tries)

| service | old | | new | file |
| --- | --- | --- | --- | --- |
| user-service | 165-cf185b1 | → | 187-c513bdf | [k8s/a b \\(1\\)/user.yaml:13](https://github.com/example/shop/blob/${commit}/k8s/a%20b%20%281%29/user.yaml#L13) |

Skipped:

- **idle-service**: "idle-service" has no Application

<details><summary>Diff</summary>

\`\`\`diff
--- a/x
+++ b/x
@@ -1,1 +1,1 @@
-a
+b
\`\`\`

</details>
`,
  );
});

test('what a pull request asks for has not changed yet', () => {
  const asked = { ...context, pullRequest: { number: 7, url: 'https://github.com/example/shop/pull/7' } };
  expect(bumpSummary(result, asked).split('\n').slice(0, 6)).toEqual([
    '### prod \\(k8s-deploy-prod\\): 1 service will change in 1 file by pull request',
    '',
    `Commit [\`cccccccccccc\`](https://github.com/example/shop/commit/${commit}) (not verified, 2 tries)`,
    '',
    'Pull request [#7](https://github.com/example/shop/pull/7). One that GITHUB_TOKEN opened waits for approval before its workflows run.',
    '',
  ]);
  expect(bumpTable(result, asked)).toBe(`prod (k8s-deploy-prod): 1 service will change in 1 file by pull request
  user-service  165-cf185b1  →  187-c513bdf  k8s/a b (1)/user.yaml:13
commit ${commit}
pull request #7: https://github.com/example/shop/pull/7
skipped idle-service: "idle-service" has no Application
`);
});

test('the table for a terminal', () => {
  expect(
    bumpTable(
      { ...result, commit: null, changes: [change, { ...change, service: 'a', old: '' }] },
      { ...context, branch: null, dryRun: true },
    ),
  ).toBe(
    [
      'prod (files on disk): 2 services would change in 1 file',
      '  user-service  165-cf185b1  →  187-c513bdf  k8s/a b (1)/user.yaml:13',
      '  a             (none)       →  187-c513bdf  k8s/a b (1)/user.yaml:13',
      'skipped idle-service: "idle-service" has no Application',
      '',
    ].join('\n'),
  );
});

test('where nothing can be linked, the words stand alone', () => {
  const words = `### prod \\(k8s-deploy-prod\\): 1 service changed in 1 file

Commit \`cccccccccccc\` (verified)

| service | old | | new | file |
| --- | --- | --- | --- | --- |
| user-service | \\(none\\) | → | 187-c513bdf | k8s/a b \\(1\\)/user.yaml:13 |
`;
  const changes = [{ ...change, old: '' }];
  const plain = { ...result, verified: true, attempts: 1, changes, skipped: [], diff: '' };
  expect(bumpSummary(plain, { ...context, repositoryUrl: null })).toBe(words);
  // A work tree has no revision that a link could lead to.
  const files = bumpSummary({ ...result, commit: null }, { ...context, branch: null });
  expect(files).toContain('| k8s/a b \\(1\\)/user.yaml:13 |');
});

test('what was skipped is counted where nothing changes', () => {
  const skipped: BumpResult = { ...result, changed: false, commit: null, changes: [], files: [], diff: '' };
  expect(bumpTable(skipped, context)).toMatch(/^prod \(k8s-deploy-prod\): nothing to change, 1 skipped\n/);
  const lines = bumpSummary(skipped, context).split('\n');
  expect(lines.filter((line) => line !== '')).toEqual([
    '### prod \\(k8s-deploy-prod\\): nothing to change, 1 skipped',
    'Skipped:',
    '- **idle-service**: "idle-service" has no Application',
  ]);
});

test('wherever a summary has to be cut, it fills its room, and what it opens is closed', () => {
  const filled = (room: number) => ({ ...result, skipped: [{ service: 'a', why: 'x'.repeat(899_400 + room) }] });
  for (let room = 0; room < 300; room += 3) {
    const summary = bumpSummary({ ...filled(room), diff: '+é\n'.repeat(300) }, context);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(900_000);
    expect(summary.split('<details>').length).toBe(summary.split('</details>').length);
    expect(summary.split('```').length % 2).toBe(1);
    expect(summary).toMatch(/This summary was cut[^\n]*\n$/);
  }
  const long = bumpSummary({ ...result, diff: '+é\n'.repeat(300_000) }, context);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(900_000);
  expect(Buffer.byteLength(long)).toBeGreaterThan(900_000 - 50);
});

test('a value that goes is said to', () => {
  const gone: BumpResult = { ...result, changes: [{ ...change, new: '' }] };
  expect(bumpTable(gone, context)).toContain('165-cf185b1  →  (none)');
  expect(bumpSummary(gone, context)).toContain('| 165-cf185b1 | → | \\(none\\) |');
});

test('nothing to change is one line', () => {
  const nothing: BumpResult = {
    ...result,
    changed: false,
    commit: null,
    changes: [],
    files: [],
    skipped: [],
    kept: [],
    holds: [],
    released: [],
    passed: null,
    diff: '',
  };
  expect(bumpTable(nothing, context)).toBe('prod (k8s-deploy-prod): nothing to change\n');
  expect(bumpSummary(nothing, { ...context, repositoryUrl: null })).toContain('nothing to change\n');
});

test('nothing from outside is Markdown, HTML, a second line or a terminal code', () => {
  const evil = '<img src=x>|[a](javascript:b)\n# h `c` &lt; @team \u001b[31m\u202e*b*';
  const bad: BumpResult = {
    ...result,
    changes: [{ ...change, service: evil, old: evil, new: evil, file: `${evil}\udcff\ud800` }],
    skipped: [{ service: evil, why: evil }],
    diff: '+``````\n+</details>\n+```\n',
  };
  const summary = bumpSummary(bad, context);
  const [before = '', fenced = ''] = summary.split('<details>');
  const table = before.slice(before.indexOf('| service'));
  for (const live of ['<img', '\u001b', '\u202e', ' <', '&lt; @']) expect(table).not.toContain(live);
  expect(table.replace(/\\./g, '').replace(/\*\*/g, '')).not.toMatch(/[*`~]|\[a/);
  expect(before).toContain('&amp;lt;');
  expect(before.split('\n').filter((line) => line.startsWith('# '))).toEqual([]);
  expect(before).toContain('%FF%EF%BF%BD#L13)');
  expect(fenced).toContain('\n```````diff\n+``````\n+</details>\n+```\n```````\n');
  for (const live of ['\u001b', '\u202e', '\ud800']) expect(bumpTable(bad, context)).not.toContain(live);
});

test('a long summary is cut in whole lines, stays closed, and says so', () => {
  const line = `+${'é'.repeat(500)}\n`;
  const long = bumpSummary({ ...result, diff: line.repeat(2000) }, context);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(900_000);
  expect(Buffer.byteLength(long)).toBeGreaterThan(890_000);
  expect(long).toMatch(/é\n```\n\n<\/details>\n\nThis summary was cut/);
  const rows = bumpSummary({ ...result, changes: Array.from({ length: 20_000 }, () => change) }, context);
  expect(Buffer.byteLength(rows)).toBeLessThanOrEqual(900_000);
  expect(rows).toMatch(/#L13\) \|\n\nThis summary was cut/);
});

test('what keeps what is deployed: the way out is that of the reason', () => {
  const hold: Hold = { environment: 'prod', service: 'cart', tag: '2-b', until: null, reason: null };
  const held = { service: 'cart', why: whyHeld(hold) };
  const older = { service: 'user', why: '"1-a" is older than "2-b", which is deployed' };
  const none = { ...result, changes: [] };
  const note = (skipped: BumpResult['skipped']) =>
    keptNote({ ...none, skipped, kept: skipped.map(({ service }) => service), holds: [hold] }, 'prod', false);
  expect(note([held])).toMatch(/release lets it go: cart\)\.$/);
  expect(note([older])).toMatch(/set allow-older\.$/);
  expect(note([{ ...older, service: 'cart' }])).toMatch(/set allow-older\.$/);
  expect(note([held, older])).toMatch(/set allow-older\.$/);
});
