/** One way of logging in that a server offers. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  scheme: string;
  /** By name in lower case. */
  parameters: ReadonlyMap<string, string>;
}

/** A parameter with its value in quotes or without, or the scheme that begins a challenge. */
const parameterOrScheme =
  /[\s,]*(?:([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))|([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?=[\s,]|$))/y;

/** Reads a `WWW-Authenticate` header, which may hold several challenges. Reading ends where it is no challenge. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  parameterOrScheme.lastIndex = 0;
  for (let match = parameterOrScheme.exec(header); match; match = parameterOrScheme.exec(header)) {
    const [, name, quoted, plain, scheme] = match;
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set((name ?? '').toLowerCase(), plain ?? (quoted ?? '').replace(/\\(.)/g, '$1'));
  }
  return challenges;
}
