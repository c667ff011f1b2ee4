import type { Application, ApplicationSource } from '../argocd/application.ts';
import { isElsewhere, isHere, isWritten, linkOn, type ValueFile, valueFilesOf } from '../argocd/source-files.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';
import { valueKeys, valueTargets } from './helm-values.ts';
import type { ImageTarget, Manifests, TargetContext, TargetSearch } from './target.ts';

/**
 * The values files of an Application's charts. For each part the last file in Helm's order that sets it is the one
 * that counts, so it is the one that is written; UserError where somebody else reads it too.
 */
export function valueFileTargets(application: Application, context: TargetContext): TargetSearch {
  const search: TargetSearch & { warnings: string[] } = {
    targets: [],
    searched: { document: application.document, path: [...(application.sources[0]?.at ?? ['spec']), 'helm'] },
    instead: '',
    warnings: [],
  };
  const looked: string[] = [];
  for (const source of application.sources) {
    const files = chartFiles(application, source, context.manifests);
    const opened = files.map((file) => ({ ...file, document: openValues(file, context) }));
    const targets = [...valueKeys(context.tagPath).keys()].flatMap((key) => {
      const at = opened.findLastIndex(({ document }) => valueAt(document?.value(), key.split('.')) !== undefined);
      const last = opened[at];
      if (!last?.document) return [];
      const target = valueTargets(application, last.document, [], context, '').find(({ name }) => name === key);
      if (!target) return [];
      if (target.value !== undefined && target.value !== target.current)
        refuseShared(application, last, target, opened.slice(0, at), context);
      return [{ target, later: opened.slice(at + 1) }];
    });
    search.targets.push(...targets.map(({ target }) => target));
    const tag = targets.find(({ target }) => target.part === 'tag');
    for (const { target, later } of targets) refuseLink(application, source, target, later, context);
    const unknown = (tag?.later ?? []).filter(({ path, document }) => path === null && document === undefined);
    if (unknown.length > 0)
      search.warnings.push(
        `Application ${quoteName(application.name)} takes values from ${listFew(unknown.map(({ written }) => quoteName(written)))} as well, which cannot be read here and win over ${showPath(tag?.target.document.file.path ?? '')}`,
      );
    looked.push(
      ...opened.map(
        ({ written, path, document }) =>
          `${showPath(path ?? written)}${document ? '' : ` (${whyNot(written, path, context)})`}`,
      ),
    );
  }
  if (looked.length > 0) search.instead = `None of its value files sets ${context.tagPath}: ${listFew(looked)}.`;
  return search;
}

function chartFiles(application: Application, source: ApplicationSource, manifests: Manifests): ValueFile[] {
  const files = valueFilesOf(application, source);
  const folder = source.path ?? '';
  const isChart =
    sourceTool(source, manifests.below(folder)) === 'helm' && manifests.has(joinPath(folder, 'Chart.yaml'));
  // Without a chart here the first of them, its own values.yaml, is not one.
  return isChart || !isHere(source) ? files : files.slice(1);
}

/** The values of a file; undefined where there is no such file, or nothing in it. */
function openValues(
  { path, revision }: ValueFile,
  { manifests, deployBranch }: TargetContext,
): YamlDocument | undefined {
  if (path === null || !isWritten(revision, deployBranch)) return undefined;
  const [document, second] = manifests.parse(path)?.documents ?? [];
  if (second)
    throw new UserError(`${showPath(path)} holds more than one document, and Helm reads one`, {
      location: second.locate([]),
    });
  return document;
}

function whyNot(written: string, path: string | null, { links }: TargetContext): string {
  if (path !== null) return linkOn(path, links) ?? 'not there';
  return isElsewhere(written) ? 'not read' : 'outside of the repository';
}

/** A link that Helm reads later may say something else, and is neither read nor written. */
function refuseLink(
  { document }: Application,
  { at }: ApplicationSource,
  target: ImageTarget,
  later: readonly (ValueFile & { document: YamlDocument | undefined })[],
  { links }: TargetContext,
): void {
  for (const { path } of later) {
    const link = path === null ? undefined : linkOn(path, links);
    if (link === undefined) continue;
    throw new UserError(`${link}, and wins over ${target.name} of ${showPath(target.document.file.path)}`, {
      location: document.locate([...at, 'helm', 'valueFiles']),
      help: 'Name the file that it leads to in valueFiles.',
    });
  }
}

function refuseShared(
  application: Application,
  { path, revision }: ValueFile,
  target: ImageTarget,
  earlier: readonly (ValueFile & { document: YamlDocument | undefined })[],
  { readers }: TargetContext,
): void {
  const others = path === null ? [] : readers.ofValueFile(path, revision);
  const other = others.find(
    ({ environment, service }) => environment !== application.environment || service !== application.service,
  );
  if (!other) return;
  const own = earlier.findLast(
    (file) =>
      file.document !== undefined &&
      file.path !== null &&
      readers.ofValueFile(file.path, file.revision).every(({ environment }) => environment === application.environment),
  );
  const instead = own?.path
    ? `${showPath(own.path)} is its own, but stands before it, so Helm would not use what it says: name it last in valueFiles.`
    : `Give ${quoteName(application.name)} a value file of its own, named last in valueFiles, that sets ${target.name}.`;
  throw new UserError(
    `${target.name} of ${showPath(path ?? '')} is also what Application ${quoteName(other.name)} (${other.environment ?? 'no environment'}) runs`,
    { location: target.document.locateValue(target.path), help: instead },
  );
}
