import type { Application } from '../../../argocd/application.ts';
import { matchesArgoGlob, matchesResourcePattern } from '../../../argocd/glob.ts';
import { argoAddress } from '../../../argocd/source-address.ts';
import { groupBy } from '../../../grouping.ts';
import { memoize, memoizeByText } from '../../../memo.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { field, isRecord, listAt, textAt, valueAt } from '../../../yaml/value.ts';
import { manifestEnvironments } from '../../facts/argocd/manifest-environments.ts';
import { isClusterScoped, type KubernetesObject, objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';

/** An AppProject that is written out in a manifest. */
export interface AppProject {
  name: string;
  object: KubernetesObject;
}

export interface AppProjects {
  byName: ReadonlyMap<string, readonly AppProject[]>;
  /** Whether a template, Terraform or a script may define a project of this name. */
  mayBeElsewhere(name: string): boolean;
  /** Whether a kustomization changes a project of this name: by a patch, or by a replacement. */
  isChanged(name: string): boolean;
}

/** The AppProjects of the repository. */
export const appProjects = memoize((context: RuleContext): AppProjects => {
  const projects = objectsOfKind('AppProject', context).map((object): AppProject => ({ name: object.name, object }));
  const plain = new Set(projects.map(({ object }) => object.file));
  const others = [...context.texts].flatMap(([file, text]) =>
    !plain.has(file) && defines.test(text) && !/kind["']?\s*:\s*["']?CustomResourceDefinition/.test(text) ? [text] : [],
  );
  const changing = [...context.texts].flatMap(([file, text]) =>
    kustomizations(file) && /kind["']?\s*:\s*["']?AppProject/.test(text) ? [text] : [],
  );
  return {
    byName: groupBy(projects, ({ name }) => name),
    isChanged: (name) => changing.some((text) => text.includes(name)),
    mayBeElsewhere: (name) => others.some((text) => computedName.test(text) || text.includes(name)),
  };
});

/** Words of what makes projects: the object in a template or a script, Terraform's resource, the values of two charts. */
const defines =
  /kind["']?\s*[:=]\s*["']?AppProject|"?argocd_project"|additionalProjects|argocd-apps|argocd\s+proj\s+create/;

const computedName = /\bname["']?\s*[:=]\s*["']?(?:\{\{|\$|var\.|each\.|local\.)/;

/** The definitions that hold for an Application: those of its environment, or all where none is of it. */
export function projectsOf({ project, environment }: Application, context: RuleContext): readonly AppProject[] {
  const all = appProjects(context).byName.get(project ?? '') ?? [];
  if (environment === null || all.length < 2) return all;
  const here = all.filter(({ object }) => manifestEnvironments(object.file, context)?.has(environment) !== false);
  return here.length > 0 ? here : all;
}

/**
 * Whether Argo CD is told of global projects (`globalProjects` of argocd-cm): it adds what they permit, and what they
 * deny, to the projects that a selector of labels finds (`GetAppVirtualProject`, 3.x).
 */
export const hasGlobalProjects = memoize(({ texts }: RuleContext): boolean => {
  for (const text of texts.values()) if (text.includes('globalProjects')) return true;
  return false;
});

/**
 * Whether a project permits a source's address, as `IsSourcePermitted` of Argo CD 3.6: `!*` denies only what has no
 * slash, and permits all else. What a project does not say in full, it does not deny.
 */
export const permitsSource: (project: AppProject, repoURL: string) => boolean = memoizeByText(judgeSource);

function judgeSource({ object }: AppProject, repoURL: string): boolean {
  const patterns = valueAt(object.value, ['spec', 'sourceRepos']);
  if (!Array.isArray(patterns)) return true;
  const address = argoAddress(repoURL);
  let permitted = false;
  for (const pattern of patterns) {
    if (isOpen(pattern)) permitted = true;
    if (isOpen(pattern) || typeof pattern !== 'string') continue;
    const denies = pattern.startsWith('!');
    const matches = pattern === '*' || matchesArgoGlob(argoAddress(denies ? pattern.slice(1) : pattern), address, '/');
    if (denies && matches) return false;
    permitted ||= denies || matches;
  }
  return permitted;
}

/** Whether a project permits a destination. A cluster whose name or address is not known may be any. */
export function permitsDestination(project: AppProject, destination: Application['destination']): boolean {
  const { server, name, namespace } = destination;
  return permitsWritten(project, JSON.stringify({ server, name, namespace }));
}

const destinationKeys = ['server', 'name', 'namespace'];

/** Whether a template fills in what a project says there: it may permit anything. A bare `{{ }}` is a map to YAML. */
function isOpen(value: unknown): boolean {
  if (typeof value === 'string') return /\{\{|\$\{/.test(value);
  return isRecord(value) && Object.keys(value).some((key) => key.includes('{'));
}

/** Many Applications have the same destination: here it is told by its text. */
const permitsWritten = memoizeByText((project: AppProject, destination) =>
  judgeDestination(project, JSON.parse(destination)),
);

function judgeDestination({ object }: AppProject, destination: Application['destination']): boolean {
  const items = valueAt(object.value, ['spec', 'destinations']);
  if (!Array.isArray(items)) return true;
  const { server, name } = cluster(destination);
  let permitted = false;
  for (const item of items) {
    if ([item, ...destinationKeys.map((key) => field(item, key))].some(isOpen)) {
      permitted = true;
      continue;
    }
    const [byServer, byName] = [globMatch(textAt(item, 'server'), server), globMatch(textAt(item, 'name'), name)];
    const byNamespace = globMatch(textAt(item, 'namespace'), destination.namespace ?? '') !== false;
    const denies = (key: string): boolean => textAt(item, key)?.startsWith('!') === true;
    if (byServer !== false || byName !== false) permitted ||= byNamespace;
    if (byName === false && denies('name')) return false;
    if (byServer === false && denies('server') && byNamespace) return false;
    if (byServer === true && denies('namespace') && !byNamespace) return false;
  }
  return permitted;
}

/** Name and address of the cluster, as far as they are known: those of one are the same everywhere. */
function cluster({ server, name }: Application['destination']): { server: string | null; name: string | null } {
  const own = 'https://kubernetes.default.svc';
  if (name === 'in-cluster') return { server: server ?? own, name };
  return server === own ? { server, name: name ?? 'in-cluster' } : { server, name };
}

/** Whether a pattern, which may be a negation, matches; null where the text is not known. */
function globMatch(pattern: string | undefined, text: string | null): boolean | null {
  if (!pattern) return text === '';
  if (text === null) return pattern === '*' ? true : null;
  return pattern.startsWith('!') ? !matchesArgoGlob(pattern.slice(1), text) : matchesArgoGlob(pattern, text);
}

/** Why a project does not permit an object of a plain manifest; null where it does, or that is not known. */
export function deniedKind({ object }: AppProject, { group, kind, name }: KubernetesObject): string | null {
  const clusterScoped = isClusterScoped({ group, kind });
  const spec = field(object.value, 'spec');
  if (clusterScoped === null || typeof spec !== 'object') return null;
  const isListed = (key: string, ifOpen: boolean): boolean =>
    listAt(spec, key).some((item) => {
      if ([item, field(item, 'group'), field(item, 'kind')].some(isOpen)) return ifOpen;
      // Lists of namespaced kinds have no names.
      const named = clusterScoped ? (textAt(item, 'name') ?? '') : '';
      return (
        matchesResourcePattern(textAt(item, 'group') ?? '', group) &&
        matchesResourcePattern(textAt(item, 'kind') ?? '', kind) &&
        (named === '' || matchesResourcePattern(named, name))
      );
    });
  const scope = clusterScoped ? 'cluster' : 'namespace';
  if (isListed(`${scope}ResourceBlacklist`, false)) return `its ${scope}ResourceBlacklist has it`;
  const whitelist = field(spec, `${scope}ResourceWhitelist`);
  if (!clusterScoped && !Array.isArray(whitelist)) return null;
  return isListed(`${scope}ResourceWhitelist`, true) ? null : `its ${scope}ResourceWhitelist does not have it`;
}
