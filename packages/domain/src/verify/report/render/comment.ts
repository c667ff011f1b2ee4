import { formatLocation } from '../../../location.ts';
import { count, markdownText } from '../../../printable.ts';
import { hashText } from '../../findings/fingerprint.ts';
import { isIncomplete } from '../fail-on.ts';
import type { Report } from '../report.ts';
import { findingSections, withinLimit } from './markdown.ts';
import { summaryLine } from './summary-line.ts';

export type CommentPolicy = 'on-findings' | 'always';

export interface PlannedComment {
  action: 'none' | 'write';
  /** Begins with the marker's line; fewer than 65,536 characters. */
  body: string;
}

/** GitHub takes 65,536 characters; entities and escapes are counted as they are written. */
const longestComment = 65_000;
/** Unreadable files that are named. */
const mostProblems = 20;

/** A line nobody sees, by which a comment is found again. `scope` tells apart the steps that verify one request. */
export function commentMarker(scope: string): string {
  return `<!-- rollcall verify-services ${hashText(scope)} -->`;
}

/**
 * The one comment on a pull request: none when clean and none existed; said to be resolved when one did. What could
 * not be read is not clean.
 */
export function renderComment(
  report: Report,
  { existing, policy = 'on-findings', scope }: { existing: boolean; policy?: CommentPolicy; scope: string },
): PlannedComment {
  const open = report.findings.filter(({ waived }) => !waived);
  const clean = open.length === 0 && !isIncomplete(report);
  if (clean && !existing && policy !== 'always') return { action: 'none', body: '' };
  const head = `${commentMarker(scope)}\n### Rollcall\n\n`;
  if (clean) {
    const said = existing ? 'Resolved: nothing is left of what was found here.' : 'No findings.';
    return { action: 'write', body: `${head}${said} (${summaryLine(report)})\n` };
  }
  const pieces = [...unreadable(report), ...findingSections(report), ...nextStep(report)];
  return { action: 'write', body: withinLimit(`${head}${summaryLine(report)}\n`, pieces, longestComment) };
}

function unreadable({ problems }: Report): string[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  const named = errors
    .slice(0, mostProblems)
    .map(
      ({ message, location }) =>
        `- ${location ? `**${markdownText(formatLocation(location))}** ` : ''}${markdownText(message)}\n`,
    );
  const more = errors.length > named.length ? [`- and ${errors.length - named.length} more\n`] : [];
  return ['\n#### Not everything could be read, so this is not all\n\n', ...named, ...more];
}

function nextStep({ findings }: Report): string[] {
  const open = findings.filter(({ waived }) => !waived);
  const [first] = open;
  if (!first) return [];
  const safe = open.filter(({ fix }) => fix?.safe).length;
  const fix = safe > 0 ? ` \`rollcall verify --fix\` fixes ${count(safe, 'finding')}.` : '';
  return [`\n\`rollcall explain ${first.rule}\` says why it matters.${fix}\n`];
}
