import { isPipeline } from '../builds/definition-files.ts';
import type { Service } from '../catalog/catalog.ts';
import { groupBy } from '../grouping.ts';
import { insertBlock, insertInBrackets } from '../list-editing/list-text.ts';
import type { Span } from '../list-editing/member.ts';
import { type CalledMember, calledMembers, listsOf, type YamlList } from '../list-editing/yaml-lists.ts';
import { pascal, programStem, replaceTokens } from '../name-spellings.ts';
import { lineStart } from '../text-lines.ts';
import { textPattern } from '../text-pattern.ts';
import { isYaml } from '../tree/file-types.ts';
import { isForeign, isInside } from '../tree/repository-paths.ts';
import { isFree } from '../verify/fixes/clone/clone.ts';
import { type ServiceRenamer, serviceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { applyEdits, type Edit } from '../yaml/edit.ts';
import { parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';
import type { OpenSources } from './deploying-files.ts';

/** What pipelines say of a sibling, for a service of another name. */
interface JobRequest {
  name: string;
  like: Pick<Service, 'name' | 'path'>;
  services: readonly { name: string }[];
  /** A text of the sibling as that of the new service. */
  own: (text: string) => string;
}

/**
 * The pipelines in which each service has a job, a step or another entry of its own, with those of a sibling cloned for a
 * new one; what waits for a job of the sibling waits for its clone as well, and files of pipelines that are called after
 * the sibling are copied. Only what another service has in the same way is cloned, and what is there is left alone.
 */
export function cloneJobs(sources: OpenSources, request: JobRequest): Map<string, string> {
  const renamers = renamersOf(request);
  const pipelines = sources.paths.all.filter((path) => isOfPipelines(path) && !isForeign(path));
  const files = ownFiles(sources, pipelines, request, renamers);
  const written = new Map<string, string>();
  for (const path of pipelines) {
    // A file of the sibling's own is copied: what it says of itself, such as the paths that start it, is not of its clone.
    const file = files.has(path) ? null : sources.yaml(path);
    const text = file && withClonedJobs(file, request, { ...renamers, files });
    if (text) written.set(path, text);
  }
  for (const [from, to] of files) written.set(to, request.own(sources.text(from) ?? ''));
  return written;
}

function isOfPipelines(path: string): boolean {
  return /^\.github\/(?:workflows|actions)\/.+\.ya?ml$/.test(path) || isPipeline(path);
}

/** Whether nothing has to name a file of a pipeline: GitHub and GitLab find it where it lies, Azure is told of it elsewhere. */
function isOfItself(path: string): boolean {
  return isOfPipelines(path) || /(?:^|\/)\.?(?:azure-?)?pipelines\/(?!templates\/)[^/]+\.ya?ml$/i.test(path);
}

/** How texts of the sibling become those of the new service, and of each other one. */
interface Renamers {
  toNew: ServiceRenamer;
  toOthers: readonly ServiceRenamer[];
}

function renamersOf({ name, like, services }: JobRequest): Renamers {
  const names = services.map((one) => one.name);
  const others = names.filter((one) => one !== name && one !== like.name);
  return {
    toNew: jobRenamer(like.name, name, names),
    toOthers: others.map((other) => jobRenamer(like.name, other, names)),
  };
}

/** Renames what jobs are called, which may say a name without the word for a program: `build-order` of `order-service`. */
function jobRenamer(from: string, to: string, names: readonly string[]): ServiceRenamer {
  const rename = serviceRenamer(from, to, names);
  const stem = programStem(from);
  // That another service has its own in the same way is asked besides: even an ordinary word means the service then.
  const word = stem === null ? null : textPattern('g')`(?<![A-Za-z0-9])${stem}(?![A-Za-z0-9])`;
  const newStem = programStem(to) ?? to;
  return (text) => {
    const renamed = rename(text);
    return renamed === text && word !== null ? text.replace(word, newStem) : renamed;
  };
}

/**
 * Files of pipelines that are called after the sibling, as another service has its own: pipelines themselves, and those
 * that a pipeline names.
 */
function ownFiles(
  { paths, text }: OpenSources,
  pipelines: readonly string[],
  { like }: JobRequest,
  { toNew, toOthers }: Renamers,
): Map<string, string> {
  const own = paths.all.filter(
    (path) =>
      isYaml(path) &&
      toNew(path) !== path &&
      (like.path === null || like.path === '' || !isInside(path, like.path)) &&
      isFree(toNew(path), { paths }) &&
      toOthers.some((toOther) => toOther(path) !== path && paths.at(toOther(path)) === 'file'),
  );
  if (own.length === 0) return new Map();
  const texts = pipelines.map((path) => text(path) ?? '');
  const named = own.filter((path) => isOfItself(path) || texts.some((one) => one.includes(path)));
  return new Map(named.map((path) => [path, toNew(path)]));
}

/** `Order Service`, as people write it for people. */
function titleOf(name: string): string {
  return pascal(name).replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
}

/** The lists whose items are what a job does, one after the other. */
const commandLists: ReadonlySet<string> = new Set(['steps', 'script', 'before_script', 'after_script']);

/** An entry of the sibling that is to be cloned, in its list. */
interface Chosen {
  list: YamlList;
  members: readonly CalledMember[];
  like: CalledMember;
}

/** A pipeline with the entries of the sibling cloned; null where there are none, or where one cannot be. */
function withClonedJobs(
  file: YamlFile,
  { name, like: { name: sibling }, own }: JobRequest,
  { toNew, toOthers, files }: Renamers & { files: ReadonlyMap<string, string> },
): string | null {
  if (file.errors.length > 0 || toNew(file.text) === file.text) return null;
  const lists = file.documents
    .flatMap(listsOf)
    .filter(({ shift }) => shift === 0)
    .map((list) => ({ list, members: calledMembers(list) }));
  const chosen: Chosen[] = [];
  const renamed = new Map<string, string>(files);
  const choose = (isChosen: (like: CalledMember, list: YamlList, all: ReadonlySet<string>) => boolean): void => {
    for (const { list, members } of lists) {
      const all = new Set(members.map(({ text }) => text));
      for (const like of members) {
        const to = toNew(like.text);
        const isInner = chosen.some((one) => one.like.start <= like.start && like.end <= one.like.end);
        if (to === like.text || all.has(to) || isInner || !isChosen(like, list, all)) continue;
        chosen.push({ list, members, like });
        if (like.isBlock) renamed.set(like.text, to);
      }
    }
  };
  choose(
    ({ text, isBlock }, { path }, all) =>
      (isBlock || commandLists.has(String(path.at(-1)))) &&
      toOthers.some((toOther) => toOther(text) !== text && all.has(toOther(text))),
  );
  // What is a word alone waits for a job, or takes in a file.
  choose(({ text, isBlock }) => !isBlock && renamed.has(text.replace(/^\.?\//, '')));
  const tokens: [string, string][] = [...renamed, [titleOf(sibling), titleOf(name)]];
  const clone = ({ start, end }: Span): string => own(replaceTokens(file.text.slice(start, end), tokens));
  const stem = programStem(sibling);
  const readsSibling = stem === null ? null : textPattern()`\b(?:outputs|needs|jobs)\.${stem}(?![A-Za-z0-9_-])`;
  const edits = [...groupBy(chosen, ({ list }) => list).values()].flatMap((all) =>
    all.map((one) => insertion(file, one, { last: lastAlike(one, all, toOthers), clone })),
  );
  // What still reads an output of the sibling would run when that one changes.
  const isOwn = edits.every((edit) => edit !== null && readsSibling?.test(edit.newText) !== true);
  if (edits.length === 0 || !isOwn) return null;
  const text = applyEdits(
    file.text,
    edits.flatMap((edit) => edit ?? []),
  );
  return parseYamlFile(file.path, text).errors.length === 0 ? text : null;
}

/**
 * The entry behind which a clone belongs: the last one that another service has in the same way; behind all of those
 * where the entries of the sibling stand together.
 */
function lastAlike(
  { members, like }: Chosen,
  all: readonly Chosen[],
  toOthers: readonly ServiceRenamer[],
): CalledMember {
  const places = all.map((one) => members.indexOf(one.like)).sort((a, b) => a - b);
  const isTogether = (places.at(-1) ?? 0) - (places[0] ?? 0) === all.length - 1;
  const alike = new Set(
    (isTogether ? all.map((one) => one.like) : [like]).flatMap(({ text }) => [
      text,
      ...toOthers.map((toOther) => toOther(text)),
    ]),
  );
  return members.findLast(({ text }) => alike.has(text)) ?? like;
}

/** The edit that writes a clone behind another entry; null where its text is part of another's, or names an anchor. */
function insertion(
  { path, text }: YamlFile,
  { list: { node }, members, like }: Chosen,
  { last, clone }: { last: CalledMember; clone: (span: Span) => string },
): Edit | null {
  const written = clone(like);
  // Two anchors of one name: what is written below would mean the other one.
  if (/(?:^|[ \t])&[\w-]/m.test(written)) return null;
  if (node.flow) return insertInBrackets(path, text, members.slice(0, members.indexOf(last) + 1), written);
  // Behind a dash there is more that it belongs to.
  const isFree = ({ start }: Span): boolean => text.slice(lineStart(text, start), start).trim() === '';
  return isFree(last) && isFree(like) ? insertBlock(path, text, { last, like: last, clone: written }) : null;
}
