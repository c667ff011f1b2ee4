import { count } from '../../../printable.ts';
import type { Report } from '../report.ts';

/** `2 errors, 1 warning, 0 notices; 1 waived` */
export function summaryLine({ summary }: Report): string {
  const { errors, warnings, notices, waived, baselined } = summary;
  const found = [count(errors, 'error'), count(warnings, 'warning'), count(notices, 'notice')].join(', ');
  const accepted = [
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
  ];
  return [found, ...accepted].join('; ');
}
