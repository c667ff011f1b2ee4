import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { matchesWildcard, matchPattern } from '@rollcall/domain/verify/rules/kubernetes/policy-patterns';

// Answers of `validate.MatchPattern` of github.com/kyverno/kyverno v1.12.6, the function that judges `validate.pattern`.
interface Recorded {
  resource: unknown;
  pattern: unknown;
  answer: 'pass' | 'fail' | 'skip';
}
const path = join(import.meta.dirname, '../../../../fixtures/kyverno/patterns.json');
const recorded = JSON.parse(readFileSync(path, 'utf8')) as Recorded[];

describe('patterns of Kyverno', () => {
  test('are judged as Kyverno judges them, where they are judged', () => {
    const wrong = recorded.filter(({ resource, pattern, answer }) => {
      const { state } = matchPattern(resource, pattern);
      return state !== 'unknown' && state !== answer;
    });
    expect(wrong).toEqual([]);
  });

  test('are judged in most cases', () => {
    const unknown = recorded.filter(({ resource, pattern }) => matchPattern(resource, pattern).state === 'unknown');
    expect(recorded.length).toBeGreaterThan(200);
    expect(unknown.length).toBeLessThan(recorded.length / 2);
  });

  test('say where they fail, and what is wanted', () => {
    const pattern = { spec: { containers: [{ image: '!*:latest' }] } };
    const pod = { spec: { containers: [{ image: 'a:1' }, { image: 'b:latest' }] } };
    expect(matchPattern(pod, pattern)).toEqual({
      state: 'fail',
      at: ['spec', 'containers', 1, 'image'],
      wanted: '!*:latest',
    });
  });

  test('are matched in time that grows with the text', () => {
    expect(matchesWildcard(`${'a'.repeat(2_000)}b`, `${'*a'.repeat(200)}`)).toBe(false);
    expect(matchesWildcard('', '*')).toBe(true);
    expect(matchesWildcard('', '?*')).toBe(false);
  });
});
