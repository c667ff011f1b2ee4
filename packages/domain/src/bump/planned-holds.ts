import { quoteName } from '../names.ts';
import type { CheckedRequest } from './check-images.ts';
import { type HeldTag, type Hold, holdsAt, isSameTag, sortHolds } from './holds.ts';

/** What a bump says of holds. */
interface HoldingBump {
  now?: number;
  hold?: readonly Omit<Hold, 'environment'>[];
  release?: readonly string[];
}

/** What the commit of a plan says of holds. */
export interface PlannedHolds {
  /** All that are on the branch then, of every environment. */
  holds: Hold[];
  releases: HeldTag[];
  /** Those of the services that were asked for. */
  shown: Hold[];
  warnings: string[];
}

/** The services of a request whose tag is held, each with the hold. */
export function heldTags(
  { environment, images }: CheckedRequest,
  holds: readonly Hold[],
  { now, release = [] }: HoldingBump,
): Map<string, Hold> {
  const active = holdsAt(holds, now);
  const held = images.flatMap(({ service, tag }): [string, Hold][] => {
    const hold = active.find((one) => isSameTag(one, { environment, service, tag }));
    return hold && !release.includes(service) ? [[service, hold]] : [];
  });
  return new Map(held);
}

/** The holds of a branch once the services are written: with those of a roll-back, without what is over or released. */
export function plannedHolds(
  { environment, images }: CheckedRequest,
  written: ReadonlySet<string>,
  holds: readonly Hold[],
  { now, hold = [], release = [] }: HoldingBump,
): PlannedHolds {
  const active = holdsAt(holds, now);
  const releases = active.filter(
    (one) => one.environment === environment && written.has(one.service) && release.includes(one.service),
  );
  const added = hold.flatMap((one) => (written.has(one.service) ? [{ environment, ...one }] : []));
  const kept = active.filter((one) => ![...releases, ...added].some((other) => isSameTag(one, other)));
  const all = sortHolds([...kept, ...added]);
  const asked = new Set(images.map(({ service }) => service));
  return {
    holds: all,
    releases: releases.map(({ service, tag }) => ({ environment, service, tag })),
    shown: all.filter((one) => one.environment === environment && asked.has(one.service)),
    warnings: release
      .filter((service) => !releases.some((one) => one.service === service))
      .map((service) =>
        active.some((one) => one.environment === environment && one.service === service)
          ? `${quoteName(service)} stays held: nothing is written for it`
          : `${quoteName(service)} is not released: nothing holds it in ${environment}`,
      ),
  };
}
