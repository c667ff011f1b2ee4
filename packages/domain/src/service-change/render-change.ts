import { takeWithin } from '../deploy-branch/pull-request-text.ts';
import { countEach } from '../grouping.ts';
import { formatLocation, type Location } from '../location.ts';
import { count, markdownCode, markdownText, printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { ChecklistItem } from '../verify/report/report.ts';
import { isComplete, lackingCount, type ServiceChange, type Step } from './service-change.ts';

/** A line of the checklist of a service: done or not, what, and where. */
export interface ChecklistLine {
  done: boolean;
  /** `rule` found it, `person`: nobody else can do it, `place`: verifying sees it. */
  by: 'place' | 'rule' | 'person';
  what: string;
  environment?: string;
  path?: string;
  line?: number;
  command?: string;
}

const mostPlaces = 8;

/** The checklist of a change: places that verifying ticks, findings that are left, and what only a person can do. */
export function checklistLines({ checklist, findings, steps, files, action }: ServiceChange): ChecklistLine[] {
  const gone = action === 'retire' ? [...files].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  return [
    ...checklist.filter(({ state }) => state !== 'not-applicable' && state !== 'waived').map(placeLine),
    ...gone.map(
      ([path, content]): ChecklistLine => ({
        done: true,
        by: 'place',
        what: content === null ? 'deleted' : 'taken out of',
        path,
      }),
    ),
    ...findings
      .filter(({ waived }) => waived === null)
      .map(({ message, path, line }): ChecklistLine => ({ done: false, by: 'rule', what: message, path, line })),
    ...steps.flatMap(stepLines),
  ];
}

/** The files of a folder that go, as one line: a person reads which folders those are. */
function foldDeleted(lines: readonly ChecklistLine[]): ChecklistLine[] {
  const isDeleted = ({ what, path }: ChecklistLine): boolean => what === 'deleted' && path !== undefined;
  const folderOfLine = ({ path = '' }: ChecklistLine): string => path.split('/').slice(0, foldedDepth).join('/');
  const counts = countEach(lines.filter(isDeleted).map(folderOfLine));
  const told = new Set<string>();
  return lines.flatMap((line) => {
    const folder = folderOfLine(line);
    const number = isDeleted(line) ? (counts.get(folder) ?? 0) : 0;
    if (number < fewestFolded) return [line];
    if (told.has(folder)) return [];
    told.add(folder);
    return [{ ...line, what: `deleted ${count(number, 'file')} below`, path: folder }];
  });
}

/** Such as `services/cart`. */
const foldedDepth = 2;
const fewestFolded = 10;

function placeLine({ item, environment, state, path, line }: ChecklistItem): ChecklistLine {
  return {
    done: state === 'ok',
    by: 'place',
    what: item,
    ...(environment === undefined ? {} : { environment }),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
  };
}

function stepLines({ what, places, command }: Step): ChecklistLine[] {
  const [first] = places;
  return [
    {
      done: false,
      by: 'person',
      what: places.length > 1 ? `${what} (${places.length} places)` : what,
      ...(first ? { path: first.path, line: first.line } : {}),
      ...(command === null ? {} : { command }),
    },
  ];
}

/** What a change does, for a terminal: the notes, the checklist, and what only a person can do with its places. */
export function renderChangeText(change: ServiceChange, title = headline(change)): string {
  const lines = checklistLines(change);
  const rows = foldDeleted(lines.filter(({ by }) => by === 'place')).map(({ done, what, environment, path, line }) => [
    done ? '[x]' : '[ ]',
    printable(environment === undefined ? what : `${what} ${environment}`),
    path === undefined ? '' : printable(line === undefined || line === 1 ? path : `${path}:${line}`),
  ]);
  // Sentences: a column of them would be as wide as the longest.
  const missing = lines.filter(({ by }) => by === 'rule');
  return [
    `${printable(title)}\n`,
    ...change.notes.map((note) => `  ${printable(note)}\n`),
    ...(rows.length > 0 ? ['\n', ...textTable(rows).map((row) => `  ${row}\n`)] : []),
    ...missing.flatMap(({ what, path, line }) => [
      `  [ ]  ${printable(what)}\n`,
      `         ${printable(`${path}:${line}`)}\n`,
    ]),
    ...(change.steps.length > 0 ? ['\nOnly a person can:\n', ...change.steps.flatMap(stepText)] : []),
  ].join('');
}

function stepText({ what, places, command }: Step): string[] {
  const more = places.length - mostPlaces;
  return [
    `  [ ] ${printable(what)}\n`,
    ...places.slice(0, mostPlaces).map((place) => `        ${placeText(place)}\n`),
    ...(more > 0 ? [`        and ${more} more\n`] : []),
    ...(command === null ? [] : command.split('\n').map((line) => `        $ ${printable(line)}\n`)),
  ];
}

function placeText(place: Location): string {
  return place.line === 1 ? printable(place.path) : formatLocation(place);
}

/** One line: what was planned, and whether all of it is there. */
export function headline(change: ServiceChange): string {
  const { service, repository, action, stage, files, findings } = change;
  const where = repository === undefined ? '' : ` in ${printable(repository)}`;
  const verb = action === 'add' ? 'New service' : stage === null ? 'Retired service' : `Retired service (${stage})`;
  const open = findings.filter(({ waived }) => waived === null);
  const unproved = open.filter(({ severity }) => severity === 'notice').length;
  const look = unproved === 0 ? '' : `, ${count(unproved, 'thing')} to look at`;
  const lacking = lackingCount(change);
  const missing = lacking === 1 ? '1 thing is missing' : `${lacking} things are missing`;
  const what = files.size === 0 && isComplete(change) ? 'nothing to change' : count(files.size, 'file');
  const state = isComplete(change)
    ? (files.size === 0 ? what : `${what}, nothing is missing`) + look
    : `${what}, ${missing}`;
  return `${verb} ${printable(service)}${where}: ${state}`;
}

/** The same for a request, a comment and the job summary; at most `room` characters. `link` gives a place an address. */
export function renderChangeMarkdown(
  change: ServiceChange,
  room: number,
  link: (place: Pick<Location, 'path'> & { line?: number }) => string | null = () => null,
  title = headline(change),
): string {
  const show = ({ path, line }: { path: string; line?: number }): string => {
    const text = markdownCode(line === undefined || line === 1 ? path : `${path}:${line}`);
    const address = link({ path, ...(line === undefined ? {} : { line }) });
    return address === null ? text : `[${text}](${address})`;
  };
  const lines = checklistLines(change).filter(({ by }) => by !== 'person');
  const items = foldDeleted(lines).map(({ done, what, environment, path, line }) => {
    const place = path === undefined ? '' : ` – ${show({ path, ...(line === undefined ? {} : { line }) })}`;
    const text = markdownText(environment === undefined ? what : `${what} ${environment}`);
    return { done, text: `- [${done ? 'x' : ' '}] ${text}${place}\n` };
  });
  const steps = change.steps.flatMap(({ what, places, command }) => {
    const more = places.length - mostPlaces;
    return [
      `- [ ] ${markdownText(what)}\n`,
      ...places.slice(0, mostPlaces).map((place) => `  - ${show(place)}\n`),
      ...(more > 0 ? [`  - and ${more} more\n`] : []),
      ...(command === null ? [] : command.split('\n').map((line) => `  - ${markdownCode(line)}\n`)),
    ];
  });
  const head = [`### ${markdownText(title)}\n\n`, ...change.notes.map((note) => `${markdownText(note)}\n\n`)].join('');
  const person = steps.length > 0 ? '\n**Only a person can:**\n\n' : '';
  const first = takeOpenFirst(items, Math.max(1_000, Math.floor((room - head.length) / 2)));
  return `${head}${first}${person}${takeWithin(steps, room - head.length - first.length - person.length)}`;
}

/** As many boxes as fit. Where not all do, what is done is left out before what is not. */
function takeOpenFirst(items: readonly { done: boolean; text: string }[], room: number): string {
  const all = items.map(({ text }) => text);
  const whole = takeWithin(all, room);
  if (whole === all.join('')) return whole;
  return takeWithin(
    [...items].sort((a, b) => Number(a.done) - Number(b.done)).map(({ text }) => text),
    room,
  );
}
