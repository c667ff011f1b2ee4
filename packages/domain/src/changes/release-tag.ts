import { baseName } from '../tree/repository-paths.ts';

/** What of a service a tag may name. */
export interface TaggedService {
  name: string;
  /** Its folder; null where only a chart or an Application is left of it. */
  path: string | null;
}

/** What a tag says of what it releases. */
export interface ReleaseTag {
  /** The service that it names; null where it is a tag of everything, or of something else. */
  service: string | null;
  /** What is left without the version, such as `infra` of `infra-v3`: tags of one line follow one another. */
  line: string;
  /** Whether it has a version. */
  versioned: boolean;
  /** Whether its version comes before a release, as `1.2.0-rc.1` does (Semantic Versioning 2.0.0, 9). */
  prerelease: boolean;
}

/**
 * Reads a tag of any of the usual forms, with the name before or behind the version: `cart-v1.0.0`, `cart/v1`,
 * `cart@1.0.0`, `@acme/cart@1.0.0` (Changesets), `services/cart/v1.0.0` (Go modules), `release-cart-1.0`, `v1-cart`. The
 * service is one whose name or folder is what is left without the version: `cart` is not named by `user-cart-v1`.
 */
export function readReleaseTag(tag: string, services: ServicesByTag): ReleaseTag {
  if (tag.length > longest) return { service: null, line: tag, versioned: false, prerelease: false };
  const readings = [...splits(tag)].flatMap(({ label, version }) => {
    const rest = afterCore(version);
    // `v1` of `v1.2.0` is no name, whatever services there are.
    return rest === null || afterCore(baseName(label)) === ''
      ? []
      : [{ label, line: lineOf(label), prerelease: rest !== '' && !rest.startsWith('+') }];
  });
  // The same text can be read in several ways: `v1-cart` as a pre-release too, and `api-v2-1.0` as a version of `api`.
  for (const { label, line, prerelease } of readings) {
    const service = services.get(label) ?? serviceOf(line, services);
    if (service !== null) return { service, line, versioned: true, prerelease };
  }
  const whole = lineOf(tag);
  const service = serviceOf(whole, services);
  const [, label = ''] = /^([^0-9]*?)[-_@/.+]?v?\d/.exec(tag) ?? [];
  const first = readings.find(({ line }) => line === lineOf(label)) ?? readings[0];
  if (service !== null || !first) return { service, line: whole, versioned: false, prerelease: false };
  return { service: null, line: first.line, versioned: true, prerelease: first.prerelease };
}

/** A tag is read in as many ways as it has parts. */
const longest = 250;

/** Services by what a tag may call them: a name or a folder. */
export type ServicesByTag = ReadonlyMap<string, string>;

export function servicesByTag(services: readonly TaggedService[]): ServicesByTag {
  const paths = services.flatMap(({ name, path }) => (path === null || path === '' ? [] : [[path, name] as const]));
  return new Map([...paths, ...services.map(({ name }) => [name, name] as const)]);
}

const separators = '-_@/.+';

/** The ways to take a tag for a name and a version: name first, the longest name first; then version first. */
function* splits(tag: string): Generator<{ label: string; version: string }> {
  const cuts = [...tag].flatMap((character, index) => (separators.includes(character) ? [index] : []));
  for (const cut of cuts.toReversed()) yield { label: tag.slice(0, cut), version: tag.slice(cut + 1) };
  yield { label: '', version: tag };
  for (const cut of cuts) yield { label: tag.slice(cut + 1), version: tag.slice(0, cut) };
}

/** What follows the numbers of a version; null where it is none. */
function afterCore(version: string): string | null {
  const [core] = /^[vV]?\d+(?:[._-]\d+)*/.exec(version) ?? [];
  if (core === undefined) return null;
  const rest = version.slice(core.length);
  return rest === '' || /^(?:[-.]?[A-Za-z][\w.-]*(?:\+[\w.-]*)?|\+[\w.-]*)$/.test(rest) ? rest : null;
}

/** Words that say that something is released, not what. */
const words: ReadonlySet<string> = new Set([
  'release',
  'releases',
  'rel',
  'version',
  'ver',
  'deploy',
  'image',
  'images',
]);

/** A label without the separators and words around the name. */
function lineOf(label: string): string {
  let line = label;
  for (;;) {
    while (line !== '' && separators.includes(line[0] ?? '') && line[0] !== '@') line = line.slice(1);
    while (line !== '' && separators.includes(line.at(-1) ?? '')) line = line.slice(0, -1);
    const end = [...line].findIndex((character) => separators.includes(character));
    const word = end < 0 ? line : line.slice(0, end);
    if (!words.has(word.toLowerCase())) return line;
    line = line.slice(word.length);
  }
}

function serviceOf(line: string, services: ServicesByTag): string | null {
  const last = baseName(line);
  return services.get(line) ?? (services.get(last) === last ? last : null);
}
