import { addAll } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';
import { spellingsOf } from '../../../name-spellings.ts';
import { textPattern } from '../../../text-pattern.ts';
import { isYaml } from '../../../tree/file-types.ts';
import { baseName, folderOf, foldersUp, joinPath } from '../../../tree/repository-paths.ts';
import { plainValue, textAt, valueAt } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The files that are called after a service. */
export interface OwnFiles {
  /** The outermost folders with the name of the service that hold nothing but manifests and templates. */
  folders: string[];
  /**
   * Templates with the name of the service, and files with it of which every document is an object of Kubernetes, or that
   * lie where others services have one each: values, what a generator reads.
   */
  manifests: string[];
  /** Dockerfiles outside its source, and workflows. */
  builds: string[];
}

/** The files of each service; the listing is gone through once. What may be of several is of the one that is called so. */
export function ownFiles(names: readonly string[], context: RuleContext): Map<string, OwnFiles> {
  const spelled = new Map<string, string>(names.map((name) => [name, name]));
  for (const name of names)
    for (const spelling of spellingsOf(name)) if (!spelled.has(spelling)) spelled.set(spelling, name);
  const named = new Map(names.map((name) => [name, new Set<string>()]));
  const own = new Map<string, OwnFiles>(names.map((name) => [name, { folders: [], manifests: [], builds: [] }]));
  for (const path of context.paths.all) {
    for (const [name, folder] of foldersNamed(path, named)) named.get(name)?.add(folder);
    const manifest = ownManifest(path, spelled, context);
    if (manifest !== undefined) own.get(manifest)?.manifests.push(path);
    for (const name of new Set([...dockerfileOf(path, spelled), ...workflowOf(path, spelled)]))
      own.get(name)?.builds.push(path);
  }
  for (const [name, folders] of named)
    addAll(
      own.get(name)?.folders ?? [],
      [...folders].filter((folder) => holdsManifests(folder, context)),
    );
  return own;
}

/** The folders on the way to a path that have one of the names, the outermost of each. */
function foldersNamed(path: string, names: ReadonlyMap<string, unknown>): Map<string, string> {
  const found = new Map<string, string>();
  for (let start = 0, end = path.indexOf('/'); end !== -1; start = end + 1, end = path.indexOf('/', start)) {
    const name = path.slice(start, end);
    if (names.has(name) && !found.has(name)) found.set(name, path.slice(0, end));
  }
  return found;
}

function holdsManifests(folder: string, context: RuleContext): boolean {
  const files = context.paths.files(folder, true);
  return (
    !/(^|\/)(?:docs?|\.github)\//.test(`${folder}/`) &&
    (files.some((path) => /\.ya?ml$/.test(path)) || isFolderOfEach(folder, context)) &&
    files.every((path) => isYaml(path) || /\.(?:json|tpl)$|(^|\/)(?:\.helmignore|README\.md|NOTES\.txt)$/.test(path))
  );
}

/** Whether several other services have a folder beside it, which is the source of none: what a generator reads. */
function isFolderOfEach(folder: string, context: RuleContext): boolean {
  const parent = folderOf(folder);
  return parent !== '' && foldersIn(context)(parent) - (context.services.has(baseName(folder)) ? 1 : 0) >= 2;
}

/** How many services have a folder of their name in a folder that holds no sources. */
const foldersIn = memoize((context: RuleContext) => {
  const counts = new Map<string, number>();
  return (folder: string): number => {
    const known = counts.get(folder);
    if (known !== undefined) return known;
    const own = [...context.services.keys()].map((name) => joinPath(folder, name));
    const isOfSources = own.some((path) => sourcesOf(context).has(path));
    const count = isOfSources ? 0 : own.filter((path) => context.paths.at(path) === 'folder').length;
    counts.set(folder, count);
    return count;
  };
});

/** The service that a manifest is of. */
function ownManifest(path: string, spelled: ReadonlyMap<string, string>, context: RuleContext): string | undefined {
  const ending = /\.(?:ya?ml|json)$/.exec(path)?.[0];
  if (ending === undefined) return undefined;
  const stem = baseName(path).slice(0, -ending.length);
  const name = spelled.get(stem);
  if (name !== undefined) return isManifest(path, ending, name, context) ? name : undefined;
  const ofKind = spelled.get(stem.replace(besideName, ''));
  return ofKind !== undefined && isOfOneName(path, ofKind, context) ? ofKind : undefined;
}

/** What stands beside the name of a service in that of a file: the kind of its objects, as people write it. Of no data. */
const besideName =
  /^(?:network-?policy|ingress|hpa|pdb|deploy(?:ment)?|service-?monitor|virtual-?service)-|-(?:deploy(?:ment)?|service|svc|hpa|pdb|ingress|config-?map|network-?policy|rollout|service-?account|service-?monitor|virtual-?service|http-?route|rbac|cron-?job)$/i;

/** Whether a file holds objects of Kubernetes that are called after one service, and nothing else. */
function isOfOneName(path: string, name: string, context: RuleContext): boolean {
  if (/(^|\/)(?:templates|docs?|\.github)\//.test(path) || !holdsObjects(path, context)) return false;
  if (/Application/.test(kindsOf(path, context).join())) return false;
  const others = [...context.services.keys()].filter((one) => one.startsWith(`${name}-`));
  return (context.yaml(path)?.documents ?? []).map(plainValue).every((value) => {
    if (value === null || value === undefined) return true;
    const called = textAt(valueAt(value, ['metadata']), 'name') ?? '';
    return (called === name || called.startsWith(`${name}-`)) && !others.some((one) => called.startsWith(one));
  });
}

function isManifest(path: string, ending: string, name: string, context: RuleContext): boolean {
  if (/(^|\/)templates\//.test(path)) return !/\{\{-?\s*define\b/.test(context.text(path) ?? '');
  if (/^Application/.test(kindsOf(path, context).join())) return false;
  return isOneOfEach(path, ending, name, context) || (ending !== '.json' && holdsObjects(path, context));
}

function kindsOf(path: string, context: RuleContext): string[] {
  const documents = context.text(path) === undefined ? [] : (context.yaml(path)?.documents ?? []);
  return documents.flatMap((document) => textAt(plainValue(document), 'kind') ?? []);
}

function holdsObjects(path: string, context: RuleContext): boolean {
  const file = context.text(path) === undefined ? undefined : context.yaml(path);
  const documents = file?.documents.map(plainValue).filter((value) => value !== null && value !== undefined) ?? [];
  if (file?.errors.length !== 0 || documents.length === 0) return false;
  return documents.every((value) => textAt(value, 'apiVersion') !== undefined && textAt(value, 'kind') !== undefined);
}

/** Whether a folder of manifests holds a file for each of several other services, too. */
function isOneOfEach(path: string, ending: string, name: string, context: RuleContext): boolean {
  const folder = folderOf(path);
  if (folder === '' || /^(?:\.github|docs?)(?:\/|$)/.test(folder)) return false;
  if (foldersUp(path).some((one) => sourcesOf(context).has(one))) return false;
  const { paths, services } = context;
  const isOwn = services.has(name) && paths.at(joinPath(folder, `${name}${ending}`)) === 'file';
  return servicesIn(context)(folder, ending) - (isOwn ? 1 : 0) >= 2;
}

const sourcesOf = memoize(
  ({ catalog }: RuleContext) =>
    new Set(catalog.services.flatMap(({ path }) => (path === null || path === '' ? [] : path))),
);

/** How many services have a file of their name in a folder. */
const servicesIn = memoize(({ paths, services }: RuleContext) => {
  const counts = new Map<string, number>();
  return (folder: string, ending: string): number => {
    const key = `${ending} ${folder}`;
    const isService = (path: string): boolean =>
      path.endsWith(ending) && services.has(baseName(path).slice(0, -ending.length));
    const count = counts.get(key) ?? paths.files(folder).filter(isService).length;
    counts.set(key, count);
    return count;
  };
});

/** `docker/video-service/Dockerfile`, `video-service.Dockerfile`, `Dockerfile.video-service` outside its source. */
function dockerfileOf(path: string, spelled: ReadonlyMap<string, string>): string[] {
  const file = baseName(path);
  if (!/^(?:Docker|Container)file|\.[Dd]ockerfile$/.test(file)) return [];
  const word = file.replace(/\.[Dd]ockerfile$/, '').replace(/^(?:Docker|Container)file[.-]?/, '');
  const folder = /^(?:Docker|Container)file$/.test(file) ? baseName(folderOf(path)) : '';
  return [word, folder].flatMap((one) => spelled.get(one) ?? []);
}

const tasks = 'build cd ci deploy docker image images lint package pipeline publish push release test'.split(' ');
const beforeName = textPattern('y')`${tasks}[-_.]`;
const behindName = textPattern()`[-_.]${tasks}$`;

/** `.github/workflows/video-service.yaml`, `ci-video-service.yaml`, `video-service-release.yaml`. */
function workflowOf(path: string, spelled: ReadonlyMap<string, string>): string[] {
  const [, stem = ''] = /^\.github\/workflows\/([^/]+)\.ya?ml$/.exec(path) ?? [];
  const starts = [0];
  for (let at = 0; ; ) {
    beforeName.lastIndex = at;
    if (!beforeName.test(stem)) break;
    at = beforeName.lastIndex;
    starts.push(at);
  }
  const ends = [stem.length];
  for (let rest = stem; behindName.test(rest); ) {
    rest = rest.replace(behindName, '');
    ends.push(rest.length);
  }
  return starts.flatMap((start) =>
    ends.flatMap((end) => {
      const word = stem.slice(start, end);
      return end > start && stem.indexOf(word) === start ? (spelled.get(word) ?? []) : [];
    }),
  );
}
