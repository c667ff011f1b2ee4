import type { Application } from '../argocd/application.ts';
import type { KeyPath } from '../helm/template-value.ts';
import { joinImageText } from '../images/image-reference.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { type ChartImages, isRelated } from './chart-images.ts';
import { idOfKey, type SaidKeys } from './chart-run.ts';
import { type KeyTarget, showKey, type WantedKey } from './helm-keys.ts';
import { type Chosen, locationInTemplate, refuseLeft, refuseUnread } from './helm-refusals.ts';
import { type ImageUse, unknownText } from './image-uses.ts';
import type { ImageTarget, TargetContext } from './target.ts';
import { provedByRendering } from './unproved.ts';

/** A key of a chart's values with what is written for it. */
export interface WrittenKey {
  wanted: WantedKey;
  found: KeyTarget;
}

/**
 * Runs the templates with what is to be written. UserError where they make another tag of it, leave a place of the
 * image as it is, or read no such key. Returned is why it is not known that what is written is what runs: what a
 * function makes of it that is not computed here, or a condition that is not known.
 */
export function proveKeys(
  application: Application,
  written: readonly WrittenKey[],
  chosen: Chosen | null,
  images: ChartImages | null,
  context: TargetContext,
): UserError[] {
  const keys = written.filter(
    ({ wanted: { part }, found }) => (part === 'tag' || part === 'whole') && isChanged(found),
  );
  if (!images || keys.length === 0 || context.image.tag === undefined) return [];
  const uses = images.usesWith(saidBy(written));
  const own = uses.filter(({ repository }) => chosen?.repositories.includes(repository));
  const left = own.filter(
    ({ tag, reads }) => tag.kind === 'field' || tag.kind === 'text' || (tag.kind === 'unknown' && reads.length === 0),
  );
  refuseLeft(application, { keys: keys.map(({ wanted }) => wanted), left, repositories: [] }, context);
  return keys.flatMap(({ wanted: { key } }) => whyUnproved(application, key, uses, images, context) ?? []);
}

function isChanged({ targets }: KeyTarget): boolean {
  return targets.some(({ value, current }) => value !== undefined && value !== current);
}

/** What the keys say after the change. */
function saidBy(written: readonly WrittenKey[]): SaidKeys {
  return new Map(
    written.flatMap(({ wanted: { key, part }, found: { targets } }): [string, string][] => {
      const textOf = (one: ImageTarget | undefined): string => one?.value ?? one?.current ?? '';
      const partOf = (name: string): string => textOf(targets.find((target) => target.part === name));
      if (part !== 'whole') return [[idOfKey(key), textOf(targets[0])]];
      const text = { repository: partOf('repository'), tag: partOf('tag'), digest: partOf('digest') };
      return [[idOfKey(key), joinImageText(text)]];
    }),
  );
}

function whyUnproved(
  application: Application,
  key: KeyPath,
  uses: readonly ImageUse[],
  images: ChartImages,
  context: TargetContext,
): UserError | null {
  const { tag } = context.image;
  const id = idOfKey(key);
  const own = uses.filter((use) => 'key' in use.tag && idOfKey(use.tag.key) === id);
  const other = own.find((use) => 'key' in use.tag && use.tag.text !== tag);
  if (other) throw madeInto(application, key, other, context);
  // Templates of a chart that is not here are taken to make the usual of what they are given.
  const mayTell = (isAbsent = false): boolean => images.isWhole || !isAbsent;
  const hidden = uses.find(
    (use) =>
      isHidden(use) &&
      mayTell(use.isAbsent) &&
      (use.reads.length === 0 || use.reads.some((one) => isRelated(one, key))),
  );
  const what = (why: string) =>
    `${showKey(key)} is the tag of what Application ${quoteName(application.name)} runs: ${why}`;
  if (hidden)
    return provedByRendering(
      'helm',
      what('a template makes an image in a way that is not computed here'),
      locationInTemplate(hidden, context),
    );
  const [first] = own;
  if (own.some(({ isCertain }) => isCertain)) return null;
  if (first && images.isWhole)
    return provedByRendering('helm', what('a condition around it is not known'), locationInTemplate(first, context));
  if (first || images.writes(key) || uses.some(({ digestKey }) => isBeside(digestKey, key))) return null;
  const unknown = images.unknownOf(key);
  if (unknown && mayTell(unknown.absent))
    return provedByRendering(
      'helm',
      what('what a template makes of it is not computed here'),
      locationInTemplate(unknown, context),
    );
  if (!images.isWhole) return null;
  return refuseUnread(application, images.values, key, images, context);
}

/** Whether the tag of an image is not known, or nothing but that there is one. */
function isHidden({ repository, tag }: ImageUse): boolean {
  return tag.kind === 'unknown' || (repository.includes(unknownText) && tag.kind !== 'key' && tag.kind !== 'whole');
}

/** Whether a digest stands beside the tag, and takes its place. */
function isBeside(digest: KeyPath | null, key: KeyPath): boolean {
  return digest !== null && idOfKey(digest.slice(0, -1)) === idOfKey(key.slice(0, -1));
}

function madeInto(application: Application, key: KeyPath, use: ImageUse, context: TargetContext): UserError {
  const made = 'text' in use.tag ? use.tag.text : '';
  return new UserError(
    `another tag than the one that is asked for would run: the chart of Application ${quoteName(application.name)} makes ${quoteName(made)} of ${quoteName(context.image.tag ?? '')} at ${showKey(key)}`,
    {
      location: locationInTemplate(use, context),
      help: 'Give the tag as the template leaves it, or let the template take it as it is.',
    },
  );
}
