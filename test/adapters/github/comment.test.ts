import { beforeEach, expect, test } from '@jest/globals';
import { openStickyComment } from '@rollcall/adapters/github/comment';
import { ExternalError } from '@rollcall/domain/user-error';
import { faults } from '@rollcall/testkit/github-faults';
import { shop } from './github-shop.ts';

const marker = '<!-- marker -->';

beforeEach(() => {
  for (const number of [1, 2]) {
    shop.server.state.pulls.push({
      number,
      from: 'example/shop',
      head: `feature-${number}`,
      base: 'main',
      title: 't',
      body: '',
      state: 'open',
      labels: [],
      autoMerge: null,
    });
  }
});

function theirs(body: string, own = false, pull = 1): void {
  const { comments } = shop.server.state;
  comments.push({ id: `IC_${comments.length + 1}`, pull, body, own });
}

function open() {
  return openStickyComment(shop.api(), 1, marker);
}

function bodies(): string[] {
  return shop.server.state.comments.map(({ id, body }) => `${id} ${body}`);
}

test('made once, and then replaced', async () => {
  const first = await open();
  expect(first.exists).toBe(false);
  await first.write(`${marker}\none`);
  const second = await open();
  expect(second.exists).toBe(true);
  await second.write(`${marker}\ntwo`);
  expect(bodies()).toEqual([`IC_1 ${marker}\ntwo`]);
  expect(shop.server.transcript()).toEqual([
    'repository 200',
    'addComment 200',
    'repository 200',
    'updateIssueComment 200',
  ]);
});

test('the same text is not written again, whatever its line ends', async () => {
  theirs(`${marker}\r\nsame\r\n`, true);
  await (await open()).write(`${marker}\nsame\n`);
  expect(shop.server.transcript()).toEqual(['repository 200']);
});

test('only its own: not what others wrote, not another request, not a quotation, and on any page', async () => {
  theirs(`${marker}\nby somebody else`);
  theirs(`${marker}\non another request`, true, 2);
  theirs(`> quoted\n${marker}`, true);
  expect((await open()).exists).toBe(false);
  for (let index = 0; index < 250; index += 1) theirs(`comment ${index}`, index % 2 === 0);
  theirs(`${marker}\nmine`, true);
  const comment = await open();
  expect(comment.exists).toBe(true);
  await comment.write(`${marker}\nnew`);
  expect(bodies().at(-1)).toBe(`IC_254 ${marker}\nnew`);
  expect(bodies().filter((body) => body.includes('new'))).toHaveLength(1);
});

test.each([
  ['repository', faults.forbiddenMutation, /cannot be read: Resource not accessible/],
  ['addComment', faults.forbiddenMutation, /cannot be written: Resource not accessible/],
  ['addComment', faults.lost, /cannot be written: GitHub gave no answer/],
])('%s refused or lost: said, and not tried again', async (operation, fault, message) => {
  shop.server.fail(operation, fault);
  const error = await open()
    .then((comment) => comment.write(`${marker}\nx`))
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ExternalError);
  expect(String(error)).toMatch(message);
  expect(shop.server.transcript().filter((line) => line.startsWith('addComment')).length).toBeLessThan(2);
});

test('a request that is not there', async () => {
  await expect(openStickyComment(shop.api(), 9, marker)).rejects.toThrow(/PullRequest with the number of 9/);
});
