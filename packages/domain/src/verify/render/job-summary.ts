import { markdownText, mermaidText } from '../../printable.ts';
import type { ChecklistItem, ChecklistState, Report } from '../report.ts';
import { findingSections, withinLimit } from './markdown.ts';
import { summaryLine } from './summary-line.ts';

/** A step's summary may have 1 MiB; UTF-8 needs at most three bytes for a UTF-16 unit. */
const longestSummary = Math.floor((1024 * 1024) / 3) - 1024;

/** Beyond this a graph cannot be read, and GitHub refuses to draw it. */
const largestGraph = 150;

/** The job summary: the findings by rule, what each service has, and which Application deploys which. */
export function renderJobSummary(report: Report): string {
  const pieces = [...findingSections(report), ...checklistTable(report), ...applicationGraph(report)];
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
