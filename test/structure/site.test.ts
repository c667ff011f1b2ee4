import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { brokenLinks } from '../../scripts/site-links.ts';
import { siteAddress, sitePages, siteSidebar, siteText } from '../../scripts/site-pages.ts';

const root = join(import.meta.dirname, '../..');
const pages = sitePages();
const trackedFiles = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');

test('every page of the documentation is a page of the site, once, and in the sidebar', () => {
  const documents = trackedFiles.filter(
    (path) =>
      /^(?:docs\/.*|actions\/[^/]+\/README|[A-Z]+|findings\/README)\.md$/.test(path) && existsSync(join(root, path)),
  );
  const sources = pages.map(({ source }) => source);
  expect(sources).toEqual(expect.arrayContaining(documents));
  const slugs = pages.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(slugs.length);
  const listed = siteSidebar(pages).flatMap((group) => ('items' in group ? (group.items as { slug: string }[]) : []));
  expect(listed.map(({ slug }) => slug)).toEqual(slugs);
});

describe('links of a page', () => {
  const { base, repository } = siteAddress();
  const text = (source: string) => {
    const page = pages.find((one) => one.source === source);
    if (!page) throw new Error(`no page of ${source}`);
    return siteText(page, pages);
  };

  test.each([
    ['README.md', 'a page', `](${base}/how-to/workflows/)`],
    ['README.md', 'the README of a folder', `](${base}/actions/detect-changes/)`],
    ['README.md', 'a file that is no page', `](${repository}/blob/main/rollcall.schema.json)`],
    ['docs/how-to/workflows.md', 'a file of another folder', `](${repository}/blob/main/workflows/verify.yml)`],
    ['docs/troubleshooting.md', 'a part of a page', `](${base}/how-to/workflows/#registries)`],
    ['docs/architecture.md', 'a folder', `](${repository}/tree/main/packages/domain/src/verify)`],
    ['docs/architecture.md', 'a picture, which lies beside it', '](images/architecture.svg)'],
  ])('of %s lead to %s', (source, _what, link) => expect(text(source)).toContain(link));

  test('code is shown as it is', () => {
    const yaml = (given: string) => given.match(/^```yaml\n[\s\S]*?^```/gm);
    expect(yaml(text('docs/how-to/workflows.md'))).toEqual(
      yaml(readFileSync(join(root, 'docs/how-to/workflows.md'), 'utf8')),
    );
  });

  test('a page has its title once, and the Korean one its language', () => {
    expect(text('docs/quickstart.md')).toMatch(/^---\ntitle: "Quickstart"\n/);
    expect(text('docs/quickstart.md')).not.toMatch(/^# Quickstart/m);
    expect(text('docs/quickstart.ko.md')).toContain('<div lang="ko">');
  });
});

test('a link of the built site that leads nowhere is told, and one that leads somewhere is not', () => {
  const folder = temporaryFolder('site');
  const write = (path: string, html: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), html);
  };
  write(
    'index.html',
    '<a href="/docs/a/#there">1</a> <a href="/docs/a/#gone">2</a> <a href="/docs/b/">3</a> <a href="#x">4</a>',
  );
  write(
    'a/index.html',
    '<h2 id="there">A</h2> <img src="/docs/a/p.png"> <a href="/else">5</a> <a href="https://x.example/y">6</a>',
  );
  expect(brokenLinks(folder, '/docs')).toEqual([
    'a/index.html leads to /docs/a/p.png, which is not there',
    'a/index.html leads to /else, which is not there',
    'index.html leads to #x, where nothing is called so',
    'index.html leads to /docs/a/#gone, where nothing is called so',
    'index.html leads to /docs/b/, which is not there',
  ]);
});
