import type { Application } from '../argocd/application.ts';
import { mayBeOurs } from '../argocd/source-place.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { writtenText } from '../helm/written-text.ts';
import { chartRun } from '../image-targets/chart-run.ts';
import type { Location } from '../location.ts';
import { tryUser } from '../user-error.ts';
import { listAt, plainValue, valueAt } from '../yaml/value.ts';
import { deployingFiles, type OpenSources } from './deploying-files.ts';
import { type DataByFile, dataObjects } from './kept-data.ts';

/**
 * The data that goes with the Applications of a service, also where a chart of several makes it: Argo CD removes what an
 * Application deployed where that has a finalizer, as those of an ApplicationSet have. Neither they nor what is read for
 * them go then.
 */
export function dataByFile(name: string, { applications, generated }: Catalog, sources: OpenSources): DataByFile {
  const byFile = new Map<string, readonly Location[]>();
  const own = (one: Application): boolean => one.service === name;
  for (const one of [...applications.filter((app) => own(app) && isCascading(app)), ...generated.filter(own)]) {
    const files = deployingFiles([one], sources).map(({ path }) => path);
    const written = writtenBy(one, sources);
    const data = files.flatMap((path) => {
      const places = dataObjects(path, sources.text(path) ?? '');
      const text = written.get(path);
      // What its values switch off keeps nothing of it.
      return text === undefined || dataObjects(path, text).length > 0 ? places : [];
    });
    if (data.length > 0) for (const path of files) byFile.set(path, [...(byFile.get(path) ?? []), ...data]);
  }
  return byFile;
}

/** What the templates of charts write with the values of an Application, where it is known. */
function writtenBy(application: Application, sources: OpenSources): ReadonlyMap<string, string> {
  const { paths, text, yaml } = sources;
  const manifests = {
    has: (path: string) => text(path) !== undefined,
    text,
    parse: yaml,
    below: (folder: string) => paths.files(folder, true),
  };
  const tree = { manifests, values: { paths, text, yaml, isOurs: mayBeOurs } };
  const outputs = application.sources.flatMap((source) =>
    tryUser(
      () => [...(chartRun(application, source, tree, anyKind)?.outputs() ?? [])],
      () => [],
    ),
  );
  return new Map(outputs.map(({ path, pieces }) => [path, writtenText(pieces).text]));
}

const anyKind = /\bkind\b/;

/** Whether Argo CD removes what an Application deployed when that goes. */
export function isCascading({ document }: Application): boolean {
  return listAt(valueAt(plainValue(document), ['metadata']), 'finalizers').some(
    (finalizer) => typeof finalizer === 'string' && finalizer.startsWith('resources-finalizer.argocd.argoproj.io'),
  );
}
