import { showPath } from '../names.ts';
import { printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { Detected } from './detect-changes.ts';

/** The result for a terminal: what was compared, one line for each affected service, what else changed. */
export function detectTable(detected: Detected): string {
  const { services, reasons, removed, unowned, base, head, because, changedFiles, count } = detected;
  const compared =
    base === null
      ? `${head.slice(0, 12)}: ${printable(because)}`
      : `${base.slice(0, 12)} … ${head.slice(0, 12)} (${printable(because)}): ${changedFiles} changed ${changedFiles === 1 ? 'file' : 'files'}`;
  const rows = services.map((name) => {
    const [first, ...others] = reasons.get(name) ?? [];
    const why = first ? `${first.path === '.' ? '' : `${showPath(first.path)} → `}${printable(first.because)}` : '';
    return [`  ${printable(name)}`, others.length > 0 ? `${why} (and ${others.length} more)` : why];
  });
  return [
    compared,
    count === 0 ? 'no service is affected' : `${count} affected ${count === 1 ? 'service' : 'services'}:`,
    ...textTable(rows),
    ...(removed.length > 0 ? [`removed: ${removed.map(printable).join(', ')}`] : []),
    ...(unowned.length > 0 ? [`changed files of no service: ${listed(unowned)}`] : []),
    '',
  ].join('\n');
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 10).map(showPath).join(', ');
  return paths.length > 10 ? `${shown} and ${paths.length - 10} more` : shown;
}
