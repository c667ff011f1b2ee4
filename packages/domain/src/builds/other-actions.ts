import type { Build } from './build.ts';
import { pathFrom } from './build.ts';
import { pairsOf } from './settings.ts';
import { type ActionPlace, type Input, inRepository, wholeLines } from './workflow-actions.ts';

/** How an action that builds by a Dockerfile calls its inputs. */
interface OtherAction {
  uses: RegExp;
  context: string;
  file: string;
  /** Whether its Dockerfile is relative to its context, and not to the workspace. */
  within: boolean;
  args?: string;
}

/** Actions that build images beside those of Docker and Red Hat, as their own pages describe them. */
const actions: readonly OtherAction[] = [
  { uses: /^int128\/kaniko-action@/, context: 'context', file: 'file', within: false, args: 'build-args' },
  { uses: /^aevea\/action-kaniko@/, context: 'path', file: 'build_file', within: true },
  { uses: /^mr-smithers-excellent\/docker-build-push@/, context: 'directory', file: 'dockerfile', within: false },
  { uses: /^elgohr\/publish-docker-github-action@/i, context: 'workdir', file: 'dockerfile', within: true },
  { uses: /^whoan\/docker-build-with-cache-action@/, context: 'context', file: 'dockerfile', within: true },
  { uses: /^macbre\/push-to-ghcr@/, context: 'context', file: 'dockerfile', within: false },
];

/** What such a step builds; null where the action is none of them. */
export function builtByOther(uses: string, input: Input, { path, checkout, name, locate }: ActionPlace): Build | null {
  const action = actions.find((one) => one.uses.test(uses));
  if (!action) return null;
  const context = pathFrom('', inRepository(input(action.context) ?? '.', checkout));
  const file = input(action.file);
  const base = file === undefined || action.within ? context : '';
  const location = locate('uses');
  return {
    key: `${path}:${location.line}`,
    name,
    dockerfile:
      base === null ? null : pathFrom(base, inRepository(file ?? 'Dockerfile', action.within ? '' : checkout)),
    inline: null,
    context,
    target: input('target') ?? null,
    args: new Map(pairsOf(wholeLines(input(action.args ?? 'build_args')))),
    contexts: new Map(),
    images: [],
    file: path,
    location,
  };
}
