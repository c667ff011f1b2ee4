import type { Application, ApplicationSource, ChartedBy } from '../argocd/application.ts';
import { type ChartValues, placeOfValue, type ValuesLayer } from '../argocd/chart-values.ts';
import { mayBeOurs, revisionOf } from '../argocd/source-place.ts';
import { helmSetType } from '../helm/set-values.ts';
import type { KeyPath, OutputPiece } from '../helm/template-value.ts';
import { quoteName, showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import { isRelated } from './chart-images.ts';
import { type ChartRun, chartRun, idOfKey } from './chart-run.ts';
import { type FilePlace, isSame } from './file-place.ts';
import { isBlock, showKey } from './helm-keys.ts';
import type { TargetContext } from './target.ts';
import { placeOf } from './template-place.ts';
import { refuseUnwritableKey, winnerOf } from './unwritable-values.ts';
import { useOf, usesOfPieces } from './written-parts.ts';

/**
 * The place of the value that wins for a key of a chart that writes Applications. With a value to write, UserError where
 * it is not known which wins, or what is written there is also what something else is made of.
 */
export function keyPlace(
  application: Application,
  charted: ChartedBy,
  key: KeyPath,
  value: string | undefined,
  context: TargetContext,
): FilePlace | undefined {
  const { parent } = charted;
  const source = parent.sources.find((one) => mayBeOurs(one) && one.path === charted.chart);
  // Every template: what reads the key need not write an Application.
  const run = source && chartRun(parent, source, context, /(?:)/);
  if (!run) return undefined;
  const found = placeOfKey(parent, run.values, key);
  if (value === undefined) return found && { ...found.place, value };
  refuseUnwritableKey(parent, run.values, [...key]);
  const [above] = winnerOf(run.values, [...key]).unknown;
  if (above)
    throw new UserError(
      `${showKey(key)} of Application ${quoteName(parent.name)} may be set by ${quoteName(above.name)}, which ${above.unknown}`,
      {
        location: placeOfValue(above, [...key]),
        help: 'Let the last value file set the tag, on the branch that is written.',
      },
    );
  if (!found) return undefined;
  const { layer, place } = found;
  if (layer.sets !== null && helmSetType(value) !== 'string')
    throw new UserError(`${quoteName(value)} would reach the chart as another value than a text`, {
      location: place.document.locateValue(place.path),
      help: 'Argo CD passes Helm parameters with --set, which types them. Set the tag in a value file instead.',
    });
  refuseOtherUses(application, charted, run, { key, value, place }, context);
  refuseOtherParents(application, charted, source, { key, layer, place }, context);
  return { ...place, value };
}

interface FoundPlace {
  place: Omit<FilePlace, 'value'>;
  layer: ValuesLayer;
}

function placeOfKey(parent: Application, values: ChartValues, key: KeyPath): FoundPlace | undefined {
  const { found } = winnerOf(values, [...key]);
  const { layer } = found;
  if (!layer?.document || found.path.length !== key.length || (layer.kind === 'values' && !isBlock(layer)))
    return undefined;
  const path: YamlPath =
    layer.sets === null ? [...layer.at, ...key.slice(layer.prefix.length)] : [...layer.at, 'value'];
  const place = placeOf(parent, layer.document, path, false);
  return { place: { ...place, text: formatYamlPath(place.path) }, layer };
}

/** UserError where the key says something else too than the image that is meant, or a template makes more of it. */
function refuseOtherUses(
  application: Application,
  { parent, chart }: ChartedBy,
  run: ChartRun,
  { key, value, place }: { key: KeyPath; value: string; place: FoundPlace['place'] },
  { charted: all, isBumpedAlike }: TargetContext,
): void {
  const id = idOfKey(key);
  const isIt = (piece: OutputPiece): boolean => piece.key !== null && idOfKey(piece.key) === id;
  const refuse = (what: string): never => {
    throw new UserError(`${showKey(key)} of the chart ${showPath(chart)} is also ${what}`, {
      location: place.document.locateValue(place.path),
      help: `Give the image of ${quoteName(application.name)} a key of its own.`,
    });
  };
  const allowed = new Set<string>();
  const siblings = all.filter(({ charted }) => charted && isSame(charted.parent, parent));
  for (const { application: one, part, path } of usesOfPieces(siblings, (piece) => (isIt(piece) ? 0 : undefined))) {
    const isOwn = one.environment === application.environment && one.service === application.service;
    const isAlike = one.environment === application.environment && isBumpedAlike(one.service ?? '');
    const use = useOf(one, path);
    if (use !== 'label' && !(use === 'image' && (isOwn || isAlike)))
      refuse(`${formatYamlPath(path)} of Application ${quoteName(one.name)} (${one.environment ?? 'no environment'})`);
    allowed.add(JSON.stringify([part.piece.path, part.piece.start]));
  }
  for (const what of otherReaders(run, { id, key, value, allowed })) refuse(what);
}

/** What of a chart's templates reads a key beside the pieces that are allowed to, or says something else with the new value. */
function* otherReaders(
  run: ChartRun,
  { id, key, value, allowed }: { id: string; key: KeyPath; value: string; allowed: ReadonlySet<string> },
): Iterable<string> {
  const isIt = (piece: OutputPiece): boolean => piece.key !== null && idOfKey(piece.key) === id;
  const after = run.outputs(new Map([[id, value]]));
  for (const [index, { path, pieces }] of run.outputs().entries()) {
    const stranger = pieces.find((piece) =>
      isIt(piece)
        ? !allowed.has(JSON.stringify([piece.path, piece.start]))
        : !piece.known && [...(piece.key ? [piece.key] : []), ...piece.reads].some((one) => isRelated(one, key)),
    );
    if (stranger) yield `read by the template ${showPath(path)}`;
    const wanted = pieces.map((piece) => (isIt(piece) ? value : piece.text)).join('');
    if (wanted !== after[index]?.pieces.map(({ text }) => text).join(''))
      yield `what a condition of the template ${showPath(path)} asks`;
  }
}

/** UserError where another Application takes the value from the same place. */
function refuseOtherParents(
  application: Application,
  { parent, chart }: ChartedBy,
  source: ApplicationSource,
  { key, layer, place }: { key: KeyPath; layer: ValuesLayer; place: FoundPlace['place'] },
  context: TargetContext,
): void {
  if (!layer.file?.path) return;
  const revision = layer.file.revision || revisionOf(source);
  for (const other of context.reachedBy(layer.file.path, revision)) {
    if (isSame(other, parent) || !context.isRead(other)) continue;
    const own = other.sources.find((one) => mayBeOurs(one) && one.path === chart);
    const run = own && chartRun(other, own, context, /(?:)/);
    const winner = run && placeOfKey(other, run.values, key);
    const isElsewhere =
      winner && JSON.stringify([winner.place.document.file.path, winner.place.path]) !== placeId(place);
    if (isElsewhere || (!run && other.environment === application.environment)) continue;
    throw new UserError(
      `${place.text} of ${showPath(layer.file.path)} is also what Application ${quoteName(other.name)} (${other.environment ?? 'no environment'}) takes`,
      {
        location: place.document.locateValue(place.path),
        help: `Give ${quoteName(parent.name)} a value file of its own, named last in valueFiles, that sets ${showKey(key)}.`,
      },
    );
  }
}

function placeId({ document, path }: FoundPlace['place']): string {
  return JSON.stringify([document.file.path, path]);
}
