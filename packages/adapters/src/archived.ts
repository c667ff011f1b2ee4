/** What to do where a server says that a repository is archived; undefined where it says something else. */
export function archivedHelp(said: string): string | undefined {
  return /\barchived\b/i.test(said)
    ? 'Not tried again. The repository is archived: nobody can write to it. Unarchive it in its settings, or name the one that took its place.'
    : undefined;
}
