import { ownBranch } from '../deploy-branch/own-branch.ts';
import {
  address,
  hashOf,
  isPlain,
  longestBody,
  longestTitle,
  type PullRequestText,
  takeWithin,
} from '../deploy-branch/pull-request-text.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { compareText } from '../location.ts';
import { markdownCode } from '../printable.ts';
import type { BumpResult } from './bump-images.ts';
import { type BumpOrigin, commitMessage, passedTrailers } from './commit-message.ts';
import { holdTrailers, termsText } from './holds.ts';
import { renderingWithin } from './rendering-summary.ts';
import { type ShippedLinks, shipmentsMarkdown } from './shipped-text.ts';

const longestNames = 60;
const shipsHead = '\n#### What ships\n\n';

/**
 * `rollcall/<environment>/<services>`: the same for the same services in any order. Services are joined by `+`,
 * which is in no service's name; many of them become their number and a hash.
 */
export function requestBranchName(environment: string, services: readonly string[]): string {
  const names = [...new Set(services)].sort(compareText);
  const joined = names.join('+');
  const plain = joined.length <= longestNames && isPlain(joined);
  const last = plain ? joined : `${names.length}-services-${hashOf(names.join('\n'))}`;
  const middle = isPlain(environment) ? environment : `environment-${hashOf(environment)}`;
  return ownBranch(middle, last);
}

/** The trailers, as the last paragraph that a squash may take for its message; where they find no room, what to do. */
function keptWithin(trailers: readonly string[], room: number): string {
  if (trailers.length === 0) return '';
  const what = 'what is held, let go and passed';
  const text = `\nA squash has to keep these lines at the end of its message, which record ${what}:\n\n\`\`\`text\n${trailers.join('\n')}\n\`\`\`\n`;
  if (text.length <= room) return text;
  return `\nA squash has to keep the trailers of its commits, which record ${what}: they are too long for this text.\n`;
}

/** The request's words: the subject of the commit, and a table of what changes against the deploy branch. */
export function pullRequestText(
  { changes, skipped, holds, released, passed, shipped, rendering }: BumpResult,
  context: {
    environment: string;
    base: string;
    images: readonly ImageRequest[];
    origin: BumpOrigin;
    ticket?: ShippedLinks['ticket'];
    /** Characters that something beside it takes. */
    taken?: number;
  },
): PullRequestText {
  const { environment, base, images, origin, taken = 0 } = context;
  const [subject = ''] = commitMessage(environment, changes, images, origin).split('\n');
  const rows = changes.map(
    ({ service, old, new: now, file, line }) =>
      `| ${[service, old || '(none)', now, `${file}:${line}`].map(markdownCode).join(' | ')} |\n`,
  );
  const items = skipped.map(({ service, why }) => `- ${markdownCode(service)}: ${markdownCode(why)}\n`);
  const held = holds.map(
    (hold) => `- ${markdownCode(hold.service)}: ${markdownCode(`${hold.tag}${termsText(hold)}`)}\n`,
  );
  const end = [
    ...(origin.run ? [`Run: ${address(origin.run)}\n`] : []),
    ...(origin.source && !origin.sources ? [`Source: ${markdownCode(origin.source)}\n`] : []),
  ];
  const head = `New images for ${markdownCode(environment)} on ${markdownCode(base)}.\n\n| service | old | new | file |\n| --- | --- | --- | --- |\n`;
  const trailers = [
    ...(passed === null ? [] : passedTrailers(environment, passed)),
    ...holdTrailers({ holds, releases: released }),
  ];
  const kept = keptWithin(trailers, (longestBody - taken) / 2);
  const whole = longestBody - taken - head.length - end.join('').length - kept.length;
  const rendered = rendering.applications.length > 0;
  // What ships and what becomes of it are as much worth reading as where it is written.
  const room = shipped.length > 0 || rendered ? Math.ceil(whole / 2) : whole;
  const table = takeWithin(rows, room);
  const list = items.length === 0 ? '' : `\nSkipped:\n\n${takeWithin(items, room - table.length)}`;
  const heldList =
    held.length === 0
      ? ''
      : `\nHeld back once this is merged:\n\n${takeWithin(held, room - table.length - list.length)}`;
  const used = table.length + list.length + heldList.length + shipsHead.length;
  const left = rendered ? (whole - used) / 2 : whole - used;
  const ships =
    shipped.length === 0 ? '' : `${shipsHead}${shipmentsMarkdown(shipped, context.ticket ?? (() => null), left)}`;
  const becomes = rendered ? renderingWithin(rendering, whole - used - ships.length) : '';
  return {
    title: [...subject].slice(0, longestTitle).join(''),
    body: `${head}${table}${list}${heldList}${ships}${becomes}${end.length > 0 ? `\n${end.join('\n')}` : ''}${kept}`,
  };
}
