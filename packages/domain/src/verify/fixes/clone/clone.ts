import type { Application } from '../../../argocd/application.ts';
import type { Service } from '../../../catalog/catalog.ts';
import { foldersAbove } from '../../../tree/file-changes.ts';
import { tryUser } from '../../../user-error.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { replaceScalar } from '../../../yaml/replace-scalar.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import type { NewFile } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import { withoutSecrets } from './sibling-secrets.ts';

/** What a clone takes: files that are new, and edits where its sibling is listed by name. */
export interface Clone {
  creates: NewFile[];
  edits: Edit[];
}

/** What a clone is made for. */
export interface CloneTarget {
  service: Service;
  /** The tag of the image that it runs. */
  tag: string;
}

/** Several clones as one; null where one of them is null. A file that two create is created once. */
export function mergeClones(clones: readonly (Clone | null)[]): Clone | null {
  const creates = new Map<string, NewFile>();
  const edits = new Map<string, Edit>();
  for (const clone of clones) {
    if (clone === null) return null;
    for (const file of clone.creates) if (!creates.has(file.path)) creates.set(file.path, file);
    for (const edit of clone.edits) edits.set(JSON.stringify([edit.path, edit.range, edit.newText]), edit);
  }
  return { creates: [...creates.values()], edits: [...edits.values()] };
}

/** A clone whose new files hold no secrets of the sibling. */
export function withoutSecretsOf(sibling: string | null, clone: Clone | null | undefined): Clone | null {
  if (!clone || sibling === null) return clone ?? null;
  const creates = clone.creates.map(({ path, text }) => ({ path, text: withoutSecrets(path, text, sibling) }));
  return { ...clone, creates };
}

/** Whether a file may be created: nothing has its path, and no file, link or submodule that of a folder above it. */
export function isFree(path: string, { paths }: Pick<RuleContext, 'paths'>): boolean {
  return paths.at(path) === null && foldersAbove(path).every((folder) => [null, 'folder'].includes(paths.at(folder)));
}

/** A text without the waivers in it: what was accepted of one service was not accepted of another. */
export function withoutWaivers(text: string): string {
  return text.replace(
    /^[ \t]*#[ \t]*rollcall-ignore\b[^\n]*(?:\n|$)|(?<![ \t])[ \t]+#[ \t]*rollcall-ignore\b[^\r\n]*/gm,
    '',
  );
}

/** Whether the file of an Application holds nothing else. */
export function isAlone({ file, document }: Application, context: RuleContext): boolean {
  return document.file.documents.length === 1 && document.file.errors.length === 0 && context.paths.at(file) === 'file';
}

/** The edit that replaces a scalar; undefined where it has the value already, null where it cannot be replaced alone. */
export function tryReplace(document: YamlDocument, path: YamlPath, value: string): Edit | undefined | null {
  return tryUser<Edit | undefined | null>(
    () => replaceScalar(document, path, value),
    () => null,
  );
}
