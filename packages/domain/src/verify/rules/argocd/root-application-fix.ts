import { isMap } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { sameEnvironment } from '../../../argocd/environment-names.ts';
import { quoteName, showPath } from '../../../names.ts';
import { baseName, folderOf, isInside, joinPath } from '../../../tree/repository-paths.ts';
import { tryUser } from '../../../user-error.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { insertEntry } from '../../../yaml/map-entry.ts';
import { replaceScalar } from '../../../yaml/replace-scalar.ts';
import { field, valueAt } from '../../../yaml/value.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import { type OwnedFiles, ownedFiles } from '../../facts/argocd/source-manifests.ts';
import { prunes } from '../../facts/argocd/sync-policy.ts';
import type { Fix } from '../../findings/finding.ts';
import { isFree } from '../../fixes/clone/clone.ts';
import type { RuleContext } from '../../rule/context.ts';
import { isAppliedByHand } from './kubectl-applied-paths.ts';
import { renamedReferences } from './path-references.ts';

/**
 * What takes a root Application out of what it deploys itself: its file moves to a folder no Application reads, with
 * all that names it; where it cannot, because others deploy it too or something names it in a way that cannot be
 * followed, its own source excludes it. Null where it reads no plain directory, or through others.
 */
export function rootApplicationFix(application: Application, context: RuleContext): Fix | null {
  const { file, document, name } = application;
  const own = ownedFiles(application, context).filter(({ files }) => files.includes(file));
  const [owned, ...more] = own;
  if (!owned || more.length > 0 || owned.tool !== 'directory' || document.file.documents.length !== 1) return null;
  const text = context.text(file);
  if (text === undefined) return null;
  const warning = prunes(application)
    ? `; before this is synced, annotate ${quoteName(name)} in the cluster with argocd.argoproj.io/sync-options: Prune=false, or it deletes itself`
    : '';
  const target = newPlace(application, owned, context);
  const edits =
    target === null || isDeployedByOthers(application, context) ? null : renamedReferences(file, target, context);
  // What is applied by a folder or a pattern would no longer be found.
  if (target !== null && edits !== null && (edits.length > 0 || !isAppliedByHand(file, context)))
    return {
      description: `move ${showPath(file)} to ${showPath(target)}${warning}`,
      safe: false,
      edits,
      creates: [{ path: target, text }],
      deletes: [file],
    };
  const exclusion = excludeFile(application, owned);
  const description = `exclude ${showPath(baseName(file))} from what ${quoteName(name)} deploys${warning}`;
  return exclusion && { description, safe: false, edits: [exclusion] };
}

/** `root-apps/prod.yaml` beside the folders of the environments, where nothing reads it; null where something does. */
function newPlace({ file, environment }: Application, { source }: OwnedFiles, context: RuleContext): string | null {
  const folder = source.path ?? '';
  // A folder goes with its last file, and what reads it fails.
  if (folder === '' || context.paths.files(folder, true).length < 2) return null;
  const last = baseName(folder);
  const names = environment === null ? [] : [environment, ...sameEnvironment(environment)];
  const perEnvironment = names.includes(last) && folderOf(folder) !== '';
  const stem = perEnvironment ? `${last}.yaml` : baseName(file);
  const above = perEnvironment ? folderOf(folderOf(folder)) : folderOf(folder);
  const target = joinPath(above, `root-apps/${stem}`);
  const isRead = context.catalog.applications.some(({ sources }) =>
    sources.some(
      ({ path, ours, directory }) =>
        path !== null && ours !== false && (directory.recurse ? isInside(target, path) : folderOf(target) === path),
    ),
  );
  return isRead || !isFree(target, context) ? null : target;
}

function isDeployedByOthers({ file }: Application, context: RuleContext): boolean {
  return context.catalog.applications.some(
    (other) => other.file !== file && ownedFiles(other, context).some(({ files }) => files.includes(file)),
  );
}

/** Adds the file to the source's `directory.exclude`; null where that cannot be written. */
function excludeFile({ file, document }: Application, { source }: OwnedFiles): Edit | null {
  const folder = source.path ?? '';
  const name = folder === '' ? file : file.slice(folder.length + 1);
  if (/[*?[\]{},!\\'"\s]/.test(name)) return null;
  const directory: YamlPath = [...source.at, 'directory'];
  const { exclude } = source.directory;
  return tryUser(
    () => {
      if (exclude !== null) {
        const inner = /^\{([^{}]*)\}$/.exec(exclude)?.[1] ?? (/[{},]/.test(exclude) ? null : exclude);
        return inner === null
          ? null
          : (replaceScalar(document, [...directory, 'exclude'], `{${inner},${name}}`) ?? null);
      }
      const node = document.node(directory);
      if (isMap(node)) {
        const last = Object.keys(field(valueAt(document.value(), source.at), 'directory') ?? {}).at(-1);
        return last === undefined ? null : insertEntry(document, directory, last, 'exclude', name);
      }
      if (node !== undefined) return null;
      const edit = insertEntry(document, source.at, 'path', 'directory', name);
      return { ...edit, newText: nested(edit.newText) };
    },
    () => null,
  );
}

/** `directory: name` as `directory:` with `exclude: name` in it. */
function nested(text: string): string {
  return text.startsWith(',')
    ? text.replace(/directory"?: (.*)/, (entry, name: string) =>
        entry.startsWith('directory"') ? `directory": {"exclude": ${name}}` : `directory: {exclude: ${name}}`,
      )
    : text.replace(/(\r?\n)( *)directory: (.*)$/, '$1$2directory:$1$2  exclude: $3');
}
