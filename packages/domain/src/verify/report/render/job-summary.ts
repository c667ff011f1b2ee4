import { count, markdownCode, markdownText, mermaidText } from '../../../printable.ts';
import type { Report, ReportedImage } from '../report.ts';
import { configReviewSection } from './config-review.ts';
import { type Links, noLinks } from './links.ts';
import { findingSections, unreadSection, withinLimit } from './markdown.ts';
import { folded, lackingSection, servicesTable } from './services.ts';
import { summaryLine } from './summary-line.ts';
import { tableRow } from './table-row.ts';

/** A step's summary may have 1 MiB; UTF-8 needs at most three bytes for a UTF-16 unit. */
const longestSummary = Math.floor((1024 * 1024) / 3) - 1024;

/** Beyond this a graph cannot be read, and GitHub refuses to draw it. */
const largestGraph = 150;

/** Services whose tags are listed; the page of the report lists all. */
const mostTags = 50;

/**
 * The job summary: what services lack, the findings by rule, and folded what each service has, which Application deploys
 * which, and where tags differ.
 */
export function renderJobSummary(report: Report, links: Links = noLinks): string {
  const pieces = [
    ...configReviewSection(report),
    ...unreadSection(report),
    ...lackingSection(report, links),
    ...findingSections(report, links),
    ...servicesTable(report),
    ...applicationGraph(report),
    ...differentTags(report),
  ];
  return withinLimit(`## Rollcall\n\n${summaryLine(report)}\n`, pieces, longestSummary);
}

function applicationGraph({ applications }: Report): string[] {
  const edges = applications.flatMap(({ deploys }, from) => deploys.map((to) => [from, to] as const));
  if (edges.length === 0) return [];
  const nodes = [...new Set(edges.flat())].sort((a, b) => a - b);
  if (nodes.length > largestGraph) {
    return [`\n${nodes.length} Applications deploy each other: too many to draw.\n`];
  }
  const label = (index: number): string => {
    const { name = '', environment = null } = applications[index] ?? {};
    return mermaidText(environment === null ? name : `${name} in ${environment}`);
  };
  const lines = [
    'flowchart LR',
    ...nodes.map((index) => `  a${index}["${label(index)}"]`),
    ...edges.map(([from, to]) => `  a${from} --> a${to}`),
  ];
  return [folded('Which Application deploys which', `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n`)];
}

/** The services whose environments have different images, or images that are not known. */
function differentTags({ images = [] }: Report): string[] {
  const environments = images[0]?.images.map(({ environment }) => environment) ?? [];
  const listed = images.filter(({ images: row }) =>
    row.some((image) => image.state === 'unknown' || (image.state === 'known' && image.differs)),
  );
  if (listed.length === 0 || environments.length < 2) return [];
  const more = listed.length - mostTags;
  const rows = [
    `${tableRow(['service', ...environments.map(markdownText)])}${tableRow(['---', ...environments.map(() => '---')])}`,
    ...listed
      .slice(0, mostTags)
      .map(({ service, images: row }) => tableRow([markdownText(service), ...row.map(tagOf)])),
    ...(more > 0 ? [`\n… and ${more} more services.\n`] : []),
  ];
  return [folded(`Image tags that differ (${count(listed.length, 'service')})`, rows.join(''))];
}

function tagOf(image: ReportedImage): string {
  if (image.state === 'absent') return 'no Application';
  if (image.state === 'unknown') return 'unknown';
  const { tag, digest, differs } = image;
  const pinned = digest === undefined ? '' : `@${digest.slice(0, 'sha256:'.length + 12)}`;
  return `${differs ? '≠ ' : ''}${markdownCode(`${tag}${pinned}`)}`;
}
