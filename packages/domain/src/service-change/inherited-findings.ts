import type { Catalog, Service } from '../catalog/catalog.ts';
import type { Finding } from '../verify/findings/finding.ts';
import { type ServiceRenamer, serviceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { isOfRegisters } from './service-change.ts';

/**
 * What is found of a sibling too, in the file that it was copied from or in the same one: adding the service did not cause
 * it. What a register lacks is none.
 */
export function isInherited(
  before: readonly Finding[],
  renamers: readonly ServiceRenamer[],
): (finding: Finding) => boolean {
  const known = new Set(
    renamers.flatMap((rename) =>
      before.flatMap(({ rule, path, subject }) => {
        if (rename(path) !== path) return [`${rule} ${rename(path)}`];
        return rename(subject) === subject || isOfRegisters(rule) ? [] : [`${rule} ${path} ${rename(subject)}`];
      }),
    ),
  );
  return ({ rule, path, subject }) => known.has(`${rule} ${path}`) || known.has(`${rule} ${path} ${subject}`);
}

/** How the others of its kind are renamed: where its sibling has no chart, that of one of them is cloned. */
export function renamersOfOthers(
  { name, like }: { name: string; like: Service },
  { services, applications }: Catalog,
): ServiceRenamer[] {
  const isWhole = like.chart !== null && applications.some((one) => one.services.includes(like.name));
  if (isWhole) return [];
  const names = services.map((one) => one.name);
  const others = services.filter((one) => one.chart !== null && one.name !== like.name && one.name !== name);
  return others.map((one) => serviceRenamer(one.name, name, names));
}

export function inheritedNote(whom: string, inherited: readonly Finding[]): string[] {
  if (inherited.length === 0) return [];
  const rules = [...new Set(inherited.map(({ rule }) => rule))].join(', ');
  return [`as with ${whom}, verify finds ${rules}`];
}
