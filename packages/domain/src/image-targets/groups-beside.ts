import type { Application } from '../argocd/application.ts';
import type { ChartValues } from '../argocd/chart-values.ts';
import { formatLocation } from '../location.ts';
import { quoteName } from '../names.ts';
import type { ChartImages } from './chart-images.ts';
import { idOfKey } from './chart-run.ts';
import { showKey } from './helm-keys.ts';
import { type Chosen, placeOfKey } from './helm-refusals.ts';
import { canonicalRepository, showRepository } from './image-identity.ts';
import { unknownText } from './image-uses.ts';
import type { TargetContext } from './target.ts';
import { winnerOf } from './unwritable-values.ts';
import { groupsOf, type ImageGroup } from './values-groups.ts';

/** The other values of a chart that say the image whose keys were chosen. */
interface GroupsBeside {
  /** What some template reads, or one that is not here may read. */
  read: ImageGroup[];
  /** What no template reads. */
  unread: ImageGroup[];
}

export function groupsBeside({ keys, repositories }: Chosen, values: ChartValues, images: ChartImages): GroupsBeside {
  const chosen = new Set(keys.map(({ key }) => idOfKey(key)));
  const own = new Set(repositories.filter((one) => !one.includes(unknownText)).map(canonicalRepository));
  const others = groupsOf(values).filter(
    ({ key, repository }) => own.has(canonicalRepository(repository)) && !chosen.has(idOfKey(key)),
  );
  const isRead = ({ key }: ImageGroup) => images.reads(key) || !images.complete;
  return { read: others.filter(isRead), unread: others.filter((group) => !isRead(group)) };
}

/** Names the values that say the image, and that stay, for no template reads them. */
export function describeUnread(
  application: Application,
  groups: readonly ImageGroup[],
  values: ChartValues,
  { image }: TargetContext,
): string[] {
  return groups.flatMap(({ key, part, repository }) => {
    const { found } = winnerOf(values, [...key]);
    if (part !== 'tag' || found.state !== 'set' || found.value === '' || found.value === image.tag) return [];
    const place = formatLocation(placeOfKey(application, values, key));
    return `${place}: ${showKey(key)} beside ${quoteName(showRepository(repository))} stays ${quoteName(`${found.value}`)}, for no template of Application ${quoteName(application.name)} reads it`;
  });
}
