import { listFew, showPath } from '../../names.ts';
import type { Finding } from '../findings/finding.ts';
import type { Revision } from './loaded-tree.ts';
import { compareFindings } from './run-rules.ts';

/** What was found in a revision beside the checkout. */
export interface RevisionFindings extends Pick<Revision, 'name' | 'environments' | 'holds'> {
  findings: readonly Finding[];
}

/**
 * One list of what several trees have. What the checkout has as well is reported once. Of a finding that only other
 * revisions have, the message names them, it has no fix, and it gets their environment where they have only one.
 * `ofWaivers` are the rules about waivers: all trees share the waivers of the configuration, so one is unused only
 * where no tree uses it; waivers in files are judged in the checkout.
 */
export function mergeFindings(
  ofCheckout: readonly Finding[],
  revisions: readonly RevisionFindings[],
  { ofWaivers, configuration }: { ofWaivers: ReadonlySet<string>; configuration: string | null },
): Finding[] {
  const fingerprints = revisions.map(({ findings }) => new Set(findings.map(({ fingerprint }) => fingerprint)));
  const kept = ofCheckout.filter(
    ({ rule, path, fingerprint }) =>
      !ofWaivers.has(rule) || path !== configuration || fingerprints.every((others) => others.has(fingerprint)),
  );
  const known = new Set(ofCheckout.map(({ fingerprint }) => fingerprint));
  const added = new Map<string, { finding: Finding; holders: RevisionFindings[] }>();
  for (const revision of revisions) {
    for (const finding of revision.findings) {
      if (known.has(finding.fingerprint) || ofWaivers.has(finding.rule) || !counts(finding, revision)) continue;
      const before = added.get(finding.fingerprint);
      if (before) before.holders.push(revision);
      else added.set(finding.fingerprint, { finding, holders: [revision] });
    }
  }
  const elsewhere = [...added.values()].map(({ finding, holders }) => onlyOn(finding, holders));
  return [...kept, ...elsewhere].sort(compareFindings);
}

function counts({ path, environment }: Finding, { environments, holds }: RevisionFindings): boolean {
  return holds(path) && (environment === undefined || environments === null || environments.has(environment));
}

function onlyOn(finding: Finding, holders: readonly RevisionFindings[]): Finding {
  const environments = new Set(holders.flatMap((holder) => [...(holder.environments ?? [])]));
  const [environment] = environments;
  return {
    ...finding,
    message: `only on ${listFew(holders.map(({ name }) => showPath(name)))}: ${finding.message}`,
    ...(finding.environment === undefined && environment !== undefined && environments.size === 1
      ? { environment }
      : {}),
    fix: null,
  };
}
