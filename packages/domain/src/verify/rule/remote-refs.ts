import type { ApplicationSource } from '../../argocd/application.ts';
import type { Catalog } from '../../catalog/catalog.ts';

/** The names that the remote of a repository has. */
export interface RemoteRefs {
  branches: readonly string[];
  tags: readonly string[];
}

/** The branch or tag of this repository that a source follows; null where its revision need not be a name. */
export function followedName({ ours, chart, targetRevision }: ApplicationSource): string | null {
  if (ours !== true || chart !== null || targetRevision === null) return null;
  const name = targetRevision.replace(/^refs\/heads\//, '');
  return mayBeNoName(name) ? null : name;
}

/** Whether an Application, written or generated, follows a name: only the remote can tell whether it exists. */
export function followsNames({ applications, generated }: Catalog): boolean {
  return [...applications, ...generated].some(({ sources }) => sources.some((source) => followedName(source) !== null));
}

/** Whether a revision may be HEAD, a commit, or a version: a tag or a range of tags. */
function mayBeNoName(revision: string): boolean {
  if (revision === '' || revision === 'HEAD' || /^[0-9a-f]{7,40}$/i.test(revision)) return true;
  return revision.startsWith('refs/') || /\{\{|\$\{|[*<>=^~]|\d\.\d|^v?\d+$/.test(revision);
}
