import type { PlacedApplication, WrittenApplication } from '../argocd/application.ts';
import { setProblems } from '../argocd/application-sets.ts';
import { withOwnSources } from '../argocd/own-sources.ts';
import { candidateFiles } from '../argocd/source-files.ts';
import { applicationsOfChart } from '../chart-applications/applications-of-charts.ts';
import { type ChartParent, chartParents, chartsOfApplications } from '../chart-applications/chart-parents.ts';
import { addAll, groupInto } from '../grouping.ts';
import { manifestsOf, valuesTree } from '../image-targets/manifests.ts';
import { chartFolders } from '../image-targets/target-files.ts';
import type { Tree, TreeEntry } from '../ports.ts';
import { present } from '../present.ts';
import type { Problem } from '../problem.ts';
import { indexPaths } from '../tree/path-index.ts';
import type { Links } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { decodeUtf8 } from '../yaml/yaml-document.ts';
import type { Chart } from './catalog.ts';
import { generatedApplications } from './generated-applications.ts';

interface KnownTree {
  tree: Tree;
  entries: readonly TreeEntry[];
  charts: readonly Chart[];
  links: Links;
  /** The services whose source is known. */
  services: ReadonlySet<string>;
  repositoryUrl: string | null;
}

/** Charts of Applications that deploy charts of Applications: rounds of them that are followed. */
const mostRounds = 4;

/**
 * The Applications that templates of charts write, for the Applications that deploy those charts; those too that such an
 * Application deploys in its turn. A chart may write the Application that deploys it from then on. The templates of every
 * chart are asked, but for one that is called as a service which is built here: that is the chart of the service.
 */
export async function chartedApplications(
  applications: readonly PlacedApplication[],
  { tree, entries, charts: all, links, services, repositoryUrl }: KnownTree,
): Promise<{ applications: PlacedApplication[]; problems: Problem[] }> {
  const paths = indexPaths(entries);
  const folders = chartFolders(all);
  const asked = all.filter(({ name }) => !services.has(name));
  const contents = await readTemplates(asked, tree, paths);
  const charts = chartsOfApplications(all, (chart) => templateTexts(chart, contents, paths), folders);
  const found = new Map<string, PlacedApplication[]>();
  const problems = new Map<string, Problem>();
  for (let round = 0; round < mostRounds; round += 1) {
    const known = [...applications, ...[...found.values()].flat()];
    const parents = chartParents(charts, known, folders);
    const wanted = [...parents].flatMap(([chart, deployed]) => deployed.map((parent) => ({ chart, parent })));
    const files = new Map(wanted.map(({ parent }) => [parent, filesOf(parent, paths, folders)]));
    const missing = [...new Set([...files.values()].flat())].filter((path) => !contents.has(path));
    if (missing.length > 0) for (const [path, bytes] of await tree.read(missing)) contents.set(path, bytes);
    const manifests = manifestsOf(contents);
    const images = { manifests, values: valuesTree(manifests, links, null) };
    const before = idsOf(found);
    const written = wanted.map(({ chart, parent }): Written => {
      const { environment } = parent.application;
      const read = applicationsOfChart(parent, files.get(parent) ?? [], images);
      for (const problem of read.problems) problems.set(problem.message, problem);
      return { ...read, chart, environment };
    });
    // Once for all charts: which address is this repository's is decided by all that is known.
    const single = written.flatMap(({ applications, chart, environment }): Placed[] =>
      applications.map((one) => ({ chart, environment, one })),
    );
    const together = [...known, ...single.map(({ one }) => one)];
    const all = [...single];
    for (const one of written) if (one.sets.length > 0) addAll(all, await generatedOf(one, together));
    const own = withOwnSources([...known, ...all.map(({ one }) => one)], repositoryUrl, paths.all);
    const made = new Map<string, PlacedApplication[]>();
    for (const [index, one] of own.slice(known.length).entries()) {
      const { chart = '', environment = null } = all[index] ?? {};
      groupInto(made, chart, { ...one, environment });
    }
    found.clear();
    for (const [chart, those] of made) found.set(chart, those);
    if (idsOf(found) === before) break;
  }
  return { applications: [...found.values()].flat(), problems: [...problems.values()] };

  async function generatedOf(
    { sets, chart, environment }: Written,
    known: readonly WrittenApplication[],
  ): Promise<Placed[]> {
    const charted = new Map(sets.map((set) => [set.document, set.charted]));
    const read = { tree, contents, files: paths.all, repositoryUrl };
    const made = await generatedApplications([...charted.keys()], known, read);
    for (const problem of setProblems(made)) problems.set(problem.message, problem);
    return made.map((one) => ({
      chart,
      environment,
      one: { ...one, ...present({ charted: charted.get(one.document) }) },
    }));
  }
}

/** What a chart writes for one of those that deploy it. */
type Written = ReturnType<typeof applicationsOfChart> & { chart: string; environment: string | null };

/** An Application, the chart that writes it, and the environment of who deploys that chart. */
interface Placed {
  chart: string;
  environment: string | null;
  one: WrittenApplication;
}

async function readTemplates(
  charts: readonly Chart[],
  tree: Tree,
  paths: ReturnType<typeof indexPaths>,
): Promise<Map<string, Uint8Array>> {
  const wanted = charts.flatMap(({ path }) => templatesIn(path, paths));
  return new Map(wanted.length > 0 ? await tree.read(wanted) : []);
}

/** The texts of a chart's templates, as far as they were read and are texts. */
function templateTexts(
  chart: string,
  contents: ReadonlyMap<string, Uint8Array>,
  paths: ReturnType<typeof indexPaths>,
): string[] {
  return templatesIn(chart, paths).flatMap((path) => {
    const bytes = contents.get(path);
    if (!bytes) return [];
    return tryUser<string[]>(
      () => [decodeUtf8(path, bytes)],
      () => [],
    );
  });
}

/** The templates of a chart, and of those that lie in it. */
function templatesIn(chart: string, paths: ReturnType<typeof indexPaths>): string[] {
  const isTemplate = /^(?:charts\/[^/]+\/)*templates\//;
  return paths.files(chart, true).filter((path) => isTemplate.test(chart === '' ? path : path.slice(chart.length + 1)));
}

/** The files that a chart is made from as an Application deploys it, sorted. */
function filesOf(
  { application }: ChartParent,
  paths: ReturnType<typeof indexPaths>,
  folders: (folder: string) => readonly string[],
): string[] {
  const named = candidateFiles({ ...application, service: null, services: [], mayDeployMore: false }, paths, folders);
  const ofParent = application.charted?.files ?? [];
  return [...new Set([...named, ...ofParent])].sort();
}

function idsOf(found: ReadonlyMap<string, readonly PlacedApplication[]>): string {
  return JSON.stringify(
    [...found].map(([chart, those]) => [
      chart,
      those.map(({ file, name, sources }) => [file, name, sources.map(({ path }) => path)]),
    ]),
  );
}
