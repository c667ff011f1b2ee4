import type { Service } from '../../../catalog/catalog.ts';
import { isMutableTag } from '../../../images/tag.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import { isBelowTemplates } from '../../../tree/file-types.ts';
import { baseName, isInside, joinPath } from '../../../tree/repository-paths.ts';
import { applyEdits, type Edit } from '../../../yaml/edit.ts';
import { field, isRecord, plainValue, walkValue } from '../../../yaml/value.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import type { NewFile } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type Clone, isFree, tryReplace, withoutWaivers } from './clone.ts';
import { chosenOnce, mostCommon } from './most-common.ts';
import { isTellingName, type ServiceRenamer, serviceRenamer } from './service-renamer.ts';
import { withoutRemarks } from './tagged-texts.ts';

/** The files that most charts are made of; a chart with others is not cloned. */
export const chartFiles: PathSelector = (path) =>
  /(^|\/)(Chart\.(yaml|lock)|\.helmignore|values[^/]*\.ya?ml|values\.schema\.json)$/.test(path) ||
  (isBelowTemplates(path) && /\.(?:ya?ml|tpl|txt)$/.test(path));

const siblings = chosenOnce<RuleContext, Service | undefined>();

/** The service whose chart is to be cloned for another: of its kind, if one is, and like most charts. */
export function chartSibling(service: Service, context: RuleContext): Service | undefined {
  const like = context.services.get(context.added.get(service.name)?.like ?? '');
  if (like && like.chart !== null) return like;
  // The choice depends on the service only where the service is one of the candidates for others.
  const key = JSON.stringify([service.kind, service.chart === null ? null : service.name]);
  return siblings(context, key, () => chooseSibling(service, context));
}

function chooseSibling(service: Service, context: RuleContext): Service | undefined {
  const all = context.catalog.services.filter(
    ({ name, chart, path, kind }) =>
      chart !== null && path !== null && kind !== 'static-site' && name !== service.name && isTellingName(name),
  );
  const alike = all.filter(({ kind }) => kind === service.kind);
  const names = [...context.services.keys()];
  return mostCommon(alike.length > 0 ? alike : all, [
    (sibling) => JSON.stringify(chartPaths(sibling, context).map(neutral(sibling, names))),
    (sibling) =>
      chartPaths(sibling, context)
        .filter((path) => path.includes('/templates/'))
        .map((path) => neutral(sibling, names)(context.text(path) ?? ''))
        .join('\n'),
    (sibling) => neutral(sibling, names)(context.text(joinPath(sibling.chart ?? '', 'values.yaml')) ?? ''),
  ]);
}

/**
 * The chart of a sibling for a service of another name, in a folder beside it: every spelling of the name is replaced
 * in paths and texts, and the tag of the sibling's image by that of the service. Null where the chart holds what cannot
 * be copied as text, is not named after its service, or says a tag and none is given.
 */
export function cloneChart(sibling: Service, name: string, tag: string | null, context: RuleContext): Clone | null {
  const folder = sibling.chart;
  if (folder === null || !isTellingName(sibling.name)) return null;
  const rename = serviceRenamer(sibling.name, name, context.services.keys());
  const target = rename(folder);
  const source = context.services.get(name)?.path ?? null;
  const isFound = baseName(target) === name || (source !== null && source !== '' && isInside(target, source));
  if (target === folder || !isFound || context.paths.at(target) !== null) return null;
  if (context.paths.links.some((path) => isInside(path, folder))) return null;
  const creates: NewFile[] = [];
  for (const path of context.paths.files(folder, true)) {
    const text = chartFiles(path) ? tagged(path, tag, rename, context) : null;
    if (text === null) return null;
    const file = {
      path: target + rename(path.slice(folder.length)),
      text: rename(withoutWaivers(described({ path, text }, { name, tag, rename }, context))),
    };
    if (!isFree(file.path, context)) return null;
    creates.push(file);
  }
  return { creates, edits: [] };
}

function chartPaths({ chart }: Service, { paths }: RuleContext): string[] {
  const folder = chart ?? '';
  return paths.files(folder, true).map((path) => path.slice(folder.length));
}

function neutral({ name }: Service, names: readonly string[]): (text: string) => string {
  return serviceRenamer(name, 'the-service', names);
}

/** The text of a file with another tag wherever it says that of the sibling's image. */
function tagged(path: string, tag: string | null, rename: ServiceRenamer, context: RuleContext): string | null {
  const text = context.text(path);
  if (text === undefined || !/(^|\/)values[^/]*\.ya?ml$/.test(path)) return text ?? null;
  const file = context.yaml(path);
  if (!file || file.errors.length > 0) return null;
  const edits: Edit[] = [];
  for (const document of file.documents) {
    for (const at of ownTags(plainValue(document), rename)) {
      if (tag === null) return null;
      const edit = tryReplace(document, at, tag);
      if (edit === null) return null;
      if (edit) edits.push(edit);
    }
  }
  return tag === null || edits.length === 0 ? text : withoutRemarks(applyEdits(text, edits), tag);
}

/** Where values say the tag of the service's own image: of `image`, or beside a repository named after it. */
function ownTags(root: unknown, rename: ServiceRenamer): YamlPath[] {
  const isNamed = (value: unknown): boolean => typeof value === 'string' && rename(value) !== value;
  return [...walkValue(root)].flatMap(({ value, path }) => {
    const tag = isRecord(value) ? field(value, 'tag') : '';
    if (tag === '' || tag === null || tag === undefined || typeof tag === 'object') return [];
    const isOwn = ['repository', 'name', 'image'].some((key) => isNamed(field(value, key)));
    return isOwn || (path.length === 1 && path[0] === 'image') ? [[...path, 'tag']] : [];
  });
}

/**
 * The text of a Chart.yaml whose description does not name the sibling, and whose `appVersion` moves: the one would not be
 * true of the service, and templates take the other for a tag.
 */
function described(
  { path, text }: NewFile,
  { name, tag, rename }: { name: string; tag: string | null; rename: ServiceRenamer },
  context: RuleContext,
): string {
  const document = baseName(path) === 'Chart.yaml' ? context.yaml(path)?.documents[0] : undefined;
  if (!document) return text;
  const value = plainValue(document);
  const [description, appVersion] = [field(value, 'description'), field(value, 'appVersion')];
  const isOfAnother = typeof description === 'string' && rename(description) === description;
  const moves = tag !== null && typeof appVersion === 'string' && isMutableTag(appVersion);
  const edits = [
    isOfAnother ? tryReplace(document, ['description'], name) : null,
    moves ? tryReplace(document, ['appVersion'], tag) : null,
  ].flatMap((edit) => edit ?? []);
  return edits.length === 0 ? text : applyEdits(text, edits);
}
