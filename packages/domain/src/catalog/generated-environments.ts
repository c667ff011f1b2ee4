import type { PlacedApplication, WrittenApplication } from '../argocd/application.ts';
import { varyingSources } from '../argocd/application-sets.ts';
import { sameEnvironment } from '../argocd/environment-names.ts';
import { environmentsOf } from './application-environment.ts';
import type { Config } from './config-schema.ts';

/**
 * The environment of generated Applications: what their elements say (`env`, or what the template makes of them), and
 * only then what all of one set have in common, such as its folder, and last where in git its generator found it.
 * `applications` are the others.
 */
export function generatedEnvironments(
  generated: readonly WrittenApplication[],
  applications: readonly PlacedApplication[],
  config: Config,
  services: ReadonlySet<string>,
): (string | null)[] {
  if (generated.length === 0) return [];
  const besideOthers = (these: readonly WrittenApplication[]): (string | null)[] =>
    environmentsOf([...applications, ...these], config, services).slice(applications.length);
  const common = besideOthers(generated);
  const withoutFile = generated.map((application) => ({
    ...application,
    file: '',
    sources: varyingSources(application),
  }));
  const own = besideOthers(withoutFile);
  const byOrigin = besideOthers(withoutFile.map((one) => ({ ...one, file: one.generated?.from ?? '' })));
  const known = new Set([...Object.keys(config.environments ?? {}), ...applications.map((one) => one.environment)]);
  return generated.map(({ generated: by }, index) => {
    if (!by || by.elements.length === 0) return common[index] ?? null;
    const written = (by.values.get('environment') ?? by.values.get('env'))?.text;
    const spelled = written && (sameEnvironment(written).find((name) => known.has(name)) ?? written);
    return spelled || (own[index] ?? common[index] ?? byOrigin[index] ?? null);
  });
}
