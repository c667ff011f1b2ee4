import { oneLine } from '../deploy-branch/trailers.ts';
import { addAll, groupInto } from '../grouping.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import { compareText } from '../location.ts';
import { count } from '../printable.ts';
import { type Holding, holdTrailers, isSameTag, readHolding } from './holds.ts';

/** What a commit says about where it comes from. */
export interface BumpOrigin {
  /** Unique to this run: tells whether a commit of it has landed when the answer was lost. */
  id: string;
  /** `owner/repository@commit` of the source the images were built from. */
  source?: string;
  /** The same by service, for images that were not built together: `source` is of none of them then. */
  sources?: ReadonlyMap<string, string>;
  /** The workflow run: its URL or number. */
  run?: string;
  /** The workflow that counted the run numbers in front of the tags; of promoted tags it is not known. */
  workflow?: CountingWorkflow;
  /** Replaces the subject. */
  subject?: string;
}

/** A workflow, and the run that it counts now: a tag with that number is one that it named. */
export interface CountingWorkflow {
  /** `owner/repository/.github/workflows/file.yml`. */
  path: string;
  runNumber: number;
}

/** The part of an origin that says what the images were built from. */
export type SourceOrigin = Pick<BumpOrigin, 'source' | 'sources' | 'workflow'>;

const subjectWidth = 72;

/**
 * The commit message of a bump: a subject of at most 72 characters (unless one is given), and trailers. No value
 * can add a line of its own.
 */
export function commitMessage(
  environment: string,
  changes: readonly ImageChange[],
  images: readonly ImageRequest[],
  origin: BumpOrigin & { holding?: Holding; passed?: PassedGates },
): string {
  const services = tagChanges(changes, images);
  const custom = oneLine(origin.subject ?? '');
  const trailers = [`Bump-Id: ${oneLine(origin.id)}`, `Bump-Environment: ${oneLine(environment)}`];
  if (origin.run) trailers.push(`Bump-Run: ${oneLine(origin.run)}`);
  const counted = services.map(({ now }) => workflowOf(origin, now));
  if (counted[0] !== undefined && counted.every((path) => path === counted[0]))
    trailers.push(`Bump-Workflow: ${oneLine(counted[0])}`);
  addAll(trailers, sourceTrailers(services, origin));
  if (origin.passed) addAll(trailers, passedTrailers(environment, origin.passed));
  if (origin.holding) addAll(trailers, holdTrailers(origin.holding));
  return `${custom || subject(environment, services)}\n\n${trailers.join('\n')}\n`;
}

/** What was passed in an emergency. */
export interface PassedGates {
  emergency: string;
  /** Tags that were never in the environment before. */
  hotfixes: readonly { service: string; tag: string }[];
}

const longestReason = 200;

/** The trailers of what was passed, `Bump-Emergency: <reason>` and `Bump-Hotfix: <environment> <service> <tag>`. */
export function passedTrailers(environment: string, { emergency, hotfixes }: PassedGates): string[] {
  const reason = [...oneLine(emergency)].slice(0, longestReason).join('');
  return [
    `Bump-Emergency: ${reason}`,
    ...hotfixes.map(({ service, tag }) => oneLine(`Bump-Hotfix: ${environment} ${service} ${tag}`)),
  ];
}

/** The services, each behind the source it was built from: a `Bump-Source` is of those that follow it. */
function sourceTrailers(services: readonly TagChange[], origin: BumpOrigin): string[] {
  const bySource = new Map<string, string[]>();
  for (const { service, old, oldImage, now } of services) {
    const source = oneLine(sourceOf(origin, service) ?? '');
    // A roll-back takes a tag from here. What was more than one tag is no tag, so that it looks into the files.
    const before = old === now ? old : (oldImage ?? old);
    groupInto(bySource, source, oneLine(`Bump-Service: ${service} ${before || nothing} -> ${now}`));
  }
  // A single source is of all services wherever it stands, so that what has none must say so beside another.
  const unknown = bySource.size > 1 ? [`Bump-Source: ${notKnown}`] : [];
  return [...bySource]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([source, group]) => [...(source === '' ? unknown : [`Bump-Source: ${source}`]), ...group]);
}

/** Where the image of a service was built from, as an origin says it. */
export function sourceOf({ source, sources }: SourceOrigin, service: string): string | undefined {
  return sources === undefined ? source : sources.get(service);
}

/** The workflow that counted the run in front of a tag; undefined where that is not known. */
export function workflowOf({ workflow }: SourceOrigin, tag: string): string | undefined {
  return workflow !== undefined && runOfTag(tag) === workflow.runNumber ? workflow.path : undefined;
}

/** The run number in front of a tag such as `165-cf185b1`. */
export function runOfTag(tag: string): number | undefined {
  const [, digits] = /^(\d{1,15})-/.exec(tag) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The commit of `owner/repository@commit`; undefined where it names none. */
export function commitOfSource(source: string): string | undefined {
  return /@([0-9a-f]{40}|[0-9a-f]{64})$/.exec(source)?.[1];
}

/** The repository of `owner/repository@commit`; undefined where it names none. */
export function repositoryOfSource(source: string): string | undefined {
  return /^([^/@\s]+\/[^/@\s]+)@/.exec(source)?.[1];
}

/** What a commit of the deploy branch says that it wrote. */
export interface BumpTrailers extends Omit<Holding, 'parent'> {
  /** Null where it does not say. */
  environment: string | null;
  /** The workflow that counted the run numbers of the tags; null where it does not say. */
  workflow: string | null;
  services: ReadonlyMap<string, WrittenTag>;
  /** The commit that it was planned on; null where it does not say. */
  parent: string | null;
}

export interface WrittenTag {
  /** '' where there was none; no tag where the image was more than one: `v1, v0`, `v1@sha256:…`. */
  old: string;
  new: string;
  /** `owner/repository@commit`; null where it does not say. */
  source: string | null;
}

/**
 * Reads the trailers that `commitMessage` wrote; a message without them has no services. Those of a squash are what its
 * commits did together: what was only in between was never on the branch.
 */
export function bumpTrailers(message: string): BumpTrailers {
  const records = recordsIn(message).map(readRecord);
  const last = records.at(-1) ?? readRecord([]);
  const together = records.filter(({ environment }) => environment === last.environment);
  const services = new Map<string, WrittenTag>();
  for (const record of together)
    for (const [service, written] of record.services)
      services.set(service, { ...written, old: services.get(service)?.old ?? written.old });
  return {
    environment: last.environment,
    workflow: together.every(({ workflow }) => workflow === last.workflow) ? last.workflow : null,
    services,
    // Each tells all holds that there were when it was made; what one let go is in no later one.
    holds: last.holds,
    releases: records
      .flatMap(({ releases }) => releases)
      .filter((one) => !last.holds.some((hold) => isSameTag(hold, one))),
    parent: records[0]?.parent ?? null,
  };
}

/** The trailers of one commit. */
function readRecord(lines: readonly string[]): BumpTrailers {
  const sources = lines.flatMap((line) => /^Bump-Source: (.+)$/.exec(line)?.[1] ?? []);
  const services = new Map<string, WrittenTag>();
  let environment: string | null = null;
  let workflow: string | null = null;
  let source = sources.length === 1 ? sources[0] : undefined;
  for (const line of lines) {
    const [, key = '', value = ''] = /^Bump-(Environment|Workflow|Source|Service): (.+)$/.exec(line) ?? [];
    if (key === 'Environment') environment = value;
    if (key === 'Workflow') workflow = value;
    if (key === 'Source') source = value;
    const [, service, old = '', now = ''] = (key === 'Service' && /^(\S+) (.+) -> (\S+)$/.exec(value)) || [];
    if (service === undefined) continue;
    const known = source === undefined || source === notKnown ? null : source;
    services.set(service, { old: old === nothing ? '' : old, new: now, source: known });
  }
  return { environment, workflow, services, ...readHolding(lines) };
}

const nothing = '(none)';
const notKnown = '(unknown)';

/** The `Bump-Id` among the trailers of a commit message; the newest, of a squash. */
export function bumpIdOf(message: string): string | undefined {
  const ids = recordsIn(message)
    .at(-1)
    ?.flatMap((line) => /^Bump-Id: (.*)$/.exec(line)?.[1] ?? []);
  return ids?.[0];
}

/**
 * The lines of each paragraph of trailers, oldest first: of a squash those of each of its commits, which it lists, else the
 * last one. What is quoted elsewhere is none. Lines may end as a browser ends those that are typed into it.
 */
function recordsIn(message: string): string[][] {
  const paragraphs = message.replaceAll('\r\n', '\n').trimEnd().split('\n\n');
  const last = paragraphs.findLastIndex((paragraph) => !isBehindTrailers(paragraph));
  const isSubject = (index: number): boolean => paragraphs[index]?.startsWith('* ') === true;
  const isList = isSubject(last) || isSubject(last - 1);
  const found = paragraphs.filter((_, index) =>
    isList ? index <= last && isSubject(index - 1) && !isSubject(index) : index === last,
  );
  return found.map((paragraph) => paragraph.split('\n'));
}

/** What a squash has behind its trailers: the mark where the text of a standing request ends, and who else wrote it. */
function isBehindTrailers(paragraph: string): boolean {
  if (/^<!-- rollcall: .*-->$/.test(paragraph) || /^-{3,}$/.test(paragraph)) return true;
  return paragraph.split('\n').every((line) => /^Co-authored-by: /i.test(line));
}

export interface TagChange {
  service: string;
  old: string;
  oldImage: string | undefined;
  now: string;
}

/** One entry per service that changes: its tags, the same twice when only another part of its image does. */
export function tagChanges(changes: readonly ImageChange[], images: readonly ImageRequest[]): TagChange[] {
  const tags = new Map(images.map(({ service, tag }) => [service, tag]));
  const byService = new Map<string, TagChange>();
  for (const { service, part, old, oldImage, new: written } of changes) {
    const known = byService.get(service);
    // A digest that is written may take the place of the tag.
    const now = tags.get(service) ?? written;
    if (part === 'tag' && (!known || known.old === known.now)) byService.set(service, { service, old, oldImage, now });
    else if (!known) byService.set(service, { service, old: now, oldImage, now });
  }
  return [...byService.values()].sort((a, b) => compareText(a.service, b.service));
}

/** As many services as fit, and how many more there are. */
function subject(environment: string, services: readonly TagChange[]): string {
  const start = `deploy(${oneLine(environment)}): `;
  const words = services.map(({ service, old, now }) =>
    oneLine(old === now ? `${service} ${now}` : `${service} ${old || nothing} → ${now}`),
  );
  const everything = `${start}${words.join(', ')}`;
  if (width(everything) <= subjectWidth) return everything;
  let longest: string | undefined;
  for (let shown = 1; shown < words.length; shown += 1) {
    const some = `${start}${words.slice(0, shown).join(', ')}`;
    if (width(some) > subjectWidth) break;
    const text = `${some}, +${words.length - shown} more`;
    if (width(text) <= subjectWidth) longest = text;
  }
  if (longest !== undefined) return longest;
  const total = count(services.length, 'service');
  const [first] = services;
  const names = services.length === 1 && first ? `${oneLine(first.service)} → ${first.now}` : total;
  const short = width(start + names) <= subjectWidth ? start + names : start + total;
  return [...short].slice(0, subjectWidth).join('');
}

function width(text: string): number {
  return [...text].length;
}
