import { formatDuration } from '../duration.ts';
import { groupInto } from '../grouping.ts';
import { listFew } from '../names.ts';
import { count, markdownText, printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import { termsText, timeText, whyHeldAndDeployed } from './holds.ts';
import type { DeploymentStatus, ServiceStatus } from './status.ts';

/** What runs where as the one JSON value of `status --json`. */
export function statusJson({ now, environments, services }: DeploymentStatus): unknown {
  const time = (moment: number | null): string | null => (moment === null ? null : timeText(moment));
  return {
    now: timeText(now),
    environments: environments.map(({ name, after, shut, unread }) => ({
      ...{ name, after, unread },
      shut: shut.map(({ gate, why, ready }) => ({ gate, why, ready: time(ready) })),
    })),
    services: services.map(({ since, ready, shut, held, rolledBack, ...status }) => ({
      ...status,
      since: time(since),
      ready: time(ready),
      shut: shut.map((one) => ({ gate: one.gate, why: one.why, ready: time(one.ready) })),
      held: held.map(({ tag, until, reason }) => ({ tag, until: time(until), reason })),
      rolledBack: rolledBack && { ...rolledBack, at: timeText(rolledBack.at) },
    })),
  };
}

/** The same for a terminal: a row for each service and environment, then what is to be said of them. */
export function statusTable(status: DeploymentStatus): string {
  const rows = status.services.map((one) => cellsOf(one, status.now).map(printable));
  const notes = [...environmentNotes(status), ...keyNotes(status)].map(printable);
  return `${[...textTable([heads, ...rows]), ...notes].join('\n')}\n`;
}

/** The same in Markdown. */
export function statusMarkdown(status: DeploymentStatus): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rows = status.services.map((one) => row(cellsOf(one, status.now).map(markdownText)));
  const notes = [...environmentNotes(status), ...keyNotes(status)].map((note) => `- ${markdownText(note)}\n`);
  const list = notes.length === 0 ? '' : `\n${notes.join('')}`;
  return `${row(heads)}${row(heads.map(() => '---'))}${rows.join('')}${list}`;
}

/** What a roll-back took away and somebody brought back past it, such as by the merge of a request that was older. */
export function heldButDeployed({ services }: DeploymentStatus): string[] {
  return services.flatMap(({ service, environment, tag, held }) =>
    held.some((hold) => hold.tag === tag) ? [whyHeldAndDeployed({ environment, service, tag: tag ?? '' })] : [],
  );
}

const heads = ['service', 'environment', 'tag', 'age', 'next', 'state'];

function cellsOf(one: ServiceStatus, now: number): string[] {
  const age = one.since === null ? '' : formatDuration(Math.max(now - one.since, 0));
  const behind = one.behind === null ? '' : ` (${count(one.behind, 'commit')})`;
  return [
    one.service,
    one.environment,
    one.tag ?? '(none)',
    age,
    one.next === null ? '' : `${one.next}${behind}`,
    stateOf(one),
  ];
}

function stateOf({ tag, why, shut, held, hotfix, rolledBack, ready, next, older }: ServiceStatus): string {
  return [
    ...(why === null ? [] : [why]),
    ...(hotfix ? ['hotfix: the environment before never had it'] : []),
    ...(older && !hotfix ? ['next is older, so that no promotion writes it'] : []),
    ...held.map((hold) => `${hold.tag} is held${termsText(hold)}${hold.tag === tag ? ', and is deployed' : ''}`),
    ...shut.flatMap(({ gate, why: reason }) => (gate === 'freeze' || gate === 'stop' ? [] : [reason])),
    ...(ready === null ? [] : [`ready at ${timeText(ready)}`]),
    ...(next !== null && !older && shut.length === 0 && !held.some((hold) => hold.tag === next) ? ['ready'] : []),
    ...(rolledBack && !held.some((hold) => hold.tag === rolledBack.tag) ? [`rolled back from ${rolledBack.tag}`] : []),
  ].join('; ');
}

/** The keys that an environment has otherwise than the one before, those of services that have the same ones together. */
function keyNotes({ environments, services }: DeploymentStatus): string[] {
  return environments.flatMap(({ name, after }) => {
    const byKeys = new Map<string, string[]>();
    for (const { environment, service, differs } of services)
      if (environment === name && differs && differs.length > 0) groupInto(byKeys, listFew(differs), service);
    return [...byKeys].map(([keys, names]) => `${name} has other values than ${after} for ${keys}: ${listFew(names)}`);
  });
}

/** What is said once, and not of each service. */
function environmentNotes({ environments }: DeploymentStatus): string[] {
  const notes = environments.flatMap(({ name, shut, unread }) => [
    ...(unread === null ? [] : [`${name} cannot be read: ${unread}`]),
    ...shut.map(({ gate, why, ready }) =>
      gate === 'stop' ? why : `${name} is ${why}${ready === null ? '' : `, until ${timeText(ready)}`}`,
    ),
  ]);
  return [...new Set(notes)];
}
