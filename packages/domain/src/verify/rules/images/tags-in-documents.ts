import { isScalar, type Scalar } from 'yaml';
import { parseImageReference, splitImageText } from '../../../images/image-reference.ts';
import { isMutableTag } from '../../../images/tag.ts';
import { walkNodes } from '../../../yaml/walk-nodes.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';

/** A tag that moves, written in a YAML document. */
export interface MutableTag {
  /** `latest`; '' for an image without a tag, which means `latest`. */
  tag: string;
  /** The image as far as it is known here, else the key. */
  image: string;
  /** The path of the value. */
  path: YamlPath;
}

/**
 * Tags in the values at a path of a document: `tag` beside `repository` or below an `image`, `imageTag`, and images written whole. A digest
 * beside a tag wins over it; an empty tag means the chart's own version.
 */
export function mutableTagsInValues(document: YamlDocument, at: YamlPath = []): MutableTag[] {
  return scalarsOf(document, at).flatMap(({ path, value, siblings }): MutableTag[] => {
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

/** The images of the services of a Compose file; one that is built here has only a name. */
export function mutableTagsInCompose(document: YamlDocument): MutableTag[] {
  return scalarsOf(document).flatMap(({ path, value, siblings, has }): MutableTag[] => {
    if (path.length !== 3 || path[0] !== 'services' || path[2] !== 'image' || has('build')) return [];
    return siblings('extends') === undefined ? mutableImage(value, path) : [];
  });
}

function mutableImage(text: string, path: YamlPath): MutableTag[] {
  const image = parseImageReference(text);
  if (!image || image.digest || (image.tag !== null && !isMutableTag(image.tag))) return [];
  return [{ tag: image.tag ?? '', image: splitImageText(text).repository, path }];
}

interface ScalarAt {
  path: YamlPath;
  value: string;
  /** Text of another key of the same map. */
  siblings(key: string): string | undefined;
  has(key: string): boolean;
}

/** The scalars of maps at and below a path of a document, in file order. What an alias points at counts where it is written. */
function scalarsOf(document: YamlDocument, at: YamlPath = []): ScalarAt[] {
  return [...walkNodes(document, at)].flatMap(({ node, path, parent }): ScalarAt[] => {
    if (!isScalar(node) || !parent) return [];
    const siblings = (key: string): string | undefined => {
      const value = parent.get(key, true);
      return isScalar(value) && value.value !== null && value.value !== '' ? textOf(value) : undefined;
    };
    return [{ path, value: textOf(node), siblings, has: (key) => parent.has(key) }];
  });
}

/** As it is written: the tag `1.10` is not the number 1.1. */
function textOf({ source, value }: Scalar): string {
  return source ?? String(value ?? '');
}
