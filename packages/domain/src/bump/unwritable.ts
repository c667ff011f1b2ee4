import { UserError } from '../user-error.ts';
import { checkImages } from './check-images.ts';
import { describe, type EnvironmentSettings } from './current-images.ts';
import type { OpenEnvironment } from './open-environment.ts';
import { type BumpPlan, planBump } from './plan.ts';

/** An image that nobody has: planning to write it tells whether a place can be written, whatever its kind. */
const probe = { tag: 'rollcall-probe', digest: `sha256:${'0'.repeat(64)}` };

/** Why services cannot be written, of those that cannot: their places can be read, and not be edited for them alone. */
export async function unwritable(
  services: readonly string[],
  { settings, renders }: { settings: EnvironmentSettings; renders: boolean },
  environment: OpenEnvironment,
): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  // One place that cannot be written stands in the way of all that are planned with it: those are halved.
  const plan = async (names: readonly string[]): Promise<void> => {
    const images = names.map((service) => ({ service, ...probe }));
    try {
      const request = checkImages({ ...settings, images, onMissing: 'warn', mutableTags: 'allow' });
      const { plan: planned } = await planBump(request, environment);
      for (const [service, why] of reasonsIn(planned, renders)) if (!reasons.has(service)) reasons.set(service, why);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const half = Math.floor(names.length / 2);
      if (half === 0) {
        for (const service of names) reasons.set(service, describe(error));
        return;
      }
      await plan(names.slice(0, half));
      await plan(names.slice(half));
    }
  };
  if (services.length > 0) await plan(services);
  return reasons;
}

function reasonsIn({ skipped, unproved }: BumpPlan, renders: boolean): [string, string][] {
  const unknown = renders ? [] : unproved;
  return [
    ...skipped.map(({ service, why }): [string, string] => [service, why]),
    ...unknown.map(({ service, error }): [string, string] => [service, describe(error)]),
  ];
}
