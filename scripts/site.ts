import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
// By path: the root package lists no package of the workspace, so that nothing else here can import one.
import { node24 } from '../tools/node24/node24.mjs';
import { brokenLinks } from './site-links.ts';
import { siteAddress, sitePages, siteSidebar, siteText } from './site-pages.ts';

const usage = `usage: npm run site [-- --install]
Builds the site of the documentation from its Markdown files into tools/site/dist, and says which of its links lead
nowhere. It needs nothing but the registry of npm, or what pnpm has kept of it; --install gets that and builds nothing.`;

const root = join(import.meta.dirname, '..');
const folder = join(root, 'tools/site');

/** 0 when every link leads somewhere, 1 when one does not or the generator failed, 2 for a mistake in the arguments. */
function main(args: readonly string[]): number {
  const installs = args.length === 1 && args[0] === '--install';
  if (args.length > 0 && !installs) {
    console.error(usage);
    return 2;
  }
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const install = ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'];
  if (!run('npx', install)) return 1;
  if (installs) return 0;
  writePages();
  if (!run(node24().path, ['node_modules/astro/bin/astro.mjs', 'build'])) return 1;
  const broken = brokenLinks(join(folder, 'dist'), siteAddress().base);
  for (const one of broken) console.error(one);
  console.log(`${sitePages().length} pages in tools/site/dist, ${broken.length} links that lead nowhere`);
  return broken.length > 0 ? 1 : 0;
}

/** Writes each page where the generator reads it, and what the sidebar has. */
function writePages(): void {
  const content = join(folder, 'src/content/docs');
  rmSync(content, { recursive: true, force: true });
  const pages = sitePages();
  for (const page of pages) {
    const path = join(content, `${page.slug === '' ? 'index' : page.slug}.md`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, siteText(page, pages));
  }
  cpSync(join(root, 'docs/images'), join(content, 'images'), { recursive: true });
  const said = { ...siteAddress(), sidebar: siteSidebar(pages) };
  writeFileSync(join(folder, 'src/site.json'), `${JSON.stringify(said, null, 2)}\n`);
}

/** Whether a program ended well; what it said is shown where it did not. */
function run(program: string, args: readonly string[]): boolean {
  // Under another NODE_ENV, such as that of a test, a site without search is built.
  const env = { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1' };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) console.error(`${stdout}${stderr}`);
  return status === 0;
}

process.exitCode = main(process.argv.slice(2));
