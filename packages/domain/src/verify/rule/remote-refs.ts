import type { ApplicationSource } from '../../argocd/application.ts';
import type { Catalog } from '../../catalog/catalog.ts';

/** The names that the remote of a repository has. */
export interface RemoteRefs {
  branches: readonly string[];
  tags: readonly string[];
}

/** The name that a source of this repository follows and the remote has to have; null where it need not be one. */
export function followedName({ ours, chart, targetRevision }: ApplicationSource): string | null {
  if (ours !== true || chart !== null || targetRevision === null) return null;
  const name = targetRevision.replace(/^refs\/heads\//, '');
  return mayBeNoName(name) ? null : name;
}

/** Whether some Application follows a name that only the remote tells to exist. */
export function followsNames({ applications }: Catalog): boolean {
  return applications.some(({ sources }) => sources.some((source) => followedName(source) !== null));
}

/** HEAD, a commit, or what reads as a version: a tag, or a range of tags. */
function mayBeNoName(revision: string): boolean {
  if (revision === '' || revision === 'HEAD' || /^[0-9a-f]{7,40}$/i.test(revision)) return true;
  return revision.startsWith('refs/') || /\{\{|\$\{|[*<>=^~]|\d+\.\d+|^v?\d+$/.test(revision);
}
