import type { Application } from '../../../argocd/application.ts';
import { countEach, groupBy, groupInto } from '../../../grouping.ts';
import { compareText } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import type { PathIndex } from '../../../tree/path-index.ts';
import { folderOf, foldersUp, isInside } from '../../../tree/repository-paths.ts';
import { wordTree } from '../../../word-tree.ts';
import type { Edit } from '../../../yaml/edit.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type DeploymentReaders, deploymentReaders } from './deployment-readers.ts';
import { type OwnFiles, ownFiles } from './own-files.ts';

type IsGone = (text: string) => boolean;

/** A fix that deletes files. */
export type Deletion = Fix & { deletes: readonly string[] };

/**
 * The fixes that delete what belongs to each gone service alone: what deploys it (its chart, its Applications, folders
 * and files of manifests with its name) together with the entries of kustomizations for it, and each Dockerfile and
 * workflow with its name. Nothing that something else needs is deleted. `isGone` says whether a text names one of them.
 */
export function goneFiles(names: readonly string[], context: RuleContext, isGone: IsGone): Map<string, Deletion[]> {
  const own = ownFiles(names, context);
  const readers = deploymentReaders(context, isGone);
  const namedElsewhere = pathsNamedElsewhere(
    [...own.values()].flatMap(({ builds }) => builds),
    context,
  );
  const deletionsOf = (name: string, files: OwnFiles): Deletion[] => {
    const deploys = deployment(name, files, context, readers);
    const taken = new Set(deploys.deletes);
    const builds = files.builds.filter(
      (path) => !taken.has(path) && !namedElsewhere.has(path) && !isOfAnother(path, name, context),
    );
    return [
      ...(deploys.deletes.length > 0 ? [deploys] : []),
      ...builds.map((path) => ({ description: `delete ${path}`, safe: false, edits: [], deletes: [path] })),
    ];
  };
  return new Map([...own].map(([name, files]) => [name, deletionsOf(name, files)]));
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
function deployment(name: string, own: OwnFiles, context: RuleContext, readers: DeploymentReaders): Deletion {
  const chart = context.services.get(name)?.chart ?? null;
  const folders = [...new Set([...own.folders, ...(chart === null ? [] : [chart])])];
  const units: Unit[] = [
    ...filesAlone(name, folders, context).map(alone),
    ...folders.map((folder) => ({ folder, files: context.paths.files(folder, true) })),
    ...own.manifests.map(alone),
  ];
  const { going, entriesOf } = whatGoes(units, readers, context.paths);
  const edits = new Map(going.flatMap(entriesOf).map((edit) => [`${edit.path} ${edit.range.join(' ')}`, edit]));
  return {
    description: `delete what deploys ${name}`,
    safe: false,
    edits: [...edits.values()],
    deletes: [...new Set(going.flatMap(({ files }) => files))].sort(compareText),
  };
}

/**
 * The units that nothing needs which stays, with what takes them out of the kustomizations that stay. What is kept may
 * need another unit, so that is kept as well; each is looked at again only when something that may need it is kept.
 */
function whatGoes(
  units: readonly Unit[],
  readers: DeploymentReaders,
  paths: PathIndex,
): { going: Unit[]; entriesOf(unit: Unit): Edit[] } {
  const leaving = leavingFiles(units);
  const kept = new Set<Unit>();
  const byFolder = groupBy(units, ({ folder }) => folder);
  const byTarget = new Map<string, Unit[]>();
  for (const unit of units) for (const target of targetsIn(unit)) groupInto(byTarget, target, unit);
  const stays = (application: Application): boolean => !leaving.take(application);
  const isNeeded = ({ folder, files }: Unit): boolean =>
    (folder !== null && (readers.isDependency(folder) || readers.ofFolder(folder).some(stays))) ||
    files.some((path) => readers.ofFile(path).some(stays) || (folder === null && isLastOf(path)));
  /** Whether a file is of the last ones in a folder that an Application which stays reads: without them there is none. */
  const isLastOf = (path: string): boolean =>
    readers.ofFolder(folderOf(path)).some(stays) && paths.files(folderOf(path), true).every(leaving.has);
  const entriesOf = (unit: Unit): (Edit | null)[] =>
    targetsIn(unit)
      .flatMap((target) => readers.entriesFor(target).filter(({ path }) => !leaving.has(path)))
      .sort((a, b) => a.order - b.order)
      .map(({ removal }) => removal());
  /** What a file that stays after all may need. */
  const neededBy = (path: string): Unit[] => [
    ...readers
      .madeBy(path)
      .filter(stays)
      .map(readers.readBy)
      .flatMap(({ folders, files }) => [
        ...folders.flatMap((folder) => byFolder.get(folder) ?? []),
        ...files.flatMap((file) => byTarget.get(file) ?? []),
      ]),
    ...readers.targetsOf(path).flatMap((target) => byTarget.get(target) ?? []),
  ];
  const waiting = [...units];
  for (const unit of waiting) {
    if (kept.has(unit) || !(isNeeded(unit) || entriesOf(unit).includes(null))) continue;
    kept.add(unit);
    for (const path of leaving.keep(unit)) for (const other of neededBy(path)) waiting.push(other);
  }
  return {
    going: units.filter((unit) => !kept.has(unit)),
    entriesOf: (unit) => entriesOf(unit).flatMap((edit) => edit ?? []),
  };
}

/** What kustomizations may list of a unit: its files, and its folders that are kustomizations. */
function targetsIn({ files }: Unit): string[] {
  return [...new Set([...files, ...files.filter(kustomizations).map(folderOf)])];
}

/** The files of all units that go: some are of more than one. */
function leavingFiles(units: readonly Unit[]) {
  const counts = countEach(units.flatMap(({ files }) => files));
  const below = countEach([...counts.keys()].flatMap((path) => foldersUp(folderOf(path))));
  const has = (path: string): boolean => (counts.get(path) ?? 0) > 0;
  return {
    has,
    /** Whether an Application goes: with its own file, or with the file or the folder that it is generated for. */
    take: ({ file, generated }: Application): boolean => {
      if (!generated) return has(file);
      const { from } = generated;
      if (from === null) return false;
      return from.endsWith('/') ? (below.get(from.slice(0, -1)) ?? 0) > 0 : has(from);
    },
    /** Keeps a unit; the files of it that now stay. */
    keep: ({ files }: Unit): string[] =>
      files.filter((path) => {
        counts.set(path, (counts.get(path) ?? 0) - 1);
        if (has(path)) return false;
        for (const folder of foldersUp(folderOf(path))) below.set(folder, (below.get(folder) ?? 0) - 1);
        return true;
      }),
  };
}

/** The files that hold nothing but Applications of the service: its own, and those of nobody that read its folders alone. */
function filesAlone(name: string, folders: readonly string[], { applicationsOf }: RuleContext): string[] {
  const readsOwn = ({ sources, generated }: Application): boolean =>
    generated === undefined &&
    sources.length > 0 &&
    sources.every(
      ({ path, valueFiles }) =>
        path !== null && valueFiles.length === 0 && folders.some((folder) => isInside(path, folder)),
    );
  const own = [...(applicationsOf.get(name) ?? []), ...(applicationsOf.get(null) ?? []).filter(readsOwn)];
  const counts = countEach(own.map(({ file }) => file));
  const isAlone = ({ file, document }: Application): boolean =>
    document.file.documents.length === counts.get(file) && document.file.errors.length === 0;
  return [...new Set(own.filter(isAlone).map(({ file }) => file))];
}

/** Whether another service is built from a Dockerfile. */
function isOfAnother(path: string, name: string, context: RuleContext): boolean {
  return (builtFrom(context).get(path) ?? []).some((service) => service !== name);
}

const builtFrom = memoize(({ catalog }: RuleContext) => {
  const services = new Map<string, string[]>();
  for (const { name, dockerfiles } of catalog.services)
    for (const path of new Set(dockerfiles)) groupInto(services, path, name);
  return services;
});

/** Which of some files another one still builds or calls: that has to be fixed first. */
function pathsNamedElsewhere(paths: readonly string[], { texts }: RuleContext): Set<string> {
  const named = new Set<string>();
  if (paths.length === 0) return named;
  const pathsAt = wordTree(new Set(paths).entries());
  for (const [file, text] of texts) {
    if (/\.(?:md|adoc|rst)$/.test(file)) continue;
    for (let at = 0; at < text.length; at += 1)
      for (const { value: path } of pathsAt(text, at)) if (file !== path) named.add(path);
  }
  return named;
}
