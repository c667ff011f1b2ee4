import type { Application } from '../argocd/application.ts';
import { type ImageText, joinImageText } from '../images/image-reference.ts';
import { formatLocation } from '../location.ts';
import type { Change } from '../yaml/change.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { newRepository } from './image-text.ts';
import type { ImagePart, ImageTarget, TargetContext } from './target.ts';
import { refuseTemplate, suppliedPlace } from './template-place.ts';

/** A scalar that holds the whole text of an image. */
export interface ImageScalar {
  document: YamlDocument;
  path: YamlPath;
  /** What stands before the image in the scalar. */
  prefix: string;
  image: ImageText;
  /** Two of one name are an error. */
  name: string;
  text: string;
  /** Whether a digest that is given is written without the tag, and not behind it. */
  digestReplacesTag: boolean;
}

/**
 * The parts of the text of an image. A digest that is there goes when none is given: it would win over the new tag.
 * Where the tag is a template's placeholder, the element that supplies it is the target.
 */
export function imageTextTargets(
  application: Application,
  { image: request }: TargetContext,
  { document, path, prefix, image, name, text, digestReplacesTag }: ImageScalar,
): { targets: ImageTarget[]; warnings: string[] } {
  const supplied = suppliedPlace(application, document, image.tag);
  const target = (part: ImagePart, current: string, now: string | undefined, changes: Change[]): ImageTarget => ({
    part,
    name: part === 'tag' ? name : `${part} of ${name}`,
    document,
    path,
    text,
    current,
    value: now,
    changes,
  });
  if (request.tag === undefined) {
    const tag = { ...target('tag', image.tag, undefined, []), ...supplied };
    const others = (['repository', 'digest'] as const).map((part) => target(part, image[part], undefined, []));
    return { targets: [tag, ...others], warnings: [] };
  }
  const asked = [
    supplied?.current ?? image.tag,
    image.digest,
    request.repository === undefined ? '' : image.repository,
  ];
  for (const part of asked) refuseTemplate(application, part, { document, path });
  const repository = newRepository(image.repository, request, { name, document, path, registryApart: false });
  const digest = request.digest ?? '';
  const tag = supplied ? image.tag : digestReplacesTag && digest !== '' ? '' : request.tag;
  const before = prefix + joinImageText(image);
  const value = prefix + joinImageText({ repository, tag, digest });
  const changes: Change[] = before === value ? [] : [{ kind: 'replace', document, path, value }];
  const targets = [
    supplied
      ? {
          ...target('tag', supplied.current, request.tag, [{ kind: 'replace', ...supplied, value: request.tag }]),
          document: supplied.document,
          path: supplied.path,
          text: formatYamlPath(supplied.path),
        }
      : target('tag', image.tag, request.tag, changes),
    target('repository', image.repository, repository, changes),
    target('digest', image.digest, digest, changes),
  ];
  return { targets, warnings: image.digest !== '' && digest === '' ? [droppedDigest(document, path, name)] : [] };
}

/** A pin that goes is worth a word. */
export function droppedDigest(document: YamlDocument, path: YamlPath, name: string): string {
  return `${formatLocation(document.locateValue(path))}: the digest of ${name} is removed, for none is given with the new tag`;
}
