import { countEach } from '../../grouping.ts';
import type { Finding } from './finding.ts';

/**
 * Whether what is found after a change was found before it as well: the same finding, or no more of its rule in its file
 * than there was. What is said of an ApplicationSet is said of the first that it generates, and another is the first when
 * that one goes.
 */
export function foundBefore(before: readonly Finding[], after: readonly Finding[]): (finding: Finding) => boolean {
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  const [old, now] = [countEach(before.map(ofFile)), countEach(after.map(ofFile))];
  return (finding) => {
    const counted = ofFile(finding);
    return known.has(finding.fingerprint) || (now.get(counted) ?? 0) <= (old.get(counted) ?? 0);
  };
}

function ofFile({ rule, path, environment, severity }: Finding): string {
  return JSON.stringify([rule, path, environment, severity]);
}
