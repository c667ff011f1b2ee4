import type { CommitChecks } from '@rollcall/domain/bump/commit-checks';
import { isCommitId } from '@rollcall/domain/commit-id';
import { field, listAt, valueAt } from '@rollcall/domain/yaml/value';
import type { GitHubApi } from './api.ts';

type Check = Exclude<Awaited<ReturnType<CommitChecks['of']>>, { because: string }>[number];

/** How many commits are asked for at once: a hundred contexts of each are no more than GitHub counts in one question. */
const mostCommits = 50;

/** More pages than this of one commit nobody reads. */
const mostPages = 5;

/** A commit, and the page of its contexts that is asked for next. */
interface Page {
  id: string;
  after: string | null;
  number: number;
}

/**
 * Statuses and check runs of many commits, fifty in one question, each judged as where it is asked for alone. A commit is
 * left out that has more than five hundred of them, and all are where GitHub does not answer this.
 */
export async function checksOfSeveral(
  api: GitHubApi,
  commits: readonly string[],
  judge: { statusOf(status: unknown): Check[]; runOf(run: unknown): Check[] },
): Promise<ReadonlyMap<string, Check[]>> {
  const found = new Map<string, Check[]>();
  const unfinished = new Set<string>();
  const pages = commits.filter(isCommitId).map((id): Page => ({ id, after: null, number: 1 }));
  // One is asked for as fast alone, and says then which permission is missing.
  if (pages.length < 2) return found;
  while (pages.length > 0) {
    // What has too many pages is left out, and not asked on.
    const some = pages.splice(0, mostCommits).filter(({ id, number }) => number <= mostPages || !unfinished.add(id));
    if (some.length === 0) continue;
    const answer = await api.graphql(questionOf(some), { owner: api.owner, name: api.name });
    if (answer.kind !== 'answer') {
      for (const { id } of [...some, ...pages]) unfinished.add(id);
      break;
    }
    for (const [index, { id, number }] of some.entries()) {
      const commit = valueAt(answer.data, ['repository', `c${index}`]);
      const contexts = contextsOf(commit);
      if (contexts === undefined) {
        unfinished.add(id);
        continue;
      }
      const said = listAt(contexts, 'nodes').flatMap((node) => checkOf(node, judge));
      found.set(id, [...(found.get(id) ?? []), ...said]);
      const after = nextIn(contexts);
      if (after === null) continue;
      pages.push({ id, after, number: number + 1 });
    }
  }
  return new Map([...found].filter(([id]) => !unfinished.has(id)));
}

/** What is said of a commit; null where nothing is. Undefined where it cannot be told: it is asked for alone then. */
function contextsOf(commit: unknown): unknown {
  const rollup = field(commit, 'statusCheckRollup');
  if (rollup === null) return null;
  const contexts = field(rollup, 'contexts');
  const nodes = field(contexts, 'nodes');
  const areNamed = Array.isArray(nodes) && nodes.every((node) => isText(field(node, 'context') ?? field(node, 'name')));
  return areNamed ? contexts : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Where the next page begins; null behind the last one. */
function nextIn(contexts: unknown): string | null {
  const [more, after] = ['hasNextPage', 'endCursor'].map((key) => valueAt(contexts, ['pageInfo', key]));
  return more === true ? String(after) : null;
}

function questionOf(pages: readonly Page[]): string {
  const objects = pages.map(({ id, after }, index) => {
    const from = after === null ? '' : `, after: ${JSON.stringify(after)}`;
    return `c${index}: object(oid: "${id}") { ... on Commit { statusCheckRollup { contexts(first: 100${from}) {
  pageInfo { hasNextPage endCursor }
  nodes { __typename ... on StatusContext { context state } ... on CheckRun { name status conclusion } }
} } } }`;
  });
  return `query ($owner: String!, $name: String!) {\n  repository(owner: $owner, name: $name) {\n${objects.join('\n')}\n} }`;
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
