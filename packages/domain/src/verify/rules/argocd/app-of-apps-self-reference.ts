import type { Application } from '../../../argocd/application.ts';
import { groupBy } from '../../../grouping.ts';
import { ringsOf } from '../../../rings.ts';
import { documents, scripts, terraformFiles } from '../../../tree/file-types.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { ownedFiles, sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { rootApplicationFix } from './root-application-fix.ts';

export const appOfAppsSelfReference: Rule = {
  id: 'app-of-apps-self-reference',
  title: 'No Application deploys itself, directly or through others',
  severity: 'error',
  incident: '004 2.3',
  help: 'Move the file of the root Application out of the folder it reads, or exclude it with directory.exclude.',
  needs: [...sourceManifestsNeeds, terraformFiles, scripts, documents],
  *check(context) {
    const edges = edgesOfRings(deploymentEdges(context));
    const strict = definesApplicationHealth(context);
    for (const [index, application] of context.catalog.applications.entries()) {
      const way = wayBack(index, edges);
      if (!way) continue;
      const [first] = way;
      if (first === undefined) continue;
      const names = way.slice(0, -1).map(({ to }) => context.catalog.applications[to]?.name ?? '');
      const between =
        names.length > mostNamed ? [...names.slice(0, mostNamed), `${names.length - mostNamed} more`] : names;
      const fix = between.length === 0 && !application.generated ? rootApplicationFix(application, context) : null;
      yield { ...finding(application, first, between, strict), severity: strict ? 'error' : 'warning', fix };
    }
  },
};

/** Application deploys Application: through which source, and by which file. */
interface Edge {
  to: number;
  at: readonly (string | number)[];
}

function finding(application: Application, { at }: Edge, between: readonly string[], strict: boolean): RuleFinding {
  const { name, file } = application;
  const through =
    between.length === 0 ? `, the folder its own file ${file} lies in` : `, through ${between.join(' and ')}`;
  const waits = 'its sync waits for its own health and never ends, and nothing else it deploys is synced';
  const consequence = strict
    ? waits
    : `a mistake in that folder changes or deletes it, and where Argo CD waits for the health of Applications ${waits}`;
  return applicationFinding(
    application,
    [...at, 'path'],
    `Application ${name} deploys itself${through}: ${consequence}`,
  );
}

function deploymentEdges(context: RuleContext): Edge[][] {
  const { applications } = context.catalog;
  const byFile = groupBy(applications.keys(), (index) => applications[index]?.file ?? '');
  return applications.map((application) =>
    ownedFiles(application, context).flatMap(({ files, source }) =>
      files.flatMap((file) => (byFile.get(file) ?? []).map((to) => ({ to, at: source.at }))),
    ),
  );
}

/** Of a longer ring nobody reads all names. */
const mostNamed = 20;

/** More Applications than these are not gone through for the shortest way: another is as good. */
const mostSearched = 100;

/** The edges that lie in a ring: only from these is there a way back. */
function edgesOfRings(edges: readonly Edge[][]): Edge[][] {
  const ring = ringsOf(edges.map((own) => own.map(({ to }) => to)));
  return edges.map((own, from) => own.filter(({ to }) => ring[from] === ring[to]));
}

/** A short way from an Application back to itself by edges that all lie in rings; breadth first, as far as that is short. */
function wayBack(start: number, edges: readonly Edge[][]): Edge[] | undefined {
  const seen = new Map<number, { from: number; edge: Edge }>();
  const waiting = [start];
  for (const from of waiting) {
    for (const edge of edges[from] ?? []) {
      if (edge.to === start) return [...wayTo(from, start, seen), edge];
      if (seen.has(edge.to)) continue;
      seen.set(edge.to, { from, edge });
      waiting.push(edge.to);
    }
    if (seen.size > mostSearched) return [...wayTo(waiting.at(-1) ?? start, start, seen)];
  }
  return undefined;
}

function wayTo(end: number, start: number, seen: ReadonlyMap<number, { from: number; edge: Edge }>): Edge[] {
  const way: Edge[] = [];
  for (let at = end; at !== start; ) {
    const step = seen.get(at);
    if (!step) break;
    way.push(step.edge);
    at = step.from;
  }
  return way.reverse();
}

/**
 * Argo CD waits for a child Application only where its configuration says what makes one healthy: in
 * `argocd-cm`, in the values of its chart, or in Terraform.
 */
function definesApplicationHealth({ texts }: RuleContext): boolean {
  for (const text of texts.values()) {
    // Most files do not speak of health at all; the type's name stands in many.
    if (text.includes('health') && healthOfApplication.test(text)) return true;
  }
  return false;
}

/** On a line that is no comment: `resource.customizations.health.argoproj.io_Application`, or the older key of a map. */
const healthOfApplication =
  /^(?![ \t]*(?:#|\/\/)).*(?:health\.argoproj\.io_Application|argoproj\.io\/Application["']?\s*:)/m;
