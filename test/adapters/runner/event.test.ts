import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { eventOfRun, readEvent } from '@rollcall/adapters/runner/event';
import { UserError } from '@rollcall/domain/user-error';
import { temporaryFolder } from '@rollcall/testkit/repository';
import fc from 'fast-check';

const sha = 'a'.repeat(40);
const other = 'b'.repeat(40);
const push = { ref: 'refs/heads/main', before: sha, after: other };

const wrong: [string, string, unknown, RegExp][] = [
  ['text', 'push', 'not JSON', /payload of the event push is not JSON/],
  ['nothing', 'push', '', /has no text at ref/],
  ['a list', 'push', '[]', /is no JSON object/],
  ['null', 'push', 'null', /is no JSON object/],
  ['no ref', 'push', { ...push, ref: undefined }, /has no text at ref/],
  ['a ref that is a number', 'push', { ...push, ref: 1 }, /has no text at ref/],
  ['no before', 'push', { ...push, before: undefined }, /has no commit id at before/],
  ['an option for a commit', 'push', { ...push, before: '--upload-pack=touch x' }, /has no commit id at before/],
  ['a short id', 'push', { ...push, after: 'abc1234' }, /has no commit id at after/],
  ['an id with a line end', 'push', { ...push, after: `${other}\n` }, /has no commit id at after/],
  ['a deletion', 'push', { ...push, deleted: true, after: '0'.repeat(40) }, /deletes refs\/heads\/main/],
  ['no request', 'pull_request', {}, /has no object at pull_request/],
  ['no base', 'pull_request', { pull_request: { head: { sha } } }, /has no object at pull_request\.base/],
  ['no head', 'pull_request_target', { pull_request: { base: { sha }, head: {} } }, /at pull_request\.head\.sha/],
  ['inherited fields', 'pull_request', '{"__proto__":{"pull_request":{}}}', /has no object at pull_request/],
  ['no group', 'merge_group', {}, /has no object at merge_group/],
];

test.each(wrong)('%s as the payload is a mistake that says what is missing', (_title, name, payload, message) => {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const read = () => readEvent({ GITHUB_EVENT_NAME: name }, text);
  expect(read).toThrow(UserError);
  expect(read).toThrow(message);
});

test.each(['schedule', 'workflow_dispatch', 'repository_dispatch', 'issue_comment'])('%s needs GITHUB_SHA', (name) => {
  expect(() => readEvent({ GITHUB_EVENT_NAME: name, GITHUB_SHA: 'HEAD' }, '{}')).toThrow(/GITHUB_SHA is no commit id/);
  expect(readEvent({ GITHUB_EVENT_NAME: name, GITHUB_SHA: sha }, '{}')).toMatchObject({ head: sha });
});

test('any JSON is an event or a UserError', () => {
  const names = fc.constantFrom('push', 'pull_request', 'merge_group', 'schedule', '__proto__', 'constructor');
  fc.assert(
    fc.property(names, fc.json(), (name, payload) => {
      try {
        readEvent({ GITHUB_EVENT_NAME: name, GITHUB_SHA: sha }, payload);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

describe('the run', () => {
  test('without variables has no event', () => {
    expect(eventOfRun({})).toEqual({ kind: 'none' });
  });

  test('names the file of its payload', () => {
    const path = join(temporaryFolder(), 'event.json');
    writeFileSync(path, JSON.stringify(push));
    expect(eventOfRun({ GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: path })).toEqual({
      kind: 'push',
      ref: 'refs/heads/main',
      before: sha,
      after: other,
      forced: null,
      defaultBranch: null,
      bringsCommits: false,
    });
  });

  test('whose file is not there is a mistake', () => {
    const read = () => eventOfRun({ GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: '/nowhere/event.json' });
    expect(read).toThrow(UserError);
  });
});
