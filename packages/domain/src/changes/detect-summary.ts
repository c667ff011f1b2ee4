import { quoteName } from '../catalog/names.ts';
import type { Detected } from './detect-changes.ts';

/** The result as Markdown for the summary of a job: what was compared, then one row for each affected service. */
export function detectSummary(detected: Detected): string {
  const { services, reasons, removed, unowned } = detected;
  const lines = [`### Affected services: ${detected.count}`, '', comparison(detected), ''];
  if (services.length > 0) {
    lines.push('| service | why |', '|---|---|');
    for (const name of services) {
      const [first, ...others] = reasons.get(name) ?? [];
      const why = first ? `${first.path === '.' ? '' : `${code(first.path)} `}${plain(first.because)}` : '';
      lines.push(`| ${code(name)} | ${why}${others.length > 0 ? ` (and ${others.length} more)` : ''} |`);
    }
    lines.push('');
  }
  if (removed.length > 0) lines.push(`Removed: ${removed.map(code).join(', ')}`, '');
  if (unowned.length > 0) {
    const shown = unowned.slice(0, 10).map(code).join(', ');
    const more = unowned.length > 10 ? ` and ${unowned.length - 10} more` : '';
    lines.push(`Changed files of no service: ${shown}${more}`, '');
  }
  return lines.join('\n');
}

function comparison({ base, head, because, changedFiles }: Detected): string {
  if (base === null) return `${code(head.slice(0, 12))}: ${plain(because)}.`;
  const files = `${changedFiles} changed ${changedFiles === 1 ? 'file' : 'files'}`;
  return `${code(base.slice(0, 12))} … ${code(head.slice(0, 12))} (${plain(because)}): ${files}.`;
}

/** A name from the repository as code in one cell of a table, whatever it holds. */
function code(name: string): string {
  const text = /^[\w./@+~,= -]+$/.test(name) ? name : quoteName(name);
  return `<code>${entities(text)}</code>`;
}

function plain(text: string): string {
  return entities(text.replaceAll(/\s+/g, ' '));
}

/** Nothing in it is taken for HTML, Markdown, a mention or the end of a cell. */
function entities(text: string): string {
  return text.replace(/[&<>|`*_[\]@#\\~:]/g, (character) => `&#${character.charCodeAt(0)};`);
}
