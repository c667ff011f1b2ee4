import { describe, expect, test } from '@jest/globals';
import { type CommitId, commitId, isCommitId } from '@rollcall/domain/commit-id';

const id = 'c513bdf0'.repeat(5);

describe('the id of a commit', () => {
  test.each([id, 'c513bdf0'.repeat(8)])('%s', (text) => {
    expect(commitId(text)).toBe(text);
  });

  test.each(['', 'HEAD', 'k8s-deploy-prod', 'c513bdf', id.toUpperCase(), `${id}\n`, `${id}0`])(
    '%j is none, although it may name one',
    (text) => {
      expect(isCommitId(text)).toBe(false);
      expect(() => commitId(text)).toThrow('is not the id of a commit');
    },
  );

  test('is no other text to the compiler', () => {
    const read = (commit: CommitId): string => commit;
    // @ts-expect-error a branch moves: what is leased and read is named by its commit
    expect(read('k8s-deploy-prod')).toBe('k8s-deploy-prod');
    expect(read(commitId(id))).toBe(id);
  });
});
