declare const commitIdBrand: unique symbol;

/**
 * The id of a commit. It is no branch and no tag, which move: what is read, leased and told apart on a deploy branch
 * is named by the commit alone.
 */
export type CommitId = string & { readonly [commitIdBrand]: true };

/** Takes a text that git gave for the id of a commit; any other is a bug. */
export function commitId(text: string): CommitId {
  if (isCommitId(text)) return text;
  throw new Error(`${JSON.stringify(text.slice(0, 200))} is not the id of a commit`);
}

/** Whether a text from outside is one: in full, in lower case, of SHA-1 or SHA-256. */
export function isCommitId(text: unknown): text is CommitId {
  return typeof text === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
