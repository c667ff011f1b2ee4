import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openCheckout } from '@rollcall/adapters/git/checkout';
import { readConfig } from '@rollcall/domain/catalog/config';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import type { Report } from '@rollcall/domain/verify/report/report';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { createShop } from '@rollcall/testkit/shop';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { browserProgram, hasFonts, openFile, source, startBrowser } from './browser.ts';
import { hostileReport, largeReport } from './report-samples.ts';

if (browserProgram === undefined)
  console.error('SKIPPED: no Chromium on this machine, so nothing opens the report page');
const whereInstalled = browserProgram === undefined ? describe.skip : describe;
if (!hasFonts)
  console.error('SKIPPED: no fonts for Hangul and emoji on this machine, so nobody looks whether they show');
const whereFonts = hasFonts ? test : test.skip;

const screens = [
  { width: 1280, colours: 'light' },
  { width: 1280, colours: 'dark' },
  { width: 360, colours: 'light' },
  { width: 360, colours: 'dark' },
] as const;

const options = {
  repository: 'example/shop',
  revision: '0123abc',
  files: 'https://github.example.com/example/shop/blob/0123abc',
};

async function shopReport(): Promise<Report> {
  const { tree } = await openCheckout(createShop().repository.directory);
  return verifyServices(tree, {
    config: await readConfig(tree, undefined),
    repositoryUrl: 'https://github.example.com/example/shop',
    today: '2026-06-15',
    images: true,
  });
}

whereInstalled('the report page in a browser', () => {
  const folder = temporaryFolder('pages');
  let browser: Browser;
  let shop: string;
  let everything: string;

  function write(name: string, text: string): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  beforeAll(async () => {
    browser = await startBrowser();
    shop = write('shop.html', renderHtml(await shopReport(), options));
    everything = write('everything.html', renderHtml(hostileReport(), options));
  });
  afterAll(() => browser.close());

  test.each(screens)('fits, can be read and loads nothing: $width pixels, $colours', async (screen) => {
    for (const file of screen === screens[0] ? [shop, everything] : [everything]) {
      const { page, complaints } = await openFile(browser, file, screen);
      expect(await page.evaluate('inPage.overflow()')).toBe(0);
      expect(await page.evaluate('inPage.faintTexts()')).toEqual([]);
      expect(await page.evaluate('inPage.missingStructure()')).toEqual([]);
      await page.evaluate(source('axe-core/axe.min.js'));
      const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  test('no name is markup: no element, no title, no address but those of the page', async () => {
    const { page } = await openFile(browser, everything);
    expect(await page.title()).toBe('Rollcall: example/shop');
    expect(await page.evaluate('inPage.loaders()')).toEqual([]);
    const addresses = await page.evaluate<string[]>('inPage.addresses()');
    expect(addresses.length).toBeGreaterThan(100);
    const own = [`${options.files}/`, `file://${everything}#`];
    expect(addresses.filter((address) => !own.some((start) => address.startsWith(start)))).toEqual([]);
    expect(await page.textContent('body')).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });

  whereFonts('names in Hangul and with emoji have glyphs', async () => {
    const { page } = await openFile(browser, everything);
    for (const selector of ['.services tbody th', '.findings .place']) {
      const ask = (characters: string[]) =>
        page.evaluate(`inPage.looksDifferent(${JSON.stringify([selector, characters]).slice(1, -1)})`);
      expect(await ask(['a', '주', '문', '서', '🚀', '📦'])).toBe(true);
      // Characters that no font has look the same: that is how the test knows.
      expect(await ask(['\u{10FFF0}', '\u{10FFF1}'])).toBe(false);
    }
  });

  test('is narrowed down by keyboard alone: words, service, rule, severity, and cleared', async () => {
    const { page, complaints } = await openFile(browser, shop);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ text: 'Skip to the findings', isSeen: true });
    await page.keyboard.press('Enter');
    const all = await findings(page);
    expect(all.length).toBeGreaterThan(5);

    await tabTo(page, { name: 'words' });
    await page.keyboard.type('MAKEFILE report-service');
    const byWords = await findings(page);
    expect(byWords.length).toBeGreaterThan(0);
    for (const { text } of byWords) expect(text).toMatch(/Makefile.*report-service|report-service.*Makefile/s);
    expect(await shown(page)).toBe(`${byWords.length} of ${all.length} shown`);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    expect(await shown(page)).toBe(`${all.length} of ${all.length} shown`);

    await tabTo(page, { name: 'service' });
    await page.keyboard.press('ArrowDown');
    const byService = await findings(page);
    expect(new Set(byService.map(({ service }) => service))).toEqual(new Set(['report-service']));

    await tabTo(page, { name: 'rule' });
    await page.keyboard.press('ArrowDown');
    const byRule = await findings(page);
    expect(new Set(byRule.map(({ rule }) => rule)).size).toBe(1);
    expect(byRule.length).toBeLessThan(byService.length);

    await tabTo(page, { text: 'Clear' });
    await page.keyboard.press('Enter');
    await until(page, `inPage.findings().length === ${all.length}`);

    await page.keyboard.press('Shift+Tab');
    await tabTo(page, { name: 'kind' }, 'Shift+Tab');
    await page.keyboard.press('Space');
    const kinds = new Set((await findings(page)).map(({ kind }) => kind));
    expect(kinds.size).toBe(new Set(all.map(({ kind }) => kind)).size - 1);
    expect(complaints).toEqual([]);
  });

  test('the number of findings of a service leads to them, and a rule to what it wants', async () => {
    const { page } = await openFile(browser, shop);
    await page.focus('a[data-service]');
    await page.keyboard.press('Enter');
    await until(page, 'inPage.findings().every(({ service }) => service === "report-service")');
    expect((await findings(page)).length).toBeGreaterThan(3);
    expect(page.url()).toMatch(/#findings$/);
    await page.locator('#findings-table a[href^="#rule-"]:visible').first().press('Enter');
    await until(page, 'document.querySelector("dt:target")?.getBoundingClientRect().top < innerHeight');
  });

  test('services are narrowed down to those that lack something, tags to those that differ', async () => {
    const { page } = await openFile(browser, shop);
    for (const [table, number] of [
      ['services', '1 of 9 shown'],
      ['tags', '7 of 9 shown'],
    ] as const) {
      await page.check(`[data-table=${table}-table] [name=marked]`);
      expect(await shown(page, table)).toBe(number);
    }
  });

  test('without scripts everything is there', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`file://${shop}`);
    expect(await page.locator('form:visible').count()).toBe(0);
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBeGreaterThan(20);
    for (const row of await rows.all()) expect(await row.isVisible()).toBe(true);
  });

  test('1,000 services with 5,000 findings open and are narrowed down', async () => {
    const { page, complaints } = await openFile(browser, write('large.html', renderHtml(largeReport(), options)));
    expect(await shown(page)).toBe('5000 of 5000 shown');
    expect(await shown(page, 'services')).toBe('1000 of 1000 shown');
    expect(await page.locator('.cut').count()).toBe(0);
    await page.locator('[data-table=findings-table] [name=words]').pressSequentially('service-0123 thing');
    expect(await shown(page)).toBe('5 of 5000 shown');
    expect(await findings(page)).toHaveLength(5);
    expect(await page.evaluate('inPage.overflow()')).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('the graph of the job summary is one to Mermaid, whatever the names', async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: source('@mermaid-js/tiny/dist/mermaid.tiny.js') });
    for (const summary of [renderJobSummary(await shopReport()), renderJobSummary(hostileReport())]) {
      const [, graph] = /```mermaid\n(.*?)\n```/s.exec(summary) ?? [];
      expect(await page.evaluate(`mermaid.parse(${JSON.stringify(graph)})`)).toMatchObject({
        diagramType: 'flowchart-v2',
      });
    }
    await expect(page.evaluate('mermaid.parse("flowchart LR\\n  a[\\"")')).rejects.toThrow();
  });
});

/** What an event of the page does after it comes a moment later. */
async function until(page: Page, holds: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await page.evaluate(holds)) return;
    await page.waitForTimeout(20);
  }
  throw new Error(`never: ${holds}`);
}

interface ShownFinding {
  kind: string;
  rule: string;
  service: string | undefined;
  text: string;
}

function findings(page: Page): Promise<ShownFinding[]> {
  return page.evaluate('inPage.findings()');
}

function shown(page: Page, table = 'findings'): Promise<string> {
  return page.evaluate(`inPage.shown('${table}')`);
}

interface Focused {
  form: string;
  name: string;
  text: string;
  isSeen: boolean;
}

function focused(page: Page): Promise<Focused> {
  return page.evaluate('inPage.focused()');
}

/** Presses Tab until the control of the findings has the focus; on the way every stop shows that it has it. */
async function tabTo(page: Page, wanted: { name?: string; text?: string }, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    const at = await focused(page);
    const { name = at.name, text = at.text } = wanted;
    if (presses > 0) expect(at).toMatchObject({ form: 'findings-table', isSeen: true });
    if (at.form === 'findings-table' && at.name === name && at.text === text) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no Tab leads to ${JSON.stringify(wanted)}`);
}
