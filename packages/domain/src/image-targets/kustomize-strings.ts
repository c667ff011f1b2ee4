import type { Application } from '../argocd/application.ts';
import { type ImageText, splitImageText } from '../images/image-reference.ts';
import { listFew, quoteName } from '../names.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import { matchImages } from './image-text.ts';
import { imageTextTargets } from './image-text-targets.ts';
import type { ImageTarget, TargetContext, TargetSearch } from './target.ts';
import { fillIn } from './template-place.ts';

interface Override {
  /** `name=`, or ''. */
  prefix: string;
  image: ImageText;
  path: YamlPath;
  /** What it may be known by: the image it replaces, and what it is replaced with. */
  names: string[];
}

/** `kustomize.images[]` of every source: `name[=newName][:tag][@digest]`. A digest that is given takes the tag's place. */
export function kustomizeStringTargets(application: Application, context: TargetContext): TargetSearch {
  const { document } = application;
  const targets: ImageTarget[] = [];
  const warnings: string[] = [];
  const others: string[] = [];
  let searched: YamlPath = ['spec'];
  for (const { at } of application.sources) {
    const list = [...at, 'kustomize', 'images'];
    const images = valueAt(document.value(), list);
    if (!Array.isArray(images)) continue;
    searched = list;
    const overrides = images.flatMap((text: unknown, index) =>
      typeof text === 'string' ? [readOverride(application, text, [...list, index])] : [],
    );
    others.push(...overrides.flatMap(({ names }) => names.slice(0, 1)));
    for (const { prefix, image, path } of matchImages(overrides, ({ names }) => names, context.image)) {
      const found = imageTextTargets(application, context, {
        document,
        path,
        prefix,
        image,
        name: 'the image of kustomize',
        text: formatYamlPath(path),
        digestReplacesTag: true,
      });
      targets.push(...found.targets);
      warnings.push(...found.warnings);
    }
  }
  return {
    targets,
    warnings,
    searched: { document, path: searched },
    instead: others.length === 0 ? '' : `Its kustomize.images are ${listFew(others.map(quoteName))}.`,
  };
}

function readOverride(application: Application, text: string, path: YamlPath): Override {
  const equals = text.indexOf('=');
  const prefix = text.slice(0, equals + 1);
  const image = splitImageText(text.slice(equals + 1));
  const names = [prefix.slice(0, -1), image.repository].filter((name) => name !== '');
  return { prefix, image, path, names: names.map((name) => fillIn(application, name)) };
}
