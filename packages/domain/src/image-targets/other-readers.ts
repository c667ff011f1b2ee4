import type { Application, ApplicationSource } from '../argocd/application.ts';
import { chartValues } from '../argocd/chart-values.ts';
import { kustomizeContents } from '../argocd/kustomization.ts';
import { optionsOf } from '../argocd/source-contents.ts';
import { withOverrides } from '../argocd/source-overrides.ts';
import { mayBeOurs } from '../argocd/source-place.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { memoize } from '../memo.ts';
import { quoteName, showPath } from '../names.ts';
import { isInside } from '../tree/repository-paths.ts';
import { tryUser, UserError } from '../user-error.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import { chartInstance, chartValuesOf } from './chart-instances.ts';
import { missingDoubt } from './kustomize-doubts.ts';
import { kustomizedSource } from './kustomized-source.ts';
import type { ImageTarget, TargetContext } from './target.ts';
import { winnerOf } from './unwritable-values.ts';

type WrittenPlace = Pick<ImageTarget, 'document' | 'path'>;

/** UserError where an Application of another environment takes what it runs from the place of a target as well. */
export function refuseOtherReaders(
  application: Application,
  place: WrittenPlace,
  revision: string,
  context: TargetContext,
): void {
  const outer = outermostFile(place.document);
  const others = context
    .reachedBy(outer, revision)
    .filter(
      ({ environment, document: of, generated }) =>
        environment !== application.environment && !(of === application.document && generated?.unread?.includes('git')),
    );
  const other = affectedBy(others, place, context);
  if (!other) return;
  throw new UserError(
    `${showPath(outer)} is also what Application ${quoteName(other.name)} (${other.environment ?? 'no environment'}) runs`,
    {
      location: place.document.locateValue(place.path),
      help: 'Give each environment a folder of its own, such as an overlay of kustomize, or a deploy branch of its own.',
    },
  );
}

function outermostFile({ file }: ImageTarget['document']): string {
  return file.nesting ? outermostFile(file.nesting.document) : file.path;
}

/**
 * The first of the Applications that read a file which may run something else with another value at a place of it. One
 * whose files were not read is passed over, and noted: they are read then, and all is planned again.
 */
export function affectedBy(
  readers: readonly Application[],
  place: WrittenPlace,
  context: TargetContext,
): Application | undefined {
  return readers.find((other) => context.isRead(other) && !isIndifferent(other, place, context));
}

/** Whether an Application that reads the file of a place runs the same, whatever is said there: something else wins over it. */
function isIndifferent(written: Application, place: WrittenPlace, context: TargetContext): boolean {
  const { generated, charted } = written;
  if (place.document.file.nesting || generated?.unread != null || generated?.doubt || charted?.doubt) return false;
  const parts = tryUser(
    () => {
      const other = withOverrides(written, { paths: context.values.paths, yaml: context.manifests.parse });
      return other.sources.map((source) => partIn(other, source, place, context));
    },
    () => ['read' as const],
  );
  return parts.includes('overridden') && !parts.includes('read');
}

/** What a place is to a source: a part of what it runs, something that another value wins over, or nothing that it reads. */
type Part = 'read' | 'overridden' | 'none';

function partIn(other: Application, source: ApplicationSource, place: WrittenPlace, context: TargetContext): Part {
  const tool = sourceTool(source, context.manifests.below(source.path ?? ''));
  if (tool === 'helm') return partInChart(other, source, place, context);
  if (tool === 'kustomize') return partInKustomization(other, source, place, context);
  if (!mayBeOurs(source)) return 'none';
  // A source that is there for its name alone deploys nothing.
  if (source.path === null) return source.ref === null ? 'read' : 'none';
  return tool !== 'directory' || isInside(place.document.file.path, source.path) ? 'read' : 'none';
}

/** Values of a chart: what wins for the key. */
function partInChart(
  other: Application,
  source: ApplicationSource,
  { document: { file }, path }: WrittenPlace,
  context: TargetContext,
): Part {
  const chart = chartInstance(source, context);
  const values = chart ? chartValuesOf(other, source, chart, context) : chartValues(other, source, context.values);
  const layers = values.layers.filter(({ document }) => document?.file.path === file.path);
  if (layers.length === 0) {
    const isOfChart = (folder: string): boolean => isInside(file.path, folder);
    const folders = chart ? foldersOf(chart) : mayBeOurs(source) && source.path !== null ? [source.path] : [];
    return folders.some(isOfChart) ? 'read' : 'none';
  }
  // A null lets the chart's own values come back, and `global` of a subchart is everybody's.
  const isOverridden = layers.every((layer) => {
    const { prefix, kind } = layer;
    const { found, unknown } = winnerOf(values, [...prefix, ...path]);
    const isOther = found.state === 'set' && found.layer !== layer && found.path.length === prefix.length + path.length;
    const isItsKey = (kind === 'file' || kind === 'chart') && !(prefix.length > 0 && path[0] === 'global');
    return isItsKey && isOther && unknown.length === 0;
  });
  return isOverridden ? 'overridden' : 'read';
}

function foldersOf({ folder, taken }: NonNullable<ReturnType<typeof chartInstance>>): string[] {
  return [folder, ...taken.flatMap(foldersOf)];
}

/** Manifests of a kustomization: whether its tag is the last that is said of some image. */
function partInKustomization(
  other: Application,
  source: ApplicationSource,
  { document: { file }, path }: WrittenPlace,
  context: TargetContext,
): Part {
  if (!mayBeOurs(source)) return 'none';
  const known = kustomizedOf(context.values);
  const kustomized = known.get(source) ?? readKustomized(other, source, context);
  known.set(source, kustomized);
  const { files, places, isKnown } = kustomized;
  if (!files.has(file.path)) return isKnown ? 'none' : 'read';
  // An entry is the place of what it says, key by key.
  const isPlace = path.some((_step, index) => places.has(placeId(file.path, path.slice(0, index + 1))));
  return isPlace || !isKnown ? 'read' : 'overridden';
}

/** What an edit of a file is to a kustomization. */
interface KustomizedPlaces {
  files: ReadonlySet<string>;
  /** The places that say what runs. */
  places: ReadonlySet<string>;
  /** Whether all is read that it takes, and of every image it is known what says its tag. */
  isKnown: boolean;
}

const kustomizedOf = memoize((_values: TargetContext['values']) => new WeakMap<ApplicationSource, KustomizedPlaces>());

function readKustomized(other: Application, source: ApplicationSource, context: TargetContext): KustomizedPlaces {
  const { manifests, values } = context;
  const options = optionsOf(other, source, 'kustomize');
  const tree = { paths: values.paths, yaml: manifests.parse };
  const contents = kustomizeContents(source.path ?? '', options, tree);
  const { images, unread } = kustomizedSource(other, source, context).model;
  // What copies a field copies it from what is there before the entries of an overlay.
  const copies = contents.files.some(({ path }) =>
    /^[ \t]{0,99}["']?(?:replacements|vars)["']?[ \t]{0,99}:/im.test(manifests.text(path) ?? ''),
  );
  return {
    files: new Set(contents.files.map(({ path }) => path)),
    places: new Set(
      images.flatMap(({ place }) => (place.kind === 'unknown' ? [] : placeId(place.document.file.path, place.path))),
    ),
    isKnown:
      !copies &&
      unread.length + contents.unread.length === 0 &&
      missingDoubt(other, source, context) === null &&
      images.every(({ place, doubt }) => doubt === null && place.kind !== 'unknown'),
  };
}

function placeId(file: string, path: YamlPath): string {
  return JSON.stringify([file, ...path]);
}
