import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readEvent } from '@rollcall/adapters/runner/event';
import { writeOutput } from '@rollcall/adapters/runner/output-files';
import { renderAnnotations } from '@rollcall/domain/verify/report/render/annotations';
import { renderComment } from '@rollcall/domain/verify/report/render/comment';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { renderJson } from '@rollcall/domain/verify/report/render/json';
import { renderMarkdown } from '@rollcall/domain/verify/report/render/markdown';
import { renderSarif } from '@rollcall/domain/verify/report/render/sarif';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import type { Report } from '@rollcall/domain/verify/report/report';
import { type Change, changeEdits } from '@rollcall/domain/yaml/change';
import { checkEdits } from '@rollcall/domain/yaml/check-edits';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { proveEdits } from '@rollcall/domain/yaml/prove-edits';
import { parseYamlFile, type YamlDocument } from '@rollcall/domain/yaml/yaml-document';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { countSteps } from '@rollcall/testkit/steps';
import { finding, report } from '../unit/verify/report/report-of.ts';
import { type Doubled, growsWithItsInput, lines } from './growth.ts';

// What is read of a run, and what is written: outputs, reports, edits.

const commit = 'a'.repeat(40);
const event = { GITHUB_EVENT_NAME: 'push', GITHUB_SHA: commit };
const payload = { ref: 'refs/heads/main', before: commit, after: commit };

function eventWith(more: object): unknown {
  return readEvent(event, JSON.stringify({ ...payload, ...more }));
}

const output = join(temporaryFolder('outputs'), 'output');

function outputOf(text: string): void {
  writeFileSync(output, '');
  process.env.GITHUB_OUTPUT = output;
  writeOutput('services', text);
}

test.each<[string, (size: number) => object]>([
  ['many commits', (n) => ({ commits: Array(n).fill({}) })],
  ['a long text', (n) => ({ compare: 'x'.repeat(n) })],
])('an event of %s takes no more steps than another one', async (_what, more) => {
  eventWith(more(1));
  const once = await countSteps(() => eventWith(more(1)));
  expect(await countSteps(() => eventWith(more(100_000)))).toBe(once);
  expect(once).toBeGreaterThan(10);
});

const words = (word: string, n: number): string => Array.from({ length: n }, (_, at) => `${word}${at + 1}\n`).join('');

growsWithItsInput('the event and the outputs', 20_000, [
  ['keys of an event', (n) => eventWith(Object.fromEntries(Array.from({ length: n }, (_, at) => [`k${at}`, 1])))],
  ['an output of many lines', (n) => outputOf('a=b<<c\n'.repeat(n))],
  ['an output that holds the words which end one', (n) => outputOf(words('rollcall-end-', n))],
  ['an output of one line', (n) => outputOf('["cart-service"],'.repeat(n))],
]);

/** Findings, each of another place, with words that have a meaning where they are written. */
function findings(n: number, message: string): Report {
  return report(
    Array.from({ length: n }, (_, at) =>
      finding({
        message: `${message} ${at}`,
        path: `k8s/${at % 7}/a${at}.yaml`,
        subject: `s${at}-service`,
        fingerprint: String(at).padStart(16, '0'),
        fix: { description: message, safe: true, edits: [{ path: 'a', range: [at, at + 1], newText: message }] },
      }),
    ),
  );
}

const comment = { existing: false, scope: 'a' };
const page = { repository: 'a', revision: null, files: null };
const renderers: [string, (written: Report) => unknown][] = [
  ['text', (written) => renderText(written)],
  ['JSON', renderJson],
  ['SARIF', (written) => renderSarif(written)],
  ['Markdown', (written) => renderMarkdown(written, Number.POSITIVE_INFINITY)],
  ['a comment', (written) => renderComment(written, comment)],
  ['a summary', renderJobSummary],
  ['annotations', (written) => renderAnnotations(written)],
  ['a page', (written) => renderHtml(written, page)],
];

growsWithItsInput(
  'findings',
  200,
  renderers.map(([what, render]) => [what, (n) => render(findings(n, '[a](b) `c` {0} <d> | %0A'))]),
);
growsWithItsInput(
  'one long message',
  2000,
  renderers.flatMap(([what, render]) =>
    ['{0}', '`', '[', '](', '<', '|', '\\', '@a ', '\u0007', '::'].map(
      (word): Doubled => [`${what}: ${JSON.stringify(word)}`, (n) => render(findings(1, word.repeat(n)))],
    ),
  ),
);

let version = 0;

/** The edits of as many changes of one file, made, applied and proved in both ways. */
function edited(text: string, changes: (document: YamlDocument) => Change[]): void {
  version += 1;
  const file = parseYamlFile(`edited-${version}.yaml`, text);
  const [document] = file.documents;
  if (!document) throw new Error('there is no document');
  const made = changes(document).map(changeEdits);
  const edits = made.flatMap((one) => one.edits);
  const expectations = made.flatMap((one) => one.expectations);
  const after = applyEdits(text, edits);
  proveEdits(file, after, edits, expectations);
  checkEdits(text, after, edits, expectations);
}

const keys = (n: number): string => lines(n, (at) => `k${at}: {tag: 1-a}\n`);
const all = (n: number, change: (at: number) => Change): Change[] => Array.from({ length: n }, (_, at) => change(at));

growsWithItsInput('YAML edits', 200, [
  ['one of a long file', (n) => edited(keys(n), (document) => [tagOf(document, 'k1')])],
  [
    'one of a long list',
    (n) => edited(`k1: {tag: 1-a}\na:\n${'- b\n'.repeat(n)}`, (document) => [tagOf(document, 'k1')]),
  ],
  [
    'one behind anchors',
    (n) => edited(`${lines(n, (at) => `a${at}: &a${at} b\n`)}k1: {tag: 1-a}\n`, (document) => [tagOf(document, 'k1')]),
  ],
  ['all of a file', (n) => edited(keys(n), (document) => all(n, (at) => tagOf(document, `k${at}`)))],
  [
    'entries put in',
    (n) =>
      edited(keys(n), (document) =>
        all(n, (at) => ({ kind: 'insert', document, path: [`k${at}`, 'digest'], after: 'tag', value: 'b' }) as Change),
      ),
  ],
  [
    'entries taken out',
    (n) =>
      edited(
        lines(n, (at) => `k${at}: {tag: 1-a, digest: b}\n`),
        (document) => all(n, (at) => ({ kind: 'remove', document, path: [`k${at}`, 'digest'] }) as Change),
      ),
  ],
]);

function tagOf(document: YamlDocument, key: string): Change {
  return { kind: 'replace', document, path: [key, 'tag'], value: '2-b' } as Change;
}
