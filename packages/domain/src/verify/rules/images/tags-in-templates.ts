import type { Application } from '../../../argocd/application.ts';
import { placeOfValue } from '../../../argocd/chart-values.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import { templateYaml } from '../../../helm/template-as-yaml.ts';
import type { ChartImages } from '../../../image-targets/chart-images.ts';
import { type ImageUse, oddCharacter, unknownText } from '../../../image-targets/image-uses.ts';
import { isMutableTag } from '../../../images/tag.ts';
import { type Location, placeIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { scalarAround } from '../../../yaml/scalar-around.ts';
import type { YamlFile } from '../../../yaml/yaml-document.ts';
import { overriddenApplications } from '../../facts/argocd/overridden-applications.ts';
import type { RuleContext } from '../../rule/context.ts';
import { chartImagesOf } from './image-tree.ts';
import { aboutOf, type MutableUse } from './mutable-tags.ts';
import { isOfContainer } from './tags-in-manifests.ts';

/** Tags that templates write, and those of the values that they make images of, whatever the keys are called. */
export function mutableTagsInTemplates(context: RuleContext): MutableUse[] {
  // What many Applications take as it is says the same for all of them.
  const read = new Map<ChartImages['uses'], { images: ChartImages; of: Application[] }>();
  for (const application of overriddenApplications(context))
    for (const source of application.sources) {
      const images = chartImagesOf(application, source, context);
      const same = images && read.get(images.uses);
      if (same) same.of.push(application);
      else if (images) read.set(images.uses, { images, of: [application] });
    }
  return [...read.values()].flatMap(({ images, of: [first, ...others] }) => {
    if (!first) return [];
    const about = aboutOf(first);
    const all = [...about.environments, ...others.flatMap((one) => aboutOf(one).environments)];
    const environments = [...new Set(all)];
    return images.uses.flatMap((use): MutableUse[] => {
      const found = isUnknown(use) ? null : tagOf(use, images, context);
      return found ? [{ ...about, environments, ...found, image: use.repository, overridden: null }] : [];
    });
  });
}

function isUnknown({ repository, isCertain }: ImageUse): boolean {
  return !isCertain || repository === '' || repository.includes(unknownText) || repository.includes(oddCharacter);
}

function tagOf(use: ImageUse, images: ChartImages, context: RuleContext): { tag: string; location: Location } | null {
  const { tag, digestKey } = use;
  switch (tag.kind) {
    case 'key':
    case 'whole': {
      const found = winningValue(images.values, [...tag.key]);
      if (found.state !== 'set' || typeof found.value !== 'string' || digestKey !== null) return null;
      if (found.value.includes('@') || !isMutableTag(tag.text)) return null;
      if (tag.text === '' && (tag.kind === 'key' || !isTextOfContainer(use, use.start, context))) return null;
      return { tag: tag.text, location: placeOfValue(found.layer, found.path) };
    }
    case 'text':
      return isMutableTag(tag.text) ? literalTag(use, `:${tag.text}`, tag.text, context) : null;
    case 'none':
      return digestKey === null ? literalTag(use, '', '', context) : null;
    default:
      return null;
  }
}

/** A tag, or none, that the template itself says. */
function literalTag(
  use: ImageUse,
  behind: string,
  tag: string,
  context: RuleContext,
): { tag: string; location: Location } | null {
  const { path, start, repository, repositoryKeys } = use;
  const text = context.text(path) ?? '';
  const written = repositoryKeys.length === 0 ? `${repository}${behind}` : behind;
  const at = written === '' ? -1 : text.indexOf(written, start);
  // Behind it stands a digest, or an action that writes the rest.
  if (at === -1 || !/^(?:["'\s]|$)/.test(text.slice(at + written.length, at + written.length + 1))) return null;
  return isTextOfContainer(use, at, context) ? { tag, location: placeIn({ path, text }, at) } : null;
}

/** Whether an offset of a template is in the image of a container. */
function isTextOfContainer({ path }: ImageUse, offset: number, context: RuleContext): boolean {
  const files = templateFiles(context);
  const file = files.get(path) ?? templateYaml(path, context.text(path) ?? '');
  files.set(path, file);
  for (const document of file.documents) {
    const scalar = scalarAround(document, offset);
    if (scalar) return isOfContainer(scalar.path);
  }
  return false;
}

const templateFiles = memoize((_context: RuleContext) => new Map<string, YamlFile>());
