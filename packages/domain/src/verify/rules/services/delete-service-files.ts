import type { Application } from '../../../argocd/application.ts';
import { resolveValueFile } from '../../../argocd/value-files.ts';
import { yamlRemover } from '../../../list-editing/remove-yaml.ts';
import { compareText } from '../../../location.ts';
import { spellingsOf } from '../../../name-spellings.ts';
import { textPattern } from '../../../text-pattern.ts';
import { isYaml, kustomizations } from '../../../tree/file-types.ts';
import { baseName, folderOf, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { plainValue, textAt } from '../../../yaml/value.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';

type IsGone = (text: string) => boolean;

/** A fix that deletes files. */
export type Deletion = Fix & { deletes: readonly string[] };

/**
 * The fixes that delete what belongs to a gone service alone: what deploys it (its chart, its Applications, folders and
 * files of manifests with its name) together with the entries of kustomizations for it, and each Dockerfile and workflow
 * with its name. Nothing that something else needs is deleted. `isGone` says whether a text names the service.
 */
export function goneFiles(name: string, context: RuleContext, isGone: IsGone): Deletion[] {
  const deletions: Deletion[] = [];
  const deploys = deployment(name, context, isGone);
  if (deploys.deletes.length > 0) deletions.push(deploys);
  const taken = new Set(deploys.deletes);
  for (const path of context.paths.all) {
    if (taken.has(path) || !(isOwnDockerfile(path, name) || isOwnWorkflow(path, name))) continue;
    if (isNamedElsewhere(path, context) || isOfAnother(path, name, context)) continue;
    deletions.push({ description: `delete ${path}`, safe: false, edits: [], deletes: [path] });
  }
  return deletions;
}

/** What goes as a whole: a folder, or a file by itself. */
interface Unit {
  folder: string | null;
  files: readonly string[];
}

function alone(file: string): Unit {
  return { folder: null, files: [file] };
}

/** What deploys it and nothing else needs. */
function deployment(name: string, context: RuleContext, isGone: IsGone): Deletion {
  const own = (context.applicationsOf.get(name) ?? []).filter((one) => isAlone(one, name, context));
  const chart = context.services.get(name)?.chart ?? null;
  const folders = [...new Set([...ownFolders(name, context), ...(chart === null ? [] : [chart])])];
  const units: Unit[] = [
    ...[...new Set(own.map(({ file }) => file))].map(alone),
    ...folders.map((folder) => ({ folder, files: context.paths.files(folder, true) })),
    ...ownManifests(name, context).map(alone),
  ];
  // What is kept may need another unit, so that is kept as well.
  let going = units.map((unit) => ({ unit, edits: [] as Edit[] }));
  for (let before = Number.POSITIVE_INFINITY; going.length < before; ) {
    before = going.length;
    const all = new Set(going.flatMap(({ unit }) => unit.files));
    const staying = context.catalog.applications.filter((one) => !goesWith(one, all));
    going = going.flatMap(({ unit }) => {
      if (isNeeded(unit, staying, context)) return [];
      const edits = kustomizationEntries(new Set(unit.files), context, { isGone, going: all });
      return edits ? [{ unit, edits }] : [];
    });
  }
  const deletes = new Set(going.flatMap(({ unit }) => unit.files));
  const edits = new Map(
    going.flatMap((one) => one.edits).map((edit) => [`${edit.path} ${edit.range.join(' ')}`, edit]),
  );
  return {
    description: `delete what deploys ${name}`,
    safe: false,
    edits: [...edits.values()],
    deletes: [...deletes].sort(compareText),
  };
}

/** Whether an Application goes when files go: with its own, or with the file or the folder that it is generated for. */
function goesWith({ file, generated }: Application, going: ReadonlySet<string>): boolean {
  if (!generated) return going.has(file);
  const { from } = generated;
  if (from === null) return false;
  return from.endsWith('/') ? [...going].some((path) => path.startsWith(from)) : going.has(from);
}

/** Whether an Application that stays reads the folder or one of the files, or a chart takes it in. */
function isNeeded({ folder, files }: Unit, staying: readonly Application[], context: RuleContext): boolean {
  const all = new Set(files);
  const isRead = (application: Application): boolean =>
    application.sources.some(
      (source) =>
        (source.path !== null && folder !== null && isInside(source.path, folder)) ||
        source.valueFiles.some((written) => {
          const file = resolveValueFile(written, source, application, context);
          return file.kind === 'here' && all.has(file.path);
        }),
    );
  return staying.some(isRead) || (folder !== null && isDependency(folder, context));
}

/** Whether an Application's file holds nothing but Applications of the service. */
function isAlone({ file, document }: Application, name: string, { applicationsOf }: RuleContext): boolean {
  const own = (applicationsOf.get(name) ?? []).filter((one) => one.file === file);
  return document.file.documents.length === own.length && document.file.errors.length === 0;
}

/** The outermost folders with the name of the service that hold nothing but manifests and templates. */
function ownFolders(name: string, { paths }: RuleContext): string[] {
  const folders = new Set<string>();
  for (const path of paths.all) {
    const steps = path.split('/');
    const index = steps.slice(0, -1).indexOf(name);
    if (index !== -1) folders.add(steps.slice(0, index + 1).join('/'));
  }
  return [...folders].filter((folder) => {
    const files = paths.files(folder, true);
    return (
      !/(^|\/)(?:docs?|\.github)\//.test(`${folder}/`) &&
      files.some((path) => /\.ya?ml$/.test(path)) &&
      files.every((path) => isYaml(path) || /\.(?:json|tpl)$|(^|\/)(?:\.helmignore|README\.md|NOTES\.txt)$/.test(path))
    );
  });
}

/**
 * Templates with the name of the service, and files with it of which every document is an object of Kubernetes, or that
 * lie where others services have one each: values, what a generator reads.
 */
function ownManifests(name: string, context: RuleContext): string[] {
  const spellings = new Set(spellingsOf(name));
  return context.paths.all.filter((path) => {
    const ending = /\.(?:ya?ml|json)$/.exec(path)?.[0];
    if (ending === undefined || !spellings.has(baseName(path).slice(0, -ending.length))) return false;
    if (/(^|\/)templates\//.test(path)) return !/\{\{-?\s*define\b/.test(context.text(path) ?? '');
    if (/^Application/.test(kindsOf(path, context).join())) return false;
    return isOneOfEach(path, ending, name, context) || (ending !== '.json' && holdsObjects(path, context));
  });
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
function isOneOfEach(path: string, ending: string, name: string, { paths, services, catalog }: RuleContext): boolean {
  const folder = folderOf(path);
  if (folder === '' || /^(?:\.github|docs?)(?:\/|$)/.test(folder)) return false;
  if (catalog.services.some((service) => service.path !== null && service.path !== '' && isInside(path, service.path)))
    return false;
  const others = [...services.keys()].filter(
    (other) => other !== name && paths.at(joinPath(folder, `${other}${ending}`)) === 'file',
  );
  return others.length >= 2;
}

function isDependency(folder: string, { catalog, texts }: RuleContext): boolean {
  return catalog.charts.some(({ path, document }) => {
    if (isInside(path, folder)) return false;
    const text = texts.get(document.file.path) ?? '';
    return [...text.matchAll(/\bfile:\/\/([^\s"']+)/g)].some(
      ([, written = '']) => normaliseRepositoryPath(joinPath(path, written)) === folder,
    );
  });
}

/** What stands before an entry of a list of files, and the entry. */
const entryStart = /-[ \t]+(?:path:[ \t]+)?["']?(?=[\w./-])/g;
const entry = /[\w./-]+/y;

/**
 * Edits that take files out of the kustomizations that list them and do not go as well; null where a list would be left
 * empty.
 */
function kustomizationEntries(
  files: ReadonlySet<string>,
  context: RuleContext,
  { isGone, going }: { isGone: IsGone; going: ReadonlySet<string> },
): Edit[] | null {
  const folders = new Set([...files].flatMap((path) => (kustomizations(path) ? [folderOf(path)] : [])));
  const edits: Edit[] = [];
  for (const path of context.texts.keys()) {
    if (!kustomizations(path) || going.has(path)) continue;
    const file = context.yaml(path);
    if (!file) continue;
    for (const { 0: lead, index: before } of file.text.matchAll(entryStart)) {
      const index = before + lead.length;
      entry.lastIndex = index;
      const [written = ''] = entry.exec(file.text) ?? [];
      const target = normaliseRepositoryPath(joinPath(folderOf(path), written));
      if (target === null || !(files.has(target) || folders.has(target))) continue;
      const edit = yamlRemover(file)(index, (text) => text === written || isGone(text));
      if (!edit) return null;
      edits.push(edit);
    }
  }
  return edits;
}

/** `docker/video-service/Dockerfile`, `video-service.Dockerfile`, `Dockerfile.video-service` outside its source. */
function isOwnDockerfile(path: string, name: string): boolean {
  const file = baseName(path);
  if (!/^(?:Docker|Container)file|\.[Dd]ockerfile$/.test(file)) return false;
  const spellings = new Set(spellingsOf(name));
  const word = file.replace(/\.[Dd]ockerfile$/, '').replace(/^(?:Docker|Container)file[.-]?/, '');
  return spellings.has(word) || (/^(?:Docker|Container)file$/.test(file) && spellings.has(baseName(folderOf(path))));
}

const tasks = 'build cd ci deploy docker image images lint package pipeline publish push release test'.split(' ');
const beforeName = textPattern()`^(?:${tasks}[-_.])*$`;
const behindName = textPattern()`^(?:[-_.]${tasks})*$`;

/** `.github/workflows/video-service.yaml`, `ci-video-service.yaml`, `video-service-release.yaml`. */
function isOwnWorkflow(path: string, name: string): boolean {
  const [, stem = ''] = /^\.github\/workflows\/([^/]+)\.ya?ml$/.exec(path) ?? [];
  return spellingsOf(name).some(
    (spelling) =>
      stem.length >= spelling.length &&
      stem.includes(spelling) &&
      beforeName.test(stem.slice(0, stem.indexOf(spelling))) &&
      behindName.test(stem.slice(stem.indexOf(spelling) + spelling.length)),
  );
}

/** Whether another service is built from a Dockerfile. */
function isOfAnother(path: string, name: string, { catalog }: RuleContext): boolean {
  return catalog.services.some((service) => service.name !== name && service.dockerfiles.includes(path));
}

/** Whether a file still builds it or calls it: that has to be fixed first. */
function isNamedElsewhere(path: string, { texts }: RuleContext): boolean {
  for (const [file, text] of texts)
    if (file !== path && !/\.(?:md|adoc|rst)$/.test(file) && text.includes(path)) return true;
  return false;
}
