import type { Application, ApplicationSource } from '../catalog/catalog.ts';
import { joinPath } from '../catalog/repository-paths.ts';
import { readDockerfile } from '../changes/dockerfile.ts';
import { parseImageReference } from '../images/image-reference.ts';
import { isMutableTag } from '../images/tag.ts';
import { compareText, type Location } from '../location.ts';
import { type ValuesLayer, valuesLayers } from './effective-values.ts';
import { mutableTagsInManifest, mutableTagsInValues } from './image-places.ts';
import type { Model } from './model.ts';
import { type KustomizeImage, type OwnedFiles, ownedFiles } from './ownership.ts';

/** A tag that moves, and where it counts. */
export interface MutableUse {
  location: Location;
  tag: string;
  image: string;
  subject: string;
  /** The environments it reaches; empty where that cannot be said. */
  environments: readonly string[];
  /** What every consumer sets instead; null when one does not. */
  overridden: string | null;
}

/** Tags given as Helm parameters of an Application, or in its `valuesObject`. */
export function mutableTagsInApplications({ catalog }: Model): MutableUse[] {
  return catalog.applications.flatMap((application) =>
    application.sources.flatMap(({ at, parameters }) => {
      const { document } = application;
      const image = parameters.find(({ name }) => /(^|\.)image\.(repository|name)$/.test(name))?.value;
      const use = { ...aboutOf(application), overridden: null };
      const written = parameters
        .filter(
          ({ name, value }) =>
            /(^|\.)(tag|image_?tag|\w+ImageTag)$/i.test(name) && value.trim() !== '' && isMutableTag(value),
        )
        .map(({ index, name, value }) => ({
          ...use,
          location: document.locateValue([...at, 'helm', 'parameters', index, 'value']),
          tag: value,
          image: image ?? name,
        }));
      const inline = mutableTagsInValues(document)
        .filter(({ path }) =>
          [...at, 'helm', 'valuesObject'].every((step, index) => path[index] === String(step) || path[index] === step),
        )
        .map(({ path, tag, image: name }) => ({ ...use, location: document.locate(path), tag, image: name }));
      return [...written, ...inline];
    }),
  );
}

function aboutOf({ service, name, environment }: Application): { subject: string; environments: string[] } {
  return { subject: service ?? name, environments: environment === null ? [] : [environment] };
}

interface Consumer {
  application: Application;
  layers: ValuesLayer[];
  index: number;
}

/** Tags in the values of charts and in the value files Applications name, as far as a consumer does not override them. */
export function mutableTagsInValueFiles(model: Model): MutableUse[] {
  const consumers = new Map<string, Consumer[]>();
  for (const { path, library } of model.catalog.charts) if (!library) consumers.set(joinPath(path, 'values.yaml'), []);
  for (const application of model.catalog.applications) {
    for (const source of application.sources) addConsumers(application, source, consumers, model);
  }
  for (const { path } of model.catalog.charts)
    if (isEmpty(path, model)) consumers.delete(joinPath(path, 'values.yaml'));
  const chartOf = new Map(model.catalog.charts.map(({ path, name }) => [joinPath(path, 'values.yaml'), name]));
  return [...consumers]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, using]) =>
      (model.paths.at(path) === 'file' ? (model.yaml(path)?.documents.slice(0, 1) ?? []) : []).flatMap((document) =>
        mutableTagsInValues(document).map(({ tag, image, path: at }): MutableUse => {
          const key = at.map(String);
          const reached = using.filter(({ layers, index }) => !layers.slice(index + 1).some((layer) => layer.has(key)));
          const environments = [...new Set(reached.flatMap(({ application }) => application.environment ?? []))];
          const [first, ...others] = [
            ...new Set(
              using.flatMap(({ layers, index }) =>
                layers
                  .slice(index + 1)
                  .filter((layer) => layer.has(key))
                  .map(({ name }) => name),
              ),
            ),
          ];
          const overridden = using.length === 0 || reached.length > 0 || first === undefined ? null : first;
          return {
            location: document.locate(at),
            tag,
            image,
            subject: chartOf.get(path) ?? key.join('.'),
            environments: environments.sort(compareText),
            overridden: overridden && others.length > 0 ? `${overridden} and ${others.length} more` : overridden,
          };
        }),
      ),
    );
}

/** Whether a chart has neither templates nor other charts: nothing runs of it, whatever its values say. */
function isEmpty(chart: string, model: Model): boolean {
  const { paths } = model;
  if (paths.at(joinPath(chart, 'templates')) !== null || paths.at(joinPath(chart, 'charts')) !== null) return false;
  return !/^dependencies:/m.test(model.text(joinPath(chart, 'Chart.yaml')) ?? 'dependencies:');
}

function addConsumers(
  application: Application,
  source: ApplicationSource,
  consumers: Map<string, Consumer[]>,
  model: Model,
): void {
  const layers = valuesLayers(application, source, model);
  for (const [index, { path }] of layers.entries()) {
    if (path === null) continue;
    const known = consumers.get(path);
    if (known) known.push({ application, layers, index });
    else consumers.set(path, [{ application, layers, index }]);
  }
}

/** Images in the manifests Applications own, unless a kustomization sets their tag; and the tags kustomizations set. */
export function mutableTagsInManifests(model: Model): MutableUse[] {
  const uses = new Map<string, MutableUse>();
  const add = (id: string, use: MutableUse): void => {
    const known = uses.get(id);
    if (known) known.environments = [...new Set([...known.environments, ...use.environments])].sort(compareText);
    else uses.set(id, use);
  };
  for (const application of model.catalog.applications) {
    const about = { ...aboutOf(application), overridden: null };
    for (const owned of ownedFiles(application, model)) {
      const { files, images } = owned;
      for (const { document, index, name, newTag, digest } of images) {
        if (newTag === null || digest !== null || newTag === '' || !isMutableTag(newTag)) continue;
        if (!isUsed(name, owned)) continue;
        const location = document.locate(['images', index, 'newTag']);
        add(`${location.path}:${location.line}`, { ...about, location, tag: newTag, image: name });
      }
      for (const path of files) {
        for (const document of model.yaml(path)?.documents ?? []) {
          for (const { tag, image, path: at } of mutableTagsInManifest(document)) {
            if (images.some((override) => setsTag(override, image))) continue;
            const location = document.locate(at);
            add(`${path}:${location.line}:${location.column}`, { ...about, location, tag, image });
          }
        }
      }
    }
  }
  return [...uses.values()];
}

/** An entry for an image that nothing has changes nothing. */
function isUsed(name: string, { images, imageTexts }: OwnedFiles): boolean {
  if (imageTexts === null || images.some(({ newName }) => newName === name)) return true;
  return imageTexts.some((text) => text.includes(name));
}

function setsTag({ name, newTag, digest }: KustomizeImage, image: string): boolean {
  return name === image && (newTag !== null || digest !== null);
}

/** Base images of the Dockerfiles services are built from. */
export function mutableTagsInDockerfiles(model: Model): MutableUse[] {
  return model.catalog.services.flatMap(({ name, dockerfiles }) =>
    dockerfiles.flatMap((path) => {
      const stages = readDockerfile(model.text(path) ?? '').stages;
      const names = new Set(stages.map((stage) => stage.name));
      return stages.flatMap(({ base, line }): MutableUse[] => {
        if (base === 'scratch' || names.has(base.toLowerCase())) return [];
        const image = parseImageReference(base);
        if (!image || image.digest || (image.tag !== null && !isMutableTag(image.tag))) return [];
        const about = { tag: image.tag ?? '', image: base.replace(/:[^:/]*$/, ''), subject: name };
        return [{ ...about, location: { path, line, column: 1 }, environments: [], overridden: null }];
      });
    }),
  );
}
