import { expect } from '@jest/globals';
import type { ServicesLayout } from './layouts.ts';
import { add, allFiles, findingsOf, retire, type Shop, shopOf } from './shop.ts';

export const newTag = '99-abcdef9';

/** What a change of one service makes of a shop. */
export interface Judged {
  before: Shop;
  after: Shop;
}

/** A new service is complete, twice is once, and to retire it again gives every byte back. */
export async function assertAdded(layout: ServicesLayout): Promise<Judged> {
  const { added } = layout;
  const before = shopOf(layout);
  expect(await findingsOf(before)).toEqual([]);
  const { shop: after, changes } = await add(before, added, newTag);
  expect(changes.flatMap(({ findings }) => findings.map(({ rule, path }) => `${rule} ${path}`))).toEqual([]);
  expect(changes.flatMap(({ steps }) => steps.filter(({ what }) => what.startsWith('deploy ')))).toEqual([]);
  expect(await findingsOf(after)).toEqual([]);
  assertOthersKept(before, after, layout.services);
  assertListed(layout, after);
  const again = await add(after, added, newTag);
  expect(changedFiles(after, again.shop)).toEqual([]);
  const back = await retire(after, added);
  expect(changedFiles(before, back.shop)).toEqual([]);
  return { before, after };
}

/** Of a service that goes nothing is left, nothing else changes, and twice is once. */
export async function assertRetired(layout: ServicesLayout, gone: string): Promise<Judged> {
  const before = shopOf(layout);
  const { shop: after, changes } = await retire(before, gone);
  expect(changes.flatMap(({ findings }) => findings.map(({ rule, path }) => `${rule} ${path}`))).toEqual([]);
  expect(await findingsOf(after)).toEqual([]);
  const others = layout.services.filter((name) => name !== gone);
  assertOthersKept(before, after, others);
  expect(
    Object.entries(allFiles(after)).flatMap(([path, text]) => (names(`${path}\n${text}`, gone) > 0 ? path : [])),
  ).toEqual([]);
  const again = await retire(after, gone);
  expect(changedFiles(after, again.shop)).toEqual([]);
  return { before, after };
}

/** Where every other service is, the new one is as often. */
function assertListed({ services, added }: ServicesLayout, { sources }: Shop): void {
  const lacking = Object.entries(sources).filter(([, text]) => {
    const [first = 0, ...others] = services.map((name) => names(text, name));
    return first > 0 && others.every((count) => count === first) && names(text, added) !== first;
  });
  expect(lacking.map(([path]) => path)).toEqual([]);
}

/** Files of the others are what they were, and lists name them as often. */
function assertOthersKept(before: Shop, after: Shop, others: readonly string[]): void {
  const [old, now] = [allFiles(before), allFiles(after)];
  const differs = Object.keys(old).filter((path) =>
    others.some(
      (name) =>
        (names(path, name) > 0 && old[path] !== now[path]) ||
        names(old[path] ?? '', name) !== names(now[path] ?? '', name),
    ),
  );
  expect(differs).toEqual([]);
}

function changedFiles(before: Shop, after: Shop): string[] {
  const [old, now] = [allFiles(before), allFiles(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((path) => old[path] !== now[path]);
}

/** How often a text says a name by itself, and not as a part of a longer one. */
function names(text: string, name: string): number {
  return text.split(new RegExp(`(?<![\\w-])${name}(?![\\w-])`)).length - 1;
}
