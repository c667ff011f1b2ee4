import { isScalar, Scalar } from 'yaml';
import type { Config } from '../../catalog/config-schema.ts';
import { groupBy } from '../../grouping.ts';
import { compareText, type Location } from '../../location.ts';
import { present } from '../../present.ts';
import { type Problem, unreadFile } from '../../problem.ts';
import { globMatcher } from '../../tree/glob-matcher.ts';
import { walkNodes } from '../../yaml/walk-nodes.ts';
import type { YamlDocument, YamlFile } from '../../yaml/yaml-document.ts';
import type { Finding } from './finding.ts';

/** A recorded exception and what became of it. */
export interface WaiverState {
  rule: string;
  /** Undefined: every subject. */
  subject?: string;
  /** YYYY-MM-DD, the last day it holds. */
  until: string;
  reason: string;
  location: Location;
  /** What is wrong with its form; then it waives nothing. */
  mistake?: string;
  /** Where it holds, in words. */
  covers: string;
  holdsFor(finding: Pick<Finding, 'rule' | 'subject' | 'path' | 'line'>): boolean;
  used: boolean;
}

/** The waivers of the configuration, in its order. */
export function configuredWaivers(config: Config, document: YamlDocument | null): WaiverState[] {
  return (config.waivers ?? []).map(({ rule, subject, path, reason, until }, index) => {
    const matches = path === undefined ? () => rule !== unreadFile : globMatcher(path, { dot: true });
    const mistake = rule === unreadFile && path === undefined ? 'it names no file: give it a path' : undefined;
    return {
      rule,
      ...present({ subject }),
      until,
      reason,
      location: document?.locate(['waivers', index, 'rule']) ?? { path: 'rollcall.yaml', line: 1, column: 1 },
      ...present({ mistake }),
      covers: [subject, path].filter((part) => part !== undefined).join(' in ') || 'every finding of the rule',
      holdsFor: (finding) =>
        finding.rule === rule && (subject === undefined || finding.subject === subject) && matches(finding.path),
      used: false,
    };
  });
}

/**
 * `# rollcall-ignore <rule>: reason until YYYY-MM-DD`, bound to the YAML node below it, or to the node of
 * its own line when it stands behind one. In other files and inside scripts it is bound to the line. Ordered by place.
 */
export function inlineWaivers(
  texts: ReadonlyMap<string, string>,
  yaml: (path: string) => YamlFile | undefined,
  ruleIds: ReadonlySet<string>,
): WaiverState[] {
  const waivers: WaiverState[] = [];
  for (const path of [...texts.keys()].sort(compareText)) {
    const text = texts.get(path) ?? '';
    // In prose it is an example.
    if (!text.includes('rollcall-ignore') || /\.(?:md|adoc|rst)$/.test(path)) continue;
    const lines = text.split(/\r?\n/);
    for (const [index, line] of lines.entries()) {
      const comment = inlineComment.exec(line);
      if (!comment) continue;
      const column = line.indexOf('rollcall-ignore') + 1;
      const covered = rangeOf(yaml(path), boundLine(lines, index) + 1, index + 1);
      waivers.push(inlineWaiver(comment[1] ?? '', { path, line: index + 1, column }, covered, ruleIds));
    }
  }
  return waivers;
}

const inlineComment = /(?:^|\s)(?:#|\/\/)\s*rollcall-ignore(?![\w-])(.*)/;

/** Index of the line that the waiver in a line is bound to: its own, where it stands behind something, else one below. */
export function boundLine(lines: readonly string[], index: number): number {
  const line = lines[index] ?? '';
  const start = inlineComment.exec(line)?.index ?? 0;
  return line.slice(0, start).trim() === '' ? lineBelow(lines, index) : index;
}

const form = 'write "# rollcall-ignore RULE: reason until YYYY-MM-DD"';

function inlineWaiver(
  text: string,
  location: Location,
  [first, last]: readonly [number, number],
  ruleIds: ReadonlySet<string>,
): WaiverState {
  // The reason may be long, and may have the word in it: both ends are read alone.
  const end = /(?<=[^\w])until\s{1,20}(\d{4}-\d{2}-\d{2})$/.exec(text.trimEnd().slice(-60));
  const [start, named = ''] = (end && /^\s+([\w-]+)\s*:/.exec(text)) ?? [];
  const rule = start === undefined ? '' : named;
  const until = start === undefined ? '' : (end?.[1] ?? '');
  const reason = start === undefined || !end ? '' : text.trimEnd().slice(start.length, -end[0].length).trim();
  const mistake = mistakeOf(rule, reason, ruleIds);
  return {
    rule: rule || 'waiver-unused',
    until,
    reason,
    location,
    ...present({ mistake }),
    covers: first === last ? 'the line below it' : 'the block below it',
    holdsFor: (finding) =>
      mistake === undefined &&
      finding.rule === rule &&
      finding.path === location.path &&
      finding.line >= first &&
      finding.line <= last,
    used: false,
  };
}

function mistakeOf(rule: string, reason: string, ruleIds: ReadonlySet<string>): string | undefined {
  if (rule === '') return `it is not complete: ${form}`;
  if (reason === '') return `it gives no reason: ${form}`;
  return ruleIds.has(rule) ? undefined : `there is no rule ${JSON.stringify(rule)}`;
}

/** Index of the next line that is neither blank nor a comment. */
function lineBelow(lines: readonly string[], index: number): number {
  for (let next = index + 1; next < lines.length; next += 1) {
    if (!/^\s*(#|\/\/|$)/.test(lines[next] ?? '')) return next;
  }
  return index;
}

/** The lines of the outermost entry of a map or a list that starts on a line; the line itself where none does. */
function rangeOf(file: YamlFile | undefined, line: number, comment: number): [number, number] {
  const lineOf = (offset: number): number => file?.location(offset).line ?? 0;
  for (const document of file?.documents ?? []) {
    for (const { node, parent, keyOffset } of walkNodes(document)) {
      const [start = 0, end = 0] = node.range ?? [];
      // Inside a script no node is below the comment.
      if (isScalar(node) && isBlock(node) && lineOf(start) < comment && comment < lineOf(end)) return [line, line];
      const first = parent ? keyOffset : start;
      if (node !== document.contents && lineOf(first) === line)
        return [line, Math.max(line, lineOf(Math.max(first, end - 1)))];
    }
  }
  return [line, line];
}

function isBlock({ type }: Scalar): boolean {
  return type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
}

/**
 * Looks up the waiver of each finding. An expired one waives nothing and counts as used, so that it is reported
 * once. Findings are changed in place; each waiver looks only at the findings of its rule.
 */
export function resolveWaivers(findings: readonly Finding[], waivers: readonly WaiverState[], today: string): void {
  const byRule = groupBy(findings, ({ rule }) => rule);
  for (const waiver of waivers) {
    for (const finding of byRule.get(waiver.rule) ?? []) {
      if (!waiver.holdsFor(finding)) continue;
      waiver.used = true;
      if (waiver.until >= today) finding.waived ??= { reason: waiver.reason, until: waiver.until };
    }
  }
}

/**
 * Looks up the waivers of files that were not read, which name them by path. What is waived stays among the problems,
 * as a notice.
 */
export function waiveUnread(problems: readonly Problem[], waivers: readonly WaiverState[], today: string): Problem[] {
  const ofFiles = waivers.filter(({ rule }) => rule === unreadFile);
  if (ofFiles.length === 0) return [...problems];
  return problems.map((problem) => {
    const { unread, location, message } = problem;
    if (!unread || !location) return problem;
    const about = { rule: unreadFile, subject: location.path, path: location.path, line: location.line };
    const holding = ofFiles.filter((waiver) => waiver.holdsFor(about));
    for (const waiver of holding) waiver.used = true;
    const waiver = holding.find(({ until }) => until >= today);
    if (!waiver) return problem;
    const said = `${message} (waived until ${waiver.until}: ${waiver.reason})`;
    return { severity: 'notice', message: said, location, unread };
  });
}
