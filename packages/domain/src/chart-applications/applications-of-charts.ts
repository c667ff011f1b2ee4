import type {
  Application,
  ChartDoubt,
  ChartedBy,
  PlacedApplication,
  WrittenApplication,
} from '../argocd/application.ts';
import { applicationsIn } from '../argocd/applications.ts';
import { offsetInTemplate, type WrittenText, writtenText } from '../helm/written-text.ts';
import { chartRun, kindApplication } from '../image-targets/chart-run.ts';
import type { ImageTree } from '../image-targets/target.ts';
import { type Location, placesIn } from '../location.ts';
import { quoteName, showPath } from '../names.ts';
import type { Problem } from '../problem.ts';
import { scalarAround } from '../yaml/scalar-around.ts';
import { valueAt } from '../yaml/value.ts';
import { lastKeyCounts, parseYamlFile, type YamlDocument, type YamlFile } from '../yaml/yaml-document.ts';
import type { ChartParent } from './chart-parents.ts';

/** An ApplicationSet that the template of a chart writes. */
interface WrittenSet {
  document: YamlDocument;
  charted: ChartedBy;
}

interface WrittenByChart {
  applications: WrittenApplication[];
  sets: WrittenSet[];
  problems: Problem[];
}

/**
 * The Applications and ApplicationSets that the templates of a chart write, with the values that an Application deploys it with: each is the
 * document that is written, with the places of the template. A text that is not computed here stands in it as
 * `unknownLetter`; where that may change what it deploys, it has a doubt.
 */
export function applicationsOfChart(
  { application: deployed, source, doubt: ofParent }: ChartParent,
  files: readonly string[],
  tree: ImageTree,
): WrittenByChart {
  const applications: WrittenApplication[] = [];
  const sets: WrittenSet[] = [];
  const problems: Problem[] = [];
  const application = asDeployed(deployed);
  const run = chartRun(application, source, tree, kindApplication);
  for (const { path, pieces } of run?.outputs() ?? []) {
    const template = tree.manifests.text(path);
    const written = writtenText(pieces);
    if (template === undefined || !kindApplication.test(written.text)) continue;
    const file = fileOf(path, template, written);
    const [error] = file.errors;
    if (error) {
      const message = `the Applications that ${showPath(path)} writes are not read: what is computed of it is ${error.message}`;
      problems.push({ severity: 'notice', message, location: error.location ?? { path, line: 1, column: 1 } });
    }
    const place = placesIn({ path, text: template });
    const chartedBy = (found: Pick<WrittenApplication, 'document' | 'name'>, kind: string): ChartedBy => {
      const doubt = unknownPlace(found, kind, written, place) ?? ofParent;
      return { chart: source.path ?? '', parent: application, written, files, doubt };
    };
    const found = applicationsIn(file.documents);
    for (const one of found.applications) applications.push({ ...one, charted: chartedBy(one, 'Application') });
    for (const document of found.applicationSets) {
      const name = String(valueAt(document.value(), ['metadata', 'name']) ?? '');
      sets.push({ document, charted: chartedBy({ document, name }, 'ApplicationSet') });
    }
  }
  return { applications, sets, problems };
}

/** An Application of no service: that says nothing of what it deploys. */
function asDeployed(application: PlacedApplication): Application {
  return { ...application, service: null, services: [], mayDeployMore: false };
}

/** What a template writes, as a file whose places are those of the template. */
function fileOf(path: string, text: string, written: WrittenText): YamlFile {
  const template: YamlFile = {
    path,
    text,
    documents: [],
    errors: [],
    template: true,
    repeating: [],
    location: placesIn({ path, text }),
  };
  const document: YamlDocument = {
    file: template,
    index: 0,
    contents: null,
    resolve: () => undefined,
    value: () => undefined,
    node: () => undefined,
    locate: () => template.location(0),
    locateValue: () => template.location(0),
  };
  const outerOffset = (offset: number): number => offsetInTemplate(written, offset);
  return lastKeyCounts(parseYamlFile(path, written.text, { document, path: [], outerOffset }));
}

/** Fields of an Application that say nothing of what it runs. */
const harmless =
  /^(?:metadata\.(?!name\b|namespace\b)|spec\.(?:destination|project|syncPolicy|info|ignoreDifferences|revisionHistoryLimit)\b|status\b)/;

/** The first part of an Application that is not known, or that is not written for sure. */
function unknownPlace(
  { document, name }: Pick<WrittenApplication, 'document' | 'name'>,
  kind: string,
  written: WrittenText,
  place: (offset: number) => Location,
): ChartDoubt | null {
  const [from = 0, , to = 0] = document.contents?.range ?? [];
  for (const { from: start, piece } of written.partsIn(from, to)) {
    if (piece.known && piece.maybe !== true) continue;
    if (piece.known && piece.text.trim() === '') continue;
    const path = scalarAround(document, Math.max(start, from))?.path ?? [];
    if (harmless.test(path.join('.').replace(/^spec\.template\.(?=metadata\.|spec\.)/, ''))) continue;
    return {
      what: piece.known
        ? `whether the template writes this part of the ${kind} ${quoteName(name)} depends on a condition that is not computed here`
        : `what the template makes of this part of the ${kind} ${quoteName(name)} is not computed here`,
      help: 'Let the template take it from a plain key of the values, such as {{ .Values.web.tag }}.',
      location: place(piece.start),
      ownText: false,
    };
  }
  return null;
}
