import { beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { PullRequestText } from '@rollcall/domain/deploy-branch/pull-request-text';
import type { PullRequest, PullRequests } from '@rollcall/domain/deploy-branch/pull-requests';
import type { Tree } from '@rollcall/domain/ports';
import { fixServices } from '@rollcall/domain/verify/fix-services';
import { askForFixes, commitFixes, type FixPush } from '@rollcall/domain/verify/push-fixes';
import { type BranchInMemory, branchInMemory, memoryLog, swiftPace } from '../deploy-branch/branch-in-memory.ts';
import { ruleFixtures, today } from './rule-fixtures.ts';

const rule = 'ci-service-list-missing';
const workflow = '.github/workflows/ci-build-images.yaml';
let files: Record<string, string>;

beforeAll(() => {
  files = { ...(ruleFixtures().find(({ name }) => name === `${rule}/bad`)?.files ?? {}) };
  expect(Object.keys(files)).toContain(workflow);
});

async function plan(tree: Tree) {
  const config = await readConfig(tree);
  return fixServices(tree, { config, repositoryUrl: null, today, rules: [rule] }, false);
}

function pushTo(branch: BranchInMemory): FixPush & { log: ReturnType<typeof memoryLog> } {
  return { branch, plan, pace: swiftPace, log: memoryLog(), origin: { id: 'one' } };
}

/** A service like another, in no list. */
function newService(name: string): Record<string, string> {
  const like = Object.entries(files).filter(([path]) => /^services\/order-service\//.test(path));
  return Object.fromEntries(like.map(([path, text]) => [path.replace('order-service', name), text]));
}

describe('a commit', () => {
  test('fixes what the branch has, once', async () => {
    const branch = branchInMemory('main', files);
    const first = await commitFixes(pushTo(branch));
    expect(first).toMatchObject({ commit: '1', files: [workflow], pullRequest: null });
    expect(first.fixed.map((finding) => finding.rule)).toEqual([rule]);
    expect(branch.messages()[1]).toMatch(/^Fix 1 finding of ci-service-list-missing\n\nRollcall-Id: one\n/);
    expect(first.branch).toBe('main');
    const second = await commitFixes(pushTo(branch));
    expect(second).toMatchObject({ commit: null, files: [], fixed: [] });
    expect(branch.messages()).toHaveLength(2);
  });

  test('is planned again on what somebody else wrote', async () => {
    const branch = branchInMemory('main', files);
    branch.before = (attempt) => {
      if (attempt === 1) branch.push({ [workflow]: `# Theirs\n${files[workflow]}` });
    };
    const { commit } = await commitFixes(pushTo(branch));
    expect(commit).toBe('2');
    const text = branch.files()[workflow] ?? '';
    expect(text.startsWith('# Theirs\n')).toBe(true);
    expect((await plan((await branch.read()).tree)).fixed).toEqual([]);
  });

  test('is not made where somebody else fixed it meanwhile', async () => {
    const branch = branchInMemory('main', files);
    const { files: fixed } = await plan((await branch.read()).tree);
    branch.before = () => branch.push({ [workflow]: Buffer.from(fixed.get(workflow) ?? []).toString() });
    expect(await commitFixes(pushTo(branch))).toMatchObject({ commit: null, fixed: [] });
    expect(branch.messages()).toEqual(['first', 'change']);
  });
});

describe('a pull request', () => {
  function requests(): PullRequests & { texts: PullRequestText[]; open_: Map<string, PullRequest>; labels: string[] } {
    const open = new Map<string, PullRequest>();
    const texts: PullRequestText[] = [];
    const labels: string[] = [];
    return {
      texts,
      labels,
      open_: open,
      find: async (head) => ({ exists: open.has(head), open: open.get(head) ?? null, spent: open.has(head) }),
      catchUp: async () => 'current',
      open: async (head, _base, text) => {
        const request = { number: open.size + 1, url: 'https://example.com/1', id: 'x' };
        open.set(head, request);
        texts.push(text);
        return request;
      },
      rewrite: async (_request, text) => {
        texts.push(text);
        return null;
      },
      label: async (_request, names) => {
        labels.push(...names);
        return 'not allowed';
      },
      enableAutoMerge: async () => null,
    };
  }

  test('is opened, added to, and left alone', async () => {
    const base = branchInMemory('main', files);
    const own = branchInMemory('rollcall/fix/main/all', files);
    const pullRequests = requests();
    const ask = () => {
      const push = pushTo(base);
      const more = { pullRequests, labels: ['rollcall'], autoMerge: false, head: own.name, branchFor: async () => own };
      return { log: push.log, done: askForFixes({ ...push, ...more }) };
    };
    const first = ask();
    expect(await first.done).toMatchObject({ commit: '1', files: [workflow], pullRequest: { number: 1 } });
    expect(first.log.warnings).toEqual(['#1: it has no labels: not allowed']);
    expect(base.messages()).toEqual(['first']);

    expect(await ask().done).toMatchObject({ commit: null, pullRequest: { number: 1 } });
    expect(pullRequests.texts).toHaveLength(1);

    // What is new on the base has been merged into its branch.
    for (const branch of [base, own]) branch.push(newService('gift-service'));
    const more = await ask().done;
    expect(more).toMatchObject({ commit: '3', pullRequest: { number: 1 } });
    expect(more.fixed).toHaveLength(2);
    expect(pullRequests.texts.map(({ title }) => title)).toEqual([
      'Fix 1 finding of ci-service-list-missing',
      'Fix 2 findings of ci-service-list-missing',
    ]);
    expect(pullRequests.labels).toEqual(['rollcall']);
    expect(base.messages()).toEqual(['first', 'change']);
  });

  test('is not opened where nothing can be fixed', async () => {
    const base = branchInMemory('main', files);
    await commitFixes(pushTo(base));
    const pullRequests = requests();
    const result = await askForFixes({
      ...pushTo(base),
      pullRequests,
      labels: [],
      autoMerge: false,
      head: 'x',
      branchFor: async () => base,
    });
    expect(result).toMatchObject({ commit: null, pullRequest: null, fixed: [] });
    expect(pullRequests.open_.size).toBe(0);
  });
});
