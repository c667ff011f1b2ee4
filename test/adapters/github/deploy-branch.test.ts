import { beforeEach, describe, expect, test } from '@jest/globals';
import { ExternalError } from '@rollcall/domain/user-error';
import { type Fault, faults } from '@rollcall/testkit/github-faults';
import { applicationFile, applicationText } from '../../unit/bump/catalog-of.ts';
import { bump, deployBranch, deployed, otherWriter, services } from '../deploy-shop.ts';
import { shop } from './github-shop.ts';

const file = applicationFile('service-0', 'prod');
const mutation = 'createCommitOnBranch';

function commits(): number {
  return Number(shop.origin.git('rev-list', '--count', deployBranch));
}

function sent(operation: string): number {
  return shop.server.requests.filter((request) => request.operation === operation).length;
}

async function failure(work: Promise<unknown>): Promise<ExternalError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ExternalError);
  expect(JSON.stringify([String(error), (error as ExternalError).help])).not.toContain('ghs_secret');
  return error as ExternalError;
}

test('one mutation writes all files in a commit that GitHub vouches for', async () => {
  const before = shop.origin.git('rev-parse', deployBranch);
  const branch = await shop.branch();
  const state = await branch.read();
  const files = new Map(
    services.map((service) => [
      applicationFile(service, 'prod'),
      Buffer.from(`${applicationText(service, 'prod', '2-b')}# 한글\r\n`),
    ]),
  );
  const outcome = await branch.commit(state, files, 'Subject\n\nBump-Id: x\nBump-Run: y\n');
  const head = shop.origin.git('rev-parse', deployBranch);
  expect(outcome).toEqual({ commit: head, verified: true });
  expect(shop.origin.git('rev-parse', `${deployBranch}^`)).toBe(before);
  expect(shop.origin.git('diff', '--name-only', before, head).split('\n')).toEqual([...files.keys()]);
  for (const [path, content] of files) expect(deployed(shop.origin, path)).toBe(content.toString());
  expect(shop.origin.git('log', '-1', '--format=%B', head)).toBe('Subject\n\nBump-Id: x\nBump-Run: y');
  expect(sent(mutation)).toBe(1);
});

test('files come and go in the one mutation', async () => {
  const before = shop.origin.git('rev-parse', deployBranch);
  const branch = await shop.branch();
  const gone = applicationFile('service-1', 'prod');
  const files = new Map<string, Uint8Array | null>([
    ['charts/new service/한글.yaml', Buffer.from('')],
    [file, Buffer.from('a: 1\n')],
    [gone, null],
  ]);
  const outcome = await branch.commit(await branch.read(), files, 'm');
  expect(outcome).toEqual({ commit: shop.origin.git('rev-parse', deployBranch), verified: true });
  expect(shop.origin.git('diff', '--name-status', '-z', before, deployBranch).split('\0').slice(0, -1)).toEqual([
    ...['A', 'charts/new service/한글.yaml'],
    ...['M', file],
    ...['D', gone],
  ]);
  expect(sent(mutation)).toBe(1);
  expect(shop.said).toEqual([]);
});

test.each<[string, Uint8Array | null, string]>([
  [`${file}/below`, Buffer.from(''), 'lies below'],
  ['services', Buffer.from(''), 'services is a folder'],
  ['nowhere', null, 'nowhere is not there'],
])('%s is never asked of GitHub', async (path, content, words) => {
  const before = shop.origin.git('rev-parse', deployBranch);
  const branch = await shop.branch();
  await expect(branch.commit(await branch.read(), new Map([[path, content]]), 'm')).rejects.toThrow(words);
  expect(sent(mutation)).toBe(0);
  expect(shop.origin.git('rev-parse', deployBranch)).toBe(before);
});

test('the requests of a bump', async () => {
  const result = await bump(await shop.branch({ http: true }));
  expect(result).toMatchObject({ changed: true, verified: true, attempts: 1, files: [file] });
  expect(deployed(shop.origin, file)).toBe(applicationText('service-0', 'prod', '2-b'));
  const operations = shop.server.requests.map(({ operation }) => operation);
  expect(operations.filter((operation) => operation !== 'git-upload-pack')).toEqual([mutation]);
  expect(operations).toContain('git-upload-pack');
});

test('a commit that GitHub does not sign is not called verified', async () => {
  shop.server.state.signs = false;
  expect(await bump(await shop.branch())).toMatchObject({ changed: true, verified: false });
});

test('nothing to change makes no request to the API', async () => {
  expect(await bump(await shop.branch(), { tag: '1-a' })).toMatchObject({ changed: false, commit: null });
  expect(sent(mutation)).toBe(0);
});

test('a branch that moved is read and planned again; the other commit is kept', async () => {
  const other = otherWriter(shop.origin);
  let theirs = '';
  shop.server.fail(mutation, {
    kind: 'before',
    run: () => {
      theirs = other('theirs');
    },
  });
  const result = await bump(await shop.branch());
  expect(result).toMatchObject({ changed: true, verified: true, attempts: 2 });
  expect(shop.origin.git('rev-parse', `${deployBranch}^`)).toBe(theirs);
});

test('four writers of the same head: all land, one after the other', async () => {
  const branches = await Promise.all(services.slice(0, 4).map(() => shop.branch()));
  const results = await Promise.all(
    branches.map((branch, index) => bump(branch, { service: `service-${index}`, id: `bump-${index}` })),
  );
  expect(results.map(({ changed }) => changed)).toEqual([true, true, true, true]);
  expect(Math.max(...results.map(({ attempts }) => attempts))).toBeGreaterThan(1);
  expect(commits()).toBe(5);
  for (const index of [0, 1, 2, 3])
    expect(deployed(shop.origin, applicationFile(`service-${index}`, 'prod'))).toContain("'2-b'");
});

test('a rate limit is waited for: the mutation was not done', async () => {
  shop.server.fail(mutation, faults.rateLimitGraphql);
  shop.server.fail(mutation, faults.secondaryLimit(5));
  expect(await bump(await shop.branch())).toMatchObject({ changed: true, verified: true, attempts: 1 });
  expect(shop.slept).toEqual([61_000, 6_000]);
  expect(commits()).toBe(2);
});

test('after twelve losses the winner is named and nothing is written', async () => {
  const other = otherWriter(shop.origin);
  let turn = 0;
  const run = (): void => {
    turn += 1;
    other(`winner ${turn}`);
  };
  shop.server.fail(mutation, { kind: 'before', run }, 12);
  const error = await failure(bump(await shop.branch(), { secondsPerSecond: 0.0001 }));
  expect(error.message).toMatch(/moved under each of 12 tries; .*"A Person": "winner 12"/);
  expect(sent(mutation)).toBe(12);
  expect(deployed(shop.origin, file)).toContain("'1-a'");
});

describe('an answer that is lost', () => {
  test.each<[string, Fault]>([
    ['the connection breaks', faults.lost],
    ['the answer is late', { kind: 'slow', milliseconds: 3_000 }],
  ])('%s after the commit landed: found by its trailer, not written twice', async (_, fault) => {
    shop.server.fail(mutation, fault);
    const branch = await shop.branch({ api: shop.api({ timeout: 1_000 }) });
    const result = await bump(branch);
    expect(result).toMatchObject({ changed: true, verified: true, attempts: 1 });
    expect(result.commit).toBe(shop.origin.git('rev-parse', deployBranch));
    expect(commits()).toBe(2);
    expect(sent(mutation)).toBe(1);
  });

  test('and where git still reads the old head: the next try is stale, then the trailer is found', async () => {
    shop.server.fail(mutation, faults.lost);
    shop.server.fail(mutation, { kind: 'before', run: () => shop.server.thawReads() });
    shop.server.freezeReads();
    expect(await bump(await shop.branch({ http: true }))).toMatchObject({ changed: true, attempts: 2 });
    expect(commits()).toBe(2);
  });

  test.each<[string, Fault]>([
    ['a connection that is closed', faults.dropped],
    ['502', faults.badGateway],
    ['a page of a proxy', faults.notJson],
    ['GraphQL giving up', faults.wentWrong],
    ['half an answer', { kind: 'answer', status: 200, body: '{"data":{"createCommitOnBranch"' }],
    ['an answer without a commit', { kind: 'answer', status: 200, body: { data: { createCommitOnBranch: null } } }],
  ])('%s, and nothing landed: written at the next try', async (_, fault) => {
    shop.server.fail(mutation, fault);
    expect(await bump(await shop.branch())).toMatchObject({ changed: true, verified: true, attempts: 2 });
    expect(commits()).toBe(2);
  });

  test('every time: the error does not say that somebody else won', async () => {
    shop.server.fail(mutation, faults.badGateway, 12);
    const error = await failure(bump(await shop.branch(), { secondsPerSecond: 0.0001 }));
    expect(error.message).toContain('12 tries: no answer came back');
  });
});

describe('what GitHub refuses is told once, with its words and the ways out', () => {
  const pass =
    'Not tried again. Set mode (of fixes: fix) to pull-request, or give the token of an App that may bypass the rule; GITHUB_TOKEN cannot.';
  const write = 'Not tried again. Let the job have "contents: write", or give a token that may write.';
  test.each<[string, Fault, string, string]>([
    [
      'a protected branch',
      faults.protectedBranch,
      "protected branch 'deploy' check failed: At least 1 approving review is required by reviewers with write access.",
      pass,
    ],
    [
      'a ruleset',
      faults.ruleset,
      'Repository rule violations found Changes must be made through a pull request.',
      pass,
    ],
    ['signatures', faults.signatures, 'Repository rule violations found Commits must have verified signatures.', pass],
    [
      'an archived repository',
      faults.archived,
      'Repository was archived so is read-only',
      'Not tried again. The repository is archived: nobody can write to it. Unarchive it in its settings, or name the one that took its place.',
    ],
    ['a permission', faults.forbiddenMutation, 'Resource not accessible by integration', write],
    ['a permission, by status', faults.forbidden, 'Resource not accessible by integration', write],
  ])('%s', async (_, fault, said, help) => {
    shop.server.fail(mutation, fault, 2);
    const error = await failure(bump(await shop.branch()));
    expect(error.message).toBe(`GitHub refuses the commit on "${deployBranch}": ${said}`);
    expect(error.help).toBe(help);
    expect(sent(mutation)).toBe(1);
    expect(commits()).toBe(1);
  });

  test('a token that is wrong', async () => {
    const branch = await shop.branch({ api: shop.api({ token: 'wrong' }) });
    const error = await failure(bump(branch));
    expect(error.message).toContain('Bad credentials');
    expect(error.help).toContain('no longer valid');
  });
});

describe('a branch that does not exist', () => {
  beforeEach(() => {
    shop.origin.git('update-ref', '-d', `refs/heads/${deployBranch}`);
  });

  test('begins at its base, then gets the commit', async () => {
    const result = await bump(await shop.branch({ baseBranch: 'main' }));
    expect(result).toMatchObject({ changed: true, verified: true, attempts: 1 });
    expect(shop.origin.git('rev-parse', `${deployBranch}^`)).toBe(shop.origin.git('rev-parse', 'main'));
    expect(shop.server.transcript().slice(-2)).toEqual([
      'POST /repos/{owner}/{repo}/git/refs 201',
      'createCommitOnBranch 200',
    ]);
  });

  const createRef = 'POST /repos/{owner}/{repo}/git/refs';

  test('somebody else makes it first, and further on: both commits are there', async () => {
    const run = (): void => void shop.origin.git('update-ref', `refs/heads/${deployBranch}`, ahead());
    shop.server.fail(createRef, { kind: 'before', run });
    const result = await bump(await shop.branch({ baseBranch: 'main' }));
    expect(result).toMatchObject({ changed: true, attempts: 2 });
    expect(commits()).toBe(3);
  });

  test('somebody else makes it at the same moment, which GitHub calls a failure', async () => {
    const branch = await shop.branch({ baseBranch: 'main' });
    const state = await branch.read();
    shop.origin.git('update-ref', `refs/heads/${deployBranch}`, 'main');
    shop.server.fail(createRef, { kind: 'answer', status: 422, body: { message: 'Reference update failed' } });
    const outcome = await branch.commit(state, new Map([[file, Buffer.from('a: 1\n')]]), 'm');
    expect(outcome).toEqual({ commit: shop.origin.git('rev-parse', deployBranch), verified: true });
    expect(commits()).toBe(2);
  });

  test('the answer to its making is lost', async () => {
    shop.server.fail(createRef, faults.lost);
    expect(await bump(await shop.branch({ baseBranch: 'main' }))).toMatchObject({ changed: true, attempts: 2 });
    expect(commits()).toBe(2);
  });

  test('GitHub has not heard of it yet', async () => {
    shop.server.fail(mutation, {
      kind: 'answer',
      status: 200,
      body: { errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a branch.' }] },
    });
    expect(await bump(await shop.branch({ baseBranch: 'main' }))).toMatchObject({ changed: true, attempts: 2 });
  });

  test('a rule forbids to make it', async () => {
    shop.server.fail(createRef, {
      kind: 'answer',
      status: 422,
      body: { message: 'Repository rule violations found\n\nCannot create ref due to creations being restricted.' },
    });
    const error = await failure(bump(await shop.branch({ baseBranch: 'main' })));
    expect(error.message).toContain('creations being restricted');
    expect(error.help).toContain('bypass the rule');
  });

  test('and is made in vain where the commit is refused: it is removed, and what somebody else put there stays', async () => {
    shop.server.fail(mutation, faults.ruleset);
    await failure(bump(await shop.branch({ baseBranch: 'main' })));
    const branches = () => shop.origin.git('for-each-ref', '--format=%(refname:short)', `refs/heads/${deployBranch}`);
    expect(branches()).toBe('');
    const branch = await shop.branch({ baseBranch: 'main' });
    const state = await branch.read();
    const theirs = ahead();
    shop.server.fail(mutation, {
      kind: 'before',
      run: () => void shop.origin.git('update-ref', `refs/heads/${deployBranch}`, theirs),
    });
    shop.server.fail(mutation, faults.ruleset);
    const files = new Map([[file, Buffer.from('a: 1\n')]]);
    expect(await branch.commit(state, files, 'm')).toBe('moved');
    await failure(branch.commit(state, files, 'm'));
    expect(shop.origin.git('rev-parse', deployBranch)).toBe(theirs);
    expect(shop.said).toEqual([]);
  });

  function ahead(): string {
    const tree = shop.origin.git('rev-parse', 'main^{tree}');
    return shop.origin.git('commit-tree', tree, '-p', 'main', '-m', 'theirs');
  }
});

describe('what the mutation cannot do is pushed with git, and said', () => {
  test('an executable file keeps its mode', async () => {
    const blob = shop.origin.git('rev-parse', `${deployBranch}:${file}`);
    shop.origin.git('read-tree', deployBranch);
    shop.origin.git('update-index', '--cacheinfo', `100755,${blob},${file}`);
    const head = shop.origin.git('commit-tree', shop.origin.git('write-tree'), '-p', deployBranch, '-m', 'mode');
    shop.origin.git('update-ref', `refs/heads/${deployBranch}`, head);
    expect(await bump(await shop.branch({ http: true }))).toMatchObject({ changed: true, verified: false });
    expect(shop.origin.git('ls-tree', deployBranch, file)).toMatch(/^100755 /);
    expect(shop.origin.git('rev-parse', `${deployBranch}^`)).toBe(head);
    expect(deployed(shop.origin, file)).toContain("'2-b'");
    expect(sent(mutation)).toBe(0);
    expect(shop.said).toEqual([
      `notice: The commit on ${deployBranch} is made with git and is not verified: ${file} is executable.`,
    ]);
  });

  test.each<[string, string, number, string]>([
    ['40 MB', file, 30_000_000, 'its files are more than GitHub takes in one request'],
    ['a name that is no UTF-8', '\uDCFF.yaml', 10, '"\\udcff.yaml" is not a name in UTF-8'],
  ])('%s', async (_, path, length, why) => {
    const branch = await shop.branch();
    const state = await branch.read();
    const tree = { ...state.tree, list: async () => [{ path, mode: 'file' as const }] };
    const outcome = await branch.commit({ ...state, tree }, new Map([[path, Buffer.alloc(length, 0x61)]]), 'm');
    expect(outcome).toEqual({ commit: shop.origin.git('rev-parse', deployBranch), verified: false });
    expect(shop.said).toEqual([`notice: The commit on ${deployBranch} is made with git and is not verified: ${why}.`]);
    expect(sent(mutation)).toBe(0);
  });
});
