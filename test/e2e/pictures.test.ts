import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';
import type { Browser } from 'playwright-core';
import { colours, hashesOf, shownPictures } from '../pictures/shown.ts';
import { browserProgram, openFile, startBrowser } from './browser.ts';

const images = join(import.meta.dirname, '../../docs/images');
const pictures = await shownPictures();

test('the pictures in the documentation are of what is shown today', () => {
  // Where this fails: npm run pictures, and look at each.
  expect(JSON.parse(readFileSync(join(images, 'pictures.json'), 'utf8'))).toEqual(hashesOf(pictures));
  for (const { name } of pictures)
    for (const colour of colours) expect(existsSync(join(images, `${name}-${colour}.png`))).toBe(true);
});

(browserProgram === undefined ? describe.skip : describe)('drawn', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  test.each(pictures)('$name fits its width, and can be read', async ({ name, page: text, width }) => {
    const file = join(temporaryFolder('pictures'), `${name}.html`);
    writeFileSync(file, text);
    for (const colour of colours) {
      const { page } = await openFile(browser, file, { width, colours: colour });
      expect(await page.evaluate('inPage.overflow()')).toBe(0);
      expect(await page.evaluate('inPage.faintTexts()')).toEqual([]);
      await page.context().close();
    }
  });
});
