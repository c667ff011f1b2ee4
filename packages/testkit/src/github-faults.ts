/** What goes wrong with a request to the loopback GitHub. */
export type Fault =
  /** Answered by these words; nothing is done. */
  | { kind: 'answer'; status: number; headers?: Readonly<Record<string, string>>; body: unknown }
  /** The connection is closed; nothing is done. */
  | { kind: 'dropped' }
  /** It is done, and the connection is closed before the answer. */
  | { kind: 'lost' }
  /** It is done, and the answer takes its time. */
  | { kind: 'slow'; milliseconds: number }
  /** Somebody else is first; with `answer`, it goes wrong as that says all the same. */
  | { kind: 'before'; run: () => void; answer?: Fault };

function graphqlErrors(type: string | undefined, message: string): Fault {
  const path = ['createCommitOnBranch'];
  const error = { ...(type ? { type } : {}), path, locations: [{ line: 1, column: 1 }], message };
  return { kind: 'answer', status: 200, body: { data: { createCommitOnBranch: null }, errors: [error] } };
}

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'answer', status, headers, body: { message, documentation_url: 'https://docs.github.com/rest' } };
}

/** What GitHub is known to answer, in its words. */
export const faults = {
  lost: { kind: 'lost' },
  dropped: { kind: 'dropped' },
  badGateway: { kind: 'answer', status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' },
  /** A sign-in page of a proxy. */
  notJson: { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' },
  /** GraphQL gave up in the middle. */
  wentWrong: graphqlErrors(
    undefined,
    'Something went wrong while executing your query. Please include `1:2` when reporting.',
  ),
  protectedBranch: graphqlErrors(
    'BRANCH_PROTECTION_RULE_VIOLATION',
    "protected branch 'deploy' check failed:\n  At least 1 approving review is required by reviewers with write access.",
  ),
  ruleset: graphqlErrors(
    'UNPROCESSABLE',
    'Repository rule violations found\n\nChanges must be made through a pull request.\n\n',
  ),
  signatures: graphqlErrors(
    'UNPROCESSABLE',
    'Repository rule violations found\n\nCommits must have verified signatures.\n\n',
  ),
  archived: graphqlErrors('UNPROCESSABLE', 'Repository was archived so is read-only'),
  forbiddenMutation: graphqlErrors('FORBIDDEN', 'Resource not accessible by integration'),
  forbidden: refusal(403, 'Resource not accessible by integration'),
  mayNotOpenPulls: refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.'),
  rateLimitGraphql: {
    kind: 'answer',
    status: 200,
    headers: { 'x-ratelimit-remaining': '0' },
    body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
  },
  secondaryLimit: (seconds: number) =>
    refusal(403, 'You have exceeded a secondary rate limit.', { 'retry-after': String(seconds) }),
  tooManyRequests: (seconds: number) => refusal(429, 'Too many requests', { 'retry-after': String(seconds) }),
  /** The primary limit: says when it ends, by the server's clock. */
  exhausted: (seconds: number) =>
    refusal(403, 'API rate limit exceeded for installation.', {
      date: new Date(1_800_000_000_000).toUTCString(),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(1_800_000_000 + seconds),
    }),
  redirect: (url: string, status = 307): Fault => ({ kind: 'answer', status, headers: { location: url }, body: '' }),
} as const satisfies Readonly<Record<string, Fault | ((...given: never[]) => Fault)>>;
