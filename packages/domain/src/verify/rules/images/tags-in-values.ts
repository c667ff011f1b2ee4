import type { Application } from '../../../argocd/application.ts';
import { type ChartValues, chartValues, placeOfValue, type ValuesLayer } from '../../../argocd/chart-values.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import { groupInto } from '../../../grouping.ts';
import { isMutableTag } from '../../../images/tag.ts';
import { compareText } from '../../../location.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { valueAt } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { overriddenApplications } from '../../facts/argocd/overridden-applications.ts';
import { defaultsOf } from '../../facts/helm/values.ts';
import type { RuleContext } from '../../rule/context.ts';
import { aboutOf, type MutableUse } from './mutable-tags.ts';
import { type MutableTag, mutableTagsInValues } from './tags-in-documents.ts';

/** Tags that an Application itself sets, as parameters or as values, and that nothing else of it overrides. */
export function mutableTagsInApplications(context: RuleContext): MutableUse[] {
  return overriddenApplications(context).flatMap((application) =>
    application.sources.flatMap((source) => {
      const values = chartValues(application, source, context);
      const own = values.layers.filter(({ file, ignored }) => file === null && ignored === null);
      return own.flatMap((layer) =>
        tagsIn(layer, own).flatMap(({ tag, image, path }): MutableUse[] => {
          const found = winningValue(values, keyOf(path));
          if (found.state !== 'set' || found.layer !== layer) return [];
          return [{ ...aboutOf(application), location: placeOfValue(layer, path), tag, image, overridden: null }];
        }),
      );
    }),
  );
}

/** The key that a place in a document sets: what a merge key brings in belongs to the map around it. */
function keyOf(path: YamlPath): YamlPath {
  return path.filter((step) => step !== '<<');
}

/** The tags that move in one layer of an Application, each with its key. */
function tagsIn({ document, at, sets, values, kind }: ValuesLayer, layers: readonly ValuesLayer[]): MutableTag[] {
  if (document === null) return [];
  if (sets === null)
    return mutableTagsInValues(document, at).map((use) => ({ ...use, path: use.path.slice(at.length) }));
  const key = sets.join('.');
  const tag = String(valueAt(values, sets) ?? '');
  if (kind === 'fileParameters' || !/(^|\.)(tag|image_?tag|\w+ImageTag)$/i.test(key)) return [];
  if (tag.trim() === '' || !isMutableTag(tag)) return [];
  const image = layers.find((layer) => /(^|\.)image\.(repository|name)$/.test(layer.sets?.join('.') ?? ''));
  return [{ tag, image: String(valueAt(image?.values, image?.sets ?? []) ?? key), path: sets }];
}

/** Tags in the values of charts and in the value files Applications name, as far as a consumer does not override them. */
export function mutableTagsInValueFiles(context: RuleContext): MutableUse[] {
  const consumers = consumersOf(context);
  const chartOf = new Map(context.catalog.charts.map(({ path, name }) => [defaultsOf(path), name]));
  return [...consumers]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, using]) => {
      const document = context.paths.at(path) === 'file' ? context.yaml(path)?.documents[0] : undefined;
      return document ? usesIn(document, chartOf.get(path), using) : [];
    });
}

/** What reads each file of values; nothing where a chart is deployed by none of the Applications. */
function consumersOf(context: RuleContext): Map<string, ChartValues[]> {
  const consumers = new Map<string, ChartValues[]>();
  for (const { path, library } of context.catalog.charts) if (!library) consumers.set(defaultsOf(path), []);
  for (const application of overriddenApplications(context)) {
    for (const source of application.sources) {
      const values = chartValues(application, source, context);
      for (const { file, document } of values.layers)
        if (file?.path != null && document) groupInto(consumers, file.path, values);
    }
  }
  for (const { path } of context.catalog.charts) if (isEmpty(path, context)) consumers.delete(defaultsOf(path));
  return consumers;
}

/** Whether a chart has neither templates nor other charts: nothing runs of it, whatever its values say. */
function isEmpty(chart: string, context: RuleContext): boolean {
  const { paths } = context;
  if (paths.at(joinPath(chart, 'templates')) !== null || paths.at(joinPath(chart, 'charts')) !== null) return false;
  return !/^dependencies:/m.test(context.text(joinPath(chart, 'Chart.yaml')) ?? 'dependencies:');
}

function usesIn(document: YamlDocument, chart: string | undefined, using: readonly ChartValues[]): MutableUse[] {
  return mutableTagsInValues(document).flatMap(({ tag, image, path }): MutableUse[] => {
    const key = keyOf(path);
    const { reached, overriding, byOthers } = reachOf(key, document.file.path, using);
    // A default that each of its readers replaces is never what runs.
    if (byOthers) return [];
    const [first, ...others] = overriding;
    // Whether it counts is not known where every reader has values that cannot be read.
    if (using.length > 0 && reached.length === 0 && first === undefined) return [];
    const overridden = reached.length > 0 || first === undefined ? null : first;
    const environments = [...new Set(reached.flatMap(({ environment }) => environment ?? []))];
    return [
      {
        location: document.locate(path),
        tag,
        image,
        subject: chart ?? key.join('.'),
        environments: environments.sort(compareText),
        overridden: overridden && others.length > 0 ? `${overridden} and ${others.length} more` : overridden,
      },
    ];
  });
}

/**
 * The Applications that take a key from a file, and the layers from which others take it instead; `byOthers` where
 * every reader does.
 */
function reachOf(
  key: YamlPath,
  path: string,
  using: readonly ChartValues[],
): { reached: Application[]; overriding: string[]; byOthers: boolean } {
  const reached: Application[] = [];
  const overriding = new Set<string>();
  let byOthers = using.length > 0;
  for (const values of using) {
    const { state, layer } = winningValue(values, key);
    byOthers &&= state === 'set' && layer !== null && layer.file?.path !== path;
    if (state === 'unknown' || layer === null) continue;
    if (layer.file?.path === path) reached.push(values.application);
    else overriding.add(layer.name);
  }
  return { reached, overriding: [...overriding], byOthers };
}
