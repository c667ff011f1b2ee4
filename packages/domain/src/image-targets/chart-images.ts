import type { Application, ApplicationSource } from '../argocd/application.ts';
import type { ChartValues } from '../argocd/chart-values.ts';
import { isHere, revisionOf } from '../argocd/source-place.ts';
import type { KeyPath, OutputPiece } from '../helm/template-value.ts';
import { memoize } from '../memo.ts';
import { chartInstance, chartValuesOf } from './chart-instances.ts';
import { chartRun, idOfKey, kindApplication, type SaidKeys } from './chart-run.ts';
import { type ImageUse, readImageUses } from './image-uses.ts';
import type { ImageTree } from './target.ts';

/** The images that the templates of a source's chart write, and what they read for them. */
export interface ChartImages {
  uses: readonly ImageUse[];
  /** Whether all that may hold an image was computed: nothing else reads a key then. */
  complete: boolean;
  /** Whether every chart that is taken in is here, and every template of them can be read. */
  isWhole: boolean;
  /** Whether some template reads a key, or something that it is in or that is in it. */
  reads(key: KeyPath): boolean;
  /** What is made of a key, or of something that it is in or that is in it, and is not computed here. */
  unknownOf(key: KeyPath): OutputPiece | undefined;
  /** Whether the text of a key is written for sure, wherever that is. */
  writes(key: KeyPath): boolean;
  values: ChartValues;
  /** The images where keys said something else. */
  usesWith(said: SaidKeys): readonly ImageUse[];
}

/** The images of a source's chart; null where the chart is not in this repository. */
export function chartImages(
  application: Application,
  source: ApplicationSource,
  context: ImageTree,
): ChartImages | null {
  const known = imagesOf(context.values);
  const before = known.get(source);
  if (before !== undefined) return before;
  const made = isHere(source) ? sharedImages(application, source, context) : null;
  known.set(source, made);
  return made;
}

const imagesOf = memoize((_tree: ImageTree['values']) => new Map<ApplicationSource, ChartImages | null>());

/** The images of a chart; those that many Applications take as it is are read once for all of them. */
function sharedImages(application: Application, source: ApplicationSource, context: ImageTree): ChartImages | null {
  const chart = chartInstance(source, context);
  if (!chart) return null;
  const values = chartValuesOf(application, source, chart, context);
  const key = whatIsTaken(source, values);
  const before = key === null ? undefined : takenAsItIs(context.values).get(key);
  const read = memoize((_of: ApplicationSource) => readImages(application, source, context));
  // Where keys say something else, a template may ask for its release.
  if (before) return { ...before, values, usesWith: (said) => read(source)?.images.usesWith(said) ?? [] };
  const made = read(source);
  if (key !== null && made && !made.ofRelease) takenAsItIs(context.values).set(key, made.images);
  return made?.images ?? null;
}

const takenAsItIs = memoize((_tree: ImageTree['values']) => new Map<string, ChartImages>());

/** A chart and the files of values that it is taken with; null where the Application says more, or one cannot be read. */
function whatIsTaken(source: ApplicationSource, { layers }: ChartValues): string | null {
  const files = layers.map(({ kind, file, document, ignored, unknown, mistake }) =>
    file === null || document === null || ignored !== null || unknown !== null || mistake !== null
      ? null
      : [kind, file.path, file.revision],
  );
  return files.includes(null) ? null : JSON.stringify([source.path, revisionOf(source), files]);
}

function readImages(
  application: Application,
  source: ApplicationSource,
  context: ImageTree,
): { images: ChartImages; ofRelease: boolean } | null {
  const run = chartRun(application, source, context, /image/i);
  if (!run) return null;
  const { values, isWhole } = run;
  // What an Application among them says of an image is that Application's, which is read by itself.
  const written = (said?: SaidKeys): (readonly OutputPiece[])[] =>
    run.outputs(said).flatMap(({ pieces: own }) => (writesApplication(own) ? [] : [own]));
  const outputs = written();
  const pieces = outputs.flat();
  const reads = new Set(pieces.flatMap(({ key, reads: others }) => [...(key ? [key] : []), ...others].map(idOfKey)));
  const complete =
    isWhole && pieces.every(({ known, key, reads: others }) => known || key !== null || others.length > 0);
  const images: ChartImages = {
    uses: outputs.flatMap(usesOf),
    complete,
    isWhole,
    values,
    writes: (key) =>
      pieces.some(({ known, maybe, key: own }) => own && known && !maybe && idOfKey(own) === idOfKey(key)),
    unknownOf: (key) =>
      pieces.find(
        ({ known, key: own, reads: others }) =>
          !known && (own ? [own, ...others] : others).some((one) => isRelated(one, key)),
      ) ?? pieces.find(({ known, key: own, reads: others }) => !known && own === null && others.length === 0),
    reads: (key) => isRead(key, reads),
    usesWith: (said) => written(said).flatMap(usesOf),
  };
  return { images, ofRelease: run.asksForRelease() };
}

const writesApplication = memoize((pieces: readonly OutputPiece[]) =>
  kindApplication.test(pieces.map(({ text }) => text).join('')),
);

const usesOf = memoize(readImageUses);

/** Whether one of two keys is the other, or leads to it. */
export function isRelated(one: KeyPath, other: KeyPath): boolean {
  const length = Math.min(one.length, other.length);
  return idOfKey(one.slice(0, length)) === idOfKey(other.slice(0, length));
}

function isRead(key: KeyPath, reads: ReadonlySet<string>): boolean {
  for (let length = 0; length <= key.length; length += 1) if (reads.has(idOfKey(key.slice(0, length)))) return true;
  const inside = `${idOfKey(key).slice(0, -1)},`;
  for (const one of reads) if (one.startsWith(inside)) return true;
  return false;
}
