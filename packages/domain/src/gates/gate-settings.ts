import { type Config, environmentConfig } from '../catalog/config-schema.ts';
import type { Location } from '../location.ts';
import { listFew, quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { type Freeze, parseFreeze } from './freeze.ts';

/** What has to be before an environment gets new images. */
export interface GateSettings {
  environment: string;
  /** The environment that a tag has to have been in; null for none. */
  after: string | null;
  /** Milliseconds that it has to have been there. */
  soak: number;
  freezes: readonly Freeze[];
  /** Names of statuses and checks of the commit that wrote the tag there. */
  needs: readonly string[];
  /** Services in the order in which they are promoted. */
  groups: readonly (readonly string[])[];
  /** Names of statuses and checks that say of a deploy commit whether it became healthy, as `healthNames` reads them. */
  health: readonly string[];
}

const units: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 24 * 3_600_000],
  ['w', 7 * 24 * 3_600_000],
]);

/**
 * The gates of an environment; null where it has none. UserError for what cannot be meant, with its place in the document
 * of the configuration.
 */
export function gatesOf(
  config: Config,
  environment: string,
  document: YamlDocument | null = null,
): GateSettings | null {
  const of = ['environments', environment];
  refuseCycles(config, document);
  const settings = environmentConfig(config, environment);
  if (!settings) return null;
  const { after, soak, freeze = [], needs = [], groups = [], health = [] } = settings;
  const place = `environments.${environment}`;
  for (const [key, given] of [
    ['soak', soak !== undefined],
    ['needs', needs.length > 0],
  ] as const)
    if (given && after === undefined)
      throw new UserError(`${place}.${key} has no environment before it`, {
        ...locationOf(document, [...of, key]),
        help: `It is asked of the commit that wrote the tag there: set ${place}.after, such as \`after: staging\`.`,
      });
  if (groups.length > 0 && health.length === 0)
    throw new UserError(
      `${place}.groups promotes a group when the one before is healthy, and nothing says what that is`,
      {
        ...locationOf(document, [...of, 'groups']),
        help: `Set ${place}.health to the names of the statuses that Argo CD posts on the deploy commit.`,
      },
    );
  refuseTwice(groups, `${place}.groups`, locationOf(document, [...of, 'groups']));
  const gates = {
    environment,
    after: after ?? null,
    soak: soak === undefined ? 0 : soakOf(soak, `${place}.soak`, locationOf(document, [...of, 'soak'])),
    freezes: freeze.map((one, index) =>
      parseFreeze(one, `${place}.freeze[${index}]`, locationOf(document, [...of, 'freeze', index])),
    ),
    ...{ needs, groups, health },
  };
  const isOpen = after === undefined && gates.freezes.length === 0 && groups.length === 0;
  return isOpen ? null : gates;
}

/** Where a key stands, as an error takes it; nothing where there is no document. */
function locationOf(document: YamlDocument | null, path: YamlPath): { location?: Location } {
  return document ? { location: document.locate(path) } : {};
}

/** UserError where an environment is after itself, by whatever way. */
function refuseCycles(config: Config, document: YamlDocument | null): void {
  const seen = new Set<string>();
  for (const start of Object.keys(config.environments ?? {})) {
    const way = new Set<string>();
    for (let at: string | undefined = start; at !== undefined; at = environmentConfig(config, at)?.after) {
      if (way.has(at))
        throw new UserError(
          `environments.${start}.after leads in a circle: ${[...way, at].map(quoteName).join(' after ')}`,
          {
            ...locationOf(document, ['environments', start, 'after']),
            help: `Take out one \`after\` of them: the first environment has none.`,
          },
        );
      if (seen.has(at)) break;
      way.add(at);
      seen.add(at);
    }
  }
}

function soakOf(text: string, place: string, at: { location?: Location }): number {
  const [, amount, unit = ''] = /^(\d{1,4})([mhdw])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(amount) * (units.get(unit) ?? Number.NaN);
  if (milliseconds > 0) return milliseconds;
  throw new UserError(`${place} is ${quoteName(text)}`, {
    ...at,
    help: 'Give a length of time such as 30m, 4h, 2d or 1w.',
  });
}

function refuseTwice(groups: readonly (readonly string[])[], place: string, at: { location?: Location }): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of groups.flat()) (seen.has(name) ? twice : seen).add(name);
  if (twice.size > 0)
    throw new UserError(`${place} names ${listFew([...twice].map(quoteName))} twice`, {
      ...at,
      help: 'Name each service in one group.',
    });
}
