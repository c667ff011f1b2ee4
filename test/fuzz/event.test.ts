import { readEvent } from '@rollcall/adapters/runner/event';
import { isCommitId } from '@rollcall/domain/commit-id';
import { fuzz } from './fuzz.ts';

const commit = 'a'.repeat(40);
const other = 'b'.repeat(40);
const names = ['push', 'pull_request', 'pull_request_target', 'merge_group', 'workflow_dispatch', 'workflow_run'];

fuzz({
  reader: 'event',
  share: 8,
  seeds: [
    JSON.stringify(
      {
        ref: 'refs/heads/main',
        before: commit,
        after: other,
        created: false,
        deleted: false,
        forced: false,
        commits: [{}],
        repository: { default_branch: 'main' },
      },
      null,
      1,
    ),
    JSON.stringify(
      { pull_request: { base: { sha: commit, ref: 'main' }, head: { sha: other, ref: 'x', repo: null } } },
      null,
      1,
    ),
    JSON.stringify({ merge_group: { base_sha: commit, head_sha: other } }, null, 1),
  ],
  pieces: [
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    'null',
    'true',
    '0',
    '1e999',
    '-0',
    '""',
    '{}',
    '[]',
    '"__proto__":',
    '"constructor":',
    '"pull_request":',
    '"head":',
    '"sha":',
    '"before":',
    '"0000000000000000000000000000000000000000"',
    '"--upload-pack=x"',
    '"a\\u0000b"',
  ],
  check: (text) => {
    for (const name of names) {
      const env = { GITHUB_EVENT_NAME: name, GITHUB_SHA: commit, GITHUB_REF: 'refs/heads/main' };
      try {
        const event = readEvent(env, text);
        for (const [key, value] of Object.entries(event)) {
          if (/sha|before|after|head/i.test(key) && value !== null && !isCommitId(value))
            throw new Error(`${key} of ${name} is ${JSON.stringify(value)}`);
          if (key === 'ref' && typeof value !== 'string') throw new Error(`ref of ${name} is ${JSON.stringify(value)}`);
        }
      } catch (error) {
        if ((error as Error).name !== 'UserError') throw error;
      }
    }
  },
});
