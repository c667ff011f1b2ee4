import type { Application, ApplicationSource } from '../argocd/application.ts';
import { type ChartValues, chartValues } from '../argocd/chart-values.ts';
import { revisionOf } from '../argocd/source-place.ts';
import { addAll } from '../grouping.ts';
import type { KeyPath } from '../helm/template-value.ts';
import { listFew, quoteName } from '../names.ts';
import { field, plainValue, valueAt } from '../yaml/value.ts';
import { type ChartImages, chartImages } from './chart-images.ts';
import { describeUnreadCharts } from './chart-instances.ts';
import { idOfKey } from './chart-run.ts';
import { describeUnread, groupsBeside } from './groups-beside.ts';
import { isBlock, isSet, type KeyTarget, keyOfPath, keyTarget, showKey, type WantedKey } from './helm-keys.ts';
import { refuseTemplatedNames } from './helm-parameters.ts';
import { proveKeys, type WrittenKey } from './helm-proof.ts';
import {
  type Chosen,
  describeValueImages,
  refuseBrokenText,
  refuseHiding,
  refuseLeft,
  refuseSeveralGroups,
  refuseSeveralUses,
  refuseSharedKeys,
  refuseStrangeChart,
  refuseStranger,
  refuseUnread,
} from './helm-refusals.ts';
import { describeKeys, valueKeys } from './helm-values.ts';
import { identitiesOf } from './image-identity.ts';
import { type ImageUse, unknownText } from './image-uses.ts';
import { refuseOtherReaders } from './other-readers.ts';
import type { TargetContext, TargetSearch } from './target.ts';
import { refuseUnwritableKey, winnerOf } from './unwritable-values.ts';
import { describeFiles, mayBeOverridden, refuseShared, refuseUnknown, refuseUnreadable } from './value-files.ts';
import { groupsOf } from './values-groups.ts';

/**
 * The values that say which image a source's chart runs: those that its templates make the service's image of. Where no
 * template tells, the values beside a repository of the service's name; with `byKey`, else those of the usual key.
 */
export function helmTargets(
  application: Application,
  source: ApplicationSource,
  context: TargetContext,
  byKey: boolean,
): TargetSearch {
  const images = chartImages(application, source, context);
  const values = images?.values ?? chartValues(application, source, context.values);
  for (const layer of values.layers) if (layer.file !== null) refuseUnreadable(layer);
  if (context.image.tag !== undefined) refuseTemplatedNames(application, source);
  const chosen =
    byIdentity(application, values, images, context) ??
    (byKey ? byUsualKey(application, source, values, images, context) : null);
  const search: TargetSearch & { warnings: string[] } = {
    targets: [],
    searched: searchedIn(application, source),
    // Asked for in a message alone.
    get instead() {
      return describe(application, source, values, context);
    },
    warnings: describeUnread(application, chosen?.unread ?? [], values, context),
    repositories: byKey ? [] : (chosen?.repositories ?? []),
  };
  if (chosen) refuseLeft(application, chosen, context);
  const written: WrittenKey[] = [];
  for (const wanted of chosen?.keys ?? []) {
    refuseUnwritableKey(application, values, wanted.key);
    const found = keyTarget(application, values, wanted, context);
    if (!found || found.unknown.some(({ kind }) => kind === 'values')) refuseBrokenText(application, source);
    if (!found) continue;
    written.push({ wanted, found });
    judge(application, source, values, found, context, search);
    addAll(
      search.targets,
      found.targets.map((target) => (byKey ? target : { ...target, source: source.at })),
    );
    addAll(search.warnings, found.warnings);
  }
  search.unproved = proveKeys(application, written, chosen, images, context);
  if (byKey && search.targets.length === 0) refuseBrokenText(application, source);
  return search;
}

function judge(
  application: Application,
  source: ApplicationSource,
  values: ChartValues,
  { targets, layer, unknown }: KeyTarget,
  context: TargetContext,
  search: { warnings: string[] },
): void {
  for (const target of targets) {
    const written = target.value !== undefined && target.value !== target.current;
    if (written && layer.file) {
      const earlier = values.layers.slice(0, values.layers.indexOf(layer)).filter(({ file }) => file !== null);
      refuseShared(application, layer.file, target, earlier, context);
      refuseOtherReaders(application, target, layer.file.revision, context);
    }
    if (written && !layer.file && layer.document !== application.document && layer.kind !== 'values')
      refuseOtherReaders(application, target, revisionOf(source), context);
    if (layer.file) for (const above of unknown) refuseUnknown(application, source, target, above, context);
    if (layer.file && target.part === 'tag' && unknown.length > 0)
      search.warnings.push(mayBeOverridden(application, layer, unknown));
  }
}

/** The image of the surest identity that the chart or its values have; null where none has it. */
function byIdentity(
  application: Application,
  values: ChartValues,
  images: ChartImages | null,
  context: TargetContext,
): Chosen | null {
  for (const { matches } of identitiesOf(context)) {
    const uses = (images?.uses ?? []).filter(({ repository }) => matches(repository));
    if (uses.length > 0) {
      refuseSeveralUses(uses, values, context);
      if (images) refuseSharedKeys(uses, images, matches, context);
      return withGroupsBeside(withEmptyKeys(ofUses(uses, values), matches, values, images), values, images);
    }
    const found = groupsOf(values).filter(({ repository }) => matches(repository));
    const read = images?.complete ? found.filter(({ key }) => images.reads(key)) : found;
    if (read.length > 0) {
      refuseHiding(application, read, values, context);
      refuseSeveralGroups(read, values, context);
      const keys = read.flatMap((group) => partsOf(group.key, group.part, values));
      return { keys, left: [], repositories: read.map(({ repository }) => repository) };
    }
  }
  return null;
}

/** What is chosen, with the other values that say the same image: those that a template reads, or may read, move as well. */
function withGroupsBeside(chosen: Chosen, values: ChartValues, images: ChartImages | null): Chosen {
  if (images === null || chosen.keys.length === 0) return chosen;
  const { read, unread } = groupsBeside(chosen, values, images);
  const keys = read.flatMap(({ key, part }) => partsOf(key, part, values));
  return { ...chosen, keys: [...chosen.keys, ...keys], unread };
}

/**
 * What is chosen, where the templates write the image in another way as long as the keys of its tag are empty: what they
 * write when those say something, if no place is left then.
 */
function withEmptyKeys(
  chosen: Chosen,
  matches: (repository: string) => boolean,
  values: ChartValues,
  images: ChartImages | null,
): Chosen {
  if (images === null || chosen.left.length === 0) return chosen;
  const empty = groupsOf(values).flatMap(({ repository, key, part }) =>
    part === 'tag' && matches(repository) && isEmpty(values, key) ? [key] : [],
  );
  if (empty.length === 0) return chosen;
  const then = ofUses(
    images.usesWith(new Map(empty.map((key) => [idOfKey(key), 'set']))).filter(({ repository }) => matches(repository)),
    values,
  );
  return then.keys.length > 0 && then.left.length === 0 ? then : chosen;
}

function isEmpty(values: ChartValues, key: KeyPath): boolean {
  const { found } = winnerOf(values, [...key]);
  return found.state === 'set' && found.value === '';
}

function ofUses(uses: readonly ImageUse[], values: ChartValues): Chosen {
  const keys = new Map<string, WantedKey>();
  const left: ImageUse[] = [];
  for (const use of uses) {
    const { tag, digestKey, repositoryKeys, reads } = use;
    const add = (key: KeyPath, part: 'tag' | 'whole'): void => {
      for (const wanted of partsOf(key, part, values, repositoryKeys))
        keys.set(JSON.stringify([wanted.key, wanted.part]), wanted);
    };
    if (tag.kind === 'key') add(tag.key, 'tag');
    if (tag.kind === 'whole') add(tag.key, 'whole');
    const [read, second] = tag.kind === 'unknown' ? reads : [];
    // What is made of one key alone may be that key's: whether it is, only rendering tells.
    if (read && !second && isSet(values, read)) add(read, 'tag');
    else if (tag.kind === 'field' || tag.kind === 'text' || tag.kind === 'unknown') left.push(use);
    if (tag.kind !== 'none' || digestKey === null) continue;
    // Where a template takes the digest instead of the tag, the tag beside it says which image that is.
    const beside = [...digestKey.slice(0, -1), 'tag'];
    if (isSet(values, beside)) add(beside, 'tag');
    else keys.set(JSON.stringify(digestKey), { key: digestKey, part: 'digest', registryApart: false });
  }
  return {
    keys: [...keys.values()],
    left,
    repositories: uses.map(({ repository }) => repository),
  };
}

/** A tag's key with the keys of the other parts of its image. */
function partsOf(
  key: KeyPath,
  part: 'tag' | 'whole',
  values: ChartValues,
  repositoryKeys: readonly KeyPath[] = [],
): WantedKey[] {
  if (part === 'whole') return [{ key, part, registryApart: false }];
  const others = [...valueKeys(showKey(key))].flatMap(([name, other]): WantedKey[] =>
    other === 'tag' ? [] : [{ key: [...splitName(name, key)], part: other, registryApart: false }],
  );
  const ownRepository = others.find((other) => other.part === 'repository');
  // A repository of another name is read, and written where the request gives one.
  if (repositoryKeys.length === 1 && !(ownRepository && isSet(values, ownRepository.key)))
    others.push({ key: repositoryKeys[0] ?? [], part: 'repository', registryApart: false });
  const there = others.filter((other) => isSet(values, other.key));
  const registryApart = there.some((other) => other.part === 'registry');
  return [{ key, part: 'tag' as const }, ...there].map((wanted) => ({ ...wanted, registryApart }));
}

/** The key of another part, which stands beside the tag's. */
function splitName(name: string, tag: KeyPath): KeyPath {
  const last = name.split('.').at(-1) ?? '';
  return name.startsWith('global.') && tag[0] !== 'global' ? name.split('.') : [...tag.slice(0, -1), last];
}

/** The usual key, unless the repository beside it is somebody else's, or no template reads it. */
function byUsualKey(
  application: Application,
  source: ApplicationSource,
  values: ChartValues,
  images: ChartImages | null,
  context: TargetContext,
): Chosen | null {
  const { tagPath } = context;
  const key = keyOfPath(tagPath);
  const uses = (images?.uses ?? []).filter(({ tag }) => 'key' in tag && showKey(tag.key) === tagPath);
  const [use] = uses;
  const group = use ? undefined : groupsOf(values).find((one) => showKey(one.key) === tagPath);
  const repository = use ? use.repository : (group?.repository ?? '');
  if (repository !== '' && !repository.includes(unknownText) && context.image.tag !== undefined)
    refuseStranger(application, repository, values, images, context);
  if (use) return ofUses(uses, values);
  if (!isSet(values, key)) return null;
  if (images === null && repository === '') refuseStrangeChart(application, source, values, context);
  if (images?.complete && !images.reads(key)) {
    if (context.image.tag === undefined) return null;
    refuseUnread(application, values, key, images, context);
  }
  return { keys: partsOf(key, group?.part ?? 'tag', values), left: [], repositories: [] };
}

/** The nearest place that exists of those where a tag is looked for. */
function searchedIn({ document }: Application, { at }: ApplicationSource): TargetSearch['searched'] {
  const helm = valueAt(plainValue(document), [...at, 'helm']);
  const found = ['parameters', 'valuesObject', 'values'].find((key) => field(helm, key) != null);
  return { document, path: [...at, 'helm', ...(found === undefined ? [] : [found])] };
}

/** What is there instead of a tag, for a message. */
function describe(
  application: Application,
  source: ApplicationSource,
  values: ChartValues,
  context: TargetContext,
): string {
  const texts: string[] = [];
  const names = source.parameters.map(({ name }) => name);
  if (names.length > 0) texts.push(`Its Helm parameters are ${listFew([...names].sort().map(quoteName))}.`);
  for (const layer of values.layers) {
    const { kind, values: own, ignored } = layer;
    if (kind !== 'values' && kind !== 'valuesObject') continue;
    if (ignored !== null) texts.push(`Its ${kind} is ignored, for ${ignored}.`);
    else if (own === undefined || (kind === 'values' && !isBlock(layer)))
      texts.push(`Its ${kind} is empty or not read.`);
    else texts.push(`Its ${kind} has ${describeKeys(own)}.`);
  }
  const files = describeFiles(application, source, values.layers, context);
  if (files.length > 0) texts.push(`None of its value files sets ${context.tagPath}: ${listFew(files)}.`);
  const others = [describeUnreadCharts(source, context), describeValueImages(application, values)];
  return [...texts, ...others.filter((text) => text !== '')].join(' ');
}
