import { markdownCode, markdownText, mermaidText } from '../../../printable.ts';
import type { ChecklistItem, ChecklistState, Report, ReportedImage } from '../report.ts';
import { findingSections, withinLimit } from './markdown.ts';
import { summaryLine } from './summary-line.ts';

/** A step's summary may have 1 MiB; UTF-8 needs at most three bytes for a UTF-16 unit. */
const longestSummary = Math.floor((1024 * 1024) / 3) - 1024;

/** Beyond this a graph cannot be read, and GitHub refuses to draw it. */
const largestGraph = 150;

/** Services whose tags are told; the page of the report has all. */
const mostTags = 50;

/** The job summary: the findings by rule, what each service has, which Application deploys which, and where tags differ. */
export function renderJobSummary(report: Report): string {
  const pieces = [
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
  const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |\n`;
  return [
    `\n### Services\n\n${cells(['service', ...columns.map(markdownText)])}${cells(['---', ...columns.map(() => ':-:')])}`,
    ...checklist.map(({ service, items }) =>
      cells([
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

/** Registers of one kind share a column: what is missing in one of them shows. */
function columnOf({ item, environment }: ChecklistItem): string {
  return environment === undefined ? item : `${item} ${environment}`;
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

/** The services that do not have one image in every environment, or where nobody can tell. */
function differentTags({ images = [] }: Report): string[] {
  const environments = images[0]?.images.map(({ environment }) => environment) ?? [];
  const told = images.filter(({ images: row }) =>
    row.some((image) => image.state === 'unknown' || (image.state === 'known' && image.differs)),
  );
  if (told.length === 0 || environments.length < 2) return [];
  const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |\n`;
  const more = told.length - mostTags;
  return [
    `\n### Image tags that differ\n\n${cells(['service', ...environments.map(markdownText)])}${cells(['---', ...environments.map(() => '---')])}`,
    ...told.slice(0, mostTags).map(({ service, images: row }) => cells([markdownText(service), ...row.map(tagOf)])),
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
