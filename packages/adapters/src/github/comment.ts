import { ExternalError } from '@rollcall/domain/user-error';
import { field, valueAt } from '@rollcall/domain/yaml/value';
import { answerError } from './answer.ts';
import type { GitHubApi } from './api.ts';

/** One comment on a pull request, by whoever the token is of, that is found again by a line of its text. */
interface StickyComment {
  /** Whether there is one already. */
  readonly exists: boolean;
  /** Makes the comment, or replaces its text; does nothing where it says the same. */
  write(body: string): Promise<void>;
}

// By GraphQL: its ids are texts, and it says which comments are the token's own. Anybody may write the marker.
const commentsQuery = `query ($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      comments(first: 100, after: $after) {
        nodes { id body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const addComment = `mutation ($input: AddCommentInput!) {
  addComment(input: $input) { commentEdge { node { id } } }
}`;

const updateComment = `mutation ($input: UpdateIssueCommentInput!) {
  updateIssueComment(input: $input) { issueComment { id } }
}`;

/** Pages of 100 comments: twice as many as GitHub keeps. */
const mostPages = 50;

const mayNot =
  'Let the job have "pull-requests: write". A run for a fork never has it: its comment needs a workflow of its own.';

/** Looks for the comment whose first line is `marker`. ExternalError where GitHub does not say, or does not allow it. */
export async function openStickyComment(api: GitHubApi, pullRequest: number, marker: string): Promise<StickyComment> {
  let subjectId = '';
  let found: { id: string; body: string } | undefined;
  let after: string | null = null;
  let pages = 0;
  do {
    pages += 1;
    if (pages > mostPages)
      throw new ExternalError(`GitHub lists more than ${100 * mostPages} comments of the pull request ${pullRequest}`, {
        help: 'It keeps 2,500 of one: check what answers at GITHUB_GRAPHQL_URL.',
      });
    const answer = await api.graphql(commentsQuery, { owner: api.owner, name: api.name, number: pullRequest, after });
    if (answer.kind !== 'answer') throw answerError('the comments of the pull request cannot be read', answer, mayNot);
    const pull = valueAt(answer.data, ['repository', 'pullRequest']);
    const [id, nodes] = [field(pull, 'id'), valueAt(pull, ['comments', 'nodes'])];
    if (typeof id !== 'string' || !Array.isArray(nodes))
      throw new ExternalError(`GitHub knows no pull request ${pullRequest} of this repository`);
    subjectId = id;
    found = nodes.map(ownComment).find((comment) => comment?.body.split(/\r?\n/)[0] === marker);
    const next = valueAt(pull, ['comments', 'pageInfo']);
    const cursor = field(next, 'endCursor');
    after = field(next, 'hasNextPage') === true && typeof cursor === 'string' ? cursor : null;
  } while (!found && after !== null);
  const comment = found;

  return {
    exists: comment !== undefined,
    write: async (body) => {
      if (comment?.body.replaceAll('\r\n', '\n').trim() === body.trim()) return;
      const answer = comment
        ? await api.graphql(updateComment, { input: { id: comment.id, body } })
        : await api.graphql(addComment, { input: { subjectId, body } });
      if (answer.kind !== 'answer') throw answerError('the comment cannot be written', answer, mayNot);
    },
  };
}

function ownComment(node: unknown): { id: string; body: string } | undefined {
  const [id, body] = [field(node, 'id'), field(node, 'body')];
  const own = field(node, 'viewerDidAuthor') === true;
  return own && typeof id === 'string' && typeof body === 'string' ? { id, body } : undefined;
}
