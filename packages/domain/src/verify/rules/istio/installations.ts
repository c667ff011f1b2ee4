import type { Location } from '../../../location.ts';
import { placesIn } from '../../../location.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { manifestEnvironments, mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { chartsOf } from '../../facts/helm/installed-charts.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A chart of Istio that Terraform or an Application installs. */
export interface MeshInstall {
  /** `istiod`, `ztunnel` */
  chart: string;
  file: string;
  location: Location;
  /** Of an Application; null for Terraform, whose path may tell. */
  environment: string | null;
  how: 'terraform' | 'application';
}

const read = new WeakMap<RuleContext, MeshInstall[]>();

/** Where `istiod` and `ztunnel` are installed. The rule needs YAML and Terraform. */
export function meshInstalls(context: RuleContext): readonly MeshInstall[] {
  const known = read.get(context);
  if (known) return known;
  const installs: MeshInstall[] = [];
  for (const file of terraform(context)) {
    const placeOf = placesIn(file);
    for (const { 1: chart = '', index } of file.code.matchAll(/\bchart\s*=\s*"(?:[^"]*\/)?(istiod|ztunnel)"/g))
      installs.push({ chart, file: file.path, location: placeOf(index), environment: null, how: 'terraform' });
  }
  for (const application of context.catalog.applications) {
    for (const chart of chartsOf(application, context)) {
      if (chart !== 'istiod' && chart !== 'ztunnel') continue;
      const { file, environment, document } = application;
      const location = document.locate([...(application.sources[0]?.at ?? []), 'chart']);
      installs.push({ chart, file, location, environment, how: 'application' });
    }
  }
  read.set(context, installs);
  return installs;
}

/** Whether an install is certainly in the cluster that a Terraform file makes; `only`: no other file makes one. */
export function isInCluster(install: MeshInstall, file: string, only: boolean, context: RuleContext): boolean {
  if (install.how === 'terraform' && folderOf(install.file) === folderOf(file)) return true;
  const own = manifestEnvironments(file, context);
  const others =
    install.environment === null ? manifestEnvironments(install.file, context) : new Set([install.environment]);
  if (own === null || others === null) return only;
  return [...others].some((environment) => mayBeFor(file, environment, context));
}
