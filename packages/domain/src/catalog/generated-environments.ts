import type { Application } from '../argocd/application.ts';
import { varyingSources } from '../argocd/application-sets.ts';
import { sameEnvironment } from '../argocd/environment-names.ts';
import { assignEnvironments } from './application-environment.ts';
import type { Config } from './config-schema.ts';

/**
 * Sets the environment of generated Applications: what their elements say (`env`, or what the template makes of
 * them), and only then what all of one set have in common, such as its folder. `applications` are the others.
 */
export function assignGeneratedEnvironments(
  generated: readonly Application[],
  applications: readonly Application[],
  config: Config,
  services: ReadonlySet<string>,
): void {
  // Copies: what an ApplicationSet generates says nothing about the environments of the others.
  const others = applications.map((application) => ({ ...application }));
  assignEnvironments([...others, ...generated], config, services);
  const known = new Set([...Object.keys(config.environments ?? {}), ...applications.map((one) => one.environment)]);
  const varying = generated.map((application) => ({ ...application, file: '', sources: varyingSources(application) }));
  assignEnvironments([...others.map((other) => ({ ...other })), ...varying], config, services);
  for (const [index, application] of generated.entries()) {
    const values = application.generated?.values;
    const said = (values?.get('environment') ?? values?.get('env'))?.text;
    const spelled = said && (sameEnvironment(said).find((name) => known.has(name)) ?? said);
    if ((application.generated?.elements.length ?? 0) > 0)
      application.environment = spelled || (varying[index]?.environment ?? application.environment);
  }
}
