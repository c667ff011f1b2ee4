import type { Application, ApplicationSource } from '../argocd/application.ts';
import { isOwnChart, type ValuesLayer } from '../argocd/chart-values.ts';
import { linkOn } from '../argocd/source-files.ts';
import { isPattern, type ValueFile, valueFilesOf } from '../argocd/value-files.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import { affectedBy } from './other-readers.ts';
import type { ImageTarget, TargetContext } from './target.ts';

/** What is said where a layer that is not known may win over what is written. */
export function mayBeOverridden({ name }: Application, winner: ValuesLayer, unknown: readonly ValuesLayer[]): string {
  const others = listFew(unknown.map((layer) => quoteName(layer.name)));
  return `Application ${quoteName(name)} takes values from ${others} as well, which cannot be read here and win over ${showPath(winner.name)}`;
}

/** UserError where a value file has mistakes, or more documents than Helm reads. */
export function refuseUnreadable({ document, name, mistake }: ValuesLayer): void {
  if (mistake) throw mistake;
  const second = document?.file.documents[1];
  if (second)
    throw new UserError(`${showPath(name)} holds more than one document, and Helm reads one`, {
      location: second.locate([]),
    });
}

/** The value files of a source for a message, those that are not read with the reason. */
export function describeFiles(
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
export function refuseUnknown(
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

/** UserError where another service or environment takes the value from that file as well. */
export function refuseShared(
  application: Application,
  { path, revision }: ValueFile,
  target: ImageTarget,
  earlier: readonly ValuesLayer[],
  context: TargetContext,
): void {
  const { readers, image } = context;
  const services = [application.service, image.service];
  const others = (path === null ? [] : readers.ofValueFile(path, revision)).filter(
    ({ environment, service }) => environment !== application.environment || !services.includes(service),
  );
  const other = affectedBy(others, target, context);
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
