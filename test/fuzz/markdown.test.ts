import { isDeepStrictEqual } from 'node:util';
import { bumpSummary } from '@rollcall/domain/bump/bump-summary';
import { markdownCode, markdownText, mermaidText, printable, printableJson } from '@rollcall/domain/printable';
import { notAsked } from '@rollcall/domain/rendering/rendering';
import { fuzz } from './fuzz.ts';

const context = {
  environment: 'prod',
  branch: 'k8s-deploy-prod',
  repositoryUrl: 'https://github.com/example/shop',
  dryRun: false,
};

fuzz({
  reader: 'markdown',
  share: 6,
  seeds: [
    'cart-service',
    'a | b <img src=x> [c](https://example.org) @somebody #1 :smile:',
    '```\n</details>\n```\n| x |\n',
    '::warning::x\n::stop-commands::y\n',
    'www.example.org owner/repo#1 $x$ ~~a~~ http://a.b\u202e',
  ],
  pieces: [
    '|',
    '<',
    '>',
    '&',
    '&lt;',
    '&#124;',
    '[',
    '](',
    ')',
    '!',
    '`',
    '```',
    '~~~',
    '\\',
    '*',
    '_',
    '#',
    '#1',
    '@',
    '@org/team',
    '::',
    ':x:',
    '://',
    'www.',
    'mailto:',
    '$',
    '$$',
    '~~',
    '\n',
    '\r',
    '\t',
    '---',
    '- [ ] ',
    '<!--',
    '-->',
    '</details>',
    '<script>',
    '%0A',
    '\u001b[31m',
    '\u200b',
    '\u2066',
  ],
  check: (text) => {
    const plain = printable(text);
    if (/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(plain)) throw new Error(`a person sees ${JSON.stringify(plain)}`);
    if (!isDeepStrictEqual(JSON.parse(printableJson({ text })), { text })) throw new Error('JSON of another value');
    checkInert(markdownText(text));
    const code = markdownCode(text);
    if (!/^<code>(?:[\p{L}\p{N} /-]|&#\d+;)*<\/code>$/u.test(code)) throw new Error(`code is ${code}`);
    if (/["[\](){}|<>\n&]/.test(mermaidText(text))) throw new Error(`a label is ${mermaidText(text)}`);
    checkShape(summaryOf(text), summaryOf('a'), text);
  },
});

/** The summary of a bump of which every text is the same. */
function summaryOf(text: string): string {
  const change = { service: text, environment: 'prod', old: text, new: text, file: text, path: text, line: 1 };
  return bumpSummary(
    {
      changed: true,
      commit: 'c'.repeat(40),
      verified: true,
      attempts: 1,
      files: [],
      changes: [{ ...change, part: 'tag' }],
      skipped: [{ service: text, why: text }],
      kept: [],
      holds: [],
      released: [],
      passed: null,
      rendering: notAsked,
      shipped: [],
      diff: `-${text}\n+${text}\n`,
    },
    context,
  );
}

/** No sign of Markdown or HTML that GitHub would act on is left without its backslash. */
function checkInert(shown: string): void {
  const found = /(?<!\\)(?:\\\\)*[`*_{}[\]()!|~$]|<|@(?!\u200b)|:\/\/|#\d(?!\d*;)|www\./i.exec(shown);
  if (found) throw new Error(`Markdown leaves ${JSON.stringify(found[0])} in ${JSON.stringify(shown)}`);
}

/** A summary of hostile names has the lines, the cells and the fences that one of plain names has. */
function checkShape(hostile: string, plain: string, text: string): void {
  const shape = (summary: string) => {
    const start = summary.indexOf('<details>');
    const [table, diff] = [summary.slice(0, start), summary.slice(start)];
    const rows = table.split('\n').map((line) => line.split(/(?<!\\)(?:\\\\)*\|/).length);
    const fence = /^(`{3,})/m.exec(diff)?.[1] ?? '';
    return { rows, closed: fence !== '' && diff.trimEnd().endsWith(`\n${fence}\n\n</details>`) };
  };
  if (!isDeepStrictEqual(shape(hostile), shape(plain)))
    throw new Error(`${JSON.stringify(text)} makes another summary: ${hostile}`);
}
