import type { CommitChecks } from '@rollcall/domain/bump/commit-checks';
import { isCommitId } from '@rollcall/domain/commit-id';
import { field, listAt, valueAt } from '@rollcall/domain/yaml/value';
import type { GitHubApi } from './api.ts';

type Check = Exclude<Awaited<ReturnType<CommitChecks['of']>>, { because: string }>[number];

/** How many commits are asked for at once: a hundred contexts of each are no more than GitHub counts in one question. */
const mostCommits = 50;

const contexts = `statusCheckRollup { contexts(first: 100) {
  pageInfo { hasNextPage }
  nodes { __typename ... on StatusContext { context state } ... on CheckRun { name status conclusion } }
} }`;

/**
 * Statuses and check runs of many commits, fifty in one question, each judged as where it is asked for alone. A commit is
 * left out that has more than a hundred of them, and all are where GitHub does not answer this.
 */
export async function checksOfSeveral(
  api: GitHubApi,
  commits: readonly string[],
  judge: { statusOf(status: unknown): Check[]; runOf(run: unknown): Check[] },
): Promise<ReadonlyMap<string, Check[]>> {
  const found = new Map<string, Check[]>();
  const ids = commits.filter(isCommitId);
  // One is asked for as fast alone, and says then which permission is missing.
  if (ids.length < 2) return found;
  for (let from = 0; from < ids.length; from += mostCommits) {
    const some = ids.slice(from, from + mostCommits);
    const objects = some.map((id, index) => `c${index}: object(oid: "${id}") { ... on Commit { ${contexts} } }`);
    const query = `query ($owner: String!, $name: String!) {\n  repository(owner: $owner, name: $name) {\n${objects.join('\n')}\n} }`;
    const answer = await api.graphql(query, { owner: api.owner, name: api.name });
    if (answer.kind !== 'answer') return found;
    for (const [index, id] of some.entries()) {
      const commit = valueAt(answer.data, ['repository', `c${index}`]);
      const told = valueAt(commit, ['statusCheckRollup', 'contexts']);
      if (commit === undefined || commit === null || valueAt(told, ['pageInfo', 'hasNextPage']) === true) continue;
      found.set(
        id,
        listAt(told, 'nodes').flatMap((node) => checkOf(node, judge)),
      );
    }
  }
  return found;
}

/** GraphQL says the same words in capitals. */
function checkOf(
  node: unknown,
  { statusOf, runOf }: { statusOf(status: unknown): Check[]; runOf(run: unknown): Check[] },
): Check[] {
  const lower = (key: string): string => String(field(node, key) ?? '').toLowerCase();
  if (field(node, '__typename') === 'StatusContext')
    return statusOf({ context: field(node, 'context'), state: lower('state') });
  return runOf({ name: field(node, 'name'), status: lower('status'), conclusion: lower('conclusion') });
}
