import { createHash } from 'node:crypto';
import { openCheckout } from '@rollcall/adapters/git/checkout';
import { readConfig } from '@rollcall/domain/catalog/config';
import { renderComment } from '@rollcall/domain/verify/report/render/comment';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { createShop } from '@rollcall/testkit/shop';
import { AnsiUp } from 'ansi_up';
import { marked } from 'marked';
import { source } from '../e2e/browser.ts';

/** One thing that people see of Rollcall, as it is for the example repository. */
interface Picture {
  name: string;
  /** What is written, before anything draws it: text with the codes of a terminal, Markdown or a page. */
  text: string;
  /** A page of it that a browser shows. */
  page: string;
  /** CSS pixels. */
  width: number;
}

/** The two ways in which each is drawn. */
export const colours = ['light', 'dark'] as const;

/** What `rollcall verify` finds in the example repository, everywhere that it is shown. */
export async function shownPictures(): Promise<Picture[]> {
  const { tree } = await openCheckout(createShop({ oneRepository: true }).repository.directory);
  const repository = 'example/shop';
  const address = `https://github.example.com/${repository}`;
  const report = await verifyServices(tree, {
    config: await readConfig(tree, undefined),
    repositoryUrl: address,
    today: '2026-06-15',
    images: true,
  });
  const links = { files: `${address}/blob/0123abc` };
  const comment = renderComment(report, { existing: false, scope: 'example', links }).body;
  const summary = renderJobSummary(report, links);
  const page = renderHtml(report, { repository, revision: '0123abc', ...links });
  return [
    ...[80, 120].map((width) => {
      const text = renderText(report, { colour: true, width });
      return { name: `terminal-${width}`, text, page: terminalPage(text, width), width: width * 8 + 34 };
    }),
    { name: 'comment', text: comment, page: markdownPage(comment), width: 900 },
    { name: 'job-summary', text: summary, page: markdownPage(summary), width: 1100 },
    { name: 'report-page', text: page, page, width: 1360 },
  ];
}

/** Of what is shown, by the name of its picture: a picture is of today while this is the same. */
export function hashesOf(pictures: readonly Picture[]): Record<string, string> {
  return Object.fromEntries(pictures.map(({ name, text }) => [name, createHash('sha256').update(text).digest('hex')]));
}

/** The colours that GitHub's themes give the codes of a terminal. */
const terminalStyle = `
  :root { color-scheme: light dark; --front: #1f2328; --back: #ffffff; --red: #cf222e; --green: #116329; --yellow: #7d4e00;
    --blue: #0550ae; --magenta: #8250df; --cyan: #1b7c83; --grey: #57606a }
  @media (prefers-color-scheme: dark) { :root { --front: #e6edf3; --back: #0d1117; --red: #ff7b72; --green: #3fb950;
    --yellow: #d29922; --blue: #58a6ff; --magenta: #bc8cff; --cyan: #39c5cf; --grey: #8b949e } }
  body { margin: 0; padding: 16px; background: var(--back); color: var(--front) }
  pre { margin: 0; font: 13px/1.45 monospace; white-space: pre }
  .ansi-red-fg { color: var(--red) } .ansi-green-fg { color: var(--green) } .ansi-yellow-fg { color: var(--yellow) }
  .ansi-blue-fg { color: var(--blue) } .ansi-magenta-fg { color: var(--magenta) } .ansi-cyan-fg { color: var(--cyan) }
  .ansi-bright-black-fg { color: var(--grey) }`;

function terminalPage(text: string, width: number): string {
  const codes = new AnsiUp();
  codes.use_classes = true;
  return htmlPage(terminalStyle, `<pre style="width: ${width}ch">${codes.ansi_to_html(text)}</pre>`);
}

function markdownPage(text: string): string {
  const style = `${source('github-markdown-css/github-markdown.css')}
    body { margin: 0 } .markdown-body { padding: 24px }`;
  return htmlPage(style, `<article class="markdown-body">${marked.parse(text, { async: false })}</article>`);
}

function htmlPage(style: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rollcall</title><style>${style}</style><body>${body}</body></html>\n`;
}
