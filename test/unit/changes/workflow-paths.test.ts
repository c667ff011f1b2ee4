import { expect, test } from '@jest/globals';
import { workflowPath, workflowPathsProblems } from '@rollcall/domain/changes/workflow-paths';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const workflow = '.github/workflows/release.yml';

test.each([
  ['paths on push', 'on:\n  push:\n    branches: [main]\n    paths: ["services/**"]\n', ['on.push.paths 4:5']],
  [
    'paths-ignore on pull requests',
    'on:\n  pull_request:\n    paths-ignore: [docs/**]\n',
    ['on.pull_request.paths-ignore 3:5'],
  ],
  [
    'both',
    'on:\n  push: {paths: [a]}\n  pull_request:\n    paths: [a]\n',
    ['on.push.paths 2:10', 'on.pull_request.paths 4:5'],
  ],
  ['no filter', 'on: [push, pull_request]\njobs: {a: {steps: [{with: {paths: b}}]}}\n', []],
  ['a workflow that is a list', '- paths\n', []],
  ['not YAML', 'on: {push: {paths: [', []],
])('%s', async (_name, text, expected) => {
  const problems = await workflowPathsProblems(memoryTree({ [workflow]: text }), workflow);
  expect(
    problems.map(({ message, location }) => `${message.split(' ')[0]} ${location?.line}:${location?.column}`),
  ).toEqual(expected);
});

test('a workflow that this commit does not have says nothing', async () => {
  expect(await workflowPathsProblems(memoryTree({}), workflow)).toEqual([]);
});

test.each([
  ['octo/shop/.github/workflows/release.yml@refs/heads/main', '.github/workflows/release.yml'],
  ['octo/shop/.github/workflows/a b.yml@refs/tags/v1@2', '.github/workflows/a b.yml'],
  ['octo/shop', undefined],
  [undefined, undefined],
])('the path in %p is %p', (reference, path) => expect(workflowPath(reference)).toBe(path));
