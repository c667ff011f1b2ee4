import type { Application } from '../argocd/application.ts';
import type { ChartValues, ValuesLayer } from '../argocd/chart-values.ts';
import { quoteName, showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import { field, isRecord, listAt, plainValue, valueAt } from '../yaml/value.ts';
import { keyTarget } from './helm-keys.ts';
import { identitiesOf } from './image-identity.ts';
import type { Kustomized } from './kustomize-images.ts';
import type { ImageTarget, TargetContext } from './target.ts';
import { groupsOf } from './values-groups.ts';

/** The places of one image among the inline values of a chart. */
interface InlineTargets {
  repository: string;
  targets: ImageTarget[];
  warnings: readonly string[];
}

/**
 * The image of the service among the `valuesInline` of charts that kustomizations inflate: the tag beside its
 * repository, for the templates of most of these charts are not here. UserError where another layer may win over it.
 */
export function inlineTargets(
  application: Application,
  charts: Kustomized['charts'],
  context: TargetContext,
): InlineTargets[] {
  const all = charts.map((chart) => ({ chart, values: valuesOf(application, chart) }));
  for (const { matches } of identitiesOf(context)) {
    const found = all.flatMap(({ chart, values }) =>
      groupsOf(values)
        .filter(({ repository, part }) => matches(repository) && part === 'tag')
        .flatMap(({ key, repository }): InlineTargets[] => {
          if (context.image.tag !== undefined) refuseOverridden(chart);
          const tag = keyTarget(application, values, { key, part: 'tag', registryApart: false }, context);
          return tag ? [{ repository, targets: tag.targets, warnings: tag.warnings }] : [];
        }),
    );
    if (found.length > 0) return found;
  }
  return [];
}

type InflatedChart = Kustomized['charts'][number];

function valuesOf(application: Application, { document, at }: InflatedChart): ChartValues {
  const inline = [...at, 'valuesInline'];
  const values = valueAt(document.value(), inline);
  const layer: ValuesLayer = {
    kind: 'valuesObject',
    name: `valuesInline of ${showPath(document.file.path)}`,
    file: null,
    document,
    at: inline,
    prefix: [],
    values,
    sets: null,
    ignored: null,
    unknown: null,
    mistake: null,
  };
  return { application, layers: isRecord(values) ? [layer] : [] };
}

/** kustomize gives Helm the additional files last; with `valuesMerge: merge` the values file wins. */
function refuseOverridden({ document, at }: InflatedChart): void {
  const chart = valueAt(plainValue(document), at);
  const isMerged = field(chart, 'valuesMerge') === 'merge';
  if (listAt(chart, 'additionalValuesFiles').length === 0 && !isMerged) return;
  const key = isMerged ? 'valuesMerge' : 'additionalValuesFiles';
  throw new UserError(`${quoteName(key)} lets a values file win over valuesInline, which says the tag`, {
    location: document.locate([...at, key]),
    help: 'Let valuesInline win, or write the tag with an entry of "images".',
  });
}
