import { groupBy } from '../../../grouping.ts';
import { formatLocation } from '../../../location.ts';
import { printable } from '../../../printable.ts';
import type { Confidence } from '../../findings/finding.ts';
import { findingText } from '../../findings/finding-text.ts';
import { sayConfidence, type ToldFinding } from '../causes.ts';
import { type FailOn, failsRun, obstacles } from '../fail-on.ts';
import { type Report, toldOpen } from '../report.ts';

/** A test case and what became of it. */
interface Case {
  name: string;
  outcome: 'passed' | 'failure' | 'skipped' | 'error';
  text: string;
  content: string;
}

/**
 * JUnit XML, as GitLab, Jenkins and most others read it: a suite for each rule that found something, with a failure for
 * what fails the run and a skipped case for what does not; a suite of the services without a finding, so that a clean
 * run has its tests; an error for what could not be read.
 */
export function renderJunit(report: Report, failOn: FailOn, minConfidence: Confidence): string {
  const open = toldOpen(report);
  const fails = failsRun(failOn, minConfidence);
  const named = new Set(open.map(({ subject }) => subject));
  const clean = report.checklist.flatMap(({ service }): Case[] =>
    named.has(service) ? [] : [{ name: service, outcome: 'passed', text: '', content: '' }],
  );
  const unread = obstacles(report).map(({ location, message }): Case => {
    const name = location ? formatLocation(location) : message;
    return { name, outcome: 'error', text: message, content: '' };
  });
  const suites = [
    ...(clean.length > 0 ? [{ name: 'services', cases: clean }] : []),
    ...[...groupBy(open, ({ rule }) => rule)].map(([name, found]) => ({
      name,
      cases: found.map((finding) => caseOf(finding, fails(finding))),
    })),
    ...(unread.length > 0 ? [{ name: 'not read', cases: unread }] : []),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="rollcall" ${counts(all)}>\n`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${xml(name)}" ${counts(cases)}>\n`,
      ...cases.map((one) => caseText(name, one)),
      '  </testsuite>\n',
    ]),
    '</testsuites>\n',
  ].join('');
}

function caseOf(finding: ToldFinding, fails: boolean): Case {
  const text = findingText(finding);
  const place = formatLocation(finding);
  return {
    name: `${finding.subject}: ${place}`,
    outcome: fails ? 'failure' : 'skipped',
    text: `${finding.severity}${sayConfidence(finding)}: ${text}`,
    content: place,
  };
}

function caseText(suite: string, { name, outcome, text, content }: Case): string {
  const head = `    <testcase classname="${xml(suite)}" name="${xml(name)}"`;
  if (outcome === 'passed') return `${head}/>\n`;
  return `${head}><${outcome} message="${xml(text)}">${xml(content)}</${outcome}></testcase>\n`;
}

function counts(cases: readonly Case[]): string {
  const of = (outcome: Case['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

/** Text inside an element or an attribute; what XML cannot say is escaped as for a terminal. */
function xml(text: string): string {
  return printable(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
