import type { Application } from '../argocd/application.ts';
import { type ChartValues, leftToChance, placeOfValue, type ValuesLayer } from '../argocd/chart-values.ts';
import { type FoundValue, sayingsOf, winningValue } from '../argocd/winning-value.ts';
import { formatLocation } from '../location.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';

/** What wins for a key among the layers that are known, and the layers above it that are not. */
export function winnerOf(
  values: ChartValues,
  key: YamlPath,
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
 * UserError where what wins for a key is nothing that a bump writes: the text of a file parameter, parameters whose
 * order is left to chance, or a null or another value that takes the place of the map that the key is in.
 */
export function refuseUnwritableKey(application: Application, values: ChartValues, key: YamlPath): void {
  const name = formatYamlPath(key);
  const { found, unknown } = winnerOf(values, key);
  const single = unknown.find(({ kind, unknown: why }) => kind === 'fileParameters' || why === leftToChance);
  if (single) {
    const { location, help } = placeAndHelp(single, []);
    const message =
      single.kind === 'fileParameters'
        ? `${name} of Application ${quoteName(application.name)} is the text of a file, which wins over every other value`
        : `nobody can know which value of ${name} Application ${quoteName(application.name)} gets: this parameter ${single.unknown}`;
    throw new UserError(message, { location, help });
  }
  if (found.state !== 'unset' || found.layer === null || found.path.length === key.length) return;
  const hidden = sayingsOf(values, key).find(
    ({ layer, path, value }) => path.length === key.length && value != null && layer.ignored === null,
  );
  if (!hidden) return;
  const { location, help } = placeAndHelp(found.layer, found.path);
  throw new UserError(
    `${formatYamlPath(found.path)} of ${found.layer.name} takes the place of ${name} of ${hidden.layer.name} (${formatLocation(placeOfValue(hidden.layer, hidden.path))}), so Argo CD does not use that tag`,
    { location, help },
  );
}

function placeAndHelp(layer: ValuesLayer, path: readonly (string | number)[]) {
  const help = 'Remove it, or let the last value file or a parameter set the tag: that is where a bump writes.';
  return { location: placeOfValue(layer, path), help };
}
