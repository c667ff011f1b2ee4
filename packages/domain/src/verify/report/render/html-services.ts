import { groupBy } from '../../../grouping.ts';
import { count } from '../../../printable.ts';
import { type ChecklistItem, type ChecklistState, columnOf, type Report, type ReportedImage } from '../report.ts';
import {
  type Column,
  cutNote,
  filter,
  fitting,
  type HtmlOptions,
  hrefOf,
  html,
  type Section,
  table,
} from './html-text.ts';
import { inRepository } from './links.ts';

/** Characters of the page for each table: more than thousands of services need. */
const longestBoard = 4_000_000;
const longestTags = 2_000_000;

const signs: Record<ChecklistState, readonly [sign: string, words: string]> = {
  ok: ['✓', 'there'],
  missing: ['✗', 'missing'],
  waived: ['◐', 'waived'],
  'not-applicable': ['–', 'not needed'],
};

/** What each service has and lacks, with the number of its findings, which is a link to them. */
export function serviceBoard(
  { checklist }: Report,
  findingsOf: ReadonlyMap<string, number>,
  options: HtmlOptions,
): Section | null {
  const columns = boardColumns(checklist);
  if (columns.size === 0) return null;
  const rows = checklist.map(({ service, items }) => {
    const byColumn = groupBy(items, columnOf);
    const cells = [...columns.keys()].map((column) => {
      const states = byColumn.get(column) ?? [absent];
      return `<td${states.length > 4 ? ' class="many"' : ''}>${states.map((item) => stateOf(item, options)).join(' ')}</td>`;
    });
    const gap = items.some(({ state }) => state === 'missing');
    const number = findingsOf.get(service) ?? 0;
    const findings = number === 0 ? '0' : `<a href="#findings" data-service="${html(service)}">${number}</a>`;
    return {
      rank: gap ? 0 : 1,
      text: `<tr${gap ? ' data-marked' : ''}><th scope="row">${html(service)}</th><td>${findings}</td>${cells.join('')}</tr>\n`,
    };
  });
  const { text, left } = fitting(rows, longestBoard);
  const gaps = rows.filter(({ rank }) => rank === 0).length;
  const legend = Object.entries(signs).map(
    ([state, [sign, words]]) => `<span class="state ${state}" aria-hidden="true">${sign}</span> ${words}`,
  );
  const links = options.files === null ? '' : ' A sign leads to its file and line.';
  return {
    id: 'services',
    heading: 'Services',
    content: [
      `<p>${gaps === 0 ? 'No service lacks anything' : `${count(gaps, 'service')} of ${rows.length} ${gaps === 1 ? 'lacks' : 'lack'} something`}. `,
      `<span class="legend soft">${legend.join(' ')}.${links}</span></p>\n`,
      filter('services', 'Narrow down the services', onlyMarked('only where something is missing', gaps)),
      table('services', 'What each service has', ['service', 'findings', ...columns.values()], text),
      cutNote(left, 'services are left out, those that lack nothing first'),
    ].join(''),
  };
}

/** The columns by what they are, those of the lists of one file beside each other. */
function boardColumns(checklist: Report['checklist']): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  for (const { items } of checklist)
    for (const item of items) {
      const { list } = item;
      const name = columnOf(item);
      if (!columns.has(name)) columns.set(name, list ? { name: list.key, group: list.file } : { name });
    }
  const groups = [...new Set([...columns.values()].map(({ group }) => group))];
  const places = new Map(groups.map((group, at) => [group, at]));
  const placeOf = ({ group }: Column): number => places.get(group) ?? 0;
  return new Map([...columns].sort(([, a], [, b]) => placeOf(a) - placeOf(b)));
}

function onlyMarked(label: string, number: number): string {
  return number === 0 ? '' : `<label><input type="checkbox" name="marked"> ${label}</label>\n`;
}

const absent: ChecklistItem = { item: '', state: 'not-applicable' };

function stateOf({ state, repository, path, line, rule }: ChecklistItem, options: HtmlOptions): string {
  const [sign, words] = signs[state];
  const there = repository === undefined ? '' : `${html(repository)}: `;
  const where = path === undefined ? '' : `${there}${html(path)}${line === undefined ? '' : `:${line}`}`;
  const title = `${where}${rule === undefined ? '' : ` (${html(rule)})`}`;
  const described = title === '' ? '' : ` title="${title}"`;
  const href = path === undefined ? null : hrefOf(path, line, inRepository(repository, options));
  // A screen reader reads the title of a link only.
  const spoken = href === null && title !== '' ? `${words}: ${title}` : words;
  const content = `<span aria-hidden="true">${sign}</span><span class="unseen">${spoken}</span>`;
  return href === null
    ? `<span class="state ${state}"${described}>${content}</span>`
    : `<a class="state ${state}"${described} href="${href}">${content}</a>`;
}

/** The tag of each service in each environment, and where they differ. */
export function imageTags({ images = [] }: Report, options: HtmlOptions): Section | null {
  const environments = images[0]?.images.map(({ environment }) => environment) ?? [];
  if (environments.length === 0) return null;
  const branches = environments.map(
    (_, index) => images.map(({ images: row }) => row[index]).find((image) => image?.state === 'known')?.branch,
  );
  const columns = environments.map((name, index) => `${name}${branches[index] ? ` on ${branches[index]}` : ''}`);
  const rows = images.map((row) => {
    const differs = row.images.some((image) => image.state === 'known' && image.differs);
    const cells = row.images.map((image) => `<td>${imageOf(image, options)}</td>`);
    return {
      rank: differs ? 0 : 1,
      text: `<tr${differs ? ' data-marked' : ''}><th scope="row">${html(row.service)}</th>${cells.join('')}</tr>\n`,
    };
  });
  const { text, left } = fitting(rows, longestTags);
  const different = rows.filter(({ rank }) => rank === 0).length;
  const result =
    different === 0
      ? 'No service is known to have different images in different environments.'
      : `${count(different, 'service')} of ${rows.length} ${different === 1 ? 'has' : 'have'} different images in different environments: <span class="differs">≠</span>`;
  const source = branches.some((branch) => !branch) ? 'A deploy branch may be ahead of the files that say so.' : '';
  return {
    id: 'tags',
    heading: 'Image tags',
    content: [
      `<p>${environments.length === 1 ? '' : `${result} `}<span class="soft">${source}</span></p>\n`,
      filter('tags', 'Narrow down the image tags', onlyMarked('only where they differ', different)),
      table('tags', 'The image tag of each service in each environment', ['service', ...columns], text),
      cutNote(left, 'services are left out, those with the same image everywhere first'),
    ].join(''),
  };
}

function imageOf(image: ReportedImage, options: HtmlOptions): string {
  if (image.state === 'absent') return '<span class="soft">no Application</span>';
  if (image.state === 'unknown')
    return `<span class="unknown">unknown</span> <span class="why">${html(image.why)}</span>`;
  const { tag, digest, path, line, branch, differs } = image;
  // The links lead to the commit that was checked out, not to a branch.
  const address = branch === null ? options : { ...options, files: null };
  const mark = differs ? '<span class="differs" aria-hidden="true">≠</span><span class="unseen">differs: </span>' : '';
  const pinned =
    digest === undefined ? '' : ` <code class="soft" title="${html(digest)}">@${html(shortDigest(digest))}</code>`;
  const where = hrefOf(path, line, address);
  const named = html(`${path}:${line}`);
  return where === null
    ? `${mark}<code>${html(tag)}</code>${pinned} <span class="why">${named}</span>`
    : `${mark}<a class="place" title="${named}" href="${where}">${html(tag)}</a>${pinned}`;
}

/** `sha256:0123456789ab…`: enough to tell two apart. */
function shortDigest(digest: string): string {
  const [algorithm = '', hash = ''] = digest.split(':', 2);
  return hash.length > 12 ? `${algorithm}:${hash.slice(0, 12)}…` : digest;
}
