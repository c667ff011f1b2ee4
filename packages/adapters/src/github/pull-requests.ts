import type { PullRequest, StandingRequests } from '@rollcall/domain/deploy-branch/pull-requests';
import { quoteName } from '@rollcall/domain/names';
import { ExternalError } from '@rollcall/domain/user-error';
import { field, valueAt } from '@rollcall/domain/yaml/value';
import { answerError, type GitHubAnswer } from './answer.ts';
import type { GitHubApi } from './api.ts';
import { cutDescription } from './deployments.ts';

const autoMergeFacts = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { autoMergeAllowed viewerDefaultMergeMethod }
}`;

const enableAutoMerge = `mutation ($input: EnablePullRequestAutoMergeInput!) {
  enablePullRequestAutoMerge(input: $input) { pullRequest { number } }
}`;

const mayNotOpen =
  'Let the job have "pull-requests: write", and the repository "Allow GitHub Actions to create pull requests", or give the token of an App.';

/** Pull requests of the repository, from its own branches; those from forks are not seen. */
export function githubPullRequests(api: GitHubApi): StandingRequests {
  return {
    find: async (head, base) => {
      const ref = await api.rest('GET /repos/{owner}/{repo}/git/ref/{ref}', { ref: `heads/${head}` });
      if (ref.kind === 'refused' && ref.status === 404) return { exists: false, open: null, spent: false };
      if (ref.kind !== 'answer') throw answerError(`the branch ${quoteName(head)} cannot be looked up`, ref);
      const pulls = await listPulls(api, head, base);
      return { exists: true, open: openOne(pulls), spent: pulls.length > 0 };
    },

    last: async (head, base) => {
      const [newest] = await listPulls(api, head, base);
      if (newest === undefined) return null;
      const [state, merged, body] = ['state', 'merged_at', 'body'].map((key) => field(newest, key));
      const closed = typeof merged === 'string' ? 'merged' : 'closed';
      const text = typeof body === 'string' ? body : '';
      return { ...pullRequestOf(newest), state: state === 'open' ? 'open' : closed, body: text };
    },

    move: async (head, commit) => {
      const moved = await api.rest('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
        ref: `heads/${head}`,
        ...{ sha: commit, force: true },
      });
      if (moved.kind === 'answer') return;
      const created = await api.rest('POST /repos/{owner}/{repo}/git/refs', { ref: `refs/heads/${head}`, sha: commit });
      // What is refused here was there: the first refusal says why.
      if (created.kind !== 'answer') throw answerError(`the branch ${quoteName(head)} cannot be moved`, moved);
    },

    close: async ({ number }, why) => {
      // It is closed all the same where nobody may comment.
      await api.rest('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number: number, body: why });
      const closed = { pull_number: number, state: 'closed' };
      const answer = await api.rest('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', closed);
      if (answer.kind !== 'answer')
        throw answerError(`the pull request ${number} cannot be closed`, answer, mayNotOpen);
    },

    catchUp: async (head, base) => {
      const merge = () => api.rest('POST /repos/{owner}/{repo}/merges', { base: head, head: base });
      let answer = await merge();
      // Merging what is merged already does nothing: a lost answer may be asked for again.
      if (answer.kind === 'lost') answer = await merge();
      if (answer.kind === 'answer') return 'current';
      if (answer.kind === 'refused' && answer.status === 409) return 'conflict';
      throw answerError(`${quoteName(base)} cannot be merged into ${quoteName(head)}`, answer);
    },

    say: async (commit, { name, state, description }) => {
      const said = { sha: commit, context: name, state, description: cutDescription(description) };
      const answer = await api.rest('POST /repos/{owner}/{repo}/statuses/{sha}', said);
      return answer.kind === 'answer' ? null : `${answer.said} (the job needs statuses: write)`;
    },

    open: async (head, base, { title, body }) => {
      const answer = await api.rest('POST /repos/{owner}/{repo}/pulls', { head, base, title, body });
      if (answer.kind === 'answer') return pullRequestOf(answer.data);
      // Lost, or somebody else was first: either way it may be there now.
      const mayBeOpen = answer.kind === 'lost' || answer.status === 422;
      const open = mayBeOpen ? openOne(await listPulls(api, head, base)) : null;
      if (open !== null) return open;
      if (answer.kind === 'refused' && /no commits between/i.test(answer.said)) return null;
      throw answerError(`the pull request from ${quoteName(head)} cannot be opened`, answer, mayNotOpen);
    },

    rewrite: async ({ number }, { title, body }) =>
      whyNot(await api.rest('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number, title, body })),

    label: async ({ number }, labels) =>
      whyNot(
        await api.rest('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
          issue_number: number,
          labels: [...labels],
        }),
      ),

    enableAutoMerge: async ({ id }) => {
      const facts = await api.graphql(autoMergeFacts, { owner: api.owner, name: api.name });
      if (facts.kind !== 'answer') return whyNot(facts);
      const repository = field(facts.data, 'repository');
      if (field(repository, 'autoMergeAllowed') !== true) return 'the repository does not allow auto-merge';
      const mergeMethod = field(repository, 'viewerDefaultMergeMethod');
      return whyNot(await api.graphql(enableAutoMerge, { input: { pullRequestId: id, mergeMethod } }));
    },
  };
}

/** The pull requests from a branch to another, the newest first, in whatever state. */
async function listPulls(api: GitHubApi, head: string, base: string): Promise<unknown[]> {
  const answer = await api.rest('GET /repos/{owner}/{repo}/pulls', {
    head: `${api.owner}:${head}`,
    base,
    state: 'all',
    per_page: 100,
  });
  if (answer.kind !== 'answer') throw answerError('the pull requests cannot be listed', answer);
  if (!Array.isArray(answer.data)) throw new ExternalError('GitHub gave something else than a list of pull requests');
  const repository = `${api.owner}/${api.name}`.toLowerCase();
  return answer.data.filter((pull) => {
    const from = valueAt(pull, ['head', 'repo', 'full_name']);
    return valueAt(pull, ['head', 'ref']) === head && typeof from === 'string' && from.toLowerCase() === repository;
  });
}

function openOne(pulls: readonly unknown[]): PullRequest | null {
  const open = pulls.find((pull) => field(pull, 'state') === 'open');
  return open === undefined ? null : pullRequestOf(open);
}

function pullRequestOf(pull: unknown): PullRequest {
  const [number, url, id] = [field(pull, 'number'), field(pull, 'html_url'), field(pull, 'node_id')];
  if (typeof number === 'number' && typeof url === 'string' && typeof id === 'string') return { number, url, id };
  throw new ExternalError('GitHub gave a pull request without a number and an address');
}

function whyNot(answer: GitHubAnswer): string | null {
  return answer.kind === 'answer' ? null : answer.said;
}
