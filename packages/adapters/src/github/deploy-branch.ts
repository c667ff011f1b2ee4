import { type CommitId, isCommitId } from '@rollcall/domain/commit-id';
import type { CommitOutcome, DeployBranch, DeployBranchState } from '@rollcall/domain/deploy-branch/deploy-branch';
import { isOwnBranch } from '@rollcall/domain/deploy-branch/own-branch';
import { quoteName, showPath } from '@rollcall/domain/names';
import type { Log } from '@rollcall/domain/ports';
import { type FileChanges, findUnwritable } from '@rollcall/domain/tree/file-changes';
import type { ExternalError } from '@rollcall/domain/user-error';
import { field, valueAt } from '@rollcall/domain/yaml/value';
import { answerError, type Refusal } from './answer.ts';
import type { GitHubApi } from './api.ts';

/** GitHub takes about 40 MB in one request; the contents travel as base64. */
const mostBase64 = 39_000_000;

const createCommit = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid signature { isValid } } }
}`;

const signatures = `query ($owner: String!, $name: String!, $oid: GitObjectID!) {
  repository(owner: $owner, name: $name) {
    object(oid: $oid) { ... on Commit { history(first: 100) { nodes { oid signature { isValid } } } } }
  }
}`;

/**
 * A deploy branch that is read with git and written by GitHub itself: one mutation for all files, signed, and
 * only where the branch still is where it was read. What the mutation cannot do is written with git, with a
 * notice. A rule or a permission in the way is an ExternalError with GitHub's words.
 */
export function githubDeployBranch(git: DeployBranch, api: GitHubApi, log: Log): DeployBranch {
  const branch = git.name;
  let unanswered = false;
  let told: string | undefined;

  async function commit(state: DeployBranchState, files: FileChanges, message: string): Promise<CommitOutcome> {
    const obstacle = await whyNotByApi(state, files);
    if (obstacle !== null) {
      if (obstacle !== told) log.notice(`The commit on ${branch} is made with git and is not verified: ${obstacle}.`);
      told = obstacle;
      return git.commit(state, files, message);
    }
    if (state.head === null && !(await createBranch(api, branch, state.commit))) return 'unknown';
    const outcome = await commitByApi(api, branch, state, { files, message });
    if (outcome === 'moved' || 'commit' in outcome) return outcome;
    unanswered = true;
    log.progress(`GitHub's answer to the commit on ${branch} was lost: ${outcome.lost}`);
    return 'unknown';
  }

  return {
    ...git,
    commit,
    commitsSince: async (state, since) => {
      const commits = await git.commitsSince(state, since);
      if (!unanswered || state.head === null) return commits;
      const verified = await verifiedCommits(api, state.head);
      return commits.map((summary) => ({ ...summary, verified: verified.has(summary.commit) }));
    },
  };
}

/** Makes the branch, where nobody else just did; false where no answer came to that. */
async function createBranch(api: GitHubApi, branch: string, commit: CommitId): Promise<boolean> {
  const ref = `refs/heads/${branch}`;
  const answer = await api.rest('POST /repos/{owner}/{repo}/git/refs', { ref, sha: commit });
  if (answer.kind === 'answer') return true;
  if (answer.kind === 'lost') return false;
  if (/already exists/i.test(answer.said)) return true;
  if (answer.status !== 422) throw refusedCommit(branch, answer);
  // "Reference update failed" is said of a lost race, too.
  const found = await api.rest('GET /repos/{owner}/{repo}/git/ref/{ref}', { ref: `heads/${branch}` });
  if (found.kind === 'answer') return true;
  throw refusedCommit(branch, answer);
}

/** One mutation for all files. `lost` says what came instead of an answer: the commit may have landed. */
async function commitByApi(
  api: GitHubApi,
  branch: string,
  state: DeployBranchState,
  { files, message }: { files: FileChanges; message: string },
): Promise<{ commit: CommitId; verified: boolean } | 'moved' | { lost: string }> {
  const [headline = '', ...rest] = message.split('\n\n');
  const answer = await api.graphql(createCommit, {
    input: {
      branch: { repositoryNameWithOwner: `${api.owner}/${api.name}`, branchName: branch },
      expectedHeadOid: state.commit,
      message: { headline, body: rest.join('\n\n').trimEnd() },
      fileChanges: fileChanges(files),
    },
  });
  if (answer.kind === 'lost') return { lost: answer.said };
  if (answer.kind === 'refused') {
    // A branch that was made a moment ago is not found where not all of GitHub has heard of it.
    const isMoved = answer.type === 'STALE_DATA' || (answer.type === 'NOT_FOUND' && state.head === null);
    if (isMoved) return 'moved';
    throw refusedCommit(branch, answer);
  }
  const made = valueAt(answer.data, ['createCommitOnBranch', 'commit']);
  const id = field(made, 'oid');
  if (!isCommitId(id)) return { lost: 'an answer without a commit' };
  return { commit: id, verified: valueAt(made, ['signature', 'isValid']) === true };
}

interface GitHubFileChanges {
  additions: { path: string; contents: string }[];
  deletions: { path: string }[];
}

function fileChanges(files: FileChanges): GitHubFileChanges {
  const changes: GitHubFileChanges = { additions: [], deletions: [] };
  for (const [path, content] of files) {
    if (content === null) changes.deletions.push({ path });
    else changes.additions.push({ path, contents: Buffer.from(content).toString('base64') });
  }
  return changes;
}

/** What the mutation cannot write as it is; null when it can. */
async function whyNotByApi({ tree }: DeployBranchState, files: FileChanges): Promise<string | null> {
  const entries = await tree.list();
  const unwritable = findUnwritable(entries, files);
  if (unwritable) return `${showPath(unwritable.path)} ${unwritable.why}`;
  const modes = new Map(entries.map(({ path, mode }) => [path, mode]));
  let length = 0;
  for (const [path, content] of files) {
    if (/\p{Cs}/u.test(path)) return `${showPath(path)} is not a name in UTF-8`;
    if (content === null) continue;
    if (modes.get(path) === 'executable') return `${showPath(path)} is executable`;
    length += 4 * Math.ceil(content.length / 3);
  }
  return length > mostBase64 ? 'its files are more than GitHub takes in one request' : null;
}

/** Those of the newest 100 commits whose signature GitHub vouches for; none where it does not answer. */
async function verifiedCommits(api: GitHubApi, head: CommitId): Promise<Set<string>> {
  const answer = await api.graphql(signatures, { owner: api.owner, name: api.name, oid: head });
  const nodes = answer.kind === 'answer' ? valueAt(answer.data, ['repository', 'object', 'history', 'nodes']) : [];
  const valid = Array.isArray(nodes) ? nodes.filter((node) => valueAt(node, ['signature', 'isValid']) === true) : [];
  return new Set(valid.map((node) => String(field(node, 'oid'))));
}

function refusedCommit(branch: string, answer: Refusal): ExternalError {
  return answerError(`GitHub refuses the commit on ${quoteName(branch)}`, answer, waysOut(branch, answer));
}

function waysOut(branch: string, { type, said, status }: Refusal): string | undefined {
  if (type === 'BRANCH_PROTECTION_RULE_VIOLATION' || /rule violation|protected branch/i.test(said))
    return isOwnBranch(branch)
      ? 'Not tried again. Let the rule leave out branches that begin with rollcall/, or give the token of an App that may bypass it; GITHUB_TOKEN cannot.'
      : 'Not tried again. Set mode (of fixes: fix) to pull-request, or give the token of an App that may bypass the rule; GITHUB_TOKEN cannot.';
  if (type === 'FORBIDDEN' || status === 403)
    return 'Not tried again. Let the job have "contents: write", or give a token that may write.';
  if (type === 'NOT_FOUND')
    return 'Not tried again. Check that the token may see and write the repository ("contents: write").';
  return type === undefined ? undefined : 'Not tried again. Set via to git to push the commit instead.';
}
