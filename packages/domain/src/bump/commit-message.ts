import { compareText } from '../location.ts';
import type { ImageRequest } from './parse-images.ts';
import type { BumpChange } from './plan.ts';

/** What a commit says about where it comes from. */
export interface BumpOrigin {
  /** Unique to this run: tells whether a commit of it has landed when the answer was lost. */
  id: string;
  /** `owner/repository@commit` of the source the images were built from. */
  source?: string;
  /** The workflow run: its URL or number. */
  run?: string;
  /** Replaces the subject. */
  subject?: string;
}

const subjectWidth = 72;

/**
 * The commit message of a bump: a subject of at most 72 characters (unless one is given), and trailers. No value
 * can add a line of its own.
 */
export function commitMessage(
  environment: string,
  changes: readonly BumpChange[],
  images: readonly ImageRequest[],
  origin: BumpOrigin,
): string {
  const services = tagChanges(changes, images);
  const custom = oneLine(origin.subject ?? '');
  const trailers = [`Bump-Id: ${oneLine(origin.id)}`];
  if (origin.source) trailers.push(`Bump-Source: ${oneLine(origin.source)}`);
  if (origin.run) trailers.push(`Bump-Run: ${oneLine(origin.run)}`);
  for (const { service, old, now } of services)
    trailers.push(oneLine(`Bump-Service: ${service} ${old || '(none)'} -> ${now}`));
  return `${custom || subject(environment, services)}\n\n${trailers.join('\n')}\n`;
}

/** The `Bump-Id` among the trailers of a commit message. */
export function bumpIdOf(message: string): string | undefined {
  const trailers = message.trimEnd().split('\n\n').at(-1) ?? '';
  return /^Bump-Id: (.*)$/m.exec(trailers)?.[1];
}

interface TagChange {
  service: string;
  old: string;
  now: string;
}

/** One entry per service that changes: its tags, the same twice when only another part of its image does. */
function tagChanges(changes: readonly BumpChange[], images: readonly ImageRequest[]): TagChange[] {
  const tags = new Map(images.map(({ service, tag }) => [service, tag]));
  const byService = new Map<string, TagChange>();
  for (const { service, part, old, new: now } of changes) {
    const known = byService.get(service);
    if (part === 'tag' && (!known || known.old === known.now)) byService.set(service, { service, old, now });
    else if (!known) byService.set(service, { service, old: tags.get(service) ?? now, now: tags.get(service) ?? now });
  }
  return [...byService.values()].sort((a, b) => compareText(a.service, b.service));
}

/** As many services as fit, and how many more there are. */
function subject(environment: string, services: readonly TagChange[]): string {
  const start = `deploy(${oneLine(environment)}): `;
  const words = services.map(({ service, old, now }) =>
    oneLine(old === now ? `${service} ${now}` : `${service} ${old || '(none)'} → ${now}`),
  );
  for (let count = words.length; count > 0; count -= 1) {
    const rest = words.length - count;
    const text = `${start}${words.slice(0, count).join(', ')}${rest === 0 ? '' : `, +${rest} more`}`;
    if (width(text) <= subjectWidth) return text;
  }
  const count = `${services.length} ${services.length === 1 ? 'service' : 'services'}`;
  const [first] = services;
  const names = services.length === 1 && first ? `${oneLine(first.service)} → ${first.now}` : count;
  const short = width(start + names) <= subjectWidth ? start + names : start + count;
  return [...short].slice(0, subjectWidth).join('');
}

function width(text: string): number {
  return [...text].length;
}

/** Every run of control characters, line separators and blanks becomes one blank. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
