import { groupInto } from '../../grouping.ts';
import { formatLocation, type Location } from '../../location.ts';
import { present } from '../../present.ts';
import {
  type Confidence,
  confidences,
  type Finding,
  type Fix,
  type Severity,
  severities,
} from '../findings/finding.ts';
import { fingerprintOf } from '../findings/fingerprint.ts';
import { withoutConflicts } from '../fixes/apply-fixes.ts';

/** A finding as it is told to people: what one cause does in many places is one of them. */
export interface ToldFinding extends Finding {
  /** Every place, that of the finding first. */
  places: readonly Location[];
}

/** What a person reads beside a severity or a rule: nothing where all is proved. */
export function sayConfidence({ confidence }: Pick<Finding, 'confidence'>): string {
  return confidence === 'proved' ? '' : ` (${confidence})`;
}

/** Places that a message names beside the one that it is at. */
const mostNamed = 3;

/**
 * The findings as they are told, each cause once, at its first place: as bad as the worst of its places, as sure as the
 * surest. Waived ones are told apart from the others by the reason of their waiver. Their order stays.
 */
export function toldFindings(findings: readonly Finding[]): ToldFinding[] {
  const groups = new Map<string, Finding[]>();
  for (const [index, finding] of findings.entries()) {
    const { rule, cause, waived } = finding;
    groupInto(groups, JSON.stringify(cause === undefined ? index : [rule, cause, waived]), finding);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [toldAs(first, others)] : []));
}

function toldAs(first: Finding, others: readonly Finding[]): ToldFinding {
  const { path, line, column, rule, subject, cause } = first;
  const places = [{ path, line, column }, ...others.map(placeOf)];
  if (cause === undefined) return { ...first, places };
  const all = [first, ...others];
  const { environment: _, ...rest } = first;
  const elsewhere = all.flatMap((finding) => finding.elsewhere ?? []);
  const [environment, ...more] = new Set(all.map((finding) => finding.environment));
  return {
    ...rest,
    ...present({ environment: more.length === 0 ? environment : undefined }),
    severity: best(all, severities, ({ severity }): Severity => severity),
    confidence: best(all, confidences, ({ confidence }): Confidence => confidence),
    message: `${first.message}${andPlaces(others)}`,
    // The first place may be corrected before the others.
    fingerprint: fingerprintOf({ rule, subject, path: '' }, cause, 0),
    fix: fixOf(all),
    ...(elsewhere.length > 0 && { elsewhere }),
    places,
  };
}

function placeOf({ path, line, column }: Location): Location {
  return { path, line, column };
}

function best<Word>(findings: readonly Finding[], scale: readonly Word[], wordOf: (one: Finding) => Word): Word {
  return [...findings].map(wordOf).sort((a, b) => scale.indexOf(a) - scale.indexOf(b))[0] as Word;
}

function andPlaces(others: readonly Finding[]): string {
  if (others.length === 0) return '';
  const named = others.slice(0, mostNamed).map(formatLocation).join(', ');
  const more = others.length > mostNamed ? ', …' : '';
  return ` (and ${others.length} more ${others.length === 1 ? 'place' : 'places'}: ${named}${more})`;
}

/** What the fixes of one cause do together, as far as they do not touch one another; safe where each of them is. */
function fixOf(findings: readonly Finding[]): Fix | null {
  if (findings.length === 1) return findings[0]?.fix ?? null;
  const fixes = withoutConflicts(findings).flatMap(({ fix }) => fix ?? []);
  const [first, ...more] = fixes;
  if (!first || more.length === 0) return first ?? null;
  return {
    description: `${first.description}, and ${more.length} more`,
    safe: fixes.every(({ safe }) => safe),
    edits: fixes.flatMap(({ edits }) => edits),
    creates: fixes.flatMap(({ creates = [] }) => creates),
    deletes: [...new Set(fixes.flatMap(({ deletes = [] }) => deletes))],
  };
}
