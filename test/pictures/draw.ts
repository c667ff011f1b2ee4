import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { openFile, startBrowser } from '../e2e/browser.ts';
import { colours, hashesOf, shownPictures } from './shown.ts';

// Draws docs/images anew. Look at each picture before it is committed: nothing else does.
const images = join(import.meta.dirname, '../../docs/images');
const pages = temporaryFolder('pictures');
const browser = await startBrowser();
const pictures = await shownPictures();
for (const { name, page: text, width } of pictures)
  for (const colour of colours) {
    const file = join(pages, `${name}.html`);
    writeFileSync(file, text);
    const { page } = await openFile(browser, file, { width, colours: colour });
    // Of what is long, its beginning.
    await page.setViewportSize({ width, height: Math.min(1400, await page.evaluate('document.body.scrollHeight')) });
    await page.screenshot({ path: join(images, `${name}-${colour}.png`) });
    await page.context().close();
    console.log(`docs/images/${name}-${colour}.png`);
  }
await browser.close();
writeFileSync(join(images, 'pictures.json'), `${JSON.stringify(hashesOf(pictures), null, 2)}\n`);
