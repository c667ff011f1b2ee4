import type { Application } from '../argocd/application.ts';
import { withOverrides } from '../argocd/source-overrides.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { groupBy } from '../grouping.ts';
import { tryUser } from '../user-error.ts';
import type { RenderTree, SourceJob } from './job.ts';
import { sourceJob } from './source-job.ts';

/** A catalog with what tells how its Applications are rendered. */
export interface RenderState {
  catalog: Catalog;
  tree: RenderTree;
}

/** An Application of which something that it is rendered from changes. */
export interface TouchedApplication {
  application: Application;
  /** The sources of which something changes, as they were and as they will be; undefined where there is none. */
  sources: readonly { before: SourceJob | undefined; after: SourceJob | undefined }[];
}

/**
 * The Applications that edits of files may change, of whatever service and environment: what they say themselves, or a
 * file that they read. Those that share a file with them are among them; the others are rendered from the same bytes.
 * One that is written is always there.
 */
export function touchedApplications(
  before: RenderState,
  after: RenderState,
  { edited, isWritten }: { edited: ReadonlySet<string>; isWritten: (application: Application) => boolean },
): TouchedApplication[] {
  const later = groupBy(applicationsOf(after), keyOf);
  return applicationsOf(before).flatMap((application) => {
    const then = later.get(keyOf(application))?.shift();
    const [old, now] = [
      jobsOf(application, before.tree),
      then ? jobsOf(then, after.tree) : new Map<string, SourceJob>(),
    ];
    const sources = [...new Set([...old.keys(), ...now.keys()])].flatMap((at) => {
      const pair = { before: old.get(at), after: now.get(at) };
      return isTouched(pair, edited) ? [pair] : [];
    });
    return sources.length === 0 && !isWritten(application) ? [] : [{ application, sources }];
  });
}

export function applicationsOf({ catalog }: RenderState): Application[] {
  return [...catalog.applications, ...catalog.generated];
}

function keyOf({ name, namespace, file }: Application): string {
  return JSON.stringify([file, namespace, name]);
}

/** How the sources of an Application are rendered, by their places. */
export function jobsOf(written: Application, tree: RenderTree): Map<string, SourceJob> {
  return tryUser(
    () => {
      const application = withOverrides(written, {
        paths: tree.paths,
        yaml: (path) => tree.yaml(path),
      });
      return new Map(
        application.sources.flatMap((source) => {
          const job = sourceJob(application, source, tree);
          return job ? [[JSON.stringify(source.at), job] as const] : [];
        }),
      );
    },
    ({ message }) => new Map([['', { ...nothing, obstacle: `it cannot be read: ${message}` }]]),
  );
}

const nothing: SourceJob = { tool: null, files: [], made: new Map(), commands: [], obstacle: null };

function isTouched({ before, after }: TouchedApplication['sources'][number], edited: ReadonlySet<string>): boolean {
  const jobs = [before, after].flatMap((job) => job ?? []);
  if (jobs.some(({ files }) => files.some(({ from }) => edited.has(from)))) return true;
  const [old, now] = [before, after].map((job) => job && JSON.stringify({ ...job, made: [...job.made] }));
  return old !== now;
}
