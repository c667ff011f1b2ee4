import { isSkaffoldFile } from '../builds/definition-files.ts';
import type { Catalog, Service } from '../catalog/catalog.ts';
import { lastPart } from '../image-targets/image-identity.ts';
import { programStem } from '../name-spellings.ts';
import { isHelmfile, isYaml, kustomizationNames, kustomizations } from '../tree/file-types.ts';
import { folderOf, foldersUp, isForeign, isInside, joinPath } from '../tree/repository-paths.ts';
import { isFree } from '../verify/fixes/clone/clone.ts';
import { type ServiceRenamer, serviceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { type DeployingFile, deployingFiles, type OpenSources } from './deploying-files.ts';

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
      (kustomizations(path) || isSkaffoldFile(path) || isHelmfile(path)) &&
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
  return [folderOf(path), ...foldersUp(folderOf(path))].some((folder) =>
    kustomizationNames.some((name) => paths.at(joinPath(folder, name)) === 'file'),
  );
}

function isOfChart(path: string, { paths }: OpenSources): boolean {
  return [folderOf(path), ...foldersUp(folderOf(path))].some(
    (folder) => paths.at(joinPath(folder, 'Chart.yaml')) === 'file',
  );
}

function isRead(path: string): boolean {
  return isYaml(path) || /\.(?:json|properties|env|conf|ini|toml)$/.test(path);
}

/**
 * A text with another tag where it says the image of a service: in a workload, a kustomization, and values. What runs
 * beside it (`cart-db`) keeps its own. A word such as `CONTAINER_IMAGES_TAG` in a kustomization is what something else
 * writes a tag in place of.
 */
export function withImageTag(text: string, name: string, tag: string): string {
  const retagged = (written: string, before: string, repository: string): string =>
    isImageOf(repository, name) ? before + tag : written;
  return text
    .replace(/(\bimage:[ \t]*["']?([^\s"'#@]{1,300}):)[\w.-]{1,128}/g, retagged)
    .replace(
      /(\brepository:[ \t]*["']?([^\s"'#]{1,300})["']?[^\n]{0,99}\n[ \t]*tag:[ \t]*["']?)[\w.-]{1,128}/g,
      retagged,
    )
    .split(/^(?=[ \t]*- )/m)
    .map((item) => {
      const names = [...item.matchAll(/\b(?:name|newName):[ \t]*["']?([^\s"'#]{1,300})/g)];
      return names.some(([, repository = '']) => isImageOf(repository, name))
        ? item.replace(/(\bnewTag:[ \t]*["']?)(?![A-Z\d]+(?:_[A-Z\d]+)+\b)[\w.-]+/, (_, before: string) => before + tag)
        : item;
    })
    .join('');
}

/**
 * An entry of values that is called after a service, with another tag where it says that of its image. That of something
 * beside it, which has an entry of its own further in, stays.
 */
export function withEntryTag(entry: string, tag: string): string {
  const lines = entry.split('\n');
  const depthOf = (line: string): number => line.search(/\S/);
  const depths = lines.slice(1, mostLines).flatMap((line) => (line.trim() === '' ? [] : depthOf(line)));
  const own = depths.reduce((least, depth) => Math.min(least, depth), Number.POSITIVE_INFINITY);
  let inside = false;
  return lines
    .map((line, index) => {
      const depth = depthOf(line);
      if (index === 0 || depth === -1) return line;
      if (depth <= own) inside = /^[ \t]*image:[ \t]*(?:#.*)?$/.test(line);
      return inside && depth > own
        ? line.replace(/^([ \t]*tag:[ \t]*["']?)[\w.-]{1,128}/, (_, before: string) => before + tag)
        : line;
    })
    .join('\n');
}

/** Entries that are longer say at their beginning how deep they are. */
const mostLines = 1000;

/** Whether an image is called after a service, with the word for a program behind it or what all are called before it. */
function isImageOf(repository: string, name: string): boolean {
  const part = lastPart(repository);
  return [part, programStem(part)].some((one) => one === name || one?.endsWith(`-${name}`));
}
