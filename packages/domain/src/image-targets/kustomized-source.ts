import type { Application, ApplicationSource } from '../argocd/application.ts';
import { optionsOf } from '../argocd/source-contents.ts';
import { isHere, isWritten, revisionOf } from '../argocd/source-place.ts';
import { groupInto } from '../grouping.ts';
import { splitImageText } from '../images/image-reference.ts';
import { memoize } from '../memo.ts';
import { listAt } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import { type ImageIndex, indexImages } from './image-identity.ts';
import { describe, withoutKustomization } from './kustomize-descriptions.ts';
import type { ImageEntry } from './kustomize-entries.ts';
import { type Kustomized, kustomizedImages } from './kustomize-images.ts';
import { overridesOf } from './kustomize-overrides.ts';
import type { RenderedImage } from './rendered-images.ts';
import type { TargetContext } from './target.ts';

/** What the kustomization of a source deploys, so that each service looks at its own images of it alone. */
export interface KustomizedSource {
  model: Kustomized;
  /** The strings of the Application. */
  overrides: readonly ImageEntry[];
  images: ImageIndex<RenderedImage>;
  entries: ImageIndex<Kustomized['entries'][number]>;
  /** An image that may be another one than it seems. */
  hidden: RenderedImage | undefined;
  /** The images whose tag is written at a path of a document. */
  writtenAt(path: YamlPath): readonly RenderedImage[];
  entryAt(path: YamlPath): ImageEntry | undefined;
  /** What there is, for a message. */
  instead: string;
}

/**
 * What the kustomization of a source deploys: read once, however many services are looked for in it, and however many
 * Applications take it as it is.
 */
export function kustomizedSource(
  application: Application,
  source: ApplicationSource,
  context: TargetContext,
): KustomizedSource {
  const known = sourcesOf(context.values);
  const before = known.get(source);
  if (before) return before;
  const own = ownParts(application, source, context);
  const { overrides, components, isRead } = own;
  const asItIs = overrides.length === 0 && components.length === 0 && isRead ? foldersOf(context.values) : undefined;
  const folder = source.path ?? '';
  const read = asItIs?.get(folder) ?? readSource(source, own, context);
  asItIs?.set(folder, read);
  known.set(source, read);
  return read;
}

const sourcesOf = memoize((_values: TargetContext['values']) => new WeakMap<ApplicationSource, KustomizedSource>());
const foldersOf = memoize((_values: TargetContext['values']) => new Map<string, KustomizedSource>());

/** What an Application says beside the kustomization, and whether that is read here. */
interface OwnParts {
  overrides: readonly ImageEntry[];
  components: readonly string[];
  isRead: boolean;
}

function ownParts(application: Application, source: ApplicationSource, context: TargetContext): OwnParts {
  return {
    overrides: overridesOf(application, source),
    components: listAt(optionsOf(application, source, 'kustomize'), 'components').map(String),
    isRead: isHere(source) && isWritten(revisionOf(source), context.deployBranch),
  };
}

function readSource(
  source: ApplicationSource,
  { overrides, components, isRead }: OwnParts,
  context: TargetContext,
): KustomizedSource {
  const model: Kustomized = isRead
    ? kustomizedImages(source.path ?? '', overrides, components, context)
    : {
        images: [],
        entries: overrides.map((entry) => ({ entry, about: 0 })),
        unread: ['another tree'],
        document: null,
        charts: [],
      };
  const byPlace = new Map<YamlPath, RenderedImage[]>();
  for (const image of model.images) if (image.place.kind !== 'unknown') groupInto(byPlace, image.place.path, image);
  const entries = new Map(model.entries.map(({ entry }) => [entry.path, entry]));
  const without = isRead && model.document === null ? withoutKustomization(source) : '';
  return {
    model,
    overrides,
    images: indexImages(model.images, ({ repository }) => [repository]),
    entries: indexImages(model.entries, ({ entry }) => namesOf(entry)),
    hidden: model.images.find(({ doubt }) => doubt !== null),
    writtenAt: (path) => byPlace.get(path) ?? [],
    entryAt: (path) => entries.get(path),
    instead: `${without}${describe(overrides, model)}`.trimEnd(),
  };
}

function namesOf({ name, newName }: ImageEntry): string[] {
  return newName === '' ? [name] : [name, splitImageText(newName).repository];
}
