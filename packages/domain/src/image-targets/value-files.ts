import type { Application, ApplicationSource } from '../argocd/application.ts';
import { type ChartValues, chartValues, isOwnChart, type ValuesLayer } from '../argocd/chart-values.ts';
import { linkOn } from '../argocd/source-files.ts';
import { isPattern, type ValueFile, valueFilesOf } from '../argocd/value-files.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import { valueKeys, valueTargets } from './helm-values.ts';
import type { ImageTarget, TargetContext, TargetSearch } from './target.ts';
import { winnerOf } from './unwritable-values.ts';

/**
 * The values files of an Application's charts. For each part the file that wins in Helm's order is the one that is
 * written; UserError where somebody else reads it too.
 */
export function valueFileTargets(application: Application, context: TargetContext): TargetSearch {
  const warnings: string[] = [];
  const targets: ImageTarget[] = [];
  const looked: string[] = [];
  for (const source of application.sources) {
    const values = chartValues(application, source, context.values);
    const files = values.layers.filter(({ file }) => file !== null);
    for (const layer of files) refuseUnreadable(layer);
    const winners = [...valueKeys(context.tagPath).keys()].flatMap((key) => targetOf(key, values, context) ?? []);
    for (const { target, layer, file, unknown } of winners) {
      targets.push(target);
      if (target.value !== undefined && target.value !== target.current)
        refuseShared(application, file, target, files.slice(0, files.indexOf(layer)), context);
      for (const above of unknown) refuseUnknown(application, source, target, above, context);
      if (target.part === 'tag' && unknown.length > 0) warnings.push(mayBeOverridden(application, layer, unknown));
    }
    looked.push(...describeFiles(application, source, files, context));
  }
  return {
    targets,
    searched: { document: application.document, path: [...(application.sources[0]?.at ?? ['spec']), 'helm'] },
    instead: looked.length === 0 ? '' : `None of its value files sets ${context.tagPath}: ${listFew(looked)}.`,
    warnings,
  };
}

/** The value of a key in the file that wins; undefined where no file does. */
function targetOf(
  key: string,
  values: ChartValues,
  context: TargetContext,
): { target: ImageTarget; layer: ValuesLayer; file: ValueFile; unknown: ValuesLayer[] } | undefined {
  const { found, unknown } = winnerOf(values, key.split('.'));
  const { layer } = found;
  // An empty value is a place to write; one that a file puts in the way of the key is none.
  if (!layer?.file || !layer.document || found.path.join('.') !== key) return undefined;
  const all = valueTargets(values.application, layer.document, [], context, '');
  const target = all.find(({ name }) => name === key);
  return target && { target, layer, file: layer.file, unknown };
}

function mayBeOverridden({ name }: Application, winner: ValuesLayer, unknown: readonly ValuesLayer[]): string {
  const others = listFew(unknown.map((layer) => quoteName(layer.name)));
  return `Application ${quoteName(name)} takes values from ${others} as well, which cannot be read here and win over ${showPath(winner.name)}`;
}

function refuseUnreadable({ document, name, mistake }: ValuesLayer): void {
  if (mistake) throw mistake;
  const second = document?.file.documents[1];
  if (second)
    throw new UserError(`${showPath(name)} holds more than one document, and Helm reads one`, {
      location: second.locate([]),
    });
}

/** The value files of a source for a message, those that are not read with the reason. */
function describeFiles(
  application: Application,
  source: ApplicationSource,
  layers: readonly ValuesLayer[],
  { values, links }: TargetContext,
): string[] {
  const read = new Set(layers.flatMap(({ file, document }) => (document ? file?.path : [])));
  const isChart = isOwnChart(source, values);
  return valueFilesOf(application, source, values)
    .filter(({ index }) => index !== null || isChart)
    .map((file) => {
      const { path, written } = file;
      return `${showPath(path ?? written)}${read.has(path) ? '' : ` (${whyNot(file, links)})`}`;
    });
}

function whyNot({ written, path, unknown }: ValueFile, links: TargetContext['links']): string {
  if (path !== null) return linkOn(path, links) ?? 'not there';
  if (unknown !== null) return 'not read';
  return isPattern(written) ? 'no such file' : 'outside of the repository';
}

/**
 * UserError where a layer that wins, and that is of this repository, cannot be read: it may say something else, and is
 * neither read nor written.
 */
function refuseUnknown(
  { document }: Application,
  { at }: ApplicationSource,
  target: ImageTarget,
  { file, name, unknown }: ValuesLayer,
  { links }: TargetContext,
): void {
  const link = file?.path == null ? undefined : linkOn(file.path, links);
  const variable = file !== null && file.path === null && unknown?.includes('variable');
  if (link === undefined && !variable) return;
  const what = link ?? `value file ${quoteName(name)} ${unknown}`;
  throw new UserError(`${what}, and wins over ${target.name} of ${showPath(target.document.file.path)}`, {
    location: document.locate([...at, 'helm', 'valueFiles', ...(variable ? [file?.index ?? 0] : [])]),
    help: link
      ? 'Name the file that it leads to in valueFiles.'
      : 'Name it without that variable, or name the file that sets the tag behind it.',
  });
}

function refuseShared(
  application: Application,
  { path, revision }: ValueFile,
  target: ImageTarget,
  earlier: readonly ValuesLayer[],
  { readers }: TargetContext,
): void {
  const others = path === null ? [] : readers.ofValueFile(path, revision);
  const other = others.find(
    ({ environment, service }) => environment !== application.environment || service !== application.service,
  );
  if (!other) return;
  const own = earlier.findLast(
    ({ document, file }) =>
      document !== null &&
      file?.path != null &&
      readers.ofValueFile(file.path, file.revision).every(({ environment }) => environment === application.environment),
  );
  const instead = own
    ? `${showPath(own.name)} is its own, but stands before it, so Helm would not use what it says: name it last in valueFiles.`
    : `Give ${quoteName(application.name)} a value file of its own, named last in valueFiles, that sets ${target.name}.`;
  throw new UserError(
    `${target.name} of ${showPath(path ?? '')} is also what Application ${quoteName(other.name)} (${other.environment ?? 'no environment'}) runs`,
    { location: target.document.locateValue(target.path), help: instead },
  );
}
