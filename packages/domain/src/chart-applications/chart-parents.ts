import type { ApplicationSource, ChartDoubt, PlacedApplication } from '../argocd/application.ts';
import { mayBeOurs } from '../argocd/source-place.ts';
import { groupInto } from '../grouping.ts';
import { kindApplication } from '../image-targets/chart-run.ts';
import { showPath } from '../names.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';

/** A chart of the repository. */
export interface DeployableChart {
  path: string;
  library: boolean;
  document: YamlDocument;
}

/** An Application that deploys a chart, with the source that does. */
export interface ChartParent {
  application: PlacedApplication;
  source: ApplicationSource;
  /** Why the chart may be deployed in another way; null where the repository says how. */
  doubt: ChartDoubt | null;
}

/** The folder of a chart with those of the charts that it takes in by a path. */
type FoldersOf = (chart: string) => readonly string[];

/**
 * The charts of those whose templates say that they write Applications, or take in one that does. Library charts write
 * none themselves.
 */
export function chartsOfApplications<Chart extends DeployableChart>(
  charts: readonly Chart[],
  templatesOf: (chart: string) => readonly string[],
  foldersOf: FoldersOf,
): Chart[] {
  const writing = new Set(
    charts.map(({ path }) => path).filter((path) => templatesOf(path).some((text) => kindApplication.test(text))),
  );
  return charts.filter(({ path, library }) => !library && foldersOf(path).some((folder) => writing.has(folder)));
}

/**
 * Who deploys each chart that writes Applications. One that nothing here deploys is taken as it is, for somebody installs
 * it by hand, to begin with; but not one that another chart takes in.
 */
export function chartParents(
  charts: readonly DeployableChart[],
  applications: readonly PlacedApplication[],
  foldersOf: FoldersOf,
): Map<string, ChartParent[]> {
  const byFolder = new Map<string, ChartParent[]>();
  for (const application of applications)
    for (const source of application.sources)
      if (mayBeOurs(source) && source.path !== null)
        groupInto(byFolder, source.path, { application, source, doubt: null });
  const found = new Map<string, ChartParent[]>();
  const takenIn = new Set(charts.flatMap(({ path }) => foldersOf(path).filter((folder) => folder !== path)));
  for (const { path, document } of charts) {
    const parents = byFolder.get(path) ?? [];
    if (parents.length > 0) found.set(path, parents);
    else if (!takenIn.has(path)) found.set(path, [installedByHand(path, document)]);
  }
  return found;
}

/** What deploys a chart that no Application deploys: its own values, as far as anybody here knows. */
function installedByHand(path: string, document: YamlDocument): ChartParent {
  const source: ApplicationSource = {
    at: ['spec', 'source'],
    repoURL: null,
    path,
    chart: null,
    targetRevision: null,
    ref: null,
    ours: true,
    tools: ['helm'],
    directory: { recurse: false, include: null, exclude: null, everyFile: false },
    valueFiles: [],
    ignoreMissingValueFiles: false,
    parameters: [],
    overrides: [],
  };
  const application: PlacedApplication = {
    name: '',
    file: document.file.path,
    document,
    environment: null,
    namespace: null,
    project: null,
    destination: { server: null, name: null, namespace: null },
    sources: [source],
  };
  const doubt: ChartDoubt = {
    what: `no Application of the repository deploys the chart ${showPath(path)}, so the values that it is installed with are not known`,
    help: 'Put its Application into the repository, or let its templates name a value file for each environment, with the tag in it.',
    location: document.locate([]),
    ownText: true,
  };
  return { application, source, doubt };
}
