import { severities } from '../../findings/finding.ts';
import type { ToldFinding } from '../causes.ts';

/** GitHub refuses a run with more results, or a larger file (compressed), as a whole. */
const mostResults = 25_000;
export const mostBytes = 10_000_000;

/** A finding, and why it is accepted when it is. */
export interface SarifFinding {
  finding: ToldFinding;
  accepted: string | null;
}

/** What fits, and the notices about the rest. */
interface Fitting {
  findings: readonly SarifFinding[];
  /** Whether their fixes fit. */
  fixes: boolean;
  /** One line for each thing that was left out; none where everything fits. */
  notices: string[];
}

/**
 * The findings that one run can hold: all of them in their order, or the worst, worst first. `bytesOf` is the size of
 * a finding as it is written, with its fixes or without; `room` is what the findings may take, before compression.
 * Fixes are left out before a finding is, because code scanning does not show them.
 */
export function fitting(
  findings: readonly SarifFinding[],
  bytesOf: (one: SarifFinding, fixes: boolean) => number,
  room: number,
): Fitting {
  const total = (fixes: boolean): number => findings.reduce((sum, one) => sum + bytesOf(one, fixes), 0);
  const tooMany = findings.length > mostResults;
  if (!tooMany && total(true) <= room) return { findings, fixes: true, notices: [] };
  const worst = [...findings].sort((a, b) => rank(a) - rank(b));
  const kept: SarifFinding[] = [];
  const cut: SarifFinding[] = [];
  let bytes = 0;
  for (const one of worst) {
    const size = bytesOf(one, false);
    const fits = kept.length < mostResults && bytes + size <= room;
    (fits ? kept : cut).push(one);
    if (fits) bytes += size;
  }
  const fixes = kept.reduce((sum, one) => sum + bytesOf(one, true), 0) <= room;
  return {
    findings: cut.length === 0 ? findings : kept,
    fixes,
    notices: [
      ...(fixes
        ? []
        : [`The fixes of the findings are left out: with them the file has more than ${mostBytes} bytes.`]),
      ...(cut.length === 0
        ? []
        : [
            `${cut.length} of ${findings.length} findings are left out (${countsOf(cut)}): GitHub takes ${mostResults} results and ${mostBytes} bytes of one run. The JSON report has them all.`,
          ]),
    ],
  };
}

/** Accepted findings come last: nobody has to do anything about them. */
function rank({ finding, accepted }: SarifFinding): number {
  return (accepted === null ? 0 : severities.length) + severities.indexOf(finding.severity);
}

function countsOf(findings: readonly SarifFinding[]): string {
  const counts = severities.map((severity) => {
    const open = findings.filter(({ finding, accepted }) => accepted === null && finding.severity === severity).length;
    return { what: `${severity}${open === 1 ? '' : 's'}`, count: open };
  });
  const accepted = findings.filter((one) => one.accepted !== null).length;
  return [...counts, { what: 'accepted', count: accepted }]
    .flatMap(({ what, count }) => (count === 0 ? [] : [`${count} ${what}`]))
    .join(', ');
}
