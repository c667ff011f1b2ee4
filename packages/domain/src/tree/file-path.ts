/** What may be the path of a file that is written: the one judgement, for every disk, branch and server. */

/**
 * Code points that HFS+ leaves out when it compares names: `next_hfs_char` in git's utf8.c. So `.g\u200cit` is `.git`
 * there, whatever it is here.
 */
const ignoredByHfs = /[\u200C-\u200F\u202A-\u202E\u206A-\u206F\uFEFF]/g;

/** `is_ntfs_dotgit` in git's path.c: blanks and dots at the end, a stream behind a colon, the short name. */
const gitOnNtfs = /^(?:\.git|git~1)[. ]*(?:$|:)/i;

/** A byte that is no UTF-8 ends the name for HFS+; in our paths it is a lone surrogate. */
const gitOnHfs = /^\.git(?:$|[\uDC80-\uDCFF])/i;

/**
 * Whether a name is git's own folder on any system that the repository may be checked out on, as git judges with
 * `core.protectHFS` and `core.protectNTFS`. A backslash separates names on Windows.
 */
export function isGitFolder(name: string): boolean {
  return name.split('\\').some((part) => gitOnNtfs.test(part) || gitOnHfs.test(part.replace(ignoredByHfs, '')));
}

/** Whether a path, relative to a root and separated by '/', can be a file's: it stays below the root and out of `.git`. */
export function isFilePath(path: string): boolean {
  return !path.includes('\0') && path.split('/').every(isFileName);
}

function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !isGitFolder(name);
}
