import { describe, expect, test } from '@jest/globals';
import type { PullRequest } from '@rollcall/domain/deploy-branch/pull-requests';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import {
  fixBranchName,
  fixIdOf,
  fixMessage,
  fixRequestText,
  fixSummary,
  pushedLine,
} from '@rollcall/domain/verify/fixes/fix-text';

function finding(rule: string, path = 'Makefile', description = 'add it'): Finding {
  return {
    rule,
    severity: 'error',
    confidence: 'proved',
    message: 'm',
    path,
    line: 7,
    column: 1,
    subject: 's',
    fingerprint: 'f',
    fix: { description, safe: true, edits: [] },
    waived: null,
  };
}

const origin = { id: 'one', run: 'https://github.com/example/shop/actions/runs/4242' };

describe('the message', () => {
  test.each([
    [['go-work-missing'], 'Fix 1 finding of go-work-missing'],
    [['go-work-missing', 'go-work-missing', 'a'], 'Fix 3 findings of a, go-work-missing'],
    [
      ['ci-dispatch-options-missing', 'ci-paths-filter-missing', 'ci-service-list-missing'],
      'Fix 3 findings of ci-dispatch-options-missing, +2 more',
    ],
    [['x'.repeat(80), 'y'.repeat(80)], 'Fix 2 findings of 2 rules'],
  ])('%j', (rules, subject) => {
    const message = fixMessage(
      rules.map((rule) => finding(rule)),
      origin,
    );
    expect(message.split('\n')[0]).toBe(subject);
    expect(subject.length).toBeLessThanOrEqual(72);
    expect(fixIdOf(message)).toBe('one');
  });

  test('no value adds a line of its own', () => {
    const message = fixMessage([finding('a')], { id: 'one\nRollcall-Id: two', run: 'r\r\nx', subject: 'Fix\n\nall' });
    expect(message).toBe('Fix all\n\nRollcall-Id: one Rollcall-Id: two\nRollcall-Run: r x\nRollcall-Fix: a 1\n');
  });

  test('of somebody else has no id, also where its text looks like one', () => {
    expect(fixIdOf('Rollcall-Id: one\n\nA story.\n')).toBeUndefined();
    expect(fixIdOf('Change')).toBeUndefined();
  });
});

describe('the branch of a request', () => {
  const all = { services: [], environments: [], rules: [], unsafe: false };
  test.each([
    ['main', all, 'rollcall/fix/main/all'],
    ['main', { ...all, rules: ['b', 'a', 'b'] }, 'rollcall/fix/main/a+b'],
    ['team/main', all, /^rollcall\/fix\/[0-9a-f]{16}\/all$/],
    ['main.lock', all, /^rollcall\/fix\/[0-9a-f]{16}\/all$/],
    ['main', { ...all, unsafe: true }, /^rollcall\/fix\/main\/[0-9a-f]{16}$/],
    ['main', { ...all, services: ['a'] }, /^rollcall\/fix\/main\/[0-9a-f]{16}$/],
    ['main', { ...all, rules: [`a${'b'.repeat(70)}`] }, /^rollcall\/fix\/main\/[0-9a-f]{16}$/],
  ])('%j %j', (base, scope, expected) => {
    const name = fixBranchName(base, scope);
    if (typeof expected === 'string') expect(name).toBe(expected);
    else expect(name).toMatch(expected);
  });
  test('is another one for another scope', () => {
    const scopes = [all, { ...all, unsafe: true }, { ...all, services: ['a'] }, { ...all, environments: ['a'] }];
    expect(new Set(scopes.map((scope) => fixBranchName('main', scope))).size).toBe(scopes.length);
  });
});

describe('for people', () => {
  test('markup in names is none, and length is cut with a count', () => {
    const { title, body } = fixRequestText([finding('a', 'x|<b>.yaml', 'add `@team`')], 'ma|in', origin);
    expect(title).toBe('Fix 1 finding of a');
    expect(body).not.toMatch(/<b>|@team/);
    expect(body.split('\n').filter((line) => line.startsWith('| <code>'))).toHaveLength(1);
    const many = fixRequestText(
      Array.from({ length: 5_000 }, () => finding('a')),
      'main',
      origin,
    );
    expect(many.body.length).toBeLessThan(65_536);
    expect(many.body).toMatch(/… and \d+ more/);
    expect(many.body).toContain('actions/runs/4242');
  });

  test('the summary names the commit or the request', () => {
    const fixed = [finding('a')];
    const address = 'https://github.com/example/shop';
    expect(fixSummary({ fixed, commit: 'a'.repeat(40), pullRequest: null, branch: 'main' }, address)).toContain(
      `${address}/commit/${'a'.repeat(40)}`,
    );
    const pullRequest = { number: 3, url: `${address}/pull/3`, id: 'x' };
    expect(fixSummary({ fixed, commit: null, pullRequest, branch: 'main' }, address)).toContain('[#3](');
    expect(fixSummary({ fixed: [], commit: null, pullRequest: null, branch: 'main' }, address)).toContain(
      'nothing to fix',
    );
  });

  test('one line tells what was pushed, and where', () => {
    const show = (name: string) => `<${name}>`;
    const line = (commit: string | null, fixed = [finding('a')], pullRequest: PullRequest | null = null) =>
      pushedLine({ branch: 'main', fixed, commit, pullRequest }, show);
    expect(line('a'.repeat(40))).toBe('Pushed to <main>: the fixes of 1 finding, by commit aaaaaaaaaaaa.');
    expect(line(null, [])).toBe('Nothing is pushed to <main>: it has nothing to fix.');
    expect(line(null, [finding('a')], { number: 3, url: 'x', id: 'x' })).toBe(
      'Asked for <main>: the fixes of 1 finding, by pull request 3.',
    );
  });
});
