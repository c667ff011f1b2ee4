import { listFew, quoteName } from '../names.ts';
import { insteadOf } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import type { GateSettings } from './gate-settings.ts';

/** Where the names are that gates may use. They are asked one after the other, until all that is named is known. */
export interface GateNames {
  environments: readonly (() => Promise<readonly string[]>)[];
  services: readonly (() => Promise<readonly string[]>)[];
}

/**
 * UserError for gates that name an environment or a service that there is not: a gate before a mistyped name would wait
 * for ever, and a service whose name is mistyped would wait for none.
 */
export async function refuseUnknownNames(
  { environment, after, groups }: GateSettings,
  names: GateNames,
): Promise<void> {
  const place = `environments.${environment}`;
  const before = await unknownOf(after === null ? [] : [after], names.environments);
  const [one] = before.unknown;
  if (one !== undefined)
    throw new UserError(`${place}.after names ${quoteName(one)}, and there is no such environment`, {
      help: insteadOf(one, 'environments', [...before.known].filter((name) => name !== environment).sort()),
    });
  const grouped = await unknownOf(groups.flat(), names.services);
  const [first] = grouped.unknown;
  if (first !== undefined)
    throw new UserError(
      `${place}.groups names ${listFew(grouped.unknown.map(quoteName))}, and there is no such service`,
      { help: `Correct it, or take it out. ${insteadOf(first, 'services', [...grouped.known].sort())}` },
    );
}

async function unknownOf(
  wanted: readonly string[],
  sources: GateNames['services'],
): Promise<{ unknown: string[]; known: ReadonlySet<string> }> {
  const known = new Set<string>();
  let unknown = [...wanted];
  for (const read of sources) {
    if (unknown.length === 0) break;
    for (const name of await read()) known.add(name);
    unknown = unknown.filter((name) => !known.has(name));
  }
  return { unknown, known };
}
