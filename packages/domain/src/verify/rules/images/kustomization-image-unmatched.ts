import type { Application } from '../../../argocd/application.ts';
import { optionsOf } from '../../../argocd/source-contents.ts';
import { sourceTool } from '../../../argocd/source-tool.ts';
import { lastPart } from '../../../image-targets/image-identity.ts';
import type { ImageEntry } from '../../../image-targets/kustomize-entries.ts';
import { type Kustomized, kustomizedImages } from '../../../image-targets/kustomize-images.ts';
import { overridesOf } from '../../../image-targets/kustomize-overrides.ts';
import type { RenderedImage } from '../../../image-targets/rendered-images.ts';
import { formatLocation } from '../../../location.ts';
import { listFew, quoteName } from '../../../names.ts';
import { yamlFiles } from '../../../tree/file-types.ts';
import { tryUser } from '../../../user-error.ts';
import { replaceScalar } from '../../../yaml/replace-scalar.ts';
import { listAt } from '../../../yaml/value.ts';
import { overriddenApplications } from '../../facts/argocd/overridden-applications.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { imageTree } from './image-tree.ts';

export const kustomizationImageUnmatched: Rule = {
  id: 'kustomization-image-unmatched',
  title: 'Every entry of images of a kustomization is about an image that it deploys',
  severity: 'warning',
  judgesDeployment: true,
  help: 'Write the name that the image has where the entry stands, with its registry, or remove the entry.',
  needs: [yamlFiles],
  *check(context) {
    for (const { entry, applications, images } of unmatched(context)) {
      const { document, path, kind, name, newTag, digest } = entry;
      const [image, other] = [...new Map(likeIt(entry, images).map((one) => [one.repository, one])).values()];
      const is = image && !other ? image : undefined;
      const written = newTag || digest;
      const lost = written === '' ? 'it changes nothing' : `${quoteName(written)} is set on nothing`;
      const hint = is ? `; it is called ${quoteName(is.repository)} there${renamedBy(is)}` : '';
      yield {
        location: kind === 'entry' ? document.locate([...path, 'name']) : document.locateValue(path),
        subject: applications[0]?.service ?? name,
        key: name,
        // Entries that are of nothing any more are one list that nobody cleared.
        ...(!is && { cause: `entries of nothing in ${document.file.path}` }),
        message: `no image of ${listFew([...new Set(applications.map((one) => quoteName(one.name)))])} is called ${quoteName(name)}, as this entry is: ${lost}${hint}`,
        fix: is && kind === 'entry' ? renaming(entry, is) : null,
      };
    }
  },
};

interface Unmatched {
  entry: ImageEntry;
  applications: Application[];
  images: readonly RenderedImage[];
}

/** The entries that are about no image of any Application, where all that these deploy is known. */
function unmatched(context: RuleContext): Unmatched[] {
  const found = new Map<string, Unmatched>();
  const isOfSome = new Set<string>();
  for (const application of overriddenApplications(context)) {
    for (const { entries, unread, images } of kustomized(application, context)) {
      for (const { entry, about } of entries) {
        const { document, path } = entry;
        const key = JSON.stringify([document.file.path, document.locate([]).line, path]);
        if (about > 0 || unread.length > 0 || namesImagesItself(entry)) isOfSome.add(key);
        const known = found.get(key) ?? { entry, applications: [], images };
        known.applications.push(application);
        found.set(key, known);
      }
    }
  }
  return [...found].flatMap(([key, one]) => (isOfSome.has(key) ? [] : [one]));
}

/** What the sources of an Application deploy that are kustomizations; nothing of what kustomize refuses. */
function kustomized(application: Application, context: RuleContext): Kustomized[] {
  return application.sources.flatMap((source): Kustomized[] => {
    const { path } = source;
    if (path === null || !context.isOurs(source) || context.paths.at(path) !== 'folder') return [];
    if (sourceTool(source, context.paths.files(path)) !== 'kustomize') return [];
    const components = listAt(optionsOf(application, source, 'kustomize'), 'components').map(String);
    return tryUser<Kustomized[]>(
      () => [kustomizedImages(path, overridesOf(application, source), components, imageTree(context))],
      () => [],
    );
  });
}

/** Whether a kustomization says in a file of its own where images are: what `configurations` names is not read. */
function namesImagesItself({ document }: ImageEntry): boolean {
  return listAt(document.value(), 'configurations').length > 0;
}

/** The images that an entry may be meant for: those whose last part is its own. */
function likeIt({ name }: ImageEntry, images: readonly RenderedImage[]): RenderedImage[] {
  return images.filter(({ repository, doubt }) => doubt === null && lastPart(repository) === lastPart(name));
}

/** Where the image got its name, as far as a kustomization below gave it. */
function renamedBy({ place }: RenderedImage): string {
  return place.kind === 'entry' ? `, by ${formatLocation(place.document.locate(place.path))}` : '';
}

function renaming({ document, name, at }: ImageEntry, { repository }: RenderedImage): Fix | null {
  const edit = tryUser(
    () => replaceScalar(document, at('name'), repository),
    () => undefined,
  );
  return edit ? { description: `write ${repository} for ${name}`, safe: false, edits: [edit] } : null;
}
