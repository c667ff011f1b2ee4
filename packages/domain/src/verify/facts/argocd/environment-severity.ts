import { sameEnvironment } from '../../../argocd/environment-names.ts';
import type { Environment } from '../../../catalog/catalog.ts';
import { baseName, joinPath } from '../../../tree/repository-paths.ts';
import type { Severity } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';

export function isProduction(environment: string): boolean {
  return sameEnvironment(environment).includes('prod');
}

/** What only production makes an error of. */
export function environmentSeverity(environment: string): Severity {
  return isProduction(environment) ? 'error' : 'warning';
}

/** ` (expected apps/prod/cart-service.yaml)`, named as its siblings are; '' where that cannot be said. */
export function expectedApplication(
  service: string,
  environments: readonly Environment[],
  context: RuleContext,
): string {
  const files = environments.flatMap(({ name, applications }) => {
    if (applications === null) return [];
    const sibling = context.catalog.applications.find(
      (application) => application.environment === name && application.service !== null,
    );
    // Where an ApplicationSet generates them, an element is missing, and no file.
    if (sibling?.generated) return [];
    const file = sibling ? baseName(sibling.file).replace(sibling.service ?? '', service) : `${service}.yaml`;
    // A sibling whose file is not named after it does not tell a name.
    return [joinPath(applications, file.includes(service) ? file : `${service}.yaml`)];
  });
  return files.length === 0 ? '' : ` (expected ${files.join(', ')})`;
}
