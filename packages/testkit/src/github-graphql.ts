import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, execute, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { ApiRefusal, type GitHubState } from './github-state.ts';

interface GraphqlAnswer {
  body: unknown;
  /** What is wrong with the question, or with our own answer; GitHub's schema says so. */
  problems: string[];
}

let built: GraphQLSchema | undefined;

/** Answers a GraphQL request as GitHub's published schema has it: the question and the answer are checked by it. */
export async function answerGraphql(
  state: GitHubState,
  { query, variables }: { query: string; variables: Record<string, unknown> },
): Promise<GraphqlAnswer> {
  built ??= buildSchema(published.idl, { assumeValid: true });
  const document = parse(query);
  const mistakes = validate(built, document);
  if (mistakes.length > 0) return failed(mistakes);
  const { data, errors } = await execute({
    schema: built,
    document,
    variableValues: variables,
    rootValue: { ...queries(state), ...mutations(state) },
  });
  const problems = (errors ?? []).filter(({ originalError }) => !(originalError instanceof ApiRefusal));
  if (problems.length > 0) return failed(problems);
  return { body: { data, ...(errors ? { errors: errors.map(format) } : {}) }, problems: [] };
}

/** The first field of an operation, such as `createCommitOnBranch`: what a request is called. */
export function graphqlOperation(query: string): string {
  const [first] = parse(query).definitions;
  if (first?.kind !== 'OperationDefinition') return 'graphql';
  const [field] = first.selectionSet.selections;
  return field?.kind === 'Field' ? field.name.value : 'graphql';
}

function failed(errors: readonly GraphQLError[]): GraphqlAnswer {
  return { body: { errors: errors.map(format) }, problems: errors.map(({ message }) => `graphql: ${message}`) };
}

function format({ message, path, locations, originalError }: GraphQLError): Record<string, unknown> {
  const type = originalError instanceof ApiRefusal ? originalError.type : undefined;
  return { ...(type ? { type } : {}), path, locations, message };
}

function queries(state: GitHubState): Record<string, unknown> {
  return {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      requireRepository(state, `${owner}/${name}`);
      return repositoryValue(state);
    },
  };
}

function repositoryValue(state: GitHubState): Record<string, unknown> {
  const ref = (name: string): unknown => {
    const head = state.repository.head(name);
    return head === null ? null : { name, prefix: 'refs/heads/', target: commitValue(state, head) };
  };
  return {
    nameWithOwner: `${state.owner}/${state.name}`,
    autoMergeAllowed: state.autoMergeAllowed,
    viewerDefaultMergeMethod: state.mergeMethod,
    defaultBranchRef: () => ref(state.defaultBranch),
    pullRequest: ({ number }: { number: number }) => {
      if (state.pulls.some((pull) => pull.number === number)) return pullValue(state, number);
      throw new ApiRefusal(`Could not resolve to a PullRequest with the number of ${number}.`, { type: 'NOT_FOUND' });
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) => ref(qualifiedName.replace(/^refs\/heads\//, '')),
    object: ({ oid }: { oid?: string }) =>
      oid !== undefined && state.repository.isCommit(oid) ? commitValue(state, oid) : null,
  };
}

function pullValue(state: GitHubState, number: number): Record<string, unknown> {
  return {
    id: pullId(number),
    comments: ({ first = 0, after }: { first?: number; after?: string | null }) => {
      if (first < 1 || first > 100)
        throw new ApiRefusal('`first` must be within 1 and 100', { type: 'EXCESSIVE_PAGINATION' });
      const all = state.comments.filter(({ pull }) => pull === number);
      const from = all.findIndex(({ id }) => id === after) + 1;
      const shown = all.slice(from, from + first);
      return {
        totalCount: all.length,
        nodes: shown.map(({ id, body, own }) => ({ id, body, viewerDidAuthor: own })),
        pageInfo: { hasNextPage: from + first < all.length, endCursor: shown.at(-1)?.id ?? null },
      };
    },
  };
}

/** GitHub refuses a longer one as a whole. */
const longestComment = 65_536;

function checkComment(body: string): void {
  if (body.length > longestComment)
    throw new ApiRefusal(`Body is too long (maximum is ${longestComment} characters)`, { type: 'UNPROCESSABLE' });
}

function commitValue(state: GitHubState, oid: string): Record<string, unknown> {
  return {
    __typename: 'Commit',
    oid,
    message: () => state.repository.message(oid),
    author: () => ({ name: state.repository.author(oid) }),
    statusCheckRollup: () => rollup(state, oid),
    signature: () => (state.signed.has(oid) ? { __typename: 'GpgSignature', isValid: true, state: 'VALID' } : null),
    history: ({ first }: { first?: number }) => ({
      nodes: state.repository.history(oid, first ?? 100).map((id) => commitValue(state, id)),
    }),
  };
}

/** Statuses and check runs of a commit; null where it has none, as GitHub answers. */
function rollup({ checks }: GitHubState, oid: string): Record<string, unknown> | null {
  const all = (checks.get(oid) ?? []).filter(({ kind }) => kind !== 'deployment');
  if (all.length === 0) return null;
  return {
    contexts: ({ first, after }: { first: number; after?: string | null }) => {
      const from = Number(after ?? 0);
      const shown = all.slice(from, from + first);
      return {
        pageInfo: { hasNextPage: from + first < all.length, endCursor: String(from + shown.length) },
        nodes: shown.map((one) => {
          if (one.kind === 'status')
            return { __typename: 'StatusContext', context: one.name, state: one.state.toUpperCase() };
          const conclusion = one.kind === 'run' ? one.conclusion : null;
          return {
            ...{ __typename: 'CheckRun', name: one.name, status: conclusion === null ? 'IN_PROGRESS' : 'COMPLETED' },
            conclusion: conclusion?.toUpperCase() ?? null,
          };
        }),
      };
    },
  };
}

interface CommitInput {
  branch: { repositoryNameWithOwner?: string; branchName?: string };
  expectedHeadOid: string;
  message: { headline: string; body?: string };
  fileChanges?: { additions?: { path: string; contents: string }[]; deletions?: { path: string }[] };
}

function mutations(state: GitHubState): Record<string, unknown> {
  return {
    createCommitOnBranch: ({ input }: { input: CommitInput }) => {
      requireRepository(state, input.branch.repositoryNameWithOwner ?? '');
      const branch = (input.branch.branchName ?? '').replace(/^refs\/heads\//, '');
      if (state.repository.head(branch) === null)
        throw new ApiRefusal(`Could not resolve to a branch with the name ${branch}.`, { type: 'NOT_FOUND' });
      const made = state.repository.commit({
        branch,
        expected: input.expectedHeadOid,
        additions: (input.fileChanges?.additions ?? []).map(({ path, contents }) => ({
          path,
          contents: decodeBase64(contents),
        })),
        deletions: (input.fileChanges?.deletions ?? []).map(({ path }) => path),
        message: input.message.body ? `${input.message.headline}\n\n${input.message.body}` : input.message.headline,
      });
      if (made === 'moved')
        throw new ApiRefusal(
          `Expected branch to point to "${input.expectedHeadOid}" but it did not.  Pull and try again.`,
          { type: 'STALE_DATA' },
        );
      if (state.signs) state.signed.add(made.commit);
      return { commit: commitValue(state, made.commit) };
    },
    addComment: ({ input: { subjectId, body } }: { input: { subjectId: string; body: string } }) => {
      const pull = state.pulls.find(({ number }) => pullId(number) === subjectId);
      if (!pull)
        throw new ApiRefusal(`Could not resolve to a node with the global id of '${subjectId}'`, { type: 'NOT_FOUND' });
      checkComment(body);
      const id = `IC_${state.comments.length + 1}`;
      state.comments.push({ id, pull: pull.number, body, own: true });
      return { commentEdge: { node: { id } } };
    },
    updateIssueComment: ({ input: { id, body } }: { input: { id: string; body: string } }) => {
      const comment = state.comments.find((one) => one.id === id);
      if (!comment?.own) throw new ApiRefusal('Resource not accessible by integration', { type: 'FORBIDDEN' });
      checkComment(body);
      comment.body = body;
      return { issueComment: { id } };
    },
    enablePullRequestAutoMerge: ({ input }: { input: { pullRequestId: string; mergeMethod?: string } }) => {
      const pull = state.pulls.find(({ number }) => pullId(number) === input.pullRequestId);
      if (!pull)
        throw new ApiRefusal(`Could not resolve to a node with the global id of '${input.pullRequestId}'`, {
          type: 'NOT_FOUND',
        });
      if (!state.autoMergeAllowed)
        throw new ApiRefusal('Auto merge is not allowed for this repository', { type: 'UNPROCESSABLE' });
      if ((input.mergeMethod ?? 'MERGE') !== state.mergeMethod)
        throw new ApiRefusal('Merge method is not allowed on this repository', { type: 'UNPROCESSABLE' });
      pull.autoMerge = state.mergeMethod;
      return { pullRequest: { number: pull.number } };
    },
  };
}

/** The global id of a pull request. */
export function pullId(number: number): string {
  return `PR_${number}`;
}

function requireRepository(state: GitHubState, name: string): void {
  if (name.toLowerCase() === `${state.owner}/${state.name}`.toLowerCase()) return;
  throw new ApiRefusal(`Could not resolve to a Repository with the name '${name}'.`, { type: 'NOT_FOUND' });
}

function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new ApiRefusal('contents is not base64', { type: 'UNPROCESSABLE' });
  return bytes;
}
