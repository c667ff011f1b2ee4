import { quoteName } from '../names.ts';
import { type Comparison, type ComparisonQuestion, everything, range } from './comparison.ts';
import { isUnavailable } from './history.ts';
import { type ReleaseTag, readReleaseTag, servicesByTag } from './release-tag.ts';

/** The service that a tag releases; null where it is a tag of everything, or compares nothing. */
export function releasedBy(tag: string, { options }: ComparisonQuestion): string | null {
  return options.detect?.['on-tag'] === 'all'
    ? null
    : readReleaseTag(tag, servicesByTag(options.services ?? [])).service;
}

/**
 * Since the tag before: the nearest behind the commit that releases the same, a service or everything. One that names a
 * service asks for that one alone, whatever changed. A release is not compared with its pre-releases, whose
 * images are not those of a release.
 */
export async function sincePreviousTag(tag: string, question: ComparisonQuestion): Promise<Comparison> {
  const { head, history, log, options } = question;
  if (options.detect?.['on-tag'] === 'all') return everything('a tag (detect.on-tag: all)', question);
  const services = servicesByTag(options.services ?? []);
  const release = readReleaseTag(tag, services);
  const previous = await history.previousTag(head, (other) => precedes(readReleaseTag(other, services), release));
  const only = release.service === null ? {} : { only: release.service };
  if (!isUnavailable(previous))
    return { ...range(previous.id, `the tag before ${tag}: ${previous.name}`, question), ...only };
  const because = `no tag before ${tag}: ${previous.because}`;
  log.notice(
    release.service === null
      ? `Every service counts as affected: ${because}.`
      : `The tag names ${quoteName(release.service)}, which counts as affected: ${because}.`,
  );
  return { ...everything(because, question), ...only };
}

/** Whether a tag may be the one before a release. One without a version follows any that names no service. */
function precedes(other: ReleaseTag, release: ReleaseTag): boolean {
  if (other.service !== release.service) return false;
  if (other.prerelease && release.versioned && !release.prerelease) return false;
  return release.service !== null || !release.versioned || other.line === release.line;
}
