import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { readDockerfile } from '../../../dockerfile/dockerfile.ts';
import { parseImageReference } from '../../../images/image-reference.ts';
import { isMutableTag } from '../../../images/tag.ts';
import { compareText, type Location } from '../../../location.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import { type KustomizeImage, type OwnedFiles, ownedFiles } from '../../facts/argocd/source-manifests.ts';
import { type ValuesLayer, valuesLayers } from '../../facts/helm/values.ts';

import type { RuleContext } from '../../rule/context.ts';

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
export function mutableTagsInApplications({ catalog }: RuleContext): MutableUse[] {
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
export function mutableTagsInValueFiles(context: RuleContext): MutableUse[] {
  const consumers = new Map<string, Consumer[]>();
  for (const { path, library } of context.catalog.charts)
    if (!library) consumers.set(joinPath(path, 'values.yaml'), []);
  for (const application of context.catalog.applications) {
    for (const source of application.sources) addConsumers(application, source, consumers, context);
  }
  for (const { path } of context.catalog.charts)
    if (isEmpty(path, context)) consumers.delete(joinPath(path, 'values.yaml'));
  const chartOf = new Map(context.catalog.charts.map(({ path, name }) => [joinPath(path, 'values.yaml'), name]));
  return [...consumers]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, using]) =>
      (context.paths.at(path) === 'file' ? (context.yaml(path)?.documents.slice(0, 1) ?? []) : []).flatMap((document) =>
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
function isEmpty(chart: string, context: RuleContext): boolean {
  const { paths } = context;
  if (paths.at(joinPath(chart, 'templates')) !== null || paths.at(joinPath(chart, 'charts')) !== null) return false;
  return !/^dependencies:/m.test(context.text(joinPath(chart, 'Chart.yaml')) ?? 'dependencies:');
}

function addConsumers(
  application: Application,
  source: ApplicationSource,
  consumers: Map<string, Consumer[]>,
  context: RuleContext,
): void {
  const layers = valuesLayers(application, source, context);
  for (const [index, { path }] of layers.entries()) {
    if (path === null) continue;
    const known = consumers.get(path);
    if (known) known.push({ application, layers, index });
    else consumers.set(path, [{ application, layers, index }]);
  }
}

/** Images in the manifests Applications own, unless a kustomization sets their tag; and the tags kustomizations set. */
export function mutableTagsInManifests(context: RuleContext): MutableUse[] {
  const uses = new Map<string, MutableUse>();
  const add = (id: string, use: MutableUse): void => {
    const known = uses.get(id);
    if (known) known.environments = [...new Set([...known.environments, ...use.environments])].sort(compareText);
    else uses.set(id, use);
  };
  for (const application of context.catalog.applications) {
    const about = { ...aboutOf(application), overridden: null };
    for (const owned of ownedFiles(application, context)) {
      const { files, images } = owned;
      for (const { document, index, name, newTag, digest } of images) {
        if (newTag === null || digest !== null || newTag === '' || !isMutableTag(newTag)) continue;
        if (!isUsed(name, owned)) continue;
        const location = document.locate(['images', index, 'newTag']);
        add(`${location.path}:${location.line}`, { ...about, location, tag: newTag, image: name });
      }
      for (const path of files) {
        for (const document of context.yaml(path)?.documents ?? []) {
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
export function mutableTagsInDockerfiles(context: RuleContext): MutableUse[] {
  return context.catalog.services.flatMap(({ name, dockerfiles }) =>
    dockerfiles.flatMap((path) => {
      const stages = readDockerfile(context.text(path) ?? '').stages;
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

/** A tag that moves, written in a YAML document. */
interface MutableTag {
  /** `latest`; '' for an image without a tag, which means `latest`. */
  tag: string;
  /** The image as far as it is known here, else the key. */
  image: string;
  /** The path of the value. */
  path: (string | number)[];
}

/**
 * Tags in values: `tag` beside `repository` or below an `image`, `imageTag`, and images written whole. A digest
 * beside a tag wins over it; an empty tag means the chart's own version.
 */
function mutableTagsInValues(document: YamlDocument): MutableTag[] {
  return scalarsOf(document).flatMap(({ path, value, siblings }): MutableTag[] => {
    const key = String(path.at(-1) ?? '');
    const parent = String(path.at(-2) ?? '');
    const beside = siblings('repository') ?? siblings('image');
    const isTag =
      (key === 'tag' && (beside !== undefined || /image/i.test(parent))) ||
      /^image_?tag$/i.test(key) ||
      /ImageTag$/.test(key);
    if (isTag) {
      if (value.trim() === '' || !isMutableTag(value) || siblings('digest')) return [];
      return [{ tag: value, image: beside ?? path.join('.'), path }];
    }
    if (key !== 'image' || siblings('tag') !== undefined) return [];
    const image = parseImageReference(value);
    return image?.tag && !image.digest && isMutableTag(image.tag)
      ? [{ tag: image.tag, image: image.repository, path }]
      : [];
  });
}

/** The images of the containers of a manifest that have a tag that moves, or none. */
function mutableTagsInManifest(document: YamlDocument): MutableTag[] {
  return scalarsOf(document).flatMap(({ path, value }): MutableTag[] => {
    const container = path.at(-3);
    if (path.at(-1) !== 'image' || !/^(?:containers|initContainers|ephemeralContainers)$/.test(String(container)))
      return [];
    return mutableImage(value, path);
  });
}

/** The images of the services of a Compose file; one that is built here has only a name. */
export function mutableTagsInCompose(document: YamlDocument): MutableTag[] {
  return scalarsOf(document).flatMap(({ path, value, siblings, has }): MutableTag[] => {
    if (path.length !== 3 || path[0] !== 'services' || path[2] !== 'image' || has('build')) return [];
    return siblings('extends') === undefined ? mutableImage(value, path) : [];
  });
}

function mutableImage(text: string, path: (string | number)[]): MutableTag[] {
  const image = parseImageReference(text);
  if (!image || image.digest || (image.tag !== null && !isMutableTag(image.tag))) return [];
  return [{ tag: image.tag ?? '', image: text.replace(/:[^:/]*$/, ''), path }];
}

interface ScalarAt {
  path: (string | number)[];
  value: string;
  /** Text of another key of the same map. */
  siblings(key: string): string | undefined;
  has(key: string): boolean;
}

/** The scalars of a document, in file order. What an alias points at counts where it is written. */
function scalarsOf(document: YamlDocument): ScalarAt[] {
  const found: ScalarAt[] = [];
  const pending: { node: unknown; path: (string | number)[] }[] = [{ node: document.ast.contents, path: [] }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const { node, path } = item;
    const children: typeof pending = [];
    if (isMap(node)) {
      const sibling = (key: string): string | undefined => {
        const value = node.get(key, true);
        return isScalar(value) && value.value !== null && value.value !== '' ? textOf(value) : undefined;
      };
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const here = [...path, String(key.value)];
        if (isScalar(value)) {
          found.push({ path: here, value: textOf(value), siblings: sibling, has: (other) => node.has(other) });
        } else children.push({ node: value, path: here });
      }
    } else if (isSeq(node)) {
      for (const [index, value] of node.items.entries()) children.push({ node: value, path: [...path, index] });
    }
    for (const child of children.reverse()) pending.push(child);
  }
  return found;
}

/** As it is written: the tag `1.10` is not the number 1.1. */
function textOf({ source, value }: Scalar): string {
  return source ?? String(value ?? '');
}
