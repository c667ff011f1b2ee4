import type { Catalog } from '../../../catalog/catalog.ts';
import { groupInto } from '../../../grouping.ts';
import { imageTargets } from '../../../image-targets/find-targets.ts';
import { manifestsOf } from '../../../image-targets/manifests.ts';
import type { TargetContext, WantedImage } from '../../../image-targets/target.ts';
import { type TargetSettings, targetContexts } from '../../../image-targets/target-contexts.ts';
import { splitImageText } from '../../../images/image-reference.ts';
import { tryUser } from '../../../user-error.ts';
import { plainValue, valueAt } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../../../yaml/yaml-document.ts';

/** The place of a tag or a digest that a bump would write. */
export interface TagPlace {
  document: YamlDocument;
  path: YamlPath;
  /** The tag or digest as it is written there, alone or in the text of an image. */
  current: string;
}

/** Where a bump would write the images of services, by file. `settings` are those of an environment. */
export function tagPlaces(
  catalog: Catalog,
  settings: (environment: string) => TargetSettings,
  contents: ReadonlyMap<string, Uint8Array>,
): Map<string, TagPlace[]> {
  const places = new Map<string, TagPlace[]>();
  const manifests = manifestsOf(contents);
  const contexts = new Map<string, (image: WantedImage) => TargetContext>();
  for (const application of [...catalog.applications, ...catalog.generated]) {
    const { environment, service } = application;
    if (environment === null || service === null) continue;
    const contextOf = contexts.get(environment) ?? targetContexts(settings(environment), catalog, manifests);
    contexts.set(environment, contextOf);
    const context = contextOf({ service });
    // What a bump cannot write is no place of its.
    const targets = tryUser(
      () => imageTargets(application, context) ?? [],
      () => [],
    );
    for (const { part, document, path, current } of targets) {
      if (part !== 'tag' && part !== 'digest') continue;
      groupInto(places, document.file.path, { document, path, current });
    }
  }
  return places;
}

/** What the YAML of a file says but for tags and digests, as text to compare; null where it is no YAML. */
export function withoutImageTags(path: string, text: string, places: readonly TagPlace[]): string | null {
  const { documents, errors } = parseYamlFile(path, text);
  if (errors.length > 0) return null;
  const values: unknown[] = [];
  for (const document of documents) {
    const value = plainValue(document);
    if (value === undefined) return null;
    values.push(withoutTags(value, document.index, places));
  }
  return JSON.stringify(values);
}

function withoutTags(value: unknown, index: number, places: readonly TagPlace[]): unknown {
  // A copy, in which what aliases repeat is written out.
  const copy: unknown = JSON.parse(JSON.stringify(value));
  const inner = new Map<YamlDocument, TagPlace[]>();
  for (const place of places) {
    const { nesting } = place.document.file;
    if (nesting?.document.index === index) groupInto(inner, place.document, place);
    else if (!nesting && place.document.index === index) dropTag(copy, place);
  }
  for (const [document, nested] of inner) {
    const at = document.file.nesting?.path ?? [];
    const said: unknown = JSON.parse(JSON.stringify(plainValue(document) ?? null));
    for (const place of nested) dropTag(said, place);
    const parent = valueAt(copy, at.slice(0, -1));
    const key = at.at(-1);
    if (isContainer(parent) && key !== undefined) parent[key] = said;
  }
  return copy;
}

/** Takes the tag out: the entry that holds it alone, or a part of the text of an image. */
function dropTag(value: unknown, { path, current }: TagPlace): void {
  const parent = valueAt(value, path.slice(0, -1));
  const key = path.at(-1);
  if (!isContainer(parent) || key === undefined || !Object.hasOwn(parent, key)) return;
  const text = parent[key];
  // Where there is no digest, its place is the entry that could hold one.
  if (typeof text === 'object' && text !== null) return;
  if (typeof text === 'string' && text !== current) parent[key] = splitImageText(text).repository;
  else delete parent[key];
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
