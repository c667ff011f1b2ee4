import type { Application, ApplicationSource } from '../argocd/application.ts';
import { chartValues } from '../argocd/chart-values.ts';
import { optionsOf } from '../argocd/source-contents.ts';
import { withOverrides } from '../argocd/source-overrides.ts';
import { isHere } from '../argocd/source-place.ts';
import { tryUser } from '../user-error.ts';
import { listAt } from '../yaml/value.ts';
import { chartImages } from './chart-images.ts';
import { oddCharacter } from './image-uses.ts';
import { kustomizedImages } from './kustomize-images.ts';
import { overridesOf } from './kustomize-overrides.ts';
import { documentsOf, imagesOf } from './raw-manifests.ts';
import type { ImageTree } from './target.ts';
import { toolOfSource } from './tool-of-source.ts';
import { groupsOf } from './values-groups.ts';

/** The images that an Application runs. */
export interface DeployedImages {
  /** As they are written, without tag; what is not known of one stands as `unknownText`. */
  repositories: ReadonlySet<string>;
  /** Whether a file that may name more of them cannot be read. */
  unread: boolean;
}

/**
 * The images of an Application, as far as its files say them: those that templates write with its values, what the
 * values of a chart of another repository name, and those of manifests after all kustomizations.
 */
export function deployedImages(written: Application, tree: ImageTree): DeployedImages {
  const overridden = tryUser<Application | null>(
    () => withOverrides(written, { paths: tree.values.paths, yaml: tree.manifests.parse }),
    () => null,
  );
  const application = overridden ?? written;
  const ofSources = application.sources.map((source) =>
    tryUser<string[] | null>(
      () => repositoriesOf(application, source, tree),
      () => null,
    ),
  );
  return {
    repositories: new Set(ofSources.flatMap((found) => found ?? []).filter((text) => !text.includes(oddCharacter))),
    unread: overridden === null || ofSources.includes(null),
  };
}

function repositoriesOf(application: Application, source: ApplicationSource, tree: ImageTree): string[] {
  switch (toolOfSource(source, tree.manifests)) {
    case 'helm':
      return ofChart(application, source, tree);
    case 'kustomize': {
      const overrides = overridesOf(application, source);
      if (!isHere(source)) return overrides.map(({ name, newName }) => newName || name);
      const components = listAt(optionsOf(application, source, 'kustomize'), 'components').map(String);
      const { images } = kustomizedImages(source.path ?? '', overrides, components, tree);
      return images.map(({ repository }) => repository);
    }
    case 'directory':
      if (!isHere(source)) return [];
      return documentsOf(source, tree.manifests)
        .flatMap(imagesOf)
        .map(({ repository }) => repository);
    default:
      return [];
  }
}

/** Of a chart whose templates tell all, nothing but what they write; of any other, also what its values look like. */
function ofChart(application: Application, source: ApplicationSource, tree: ImageTree): string[] {
  const images = chartImages(application, source, tree);
  const values = images?.values ?? chartValues(application, source, tree.values);
  for (const { mistake } of values.layers) if (mistake) throw mistake;
  const uses = (images?.uses ?? []).map(({ repository }) => repository);
  const groups = groupsOf(values).filter(({ key }) => !images?.complete || images.reads(key));
  return [...uses, ...groups.map(({ repository }) => repository)];
}
