import { listFew, showPath } from '../../names.ts';
import type { Finding } from '../findings/finding.ts';
import { compareFindings } from './run-rules.ts';

/** What was found in a tree beside the one that was checked out. */
export interface OtherFindings {
  /** The revision, as people call it. */
  name: string;
  /** Those that are deployed from it; null for a revision that is no deploy branch, and is verified as a whole. */
  environments: ReadonlySet<string> | null;
  /** Whether a file is there and counts: of a deploy branch what Argo CD reads. */
  holds(path: string): boolean;
  findings: readonly Finding[];
}

/**
 * One list of what several trees have. What the checkout has as well is reported once; of the others' own findings
 * the message says where they are, nothing is fixed, and where a deploy branch is of one environment they are of it.
 * `ofWaivers` are the rules about waivers: a waiver of the configuration, which all trees share, is unused only where
 * none uses it, and those in files are judged in the checkout.
 */
export function mergeFindings(
  here: readonly Finding[],
  others: readonly OtherFindings[],
  { ofWaivers, configuration }: { ofWaivers: ReadonlySet<string>; configuration: string | null },
): Finding[] {
  const inAll = others.map(({ findings }) => new Set(findings.map(({ fingerprint }) => fingerprint)));
  const kept = here.filter(
    ({ rule, path, fingerprint }) =>
      !ofWaivers.has(rule) || path !== configuration || inAll.every((known) => known.has(fingerprint)),
  );
  const known = new Set(here.map(({ fingerprint }) => fingerprint));
  const added = new Map<string, { finding: Finding; of: OtherFindings[] }>();
  for (const other of others) {
    for (const finding of other.findings) {
      if (known.has(finding.fingerprint) || ofWaivers.has(finding.rule) || !counts(finding, other)) continue;
      const there = added.get(finding.fingerprint);
      if (there) there.of.push(other);
      else added.set(finding.fingerprint, { finding, of: [other] });
    }
  }
  return [...kept, ...[...added.values()].map(({ finding, of }) => named(finding, of))].sort(compareFindings);
}

function counts({ path, environment }: Finding, { environments, holds }: OtherFindings): boolean {
  return holds(path) && (environment === undefined || environments === null || environments.has(environment));
}

function named(finding: Finding, of: readonly OtherFindings[]): Finding {
  const [environment, another] = new Set(of.flatMap(({ environments }) => [...(environments ?? [])]));
  return {
    ...finding,
    message: `only on ${listFew(of.map(({ name }) => showPath(name)))}: ${finding.message}`,
    ...(finding.environment === undefined && environment !== undefined && another === undefined ? { environment } : {}),
    fix: null,
  };
}
