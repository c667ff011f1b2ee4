import { type Location, placesIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { manifestEnvironments, mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { chartsOf } from '../../facts/helm/installed-charts.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A chart of Istio that Terraform or an Application installs. */
interface MeshInstallation {
  chart: 'istiod' | 'ztunnel';
  file: string;
  location: Location;
  /** Of an Application; null for Terraform, whose path may tell. */
  environment: string | null;
  tool: 'terraform' | 'argocd';
}

/** What a rule that asks for the installations has to read. */
export const meshInstallationsNeeds = [yamlFiles, terraformFiles] as const;

/** Where `istiod` and `ztunnel` are installed. */
export const meshInstallations = memoize((context: RuleContext): readonly MeshInstallation[] => {
  const installations: MeshInstallation[] = [];
  for (const file of terraform(context)) {
    const placeOf = placesIn(file);
    for (const { 1: chart = '', index } of file.code.matchAll(/\bchart\s*=\s*"(?:[^"]*\/)?(istiod|ztunnel)"/g)) {
      const place = { file: file.path, location: placeOf(index), environment: null };
      if (isOfIstio(chart)) installations.push({ chart, ...place, tool: 'terraform' });
    }
  }
  for (const application of context.catalog.applications) {
    const { file, environment, document, sources } = application;
    for (const chart of chartsOf(application, context).filter(isOfIstio)) {
      const location = document.locate([...(sources[0]?.at ?? []), 'chart']);
      installations.push({ chart, file, location, environment, tool: 'argocd' });
    }
  }
  return installations;
});

function isOfIstio(chart: string): chart is MeshInstallation['chart'] {
  return chart === 'istiod' || chart === 'ztunnel';
}

/** Whether something is certainly installed in the cluster that a Terraform file makes; `only`: no other file makes one. */
export function isInCluster(
  { tool, file: installedBy, environment }: MeshInstallation,
  file: string,
  only: boolean,
  context: RuleContext,
): boolean {
  if (tool === 'terraform' && folderOf(installedBy) === folderOf(file)) return true;
  const own = manifestEnvironments(file, context);
  const others = environment === null ? manifestEnvironments(installedBy, context) : new Set([environment]);
  if (own === null || others === null) return only;
  return [...others].some((other) => mayBeFor(file, other, context));
}
