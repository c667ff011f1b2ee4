/**
 * Names that mean an environment wherever they stand; those of one line mean the same one. Deliberately without
 * words that are as often something else (`demo`, `local`, `main`).
 */
const vocabulary: readonly (readonly string[])[] = [
  ['dev', 'develop', 'development'],
  ['test', 'testing', 'tst'],
  ['qa'],
  ['uat'],
  ['sandbox'],
  ['staging', 'stage', 'stg', 'stag'],
  ['preprod', 'pre-prod', 'preproduction', 'pre-production'],
  ['prod', 'production', 'prd', 'live'],
];

const classOf = new Map(vocabulary.flatMap((names) => names.map((name) => [name, names] as const)));

/** Names with the same meaning, itself included: `production` for `prod`. */
export function sameEnvironment(name: string): readonly string[] {
  return classOf.get(name.toLowerCase()) ?? [name];
}

/** The environment names of one repository, as they are spelled there. */
export interface EnvironmentNames {
  /** The spelling of a known name, whatever its case; undefined for a text that is no environment's name. */
  exact(text: string): string | undefined;
  /** The known name a text ends with (`user-service-prod`, `deploy/prod`); the longest. */
  suffix(text: string): string | undefined;
  /** The name a text starts with (`prod-istiod`), only of those the repository is known to have. */
  prefix(text: string): string | undefined;
}

/** `shown` are the names that the configuration or a folder shows; the vocabulary is known besides. */
export function environmentNames(shown: Iterable<string>): EnvironmentNames {
  const here = new Map([...shown].map((name) => [name.toLowerCase(), name]));
  const known = new Map([...vocabulary.flat().map((name) => [name, name] as const), ...here]);
  return {
    exact: (text) => known.get(text.toLowerCase()),
    suffix: (text) => {
      const lower = text.toLowerCase();
      for (const { index } of lower.matchAll(/[-_/.]/g)) {
        const found = known.get(lower.slice(index + 1));
        if (found !== undefined) return found;
      }
      return undefined;
    },
    prefix: (text) => {
      const lower = text.toLowerCase();
      const ends = Array.from(lower.matchAll(/[-_/.]/g), ({ index }) => index).reverse();
      const end = ends.find((index) => here.has(lower.slice(0, index)));
      return end === undefined ? undefined : here.get(lower.slice(0, end));
    },
  };
}

/** A name without the environment it starts or ends with: `user-service` of `user-service-prod` and of `prod-user-service`. */
export function withoutEnvironment(name: string, environment: string | null): string {
  if (environment === null) return name;
  const lower = name.toLowerCase();
  const spellings = [environment.toLowerCase(), ...sameEnvironment(environment)].sort((a, b) => b.length - a.length);
  for (const spelling of spellings) {
    if (lower.endsWith(`-${spelling}`)) return name.slice(0, -spelling.length - 1);
    if (lower.startsWith(`${spelling}-`)) return name.slice(spelling.length + 1);
  }
  return name;
}
