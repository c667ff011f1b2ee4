import { markdownCode, markdownText, mermaidText } from '../../../printable.ts';
import { type ChecklistState, columnOf, type Report, type ReportedImage } from '../report.ts';
import { configReviewSection } from './config-review.ts';
import { findingSections, unreadSection, withinLimit } from './markdown.ts';
import { summaryLine } from './summary-line.ts';
import { tableRow } from './table-row.ts';

/** A step's summary may have 1 MiB; UTF-8 needs at most three bytes for a UTF-16 unit. */
const longestSummary = Math.floor((1024 * 1024) / 3) - 1024;

/** Beyond this a graph cannot be read, and GitHub refuses to draw it. */
const largestGraph = 150;

/** Services whose tags are listed; the page of the report lists all. */
const mostTags = 50;

/** The job summary: the findings by rule, what each service has, which Application deploys which, and where tags differ. */
export function renderJobSummary(report: Report): string {
  const pieces = [
    ...configReviewSection(report),
    ...unreadSection(report),
    ...findingSections(report),
    ...checklistTable(report),
    ...applicationGraph(report),
    ...differentTags(report),
  ];
  return withinLimit(`## Rollcall\n\n${summaryLine(report)}\n`, pieces, longestSummary);
}

const signs: Record<ChecklistState, string> = { ok: '✅', missing: '❌', waived: '⏸️', 'not-applicable': '–' };
const severity: Record<ChecklistState, number> = { missing: 3, waived: 2, ok: 1, 'not-applicable': 0 };

function checklistTable({ checklist }: Report): string[] {
  const columns = [...new Set(checklist.flatMap(({ items }) => items.map(columnOf)))];
  if (columns.length === 0) return [];
  return [
    `\n### Services\n\n${tableRow(['service', ...columns.map(markdownText)])}${tableRow(['---', ...columns.map(() => ':-:')])}`,
    ...checklist.map(({ service, items }) =>
      tableRow([
        markdownText(service),
        ...columns.map((column) => {
          const states = items.filter((item) => columnOf(item) === column).map(({ state }) => state);
          const [worst] = states.sort((a, b) => severity[b] - severity[a]);
          return signs[worst ?? 'not-applicable'];
        }),
      ]),
    ),
    `\n✅ there · ❌ missing · ⏸️ waived · – not needed\n`,
  ];
}

function applicationGraph({ applications }: Report): string[] {
  const edges = applications.flatMap(({ deploys }, from) => deploys.map((to) => [from, to] as const));
  if (edges.length === 0) return [];
  const nodes = [...new Set(edges.flat())].sort((a, b) => a - b);
  if (nodes.length > largestGraph) {
    return [`\n### Applications\n\n${nodes.length} Applications deploy each other: too many to draw.\n`];
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
  return [`\n### Applications\n\n\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n`];
}

/** The services whose environments have different images, or images that are not known. */
function differentTags({ images = [] }: Report): string[] {
  const environments = images[0]?.images.map(({ environment }) => environment) ?? [];
  const listed = images.filter(({ images: row }) =>
    row.some((image) => image.state === 'unknown' || (image.state === 'known' && image.differs)),
  );
  if (listed.length === 0 || environments.length < 2) return [];
  const more = listed.length - mostTags;
  return [
    `\n### Image tags that differ\n\n${tableRow(['service', ...environments.map(markdownText)])}${tableRow(['---', ...environments.map(() => '---')])}`,
    ...listed
      .slice(0, mostTags)
      .map(({ service, images: row }) => tableRow([markdownText(service), ...row.map(tagOf)])),
    ...(more > 0 ? [`\n… and ${more} more services.\n`] : []),
  ];
}

function tagOf(image: ReportedImage): string {
  if (image.state === 'absent') return 'no Application';
  if (image.state === 'unknown') return 'unknown';
  const { tag, digest, differs } = image;
  const pinned = digest === undefined ? '' : `@${digest.slice(0, 'sha256:'.length + 12)}`;
  return `${differs ? '≠ ' : ''}${markdownCode(`${tag}${pinned}`)}`;
}
