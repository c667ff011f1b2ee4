import type { Application } from '../catalog/catalog.ts';
import { baseName, folderOf, isInside, joinPath, normaliseRepositoryPath } from '../catalog/repository-paths.ts';
import type { Edit } from '../manifest/edit.ts';
import { spellingsOf } from '../registers/name-spellings.ts';
import type { Fix } from './finding.ts';
import type { Model } from './model.ts';
import { kustomizations } from './select.ts';
import { yamlRemover } from './yaml-removal.ts';

/**
 * The fix that deletes what is of a gone service alone: its chart and its Applications together, with their entries in
 * kustomizations, and each Dockerfile that is called so. Null where something that stays needs one of them, and where
 * there are none. `isGone` says whether a text names the service.
 */
export function goneFiles(
  name: string,
  model: Model,
  isGone: (text: string) => boolean,
): (Fix & { deletes: readonly string[] })[] {
  const found: (Fix & { deletes: readonly string[] })[] = [];
  const manifests = deployed(name, model);
  const edits = manifests && withoutResources(manifests, model, isGone);
  if (manifests && edits) {
    found.push({
      description: `delete the chart and the Applications of ${name}`,
      safe: false,
      edits,
      deletes: [...manifests].sort(),
    });
  }
  for (const path of model.paths.all) {
    if (manifests?.has(path) || !isOwnDockerfile(path, name) || isNamedElsewhere(path, model)) continue;
    found.push({ description: `delete ${path}`, safe: false, edits: [], deletes: [path] });
  }
  return found;
}

/** The files of its chart and its Applications; null where there are none, or one is of something else, too. */
function deployed(name: string, model: Model): Set<string> | null {
  const service = model.services.get(name);
  const applications = model.applicationsOf.get(name) ?? [];
  const others = model.catalog.applications.filter((one) => one.service !== name);
  const files = new Set<string>();
  if (service?.chart) {
    const { chart } = service;
    if (others.some((one) => needs(one, chart)) || isDependency(chart, model)) return null;
    for (const path of model.paths.files(chart, true)) files.add(path);
  }
  for (const { file, document } of applications) {
    if (document.file.documents.length > applications.filter((one) => one.file === file).length) return null;
    if (document.file.errors.length > 0) return null;
    files.add(file);
  }
  return files.size > 0 ? files : null;
}

function needs({ sources }: Application, chart: string): boolean {
  return sources.some(({ path, valueFiles }) => {
    if (path === null) return false;
    if (isInside(path, chart)) return true;
    return valueFiles.some((file) => {
      const target = normaliseRepositoryPath(joinPath(path, file));
      return target !== null && isInside(target, chart);
    });
  });
}

function isDependency(chart: string, { catalog, texts }: Model): boolean {
  return catalog.charts.some(({ path, document }) => {
    if (path === chart) return false;
    const text = texts.get(document.file.path) ?? '';
    return [...text.matchAll(/\bfile:\/\/([^\s"']+)/g)].some(
      ([, written = '']) => normaliseRepositoryPath(joinPath(path, written)) === chart,
    );
  });
}

/** Edits that take the files out of the kustomizations that list them; null where one would be left with nothing. */
function withoutResources(files: ReadonlySet<string>, model: Model, isGone: (text: string) => boolean): Edit[] | null {
  const edits: Edit[] = [];
  for (const path of model.texts.keys()) {
    if (!kustomizations(path) || files.has(path)) continue;
    const file = model.yaml(path);
    if (!file) continue;
    const folder = folderOf(path);
    for (const { 0: written, index } of file.text.matchAll(/(?<=-[ \t]+["']?)[\w./-]+/g)) {
      const target = normaliseRepositoryPath(joinPath(folder, written));
      if (target === null || !files.has(target)) continue;
      const edit = yamlRemover(file)(index, (text) => text === written || isGone(text));
      if (!edit) return null;
      edits.push(edit);
    }
  }
  return edits;
}

/** `docker/video-service/Dockerfile`, `video-service.Dockerfile`, `Dockerfile.video-service`; not one among its source. */
function isOwnDockerfile(path: string, name: string): boolean {
  const file = baseName(path);
  if (!/^(?:Docker|Container)file|\.[Dd]ockerfile$/.test(file)) return false;
  const spellings = new Set(spellingsOf(name));
  const word = file.replace(/\.[Dd]ockerfile$/, '').replace(/^(?:Docker|Container)file[.-]?/, '');
  return spellings.has(word) || (/^(?:Docker|Container)file$/.test(file) && spellings.has(baseName(folderOf(path))));
}

/** A place that still builds it has to be mended first. */
function isNamedElsewhere(path: string, { texts }: Model): boolean {
  for (const [file, text] of texts)
    if (file !== path && !/\.(?:md|adoc|rst)$/.test(file) && text.includes(path)) return true;
  return false;
}
