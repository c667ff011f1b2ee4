import { count, markdownCode } from '../../../printable.ts';
import { hashText } from '../../findings/fingerprint.ts';
import { type PushedFixes, pushedLine } from '../../fixes/fix-text.ts';
import { isIncomplete } from '../fail-on.ts';
import { type Report, toldOpen } from '../report.ts';
import { configReviewSection } from './config-review.ts';
import { type Links, noLinks } from './links.ts';
import { findingSections, unreadSection, withinLimit } from './markdown.ts';
import { lackingSection } from './services.ts';
import { summaryLine } from './summary-line.ts';

type CommentPolicy = 'on-findings' | 'always';

interface CommentContext {
  /** Whether there is a comment already. */
  existing: boolean;
  policy?: CommentPolicy;
  scope: string;
  /** What was pushed beside the report. */
  pushed?: PushedFixes | null;
  links?: Links;
  /** Checklists, as Markdown, of the services that the request adds or removes: they are told whatever is found. */
  services?: readonly string[];
}

interface PlannedComment {
  action: 'none' | 'write';
  /** Begins with the marker's line; fewer than 65,536 characters. */
  body: string;
}

/** GitHub takes 65,536 characters; entities and escapes are counted as they are written. */
const longestComment = 65_000;

/** A line nobody sees, by which a comment is found again. `scope` tells apart the steps that verify one request. */
export function commentMarker(scope: string): string {
  return `<!-- rollcall verify-services ${hashText(scope)} -->`;
}

/**
 * The one comment on a pull request. A clean report has none; an old comment says then that all is resolved. A report
 * of which something could not be read is not clean, nor is a request that changes what is checked.
 */
export function renderComment(
  report: Report,
  { existing, policy = 'on-findings', scope, pushed = null, links = noLinks, services = [] }: CommentContext,
): PlannedComment {
  const changes = report.configReview?.changes ?? [];
  const clean = toldOpen(report).length === 0 && !isIncomplete(report) && changes.length === 0;
  if (clean && services.length === 0 && !existing && policy !== 'always') return { action: 'none', body: '' };
  const head = `${commentMarker(scope)}\n### Rollcall\n\n`;
  const told = services.map((checklist) => `\n${checklist}`);
  if (clean) {
    const result = existing ? 'Resolved: nothing is left of what was found here.' : 'No findings.';
    return { action: 'write', body: withinLimit(`${head}${result} (${summaryLine(report)})\n`, told, longestComment) };
  }
  const beside = pushed === null ? [] : [`\n${pushedLine(pushed, markdownCode)}\n`];
  const pieces = [
    ...beside,
    ...configReviewSection(report),
    ...told,
    ...unreadSection(report),
    ...lackingSection(report, links),
    ...findingSections(report, links),
    ...nextStep(report),
  ];
  return { action: 'write', body: withinLimit(`${head}${summaryLine(report)}\n`, pieces, longestComment) };
}

function nextStep(report: Report): string[] {
  const open = toldOpen(report);
  const [first] = open;
  if (!first) return [];
  const safe = open.filter(({ fix }) => fix?.safe).length;
  const fix = safe > 0 ? ` \`rollcall verify --fix\` fixes ${count(safe, 'finding')}.` : '';
  return [`\n\`rollcall explain ${first.rule}\` says why it matters.${fix}\n`];
}
