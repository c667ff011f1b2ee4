import { compareText, type Location } from '../../../location.ts';
import { showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { printable, printableJson } from '../../../printable.ts';
import { type Problem, unreadFile } from '../../../problem.ts';
import { pathReference } from '../../../tree/path-reference.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { homePage, version } from '../../../version.ts';
import type { Confidence, Fix, Severity } from '../../findings/finding.ts';
import { findingText } from '../../findings/finding-text.ts';
import { rules } from '../../rules/index.ts';
import { type ToldFinding, toldFindings } from '../causes.ts';
import { obstacles } from '../fail-on.ts';
import type { Report } from '../report.ts';
import { rulePages } from '../rule-pages.ts';
import { rulePage } from './links.ts';
import { fitting, mostBytes, type SarifFinding } from './sarif-limits.ts';

/** What SARIF calls the priority, from 0 to 100. */
const ranks: Record<Confidence, number> = { proved: 90, likely: 40 };

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', notice: 'note' };

/**
 * SARIF 2.1.0, one line: every finding with its rule's page; what is waived or in the baseline is suppressed. What could not be read
 * is an error among the notifications. Where
 * GitHub would refuse the whole, only the worst, with a notification that says what was left out.
 * Loads the pages of all rules: import it where it is asked for. Paths are of the repository, of which `folder` was
 * verified.
 */
export function renderSarif(report: Report, folder = ''): string {
  const { findings, baselined } = report;
  const unread = obstacles(report).map((problem) => notificationOf(problem, folder));
  const results = [
    ...toldFindings(findings).map((finding) => ({
      finding,
      accepted: finding.waived && `${finding.waived.reason} (until ${finding.waived.until})`,
    })),
    ...toldFindings(baselined).map((finding) => ({ finding, accepted: 'accepted in the baseline' })),
  ];
  const ids = [...new Set(results.map(({ finding: { rule } }) => rule))].sort(compareText);
  const index = new Map(ids.map((id, position) => [id, position]));
  const write = ({ finding, accepted }: SarifFinding, fixes: boolean): unknown =>
    resultOf(fixes ? finding : { ...finding, fix: null }, index.get(finding.rule) ?? -1, accepted, folder);
  const around = logOf(ids, [], unread.slice(0, mostNotifications));
  const room = mostBytes - sizeOf(around) - roomOfNotices;
  const fits = fitting(results, (one, fixes) => sizeOf(write(one, fixes)) + 1, room);
  return printableJson(
    logOf(
      ids,
      fits.findings.map((one) => write(one, fits.fixes)),
      [...unread.slice(0, mostNotifications), ...fits.notices.map(warningOf)],
      unread.length === 0,
    ),
  );
}

/** Files that could not be read, of which each has a notification. */
const mostNotifications = 1000;

function warningOf(text: string): unknown {
  return { level: 'warning', message: { text } };
}

/** What could not be read, as an error of the run: GitHub shows it on the status page of the tool. */
function notificationOf({ message, location }: Problem, folder: string): unknown {
  return {
    level: 'error',
    descriptor: { id: unreadFile },
    message: { text: messageText(message) },
    ...(location && { locations: [locationOf(location, folder)] }),
  };
}

function locationOf({ path, line, column }: Location, folder: string, endLine?: number): unknown {
  return {
    physicalLocation: {
      artifactLocation: { uri: pathReference(joinPath(folder, path)) },
      region: { startLine: line, startColumn: column, ...present({ endLine }) },
    },
  };
}

/** Bytes that are kept for the notifications about what does not fit. */
const roomOfNotices = 2000;

function sizeOf(value: unknown): number {
  return new TextEncoder().encode(printableJson(value)).length;
}

function logOf(
  ids: readonly string[],
  results: readonly unknown[],
  notifications: readonly unknown[],
  complete = true,
): unknown {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Rollcall', version, informationUri: homePage, rules: ids.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        ...(notifications.length === 0
          ? {}
          : { invocations: [{ executionSuccessful: complete, toolExecutionNotifications: notifications }] }),
        results,
      },
    ],
  };
}

function ruleOf(id: string): unknown {
  const rule = rules.find((one) => one.id === id);
  const page = rulePages.find((one) => one.id === id)?.page;
  if (!rule) return { id };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: `${rule.title}. ${rule.help}` },
    help: { text: rule.help, ...present({ markdown: page }) },
    helpUri: rulePage(id),
    defaultConfiguration: { level: levels[rule.severity] },
  };
}

/** Related places that code scanning takes of one result. */
const mostRelated = 100;

function resultOf(finding: ToldFinding, ruleIndex: number, accepted: string | null, folder: string): unknown {
  const { rule, severity, path, line, column, endLine, subject, environment, repository, fingerprint, fix } = finding;
  const { confidence, places } = finding;
  const fixes = fix ? fixesOf(fix, folder) : [];
  const related = places.slice(1, mostRelated + 1);
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    rank: ranks[confidence],
    message: { text: messageText(findingText(finding)) },
    locations: [locationOf({ path, line, column }, folder, endLine)],
    ...(related.length > 0 ? { relatedLocations: related.map((one) => locationOf(one, folder)) } : {}),
    partialFingerprints: { 'rollcall/v1': fingerprint },
    // On every result or on none: an empty list says that it is not suppressed.
    suppressions:
      accepted === null ? [] : [{ kind: 'external', status: 'accepted', justification: printable(accepted) }],
    ...(fixes.length > 0 ? { fixes } : {}),
    properties: {
      subject: printable(subject),
      confidence,
      ...present({
        environment: environment && printable(environment),
        repository: repository && printable(repository),
      }),
    },
  };
}

/** A new file is one insertion into nothing. SARIF has no form for a deleted file: the description says it. */
function fixesOf({ description, edits, creates = [], deletes = [] }: Fix, folder: string): unknown[] {
  const insertions = creates.map(({ path, text }) => ({ path, range: [0, 0] as const, newText: text }));
  const changes = [...edits, ...insertions];
  if (changes.length === 0) return [];
  const gone = deletes.length === 0 ? '' : `; afterwards, delete ${deletes.map(showPath).join(', ')}`;
  const paths = [...new Set(changes.map(({ path }) => path))].sort(compareText);
  const artifactChanges = paths.map((path) => ({
    artifactLocation: { uri: pathReference(joinPath(folder, path)) },
    replacements: changes
      .filter((change) => change.path === path)
      .map(({ range: [start, end], newText }) => ({
        deletedRegion: { charOffset: start, charLength: end - start },
        insertedContent: { text: newText },
      })),
  }));
  return [{ description: { text: messageText(`${description}${gone}`) }, artifactChanges }];
}

/** Plain text: what SARIF would take for a placeholder or a link is escaped. */
function messageText(text: string): string {
  const plain = printable(text).replace(/\{(\d+)\}/g, '{{$1}}');
  return /\]\(/.test(plain) ? plain.replace(/[\\[\]]/g, '\\$&') : plain;
}
