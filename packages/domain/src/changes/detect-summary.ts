import { markdownCode, markdownText } from '../printable.ts';
import type { Detected } from './detect-changes.ts';

/** The result as Markdown for the summary of a job: what was compared, then one row for each affected service. */
export function detectSummary(detected: Detected): string {
  const { services, reasons, removed, unowned } = detected;
  const lines = [`### Affected services: ${detected.count}`, '', comparison(detected), ''];
  if (services.length > 0) {
    lines.push('| service | why |', '|---|---|');
    for (const name of services) {
      const [first, ...others] = reasons.get(name) ?? [];
      const why = first
        ? `${first.path === '.' ? '' : `${markdownCode(first.path)} `}${markdownText(first.because)}`
        : '';
      lines.push(`| ${markdownCode(name)} | ${why}${others.length > 0 ? ` (and ${others.length} more)` : ''} |`);
    }
    lines.push('');
  }
  if (removed.length > 0) lines.push(`Removed: ${removed.map(markdownCode).join(', ')}`, '');
  if (unowned.length > 0) {
    const shown = unowned.slice(0, 10).map(markdownCode).join(', ');
    const more = unowned.length > 10 ? ` and ${unowned.length - 10} more` : '';
    lines.push(`Changed files of no service: ${shown}${more}`, '');
  }
  return lines.join('\n');
}

function comparison({ base, head, because, changedFiles }: Detected): string {
  if (base === null) return `${markdownCode(head.slice(0, 12))}: ${markdownText(because)}.`;
  const files = `${changedFiles} changed ${changedFiles === 1 ? 'file' : 'files'}`;
  return `${markdownCode(base.slice(0, 12))} … ${markdownCode(head.slice(0, 12))} (${markdownText(because)}): ${files}.`;
}
