import type { Application } from '../argocd/application.ts';
import { type ChartValues, chartValues, leftToChance, placeOfValue, type ValuesLayer } from '../argocd/chart-values.ts';
import { type FoundValue, sayingsOf, winningValue } from '../argocd/winning-value.ts';
import { formatLocation } from '../location.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import type { TargetContext } from './target.ts';

/** What wins for a key among the layers that are known, and the layers above it that are not. */
export function winnerOf(
  values: ChartValues,
  key: readonly string[],
): { found: Exclude<FoundValue, { state: 'unknown' }>; unknown: ValuesLayer[] } {
  const unknown: ValuesLayer[] = [];
  let found = winningValue(values, key);
  while (found.state === 'unknown') {
    unknown.push(found.layer);
    found = found.otherwise;
  }
  return { found, unknown };
}

/**
 * UserError where what wins for the tag is nothing that a bump writes: the text of a file parameter, parameters whose
 * order is left to chance, or a null or another value that takes the place of the map that the tag is in.
 */
export function refuseUnwritable(application: Application, { values: tree, tagPath }: TargetContext): void {
  if (application.service === null) return;
  const key = tagPath.split('.');
  for (const source of application.sources) {
    const values = chartValues(application, source, tree);
    const { found, unknown } = winnerOf(values, key);
    const single = unknown.find(({ kind, unknown: why }) => kind === 'fileParameters' || why === leftToChance);
    if (single) {
      const { location, help } = placeAndHelp(single, []);
      const message =
        single.kind === 'fileParameters'
          ? `${tagPath} of Application ${quoteName(application.name)} is the text of a file, which wins over every other value`
          : `nobody can know which value of ${tagPath} Application ${quoteName(application.name)} gets: this parameter ${single.unknown}`;
      throw new UserError(message, { location, help });
    }
    if (found.state !== 'unset' || found.layer === null || found.path.length === key.length) continue;
    const hidden = sayingsOf(values, key).find(
      ({ layer, path, value }) => path.length === key.length && value != null && layer.ignored === null,
    );
    if (!hidden) continue;
    const { location, help } = placeAndHelp(found.layer, found.path);
    throw new UserError(
      `${found.path.join('.')} of ${found.layer.name} takes the place of ${tagPath} of ${hidden.layer.name} (${formatLocation(placeOfValue(hidden.layer, hidden.path))}), so Argo CD does not use that tag`,
      { location, help },
    );
  }
}

function placeAndHelp(layer: ValuesLayer, path: readonly (string | number)[]) {
  const help = 'Remove it, or let the last value file or a parameter set the tag: that is where a bump writes.';
  return { location: placeOfValue(layer, path), help };
}
