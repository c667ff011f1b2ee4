import type { Application, ApplicationSource } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { groupBy } from '../grouping.ts';
import { inParallel } from '../in-parallel.ts';
import { listFew, quoteName } from '../names.ts';
import type { Tree } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { renderSource } from './render-source.ts';
import { openState } from './render-state.ts';
import type { ManifestRenderer } from './renderer.ts';
import { applicationsOf, jobsOf } from './touched-applications.ts';

/** What the charts and kustomizations of Applications are rendered to. */
export interface RenderedCatalog {
  /** The manifests of sources, by `renderedKey`. */
  texts: ReadonlyMap<string, string>;
  problems: Problem[];
}

/** What tells a source of an Application from all others, whether a set generates it or not. */
export function renderedKey({ file, document, name }: Application, { at }: Pick<ApplicationSource, 'at'>): string {
  const inTemplate = at[0] === 'spec' && at[1] === 'template';
  return JSON.stringify([file, document.index, name, inTemplate ? at.slice(2) : at]);
}

/** Renders every source that a chart or a kustomization of the tree makes; what cannot be rendered is told as a problem. */
export async function renderCatalog(
  tree: Tree,
  catalog: Catalog,
  renderer: ManifestRenderer,
): Promise<RenderedCatalog> {
  const versions = await renderer.versions();
  if (versions.helm === null && versions.kustomize === null)
    return {
      texts: new Map(),
      problems: [notRendered('any Application', 'neither helm nor kustomize is on the PATH')],
    };
  const state = await openState(tree, catalog, null);
  const jobs = applicationsOf(state).flatMap((application) =>
    [...jobsOf(application, state.tree)].flatMap(([at, job]) =>
      job.commands.length > 0 || job.obstacle !== null ? [{ application, at, job }] : [],
    ),
  );
  const contents = await tree.read([...new Set(jobs.flatMap(({ job }) => job.files.map(({ from }) => from)))]);
  const place = { renderer, versions, read: (path: string) => contents.get(path) };
  const outcomes = await inParallel(jobs, renderer.parallel, async (one) => ({
    ...one,
    outcome: await renderSource(one.job, place),
  }));
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const unknown: { name: string; why: string }[] = [];
  for (const { application, at, outcome } of outcomes) {
    if (outcome.kind === 'rendered')
      texts.set(renderedKey(application, { at: JSON.parse(at || '[]') as (string | number)[] }), outcome.text);
    else if (outcome.kind === 'unknown') unknown.push({ name: application.name, why: outcome.why });
    else
      problems.push({
        severity: 'warning',
        message: `Application ${quoteName(application.name)} cannot be rendered: ${outcome.why}`,
        help: 'Argo CD renders it with the same program: correct what it says.',
        location: application.document.locate([]),
      });
  }
  for (const [why, those] of groupBy(unknown, (one) => one.why))
    problems.push(notRendered(listFew(those.map(({ name }) => quoteName(name))), why));
  return { texts, problems };
}

function notRendered(what: string, why: string): Problem {
  return { severity: 'notice', message: `not rendered: ${what}: ${why}`, help: 'It is judged by its files.' };
}
