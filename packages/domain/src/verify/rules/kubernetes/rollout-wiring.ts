import { entriesAt, type TemplateEntry } from '../../../helm/template-documents.ts';
import { memoize } from '../../../memo.ts';
import { quoteName, showPath } from '../../../names.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { baseName, folderOf } from '../../../tree/repository-paths.ts';
import { locationIn, normaliseWritten } from '../../facts/helm/chart-templates.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import {
  hasExpressions,
  isConditional,
  isMissing,
  type ManifestSet,
  manifestSets,
  manifestSetsNeeds,
  nameAt,
  nameIn,
  objectsCalled,
  type WrittenObject,
} from './manifest-sets.ts';

export const rolloutWiring: Rule = {
  id: 'rollout-wiring',
  title: 'What a Rollout names exists, and nothing else runs its pods',
  severity: 'warning',
  incident: '003 9.4',
  help: 'Add the object, or correct the name. A workload is a Rollout or a Deployment, and its autoscaler targets that one.',
  needs: [...manifestSetsNeeds, kustomizations],
  *check(context) {
    const all = manifestSets(/^kind:[ \t]*["']?(?:Rollout|VirtualService|(?:Cluster)?AnalysisTemplate)\b/m, context);
    const seen = new Set<string>();
    for (const set of all) {
      for (const rollout of set.objects.filter(isRollout)) {
        for (const finding of [...references(rollout, set, all), ...twins(rollout, set, context)]) {
          // One of a library chart is in every chart that takes it in.
          const id = JSON.stringify([finding.location, finding.key]);
          if (!seen.has(id)) yield finding;
          seen.add(id);
        }
      }
    }
  },
};

/** Other tools have Rollouts too. */
function isRollout({ kind, document }: WrittenObject): boolean {
  const [version] = entriesAt(document, ['apiVersion']);
  return kind === 'Rollout' && /^["']?argoproj\.io\//.test(version?.value ?? '');
}

const services: readonly (readonly string[])[] = [
  ['canary', 'canaryService'],
  ['canary', 'stableService'],
  ['canary', 'pingPong', 'pingService'],
  ['canary', 'pingPong', 'pongService'],
  ['blueGreen', 'activeService'],
  ['blueGreen', 'previewService'],
];

const effect = 'the Rollout is refused, and no new version gets traffic';

/** The objects a Rollout names that are not there. */
function* references(rollout: WrittenObject, set: ManifestSet, all: readonly ManifestSet[]): Generator<RuleFinding> {
  yield* missingServices(rollout, set);
  yield* missingVirtualService(rollout, set, all);
  for (const { name, offset, cluster } of analyses(rollout)) {
    const kind = cluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
    if (!isNowhere(kind, name, set, all)) continue;
    const consequence = 'the analysis fails, and the Rollout goes back';
    yield missingObject(rollout, {
      offset,
      what: `it is judged by the ${kind}`,
      name,
      where: inChart(set),
      consequence,
    });
  }
}

function* missingServices(rollout: WrittenObject, set: ManifestSet): Generator<RuleFinding> {
  // Where none is in the set, all of them may be elsewhere.
  if (objectsCalled(set, 'Service').length === 0 || set.open) return;
  for (const path of services) {
    const name = nameAt(rollout.document, ['spec', 'strategy', ...path]);
    if (name === null || !isMissing(set, 'Service', name)) continue;
    const [entry] = entriesAt(rollout.document, ['spec', 'strategy', ...path]);
    const what = `its ${path.at(-1)} is the Service`;
    if (entry) yield missingObject(rollout, { offset: entry.start, what, name, where: inChart(set) });
  }
}

function* missingVirtualService(
  rollout: WrittenObject,
  set: ManifestSet,
  all: readonly ManifestSet[],
): Generator<RuleFinding> {
  const istio = ['spec', 'strategy', 'canary', 'trafficRouting', 'istio', 'virtualService'];
  const name = nameAt(rollout.document, [...istio, 'name']);
  if (name === null) return;
  if (!isNowhere('VirtualService', name, set, all)) {
    yield* missingRoutes(rollout, istio, name, set);
    return;
  }
  const [entry] = entriesAt(rollout.document, [...istio, 'name']);
  const what = 'its traffic goes through the VirtualService';
  if (entry) yield missingObject(rollout, { offset: entry.start, what, name, where: inChart(set) });
}

/** The routes of a VirtualService that a Rollout shifts, by name. */
function* missingRoutes(
  rollout: WrittenObject,
  istio: readonly string[],
  virtualService: string,
  set: ManifestSet,
): Generator<RuleFinding> {
  const { document } = rollout;
  const [entry] = entriesAt(document, [...istio, 'routes']);
  const [target, second] = objectsCalled(set, 'VirtualService', virtualService);
  if (!entry || !target || second) return;
  const [http] = entriesAt(target.document, ['spec', 'http']);
  const written = http ? target.document.template.clean.slice(http.start, http.end) : '{{';
  const listed = document.template.clean.slice(entry.start, entry.end).replace(/^[^:]*:/, '');
  // What an action writes is not known.
  if (written.includes('{{') || listed.includes('{{')) return;
  const names = new Set(
    [...written.matchAll(/^[ \t]*(?:-[ \t]+)?name:[ \t]*["']?([^\s"']+)/gm)].map(([, name]) => name),
  );
  const where = ` of VirtualService ${shown(virtualService)}`;
  for (const [name] of listed.matchAll(/(?<![.-])[.-]*\w+(?:[.-]+\w+)*/g))
    if (!names.has(name))
      yield missingObject(rollout, { offset: entry.start, what: 'it shifts the route', name, where });
}

/** The templates of the analyses of a Rollout, in steps and in the background. */
function analyses({ document }: WrittenObject): { name: string; offset: number; cluster: boolean }[] {
  const { template } = document;
  const [strategy] = entriesAt(document, ['spec', 'strategy']);
  if (!strategy) return [];
  const text = template.clean.slice(strategy.start, strategy.end);
  return [...text.matchAll(/^[ \t]*(?:-[ \t]+)?templateName:[ \t]*(\S(?:.*\S)?)[ \t]*$/gm)].map((match) => {
    const around = text
      .slice(text.lastIndexOf('\n', match.index - 2) + 1)
      .split('\n')
      .slice(0, 3)
      .join('\n');
    return {
      name: nameIn(normaliseWritten(match[1] ?? '', template), document),
      offset: strategy.start + match.index + match[0].search(/\S/),
      cluster: /clusterScope:\s*true/.test(around),
    };
  });
}

/** A Deployment of the same pods, and autoscalers of a Deployment that is a Rollout now. */
function* twins(rollout: WrittenObject, set: ManifestSet, context: RuleContext): Generator<RuleFinding> {
  const { document, name } = rollout;
  const named = shown(name);
  if (isConditional(rollout) || entriesAt(document, ['spec', 'workloadRef']).length > 0) return;
  const deployment = objectsCalled(set, 'Deployment', name).find((one) => isBeside(one, rollout, set, context));
  if (deployment) {
    if (isConditional(deployment)) return;
    yield {
      location: locationIn(document.template, kindOffset(rollout)),
      subject: subjectOf(rollout),
      key: `deployment ${name}`,
      message: `Rollout ${named} has the name of the Deployment of ${showPath(deployment.document.template.path)}: both run pods of it, and what the Rollout holds back the Deployment brings at once`,
    };
    return;
  }
  const autoscaler = autoscalersOf(set).get(name);
  if (!autoscaler || !isBeside(autoscaler, rollout, set, context) || isConditional(autoscaler)) return;
  const [kind] = entriesAt(autoscaler.document, [...scaled, 'kind']);
  yield {
    location: locationIn(autoscaler.document.template, kind?.start ?? autoscaler.document.start),
    subject: subjectOf(autoscaler),
    key: `autoscaler ${name}`,
    message: `HorizontalPodAutoscaler ${shown(autoscaler.name)} scales the Deployment ${named}, which is a Rollout: it scales nothing`,
  };
}

const scaled = ['spec', 'scaleTargetRef'];

/** The autoscalers of Deployments by the name of the Deployment. */
const autoscalersOf = memoize((set: ManifestSet): ReadonlyMap<string, WrittenObject> => {
  const found = new Map<string, WrittenObject>();
  for (const autoscaler of objectsCalled(set, 'HorizontalPodAutoscaler')) {
    const [kind] = entriesAt(autoscaler.document, [...scaled, 'kind']);
    const target = kind?.value === 'Deployment' ? nameAt(autoscaler.document, [...scaled, 'name']) : null;
    if (target !== null) found.set(target, autoscaler);
  }
  return found;
});

/** Plain manifests of one name may be for two clusters: those of one folder are not, if its kustomization takes in both. */
function isBeside(one: WrittenObject, other: WrittenObject, { chart }: ManifestSet, context: RuleContext): boolean {
  const [a, b] = [one.document.template.path, other.document.template.path];
  if (chart !== null) return true;
  if (folderOf(a) !== folderOf(b)) return false;
  const kustomization = context.paths.files(folderOf(a)).find(kustomizations);
  const text = kustomization === undefined ? undefined : (context.text(kustomization) ?? '');
  return text === undefined || [a, b].every((path) => text.includes(baseName(path)));
}

/** Whether certainly no object of a kind has a name, here or anywhere. */
function isNowhere(kind: string, name: string, set: ManifestSet, all: readonly ManifestSet[]): boolean {
  if (set.open || !isMissing(set, kind, name)) return false;
  return all.every((other) => other === set || !mayBeIn(other, kind, name));
}

/** Whether an object of a kind may be called so somewhere else. */
function mayBeIn(other: ManifestSet, kind: string, name: string): boolean {
  return objectsCalled(other, kind, name).length > 0 || hasExpressions(other, kind);
}

interface MissingObject {
  /** Where the name is written. */
  offset: number;
  /** `its stableService is the Service`. */
  what: string;
  name: string;
  /** Where it was looked for; '' for everywhere. */
  where: string;
  consequence?: string;
}

function missingObject(
  rollout: WrittenObject,
  { offset, what, name, where, consequence = effect }: MissingObject,
): RuleFinding {
  return {
    location: locationIn(rollout.document.template, offset),
    subject: subjectOf(rollout),
    key: `${rollout.name} ${what} ${name}`,
    message: `Rollout ${shown(rollout.name)}: ${what} ${shown(name)}, and there is none${where}: ${consequence}`,
  };
}

function inChart({ chart }: ManifestSet): string {
  return chart === null ? '' : ` in chart ${showPath(chart)}`;
}

/** A name without what makes it comparable. */
function shown(name: string): string {
  return quoteName(name.replace(/ @[^{}]*(?:\}\})?/g, (scope) => (scope.endsWith(' }}') ? ' }}' : scope)));
}

function subjectOf({ name, document }: WrittenObject): string {
  return name.includes('{{') ? document.template.path : name;
}

function kindOffset({ document }: WrittenObject): number {
  const [entry]: TemplateEntry[] = entriesAt(document, ['kind']);
  return entry?.start ?? document.start;
}
