import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const root = join(import.meta.dirname, '..');

/** One page of the site: a Markdown file of the repository, which is also read on GitHub as it is. */
export interface SitePage {
  /** Relative to the repository root, as `docs/how-to/begin.md`. */
  source: string;
  /** Its address below the site, without slashes around it: `how-to/begin`; empty for the first page. */
  slug: string;
  title: string;
  group: string;
}

/** What the sidebar groups, in its order: each holds the files of its patterns, those that are named first. */
const groups: readonly { label: string; files: readonly string[]; folders?: readonly string[]; collapsed?: true }[] = [
  {
    label: 'Begin',
    files: ['README.md', 'docs/quickstart.md', 'docs/quickstart.ko.md', 'docs/how-it-looks.md', 'docs/how-to/begin.md'],
  },
  { label: 'How to', files: ['docs/how-to/workflows.md'], folders: ['docs/how-to'] },
  { label: 'When something is wrong', files: ['docs/troubleshooting.md', 'docs/faq.md'] },
  { label: 'Reference', files: ['docs/configuration.md'], folders: ['docs/reference', 'actions'] },
  { label: 'Rules', files: ['docs/rules/README.md'], folders: ['docs/rules'], collapsed: true },
  {
    label: 'Background',
    files: [
      ...['docs/compared.md', 'docs/benchmarks.md', 'docs/real-world.md', 'findings/README.md', 'docs/glossary.md'],
      ...['docs/threat-model.md', 'SECURITY.md', 'CHANGELOG.md'],
    ],
  },
  {
    label: 'Working on it',
    files: ['CONTRIBUTING.md', 'RELEASING.md', 'docs/architecture.md'],
    folders: ['docs', 'docs/adr'],
    collapsed: true,
  },
];

/** Where the site is, as package.json says whose repository this is. */
export function siteAddress(): { site: string; base: string; repository: string } {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, owner = '', name = ''] = /^github:([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === '') throw new Error(`package.json says no repository of GitHub: ${repository}`);
  return {
    site: `https://${owner}.github.io`,
    base: `/${name}`,
    repository: `https://github.com/${owner}/${name}`,
  };
}

/** Every page, in the order of the sidebar. */
export function sitePages(): SitePage[] {
  const pages = new Map<string, SitePage>();
  for (const { label, files, folders = [] } of groups)
    for (const source of [...files, ...folders.flatMap(markdownIn)])
      if (!pages.has(source)) pages.set(source, { source, slug: slugOf(source), title: titleOf(source), group: label });
  return [...pages.values()];
}

/** The sidebar, as Starlight takes it. */
export function siteSidebar(pages: readonly SitePage[]): object[] {
  return groups.map(({ label, collapsed = false }) => ({
    label,
    collapsed,
    items: pages.filter(({ group }) => group === label).map(({ slug, title }) => ({ slug, label: title })),
  }));
}

/** The files of a folder that are pages: of `actions` the README of each. */
function markdownIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).sort();
  if (folder === 'actions')
    return names.map((name) => `actions/${name}/README.md`).filter((path) => existsSync(join(root, path)));
  return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

function slugOf(source: string): string {
  const path = source
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .toLowerCase();
  const korean = path.endsWith('.ko') ? `ko/${path.slice(0, -'.ko'.length)}` : path;
  return korean.replace(/(^|\/)readme$/, '');
}

function titleOf(source: string): string {
  const title = /^# (.+)$/m.exec(readFileSync(join(root, source), 'utf8'))?.[1];
  if (title === undefined) throw new Error(`${source} has no first heading`);
  return title.replaceAll('`', '');
}

/** A page as the generator takes it: its title as front matter, and links that lead where the site has what they name. */
export function siteText(page: SitePage, pages: readonly SitePage[]): string {
  const text = readFileSync(join(root, page.source), 'utf8')
    .replace(/^<!--[^\n]*-->\n\s*/, '')
    .replace(/^# .+\n/m, '');
  const isKorean = page.slug.startsWith('ko/');
  const front = [
    `title: ${JSON.stringify(page.title)}`,
    `editUrl: ${siteAddress().repository}/edit/main/${page.source}`,
  ];
  const body = withSiteLinks(text, page.source, pages);
  // The language of the text, for what reads it aloud and for the font; the index for searching stays one.
  return `---\n${front.join('\n')}\n---\n\n${isKorean ? `<div lang="ko">\n\n${body}\n</div>\n` : body}`;
}

/** Links of Markdown outside code, each led to its page, or to the file on GitHub where no page is of it. */
function withSiteLinks(text: string, source: string, pages: readonly SitePage[]): string {
  return text
    .split(/(^```[^\n]*\n[\s\S]*?^```)/m)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replace(/(!?)\[((?:`[^`\n]*`|[^\]`\n])*)\]\(([^)\s]+)\)/g, (whole, mark, label, target) =>
            mark === '!' ? whole : `[${label}](${siteTarget(target, source, pages)})`,
          ),
    )
    .join('');
}

function siteTarget(target: string, source: string, pages: readonly SitePage[]): string {
  if (/^(https?:|mailto:|#)/.test(target)) return target;
  const [file = '', anchor] = target.split('#');
  const path = posix.normalize(posix.join(dirname(source), file)).replace(/\/$/, '');
  const page = pages.find((one) => one.source === path || one.source === `${path}/README.md`);
  const { base, repository } = siteAddress();
  const behind = anchor === undefined ? '' : `#${anchor}`;
  if (page) return `${base}/${page.slug === '' ? '' : `${page.slug}/`}${behind}`;
  const isFolder = existsSync(join(root, path)) && statSync(join(root, path)).isDirectory();
  return `${repository}/${isFolder ? 'tree' : 'blob'}/main/${path}${behind}`;
}
