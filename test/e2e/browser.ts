import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The Chromium of this machine; undefined where none is installed. */
export const browserProgram: string | undefined = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (program) => spawnSync(program, ['--version'], { encoding: 'utf8' }).status === 0,
);

/** Whether this machine has fonts for Hangul and for emoji: a page brings none. */
export const hasFonts: boolean = [':lang=ko', ':lang=und-zsye'].every((pattern) =>
  spawnSync('fc-list', [pattern], { encoding: 'utf8' }).stdout?.trim(),
);

/** Starts it without a window, and without a sandbox: in a container, or as root, it has none to start in. */
export async function startBrowser(): Promise<Browser> {
  const { stdout } = spawnSync('which', [browserProgram ?? ''], { encoding: 'utf8' });
  return chromium.launch({ executablePath: stdout.trim(), chromiumSandbox: false });
}

/** A page of one kind of screen, and everything that went wrong or was asked for on it beside the file itself. */
interface OpenPage {
  page: Page;
  complaints: string[];
}

export async function openFile(
  browser: Browser,
  file: string,
  screen: { width?: number; colours?: 'light' | 'dark' } = {},
): Promise<OpenPage> {
  const { width = 1280, colours = 'light' } = screen;
  const context = await browser.newContext({ colorScheme: colours, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const address = `file://${file}`;
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (request.url().replace(/#.*/, '') !== address) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  await page.evaluate(readFileSync(new URL('./in-page.js', import.meta.url), 'utf8'));
  return { page, complaints };
}

/** The text of a script of a package, to run in a page as the developer tools do: its policy forbids any other way. */
export function source(specifier: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(specifier), 'utf8');
}
