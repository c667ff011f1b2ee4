const ownBranches = 'rollcall/';

/** The name of a branch that holds one work alone, and begins at the branch that it is for. */
export function ownBranch(...parts: readonly string[]): string {
  return `${ownBranches}${parts.join('/')}`;
}

/** Whether a branch has such a name. */
export function isOwnBranch(name: string): boolean {
  return name.startsWith(ownBranches);
}
