import type { ApplicationSource } from './application.ts';

/** The revision a source follows, in one spelling; '' is the default branch. */
export function revisionOf({ targetRevision }: ApplicationSource): string {
  const name = (targetRevision ?? '').replace(/^refs\/(heads|tags)\//, '');
  return name === 'HEAD' ? '' : name;
}

/** Whether what is written to the deploy branch is what a source reads; a branch that is not known may be. */
export function isWritten(revision: string, deployBranch: string | null): boolean {
  return revision === '' || deployBranch === null || revision === deployBranch.replace(/^refs\/heads\//, '');
}

/** Whether a source's files may be those of this repository. */
export function isHere(source: ApplicationSource): boolean {
  return mayBeOurs(source) && source.path !== null;
}

/** Whether a source may be of this repository. */
export function mayBeOurs({ ours }: ApplicationSource): boolean {
  return ours !== false;
}
