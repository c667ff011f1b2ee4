import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { branchToChange } from '@rollcall/shell/branch-to-change';
import { temporaryFolder } from '@rollcall/testkit/repository';

function ofIssue(payload: unknown) {
  const file = join(temporaryFolder('event'), 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  return branchToChange(
    { GITHUB_EVENT_NAME: 'issues', GITHUB_EVENT_PATH: file, GITHUB_REF: 'refs/heads/main' },
    undefined,
  );
}

const by = (login: string, author: string, association: string) => ({
  action: 'labeled',
  sender: { login },
  issue: { user: { login: author }, author_association: association },
});

test.each([
  ['somebody else', by('maintainer', 'anybody', 'NONE')],
  ['an author of the team', by('maintainer', 'maintainer', 'MEMBER')],
])('a label that %s puts on an issue writes', (_title, payload) => {
  expect(ofIssue(payload)).toEqual({ branch: 'main', isOfChange: true });
});

test.each([
  ['the form puts on for a stranger', by('anybody', 'anybody', 'NONE')],
  ['the form puts on for who contributed once', by('anybody', 'anybody', 'CONTRIBUTOR')],
  ['nobody is told to have put on', { action: 'labeled', issue: { user: { login: 'a' }, author_association: 'NONE' } }],
])('a label that %s writes nothing', (_title, payload) => {
  expect(ofIssue(payload)).toMatchObject({ because: expect.stringContaining('none of the team') });
});
