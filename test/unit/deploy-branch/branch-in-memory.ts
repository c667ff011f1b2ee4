import type { SourceHistory, SourceOrder } from '@rollcall/domain/bump/source-history';
import type { CommitId } from '@rollcall/domain/commit-id';
import type { DeployBranch, Pace, PastCommit } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { Log } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';

/** A deploy branch with all of its history in memory. */
export interface BranchInMemory extends DeployBranch {
  /** Files of the newest commit. */
  files(): Readonly<Record<string, string>>;
  messages(): string[];
  /** Somebody's commit: files by path, null deletes. */
  push(files: Readonly<Record<string, string | null>>, message?: string): void;
  /** Called before each commit, as somebody who is first. */
  before: (attempt: number) => void;
  /** How many commits of the history were taken. */
  taken: number;
  /** What the clock of whoever commits says. */
  clock: number;
}

/** The commits of a branch in memory are told apart by their numbers alone. */
export function numbered(commit: number): CommitId {
  return String(commit) as CommitId;
}

export function branchInMemory(name: string, first: Readonly<Record<string, string>>): BranchInMemory {
  const commits: { message: string; at: number; files: Readonly<Record<string, string>> }[] = [
    { message: 'first', at: 0, files: first },
  ];
  let attempts = 0;
  const filesAt = (id: string) => commits[Number(id)]?.files ?? {};
  const branch: BranchInMemory = {
    name,
    taken: 0,
    clock: 0,
    before: () => {},
    files: () => commits.at(-1)?.files ?? {},
    messages: () => commits.map(({ message }) => message),
    push: (changed, message = 'change') => {
      const files = new Map(Object.entries(branch.files()));
      for (const [path, text] of Object.entries(changed)) {
        if (text === null) files.delete(path);
        else files.set(path, text);
      }
      commits.push({ message, at: branch.clock, files: Object.fromEntries(files) });
    },
    read: async () => {
      const head = numbered(commits.length - 1);
      return { head, commit: head, tree: memoryTree(branch.files()) };
    },
    commit: async ({ commit }, files, message) => {
      attempts += 1;
      branch.before(attempts);
      if (commit !== numbered(commits.length - 1)) return 'moved';
      const texts = [...files].map(([path, bytes]) => [path, bytes && Buffer.from(bytes).toString('utf8')]);
      branch.push(Object.fromEntries(texts), message);
      return { commit: numbered(commits.length - 1), verified: false };
    },
    removeAt: async () => false,
    commitsSince: async (_state, since) =>
      commits
        .map(({ message }, index) => ({ commit: numbered(index), verified: false, author: 'A Person', message }))
        .slice(Number(since) + 1)
        .reverse(),
    history: async function* ({ commit }, paths = []): AsyncIterable<PastCommit> {
      for (let index = Number(commit); index >= 0; index -= 1) {
        const [now, before] = [filesAt(String(index)), filesAt(String(index - 1))];
        if (paths.length > 0 && paths.every((path) => now[path] === before[path])) continue;
        branch.taken += 1;
        const parents = index > 0 ? [numbered(index - 1)] : [];
        yield { commit: numbered(index), parents, at: commits[index]?.at ?? 0, message: commits[index]?.message ?? '' };
      }
    },
    treeAt: (commit) => memoryTree(filesAt(commit)),
  };
  return branch;
}

/**
 * A source history from the ids of its lines: a line is a chain of commits, oldest first, and lines that begin with
 * the same commits branch where they differ. An id may be cut.
 */
export function sourceLines(...lines: string[][]): SourceHistory & { asked: string[] } {
  const asked: string[] = [];
  const full = (id: string) => lines.flat().find((known) => known.startsWith(id));
  const order = (a: string, b: string): SourceOrder => {
    if (a === b) return 'same';
    for (const line of lines) {
      const [first, second] = [line.indexOf(a), line.indexOf(b)];
      if (first >= 0 && second >= 0) return first < second ? 'older' : 'newer';
    }
    return 'diverged';
  };
  return {
    asked,
    compare: async (a, b) => {
      asked.push(`${a.slice(0, 7)} ${b.slice(0, 7)}`);
      const [first, second] = [full(a), full(b)];
      if (first === undefined || second === undefined) return { because: 'a commit is gone' };
      return order(first, second);
    },
  };
}

/** A clock that passes in no time. */
export const swiftPace: Pace = { now: () => 0, sleep: async () => {}, random: () => 0 };

export function memoryLog(): Log & { notices: string[]; warnings: string[] } {
  const [notices, warnings]: [string[], string[]] = [[], []];
  return {
    notices,
    warnings,
    progress: () => {},
    notice: (text) => notices.push(text),
    warning: (text) => warnings.push(text),
  };
}
