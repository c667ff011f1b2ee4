import { isSeq } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { readSources } from '../../../argocd/applications.ts';
import { resolveValueFile } from '../../../argocd/value-files.ts';
import type { Service } from '../../../catalog/catalog.ts';
import { contentEnd, insertBlock, insertInBrackets } from '../../../list-editing/list-text.ts';
import { kustomizationNames } from '../../../tree/file-types.ts';
import { folderOf, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlDocument } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type Clone, type CloneTarget, isAlone, isFree, withoutWaivers } from './clone.ts';
import { cloneElement } from './clone-element.ts';
import { neutralValues } from './environment-differences.ts';
import { chosenOnce, mostCommon } from './most-common.ts';
import { ownValueFiles } from './own-value-files.ts';
import { isTellingName, type ServiceRenamer, serviceRenamer } from './service-renamer.ts';
import { taggedTexts } from './tagged-texts.ts';

const siblings = chosenOnce<RuleContext, Application | undefined>();

/**
 * The Application of an environment that is to be cloned for a service: of one of its kind, and like most of them. One
 * that an ApplicationSet generates where no other is written.
 */
export function applicationSibling(
  service: Service,
  environment: string,
  context: RuleContext,
): Application | undefined {
  const like = context.added.get(service.name)?.like ?? '';
  const there = (context.deployedBy.get(like) ?? []).filter(
    (application) => application.environment === environment && application.service === like,
  );
  const named = there.find((one) => one.generated || isAlone(one, context));
  if (named) return named;
  const own = context.applicationsOf.get(service.name)?.some((application) => application.environment === environment);
  // The choice depends on the service only where the service is one of the candidates for others.
  const key = JSON.stringify([environment, service.kind, service.chart === null, own ? service.name : null]);
  return siblings(context, key, () => chooseSibling(service, environment, context));
}

function chooseSibling(service: Service, environment: string, context: RuleContext): Application | undefined {
  const candidates = context.catalog.applications.filter(
    (application) =>
      application.environment === environment &&
      application.service !== null &&
      application.service !== service.name &&
      isTellingName(application.service) &&
      (application.generated || isAlone(application, context)) &&
      (context.services.get(application.service)?.chart === null) === (service.chart === null),
  );
  const written = candidates.filter(({ generated }) => !generated);
  const all = written.length > 0 ? written : candidates;
  const alike = all.filter((application) => context.services.get(application.service ?? '')?.kind === service.kind);
  return mostCommon(alike.length > 0 ? alike : all, [
    (sibling) => JSON.stringify([...neutralValues(sibling, context).keys()].sort()),
    (sibling) => JSON.stringify([...neutralValues(sibling, context)].sort()),
    // The one with the fewest comments of its own.
    ({ document }) => document.file.text,
  ]);
}

/**
 * The Application of a sibling for a service of another name in the same environment, with the value files of the
 * sibling and an entry in the kustomization that lists it; of a generated one, what it is generated from. Null where the name does not tell the two apart, where a
 * file that the clone would read does not exist, or where the tag cannot be written.
 */
export function cloneApplication(
  sibling: Application,
  { service, tag }: CloneTarget,
  context: RuleContext,
): Clone | null {
  if (sibling.generated) return cloneElement(sibling, { service, tag }, context);
  if (sibling.service === null || !isTellingName(sibling.service) || !isAlone(sibling, context)) return null;
  const rename = serviceRenamer(sibling.service, service.name, context.services.keys());
  const texts = taggedTexts(sibling, tag, context) ?? textsOfOwnChart(sibling, rename, context);
  if (texts === null) return null;
  const chart = context.services.get(sibling.service)?.chart ?? null;
  const paths = [sibling.file, ...ownValueFiles(sibling, rename, context)];
  // The chart of the new service says its tag itself.
  const isItsOwn = (path: string): boolean => rename(path) !== path && context.paths.at(rename(path)) === 'file';
  const others = [...texts.keys()].filter((path) => !paths.includes(path) && !isItsOwn(path));
  if (rename(sibling.name) === sibling.name || others.length > 0) return null;
  for (const { path, ours } of sibling.sources) {
    if (path === null || ours === false) continue;
    // The clone must not deploy the chart of the sibling.
    if (path === chart && rename(path) !== service.chart) return null;
  }
  const creates = paths.map((path) => ({
    path: rename(path),
    text: rename(withoutWaivers(texts.get(path) ?? context.text(path) ?? '')),
  }));
  if (creates.some(({ path }) => !isFree(path, context))) return null;
  const edits = listedBeside(sibling.file, rename, context);
  const clone = edits && { creates, edits };
  return clone && readsWhatIsThere(clone, sibling, context) ? clone : null;
}

/** None to be changed, where the chart that a clone would deploy is there and its Application says nothing of a tag. */
function textsOfOwnChart(
  { file, sources }: Application,
  rename: ServiceRenamer,
  { paths, text }: RuleContext,
): Map<string, string> | null {
  const isItsOwn = sources.every(
    ({ path, valueFiles }) =>
      path !== null &&
      valueFiles.length === 0 &&
      rename(path) !== path &&
      paths.at(joinPath(rename(path), 'values.yaml')) === 'file',
  );
  return isItsOwn && !/tag\b/i.test(text(file) ?? '') ? new Map() : null;
}

/** Whether the folders and value files of a cloned Application, the first file of a clone, exist or come with it. */
export function readsWhatIsThere({ creates }: Clone, like: Application, context: RuleContext): boolean {
  const [file] = creates;
  const [document] = file ? parseYamlFile(file.path, file.text).documents : [];
  if (!document) return false;
  const created = new Set(creates.map(({ path }) => path));
  const sources = readSources(document, field(plainValue(document), 'spec')).map((source, index) => ({
    ...source,
    ours: like.sources[index]?.ours ?? null,
  }));
  return sources.every(
    (source) =>
      (source.path === null || source.ours !== true || context.paths.at(source.path) === 'folder') &&
      source.valueFiles.every((written) => {
        const found = resolveValueFile(written, source, { ...like, sources }, context);
        if (found.kind === 'elsewhere' || source.ignoreMissingValueFiles) return true;
        return found.kind === 'here' && (context.paths.at(found.path) === 'file' || created.has(found.path));
      }),
  );
}

/** Where a kustomization names a file, the edits that name the other one too. Null where it cannot be added to. */
export function listedBeside(file: string, rename: ServiceRenamer, context: RuleContext): Edit[] | null {
  const edits: Edit[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    for (const name of kustomizationNames) {
      const document = context.yaml(joinPath(folder, name))?.documents[0];
      const index = listAt(document && plainValue(document), 'resources').findIndex(
        (item) => typeof item === 'string' && normaliseRepositoryPath(joinPath(folder, item)) === file,
      );
      if (!document || index === -1) continue;
      const edit = listedTwice(document, index, rename);
      if (edit === null) return null;
      edits.push(edit);
    }
    if (folder === '') return edits;
  }
}

/** The edit that adds a renamed copy of one of the resources; null where the list cannot be added to. */
function listedTwice({ node, file }: YamlDocument, index: number, rename: ServiceRenamer): Edit | null {
  const { path, text } = file;
  const list = node(['resources']);
  if (!isSeq(list)) return null;
  const members = list.items.flatMap((item) => {
    const range = (item as { range?: [number, number, number] }).range;
    if (!range) return [];
    const start = list.flow ? range[0] : text.lastIndexOf('-', range[0] - 1);
    return [{ name: '', start, end: contentEnd(text, item) }];
  });
  const [like, last] = [members[index], members.at(-1)];
  if (!like || !last || members.length !== list.items.length) return null;
  const written = text.slice(like.start, like.end);
  const clone = rename(written);
  if (clone === written) return null;
  return list.flow ? insertInBrackets(path, text, members, clone) : insertBlock(path, text, { last, like, clone });
}
