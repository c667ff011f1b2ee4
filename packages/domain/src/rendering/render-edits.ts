import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { addAll, groupBy } from '../grouping.ts';
import { inParallel } from '../in-parallel.ts';
import { listFew, quoteName } from '../names.ts';
import type { Log, Tree } from '../ports.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { tryUser, UserError } from '../user-error.ts';
import { compareManifests, type Difference, placeOfDifference } from './differences.ts';
import { type ExpectedImage, judgeDifferences, type Verdict } from './judge.ts';
import { refuseOffences, refuseUnchanged } from './refusals.ts';
import { type RenderPlace, renderSource } from './render-source.ts';
import { openState } from './render-state.ts';
import { renderedChange } from './rendered-change.ts';
import type { ManifestRenderer, RunOutcome } from './renderer.ts';
import { notAsked, type RenderedApplication, type Rendering } from './rendering.ts';
import { type TouchedApplication, touchedApplications } from './touched-applications.ts';

/** Whether edits are rendered, and by what. */
export interface RenderSettings {
  /** `required` refuses what cannot be rendered; `auto` says so and goes on. */
  mode: 'auto' | 'required';
  renderer: ManifestRenderer;
}

/** Edits that are to be proved before they are written. */
export interface ProvedEdits {
  settings: RenderSettings;
  tree: Tree;
  catalog: Catalog;
  loadCatalog: (tree: Tree) => Promise<Catalog>;
  /** The branch whose files the tree has; null where that is not known. */
  branch: string | null;
  /** New contents by path. */
  files: ReadonlyMap<string, Uint8Array>;
  /** What an Application of the catalog is to run that was not before; empty for one that nothing was written for. */
  expectedOf: (application: Application) => readonly ExpectedImage[];
  /** What one that nothing was written for may run all the same, because it deploys what another one does. */
  sharedBy: (application: Application) => readonly ExpectedImage[];
  log: Log;
}

/**
 * Renders the Applications that edits touch, before and after. UserError where what is rendered does not change as it
 * was asked for, where it cannot be rendered any more, and, where rendering is required, where it could not be before.
 */
export async function renderEdits(edits: ProvedEdits): Promise<Rendering> {
  const { settings, tree, files, log } = edits;
  if (files.size === 0) return notAsked;
  const versions = await settings.renderer.versions();
  if (settings.mode === 'auto' && versions.helm === null && versions.kustomize === null)
    return { none: 'neither helm nor kustomize is on the PATH', applications: [] };
  const later = overlayTree(tree, files);
  const before = await openState(tree, edits.catalog, edits.branch);
  const after = await openState(later, await edits.loadCatalog(later), edits.branch);
  const touched = touchedApplications(before, after, {
    edited: new Set(files.keys()),
    isWritten: (application) => edits.expectedOf(application).length > 0,
  });
  const contents = await tree.read(namedFiles(touched));
  const place = { renderer: settings.renderer, versions };
  const places = {
    before: { ...place, read: (path: string) => contents.get(path) },
    after: { ...place, read: (path: string) => files.get(path) ?? contents.get(path) },
  };
  let done = 0;
  const results = await inParallel(touched, settings.renderer.parallel, async (one) => {
    const own = edits.expectedOf(one.application);
    const result = await renderApplication(one, places, own.length > 0 ? own : edits.sharedBy(one.application));
    done += 1;
    if (done % 20 === 0 || done === touched.length) log.progress(`rendered ${done} of ${touched.length} Applications`);
    return result;
  });
  refuseFailures(results, settings.mode);
  for (const { touched: one, verdict } of results) if (verdict) refuseOffences(one.application, verdict.offences);
  for (const { touched: one, verdict } of results)
    if (verdict) refuseUnchanged(one.application, edits.expectedOf(one.application), verdict);
  sayNotRendered(results, log);
  return { none: null, applications: results.map((result) => reportOf(result, versions)) };
}

function namedFiles(touched: readonly TouchedApplication[]): string[] {
  const jobs = touched.flatMap(({ sources }) => sources.flatMap(({ before, after }) => [before, after]));
  return [...new Set(jobs.flatMap((job) => job?.files.map(({ from }) => from) ?? []))];
}

interface RenderResult {
  touched: TouchedApplication;
  /** Why it was not rendered; null where it was. */
  unknown: string | null;
  /** Why it cannot be rendered after the edit although it could before. */
  broken: string | null;
  verdict: Verdict | null;
}

type Places = Readonly<Record<'before' | 'after', RenderPlace>>;

async function renderApplication(
  touched: TouchedApplication,
  places: Places,
  expected: readonly ExpectedImage[],
): Promise<RenderResult> {
  const differences: Difference[] = [];
  const after: ReturnType<typeof compareManifests>['after'][] = [];
  for (const source of touched.sources) {
    const old = await renderSource(source.before, places.before);
    if (old.kind !== 'rendered') return { touched, unknown: clauseOf(old), broken: null, verdict: null };
    const now = await renderSource(source.after, places.after);
    if (now.kind !== 'rendered') {
      const isBroken = now.kind === 'failed';
      return { touched, unknown: isBroken ? null : now.why, broken: isBroken ? now.why : null, verdict: null };
    }
    const compared = tryUser<ReturnType<typeof compareManifests> | null>(
      () => compareManifests(old.text, now.text),
      () => null,
    );
    if (compared === null) return { touched, unknown: 'what is rendered is no YAML', broken: null, verdict: null };
    addAll(differences, compared.differences);
    after.push(compared.after);
  }
  const all = (): ReturnType<(typeof after)[number]>[] => after.map((objects) => objects());
  const verdict = judgeDifferences(differences, () => all().flatMap((objects) => [...objects]), expected);
  if (verdict.offences.length === 0) return { touched, unknown: null, broken: null, verdict };
  const volatile = await volatilePlaces(touched, places.before);
  const offences = verdict.offences.filter(({ difference }) => difference === null || !volatile(difference));
  return { touched, unknown: null, broken: null, verdict: { ...verdict, offences } };
}

function clauseOf({ kind, why }: Exclude<RunOutcome, { kind: 'rendered' }>): string {
  return kind === 'failed' ? `it cannot be rendered as it is: ${why}` : why;
}

/** Tells what is another value each time it is rendered, such as a random password or the time of day. */
async function volatilePlaces(
  { sources }: TouchedApplication,
  place: RenderPlace,
): Promise<(difference: Difference) => boolean> {
  const places = new Set<string>();
  for (const { before } of sources) {
    const [once, again] = [await renderSource(before, place), await renderSource(before, place, 'again')];
    if (once.kind !== 'rendered' || again.kind !== 'rendered' || once.text === again.text) continue;
    for (const difference of compareManifests(once.text, again.text).differences)
      places.add(placeOfDifference(difference));
  }
  return (difference) => places.has(placeOfDifference(difference));
}

function refuseFailures(results: readonly RenderResult[], mode: RenderSettings['mode']): void {
  for (const { touched, broken, unknown } of results) {
    const name = quoteName(touched.application.name);
    if (broken !== null)
      throw new UserError(`Application ${name} cannot be rendered any more with these images: ${broken}`, {
        location: touched.application.document.locate([]),
        help: 'Nothing was written. It could be rendered before.',
      });
    if (unknown !== null && mode === 'required')
      throw new UserError(`Application ${name} is not rendered: ${unknown}`, {
        location: touched.application.document.locate([]),
        help: 'Nothing was written, for render is "required". With "auto" it is written without that proof.',
      });
  }
}

function sayNotRendered(results: readonly RenderResult[], log: Log): void {
  const unknown = results.flatMap(({ touched, unknown: why }) =>
    why === null ? [] : [{ name: touched.application.name, why }],
  );
  for (const [why, those] of groupBy(unknown, (one) => one.why))
    log.notice(`not rendered: ${listFew(those.map(({ name }) => quoteName(name)))}: ${why}`);
}

function reportOf({ touched, unknown, verdict }: RenderResult, versions: RenderPlace['versions']): RenderedApplication {
  const { application, sources } = touched;
  const programs = new Set(sources.flatMap(({ after }) => after?.commands.map(({ program }) => program) ?? []));
  return {
    application: application.name,
    environment: application.environment,
    file: application.file,
    tools: unknown === null ? [...programs].map((program) => `${program} ${versions[program] ?? ''}`) : [],
    notRendered: unknown,
    changes: [...(verdict?.kinds ?? [])].map(([difference, kind]) => renderedChange(difference, kind)),
  };
}
