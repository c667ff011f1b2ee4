import type { Catalog, Service } from '../catalog/catalog.ts';
import { textPattern } from '../text-pattern.ts';
import { isYaml, kustomizations } from '../tree/file-types.ts';
import { baseName, folderOf, foldersUp, isForeign, isInside } from '../tree/repository-paths.ts';
import { isFree } from '../verify/fixes/clone/clone.ts';
import { type ServiceRenamer, serviceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { type DeployingFile, deployingFiles, type OpenSources } from './deploying-files.ts';

/** Files in which whoever applies manifests without Argo CD lists them. */
const listing = /^(?:skaffold|helmfile)[^/]*\.ya?ml$/;

/**
 * The manifests of a sibling that no Application reads, and the files that list them: Kustomize, Skaffold and Helmfile
 * apply them, or a person does. Only those count that another service has as well. None where Argo CD deploys the sibling.
 */
export function unnamedManifests(
  { services, applications, generated }: Catalog,
  sources: OpenSources,
  { name, like, rename }: { name: string; like: Service; rename: ServiceRenamer },
): DeployingFile[] {
  const folder = like.path;
  if (folder === null || folder === '') return [];
  if ([...applications, ...generated].some((one) => one.services.includes(like.name))) return [];
  const others = services.filter((one) => one.name !== like.name && one.name !== name);
  const names = services.map((one) => one.name);
  const toOthers = others.map((other) => serviceRenamer(like.name, other.name, names));
  const { paths } = sources;
  const own = paths.all.filter(
    (path) =>
      rename(path) !== path &&
      !isInside(path, folder) &&
      !isForeign(path) &&
      !path.startsWith('.github/') &&
      isRead(path) &&
      !isOfChart(path, sources) &&
      isFree(rename(path), sources) &&
      toOthers.some((toOther) => paths.at(toOther(path)) === 'file'),
  );
  if (own.length === 0) return [];
  const lists = paths.all.filter(
    (path) =>
      (kustomizations(path) || listing.test(baseName(path))) &&
      rename(path) === path &&
      rename(sources.text(path) ?? '') !== sources.text(path),
  );
  return [...own, ...lists].map((path) => ({ path, isGenerating: false }));
}

/**
 * What the manifests of a sibling stand on, and those of the new service lack that were cloned from them: the base of an
 * overlay. What is rendered by Helm is cloned as a chart.
 */
export function missingBases(
  { applications, generated }: Catalog,
  sources: OpenSources,
  { name, like, rename }: { name: string; like: Service; rename: ServiceRenamer },
): DeployingFile[] {
  const of = (service: string) => [...applications, ...generated].filter(({ services }) => services.includes(service));
  if (of(name).length === 0) return [];
  return deployingFiles(of(like.name), sources).filter(
    ({ path }) =>
      rename(path) !== path && !isOfChart(path, sources) && isBuilt(path, sources) && isFree(rename(path), sources),
  );
}

/** Whether a kustomization lies beside a file, or above it. */
function isBuilt(path: string, { paths }: OpenSources): boolean {
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  return [folderOf(path), ...foldersUp(folderOf(path))].some((folder) =>
    names.some((name) => paths.at(folder === '' ? name : `${folder}/${name}`) === 'file'),
  );
}

function isOfChart(path: string, { paths }: OpenSources): boolean {
  return [folderOf(path), ...foldersUp(folderOf(path))].some(
    (folder) => paths.at(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) === 'file',
  );
}

function isRead(path: string): boolean {
  return isYaml(path) || /\.(?:json|properties|env|conf|ini|toml)$/.test(path);
}

/**
 * A text with another tag where it says the image of a service: in a workload, a kustomization, and values. A word such as
 * `CONTAINER_IMAGES_TAG` in a kustomization is what something else writes a tag in place of.
 */
export function withImageTag(text: string, name: string, tag: string): string {
  const image = textPattern('g')`(\bimage:[ \t]*["']?[^\s"'#]{0,200}${name}[^\s"'#:@]{0,99}:)[\w.-]{1,128}`;
  const values = textPattern('g')`(\brepository:[^\n]{0,200}${name}[^\n]{0,99}\n[ \t]*tag:[ \t]*["']?)[\w.-]{1,128}`;
  return text
    .replace(image, (_, before: string) => before + tag)
    .replace(values, (_, before: string) => before + tag)
    .split(/^(?=[ \t]*- )/m)
    .map((item) =>
      textPattern()`\b(?:name|newName):[^\n]{0,200}${name}`.test(item)
        ? item.replace(/(\bnewTag:[ \t]*["']?)(?![A-Z\d]+(?:_[A-Z\d]+)+\b)[\w.-]+/, (_, before: string) => before + tag)
        : item,
    )
    .join('');
}
