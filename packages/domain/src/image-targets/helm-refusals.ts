import type { Application, ApplicationSource } from '../argocd/application.ts';
import type { ChartValues } from '../argocd/chart-values.ts';
import type { KeyPath } from '../helm/template-value.ts';
import { formatLocation, type Location, placesIn } from '../location.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { parseBlockScalar } from '../yaml/block-scalar.ts';
import { field, plainValue, valueAt } from '../yaml/value.ts';
import type { ChartImages } from './chart-images.ts';
import { isSet, keyOfPath, showKey, type WantedKey } from './helm-keys.ts';
import { canonicalRepository, howToTell, identitiesOf, lastPart, showRepository } from './image-identity.ts';
import { type ImageUse, unknownText } from './image-uses.ts';
import type { TargetContext } from './target.ts';
import { refuseUnwritableKey } from './unwritable-values.ts';
import { groupsOf, type ImageGroup } from './values-groups.ts';

/** What of a chart is the image that a request means. */
export interface Chosen {
  /** Keys of its tag, or of its whole text. */
  keys: WantedKey[];
  /** Places that hold the image and are no value. */
  left: readonly ImageUse[];
  /** The repositories of those that are known by it. */
  repositories: readonly string[];
  /** Values that say the image as well, and that no template reads. */
  unread?: readonly ImageGroup[];
}

/** UserError where the usual key is the tag of an image that is known to be another one. */
export function refuseStranger(
  application: Application,
  repository: string,
  values: ChartValues,
  images: ChartImages | null,
  context: TargetContext,
): void {
  const { image, tagPath } = context;
  if (identitiesOf(context).some(({ matches }) => matches(repository))) return;
  const all = new Set([
    ...(images?.uses ?? []).map((use) => canonicalRepository(use.repository)),
    ...groupsOf(values).map((group) => canonicalRepository(group.repository)),
  ]);
  const official = !canonicalRepository(repository).includes('/') && /^(?:docker\.io\/)?(?:library\/)/.test(repository);
  const own = context.repository === null && !context.isOtherService(lastPart(repository)) && !official;
  if (own && all.size <= 1) return;
  // What the request gives as the new repository is not what is there yet.
  if (own && image.repository !== undefined) return;
  throw new UserError(
    `${tagPath} of Application ${quoteName(application.name)} is the tag of ${quoteName(repository)}, which is not the image of ${quoteName(image.service)}`,
    {
      location: placeOfKey(application, values, keyOfPath(tagPath)),
      help: `${describeImages(all)} ${howToName(context)}`,
    },
  );
}

/**
 * UserError where a chart that is not here gets a tag by the usual key, and nothing says that this is the tag of the
 * service's image: no repository beside it, no key in the configuration, and no name of the chart.
 */
export function refuseStrangeChart(
  application: Application,
  source: ApplicationSource,
  values: ChartValues,
  { image, tagPath, isTagPathGiven }: TargetContext,
): void {
  const chart = source.chart ?? source.path ?? '';
  const isElsewhere = source.chart !== null || source.ours === false;
  if (image.tag === undefined || isTagPathGiven || !isElsewhere || lastPart(chart) === image.service) return;
  throw new UserError(
    `what ${tagPath} of Application ${quoteName(application.name)} is the tag of is not known: the chart ${quoteName(chart)} is not in this repository`,
    {
      location: placeOfKey(application, values, keyOfPath(tagPath)),
      help: `Write the repository of the image beside the tag, or set image-tag-path of the environment in rollcall.yaml to ${quoteName(tagPath)}.`,
    },
  );
}

/** What a person can do where none of the images is the one that is meant. */
function howToName({ image, repository }: TargetContext): string {
  if (image.repository !== undefined)
    return `Correct "repository" of the image, which is ${quoteName(image.repository)}.`;
  if (repository !== null)
    return `Correct image-repository of the environment in rollcall.yaml, which is ${quoteName(repository)}, or give "repository" with the image.`;
  return 'Give "repository" with the image, or set image-repository of the environment in rollcall.yaml.';
}

function describeImages(all: ReadonlySet<string>): string {
  return `The images of its charts are ${listFew([...all].map((one) => quoteName(showRepository(one))))}.`;
}

/** The images that the values of a chart say, with their places, for a message; '' for none. */
export function describeValueImages(application: Application, values: ChartValues): string {
  const images = groupsOf(values).map(({ repository, key }) => {
    const { path, line } = placeOfKey(application, values, key);
    return `${quoteName(showRepository(repository))} (${showPath(path)}:${line})`;
  });
  return images.length === 0 ? '' : `The images of its values are ${listFew([...new Set(images)])}.`;
}

export function placeOfKey(application: Application, values: ChartValues, key: KeyPath): Location {
  const winner = [...values.layers]
    .reverse()
    .find((layer) => layer.document && isSet({ ...values, layers: [layer] }, key));
  if (!winner?.document) return application.document.locate([]);
  return winner.sets === null
    ? winner.document.locateValue([...winner.at, ...key.slice(winner.prefix.length)])
    : winner.document.locateValue([...winner.at, 'value']);
}

export function refuseUnread(
  application: Application,
  values: ChartValues,
  key: KeyPath,
  images: ChartImages,
  context: TargetContext,
): never {
  const { uses } = images;
  const others = uses.map(
    (use) => `${quoteName(showRepository(use.repository))} with ${describeTag(use)} (${placeInTemplate(use, context)})`,
  );
  throw new UserError(
    `nothing that is rendered would change: no template of Application ${quoteName(application.name)} reads ${showKey(key)}`,
    {
      location: placeOfKey(application, values, key),
      help: `${others.length === 0 ? 'Its templates write no image.' : `They write ${listFew(others)}.`} Let the template take the tag from ${showKey(key)}, or set image-tag-path.`,
    },
  );
}

function describeTag({ tag }: ImageUse): string {
  if (tag.kind === 'key' || tag.kind === 'whole') return `the tag of ${showKey(tag.key)}`;
  if (tag.kind === 'field') return `.${tag.field} as its tag`;
  if (tag.kind === 'text') return `the tag ${quoteName(tag.text)}, which the template says itself`;
  return tag.kind === 'none' ? 'no tag' : 'a tag that the template puts together';
}

function placeInTemplate({ path, start }: ImageUse, { manifests }: TargetContext): string {
  const text = manifests.text(path);
  return text === undefined ? showPath(path) : formatLocation(placesIn({ path, text })(start));
}

/** UserError where an image that is meant also stands where no value is written. */
export function refuseLeft(application: Application, { keys, left }: Chosen, context: TargetContext): void {
  const [use] = left;
  if (!use || context.image.tag === undefined) return;
  const what = `${quoteName(showRepository(use.repository))} has ${describeTag(use)}`;
  const outcome =
    use.tag.kind === 'unknown'
      ? 'another tag than the one that is asked for may run'
      : 'nothing that is rendered would change';
  const message =
    keys.length === 0
      ? `${outcome}: ${what} in the chart of Application ${quoteName(application.name)}`
      : `one place of the image of ${quoteName(context.image.service)} would be left: ${what} in the chart of Application ${quoteName(application.name)}`;
  throw new UserError(message, {
    location: locationInTemplate(use, context),
    help: `Let the template take the tag from ${context.tagPath} of the values.`,
  });
}

/** Where a template writes something. */
export function locationInTemplate(
  { path, start }: Pick<ImageUse, 'path' | 'start'>,
  { manifests }: TargetContext,
): Location {
  const text = manifests.text(path);
  return text === undefined ? { path, line: 1, column: 1 } : placesIn({ path, text })(start);
}

export function refuseSeveralUses(uses: readonly ImageUse[], values: ChartValues, context: TargetContext): void {
  const [first] = uses;
  const other = uses.find(
    ({ repository }) => first && canonicalRepository(repository) !== canonicalRepository(first.repository),
  );
  if (!first || !other || context.image.tag === undefined) return;
  if ([first, other].some(({ repository }) => repository.includes(unknownText))) return;
  const { tag } = other;
  const location = 'key' in tag ? placeOfKey(values.application, values, tag.key) : undefined;
  throw severalError([first.repository, other.repository], placeInTemplate(other, context), context, location);
}

export function refuseSeveralGroups(groups: readonly ImageGroup[], values: ChartValues, context: TargetContext): void {
  const [first] = groups;
  const other = groups.find(
    ({ repository }) => first && canonicalRepository(repository) !== canonicalRepository(first.repository),
  );
  if (!first || !other || context.image.tag === undefined) return;
  const location = placeOfKey(values.application, values, other.key);
  throw severalError([first.repository, other.repository], showKey(other.key), context, location);
}

function severalError(
  [one = '', other = '']: readonly string[],
  where: string,
  context: TargetContext,
  location?: Location,
): UserError {
  const [first, second] = [one, other].map((name) => quoteName(showRepository(name)));
  return new UserError(`both ${first} and ${second} may be the image that is meant (${where})`, {
    ...present({ location }),
    help: howToTell(context),
  });
}

/** UserError where a key is also the tag of an image that is not bumped. */
export function refuseSharedKeys(
  uses: readonly ImageUse[],
  { uses: all, values }: ChartImages,
  matches: (repository: string) => boolean,
  context: TargetContext,
): void {
  if (context.image.tag === undefined) return;
  const keys = new Set(uses.flatMap(({ tag }) => (tag.kind === 'key' ? [showKey(tag.key)] : [])));
  const other = all.find(
    ({ tag, repository }) => tag.kind === 'key' && keys.has(showKey(tag.key)) && !matches(repository),
  );
  if (other?.tag.kind !== 'key' || context.isBumpedAlike(lastPart(other.repository))) return;
  throw new UserError(
    `${showKey(other.tag.key)} is also the tag of ${quoteName(showRepository(other.repository))} (${placeInTemplate(other, context)})`,
    {
      location: placeOfKey(values.application, values, other.tag.key),
      help: 'Bump all services of that tag together, with the same tag, or give each of them a key of its own.',
    },
  );
}

/** UserError where a text stands in the way of the usual key, and nothing tells which of the two the chart reads. */
export function refuseHiding(
  application: Application,
  groups: readonly ImageGroup[],
  values: ChartValues,
  { tagPath }: TargetContext,
): void {
  if (groups.some(({ key, part }) => part === 'whole' && tagPath.startsWith(`${showKey(key)}.`)))
    refuseUnwritableKey(application, values, keyOfPath(tagPath));
}

/** UserError where the block of `values` has mistakes. */
export function refuseBrokenText({ document }: Application, { at, overrides }: ApplicationSource): void {
  const places = [{ document, helm: [...at, 'helm'] }, ...overrides.map((one) => ({ document: one, helm: ['helm'] }))];
  for (const { document: one, helm } of places) {
    const value = valueAt(plainValue(one), helm);
    if (typeof field(value, 'values') === 'string' && field(value, 'valuesObject') == null)
      parseBlockScalar(one, [...helm, 'values']);
  }
}
