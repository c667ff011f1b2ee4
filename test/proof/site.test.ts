import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { closeServer, listen } from '@rollcall/testkit/loopback';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { siteAddress, sitePages } from '../../scripts/site-pages.ts';
import { browserProgram, source, startBrowser } from '../e2e/browser.ts';

// The site as GitHub Pages would serve it: built, every link of it followed on the disk, and looked at in a browser.

const root = join(import.meta.dirname, '../..');
const built = join(root, 'tools/site/dist');
const { base } = siteAddress();

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Answers with the files of the site, below the path that it is served under. */
function serveSite(): Server {
  return createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''));
    const file = join(built, path.slice(base.length), path.endsWith('/') ? 'index.html' : '');
    if (!path.startsWith(`${base}/`) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
}

const site = (...words: string[]) =>
  spawnSync('npm', ['run', '--silent', 'site', ...words], { cwd: root, encoding: 'utf8' });
const isInstalled = site('--', '--install').status === 0;
if (!isInstalled) console.error('SKIPPED: what builds the site cannot be installed here, so it is not built');
const whereBuilt = isInstalled ? test : test.skip;

beforeAll(() => {
  if (!isInstalled) return;
  const { status, stderr } = site();
  // Every link that leads nowhere is a line of it.
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 600_000);

whereBuilt('every page is built', () => {
  for (const { slug } of sitePages())
    expect({ slug, there: existsSync(join(built, slug, 'index.html')) }).toEqual({ slug, there: true });
});

whereBuilt('options of commands in a text keep both of their dashes', () => {
  const html = readFileSync(join(built, 'how-to/roll-back/index.html'), 'utf8');
  expect(html).toContain('--no-hold');
  expect(html).not.toContain('–no-hold');
});

if (browserProgram === undefined) console.error('SKIPPED: no Chromium on this machine, so nothing opens the site');
const whereInstalled = browserProgram === undefined || !isInstalled ? describe.skip : describe;

whereInstalled('in a browser', () => {
  let browser: Browser;
  let server: Server;
  let address: string;
  beforeAll(async () => {
    browser = await startBrowser();
    server = serveSite();
    address = `${await listen(server)}${base}/`;
  });
  afterAll(async () => {
    await browser.close();
    await closeServer(server);
  });

  async function open(path: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(address + path, { waitUntil: 'networkidle' });
    return page;
  }

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('pages fit %d pixels and can be read by everybody, %s', async (width, colours) => {
    for (const path of ['', 'ko/quickstart/', 'configuration/', 'rules/chart-app-missing/']) {
      const page = await open(path, width, colours);
      const tooWide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect({ path, tooWide }).toEqual({ path, tooWide: 0 });
      await page.evaluate(source('axe-core/axe.min.js'));
      const { violations } = await page.evaluate<AxeResults>('axe.run("main", { resultTypes: ["violations"] })');
      expect({ path, violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`) }).toEqual({
        path,
        violations: [],
      });
      await page.context().close();
    }
  });

  test.each([
    ['a rule', 'chart-app-missing', 'rules/chart-app-missing/'],
    ['a word of how-to', 'hold-until', 'how-to/roll-back/'],
    ['a key', 'mutable-tags', 'configuration/'],
    ['a word of Korean', '롤백', 'ko/quickstart/'],
  ])('searching finds %s', async (_what, words, path) => {
    const page = await open('', 1280, 'light');
    await page.keyboard.press('Control+k');
    await page.locator('dialog input').fill(words);
    await page.waitForSelector('.pagefind-ui__result-link');
    const links = await page.$$eval('.pagefind-ui__result-link', (found) =>
      found.map((one) => one.getAttribute('href')?.replace(/#.*/, '')),
    );
    expect(links).toContain(`${base}/${path}`);
    await page.context().close();
  });
});
