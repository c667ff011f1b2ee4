import type { Check, Health } from './judge.ts';

/** What a name begins with that is the environment of a GitHub deployment. */
export const deploymentPrefix = 'deployment:';

/**
 * What `health` of an environment names for one service: `{service}` stands for its name, `{application}` for each of
 * its Applications. Without an Application the name stays as it is: nothing ever reports under it.
 */
export function healthNames(
  health: readonly string[],
  service: string,
  applications: readonly string[],
): readonly string[] {
  const names = health.flatMap((name) => {
    const ofService = name.replaceAll('{service}', () => service);
    if (!ofService.includes('{application}') || applications.length === 0) return [ofService];
    return applications.map((application) => ofService.replaceAll('{application}', () => application));
  });
  return [...new Set(names)];
}

/** Healthy where all that are named passed, unhealthy where one failed; anything else is pending. */
export function healthOf(checks: readonly Check[], names: readonly string[]): Health {
  const states = names.map((name) => checks.find((check) => check.name === name)?.state ?? 'pending');
  if (states.includes('failure')) return 'unhealthy';
  return states.every((state) => state === 'success') ? 'healthy' : 'pending';
}
