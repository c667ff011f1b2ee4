import { groupInto } from '../../../grouping.ts';
import type { Location } from '../../../location.ts';
import { spellingsOf } from '../../../name-spellings.ts';
import { quoteName, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { dockerfiles, scripts, terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { lifecycles } from './end-of-life-dates.ts';
import { pinnedVersions, versionVariables } from './pinned-versions.ts';

export const versionDrift: Rule = {
  id: 'version-drift',
  title: 'One tool has one version everywhere',
  severity: 'warning',
  incident: '003 8.1',
  help: 'Write the version once, in a file that the others read, or bring the older places up to the newest.',
  needs: [yamlFiles, registerFiles, scripts, terraformFiles, dockerfiles],
  *check(context) {
    const said = new Set<string>();
    for (const [name, places] of variables(context)) {
      for (const finding of drift(name, places, (older, newest) => differs(older, newest))) {
        said.add(placeKey(finding.location));
        yield finding;
      }
    }
    for (const [product, places] of platforms(context)) {
      // One minor version apart is an upgrade that is under way.
      for (const finding of drift(product, places, (older, newest) => minorsApart(older, newest) > 1))
        if (!said.has(placeKey(finding.location))) yield finding;
    }
  },
};

interface Place {
  what: string;
  version: string;
  location: Location;
}

function* drift(
  subject: string,
  places: readonly Place[],
  isDrift: (older: string, newest: string) => boolean,
): Generator<RuleFinding> {
  const newest = places.reduce<Place | undefined>(
    (best, place) => (best && compareVersions(best.version, place.version) >= 0 ? best : place),
    undefined,
  );
  for (const { what, version, location } of newest ? places : []) {
    if (!newest || !isDrift(version, newest.version)) continue;
    yield {
      location,
      subject,
      message: `${what} is ${version} here, and ${newest.what === what ? '' : `${newest.what} is `}${newest.version} in ${showPath(newest.location.path)}: what was tried with one says nothing of the other`,
    };
  }
}

/** Version variables by name, where several files set them, each to one value. */
function variables(context: RuleContext): Map<string, Place[]> {
  const byName = new Map<string, Map<string, Place[]>>();
  const own = new Set(
    [...context.services.keys()].flatMap((name) => spellingsOf(name).map((one) => one.toUpperCase())),
  );
  for (const { name, version, location } of versionVariables(context)) {
    const stem = name.slice(0, -'_VERSION'.length);
    if (generic.test(stem) || own.has(stem) || dockerfiles(location.path)) continue;
    const files = byName.get(name) ?? new Map<string, Place[]>();
    byName.set(name, files);
    const place = { what: name, version, location };
    groupInto(files, location.path, place);
  }
  return new Map(
    [...byName].map(([name, files]) => {
      // A file that sets it to several chooses between them.
      const sure = [...files.values()].filter((all) => new Set(all.map(({ version }) => version)).size === 1);
      return [name, sure.flat()];
    }),
  );
}

/** Names that mean another thing in every file. */
const generic =
  /^(?:API|APP|BACKEND|BASE|BUILD|BUNDLE|CHART|CLIENT|CURRENT|DEFAULT|DOCKER|EXPECTED|FROM|FRONTEND|IMAGE|LATEST|MAJOR|MAX|MIN|MINIMUM|MINOR|MODULE|MY|NEW|NEXT|OLD|OPERATOR|PACKAGE|PKG|PLUGIN|PREVIOUS|PRODUCT|PROJECT|RELEASE|SCHEMA|SERVER|SERVICE|TAG|TARGET|TEST|TO|TOOL)(?:_|$)/;

/** What runs everything else, however it is written: the cluster and the mesh. */
function platforms(context: RuleContext): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const { product, version, location, what, how } of pinnedVersions(context)) {
    const name = product === 'amazon-eks' ? 'kubernetes' : product;
    if (name !== 'kubernetes' && name !== 'istio') continue;
    if (how === 'image' && !what.includes('kindest/node')) continue;
    const label = `${lifecycles.get(name)?.label ?? name} (${quoteName(what)})`;
    const place = { what: label, version, location };
    groupInto(places, name, place);
  }
  return places;
}

function placeKey({ path, line }: Location): string {
  return JSON.stringify([path, line]);
}

function numbersOf(version: string): number[] {
  return version
    .replace(/^v/, '')
    .split(/[-+]/, 1)
    .join('')
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether they are two versions: `1.30` may be 1.30.4. */
function differs(older: string, newest: string): boolean {
  const [left, right] = [numbersOf(older), numbersOf(newest)];
  return left.some((part, index) => index < right.length && part !== right[index]);
}

function minorsApart(older: string, newest: string): number {
  const [major = 0, minor = 0] = numbersOf(older);
  const [newestMajor = 0, newestMinor = 0] = numbersOf(newest);
  return major === newestMajor ? newestMinor - minor : 2;
}
