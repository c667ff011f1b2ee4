import type { Application } from '../argocd/application.ts';
import { nameFew, quoteName } from '../names.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { newPart } from './image-text.ts';
import type { ImagePart, ImageTarget, WantedImage } from './target.ts';
import { placeOf } from './template-place.ts';

/** Keys of a chart's values by the part of the image they set: `image.tag`, `image.repository`, …. */
export function valueKeys(tagPath: string): Map<string, ImagePart> {
  const keys = new Map<string, ImagePart>([[tagPath, 'tag']]);
  if (/(^|\.)tag$/.test(tagPath)) {
    const stem = tagPath.slice(0, -'tag'.length);
    for (const part of ['repository', 'registry', 'digest'] as const) keys.set(stem + part, part);
  }
  return keys.set('global.imageRegistry', 'registry');
}

/** The parts that the values at a path of a document set. */
export function valueTargets(
  application: Application,
  document: YamlDocument,
  at: YamlPath,
  { image, tagPath }: { image: WantedImage; tagPath: string },
  shown: string,
): ImageTarget[] {
  const values = valueAt(document.value(), at);
  const keys = [...valueKeys(tagPath)].filter(([key]) => valueAt(values, key.split('.')) !== undefined);
  const registryApart = keys.some(([, part]) => part === 'registry');
  return keys.flatMap(([name, part]): ImageTarget[] => {
    const path = [...at, ...name.split('.')];
    const place = placeOf(application, document, path, image[part] !== undefined);
    const value = newPart(part, place.current, image, { name, document, path, registryApart });
    return [scalarTarget(part, name, place, `${shown}${shown && '.'}${name}`, value)];
  });
}

/** A target that is one scalar. Where a template takes it from an element, the element is what is shown. */
export function scalarTarget(
  part: ImagePart,
  name: string,
  { document, path, current }: { document: YamlDocument; path: YamlPath; current: string },
  shown: string,
  value: string | undefined,
): ImageTarget {
  const text = path[0] === 'spec' && path[1] === 'generators' ? formatYamlPath(path) : shown;
  return {
    part,
    name,
    document,
    path,
    text,
    current,
    value,
    changes: value === undefined ? [] : [{ kind: 'replace', document, path, value }],
  };
}

/** The keys that values have instead of a tag, for a message. */
export function describeKeys(values: unknown): string {
  const names = typeof values === 'object' && values !== null ? Object.keys(values) : [];
  return names.length === 0 ? 'no keys' : `the keys ${nameFew(names, quoteName)}`;
}
