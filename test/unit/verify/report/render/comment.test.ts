import { expect, test } from '@jest/globals';
import { commentMarker, renderComment } from '@rollcall/domain/verify/report/render/comment';
import fc from 'fast-check';
import { finding, report } from '../report-of.ts';

const scope = '.';
const waived = finding({ waived: { reason: 'r', until: '2027-01-01' } });
const unread = report([], { problems: [{ severity: 'error', message: 'a.yaml is not valid' }] });
const changes = [{ setting: 'rule a', before: 'error', after: 'off', location: null }];
const checkedLess = report([], { configReview: { base: 'main', judgedBy: 'request', changes, uncounted: [] } });

test.each([
  ['clean, none existed', report([]), false, 'on-findings', 'none', ''],
  ['clean, one existed', report([]), true, 'on-findings', 'write', 'Resolved'],
  ['clean, always', report([]), false, 'always', 'write', 'No findings.'],
  ['only what is waived', report([waived]), false, 'on-findings', 'none', ''],
  ['only what is in the baseline', report([], { baselined: [finding()] }), false, 'on-findings', 'none', ''],
  ['findings', report([finding()]), false, 'on-findings', 'write', 'chart k8s/x has no Application'],
  ['findings again', report([finding()]), true, 'on-findings', 'write', '1 error'],
  ['clean, but checked less', checkedLess, false, 'on-findings', 'write', 'changes what is checked'],
  ['clean, but checked less, one existed', checkedLess, true, 'on-findings', 'write', 'changes what is checked'],
  ['not everything was read', unread, false, 'on-findings', 'write', 'a.yaml is not valid'],
  ['not everything was read, one existed', unread, true, 'on-findings', 'write', 'Not everything could be read'],
] as const)('%s', (_name, one, existing, policy, action, said) => {
  const planned = renderComment(one, { existing, policy, scope });
  expect(planned.action).toBe(action);
  expect(planned.body).toContain(said);
  expect(planned.body.includes('Resolved')).toBe(said === 'Resolved');
  if (action === 'write') expect(planned.body.split('\n')[0]).toBe(commentMarker(scope));
});

test('what was pushed is told beside the findings', () => {
  const pushed = { branch: 'a|b', fixed: [finding()], files: ['x'], commit: 'a'.repeat(40), pullRequest: null };
  const { body } = renderComment(report([finding()]), { existing: false, scope, pushed });
  expect(body).toContain('\nPushed to <code>a&#124;b</code>: the fixes of 1 finding, by commit aaaaaaaaaaaa.\n');
  expect(body).toContain('chart k8s/x has no Application');
});

test('a request that adds a service has its checklist, whatever is found', () => {
  const services = ['### New service refund\n\n- [x] source\n', '### Removed service order\n\n- [ ] a line\n'];
  for (const one of [report([]), report([finding()])])
    for (const existing of [true, false]) {
      const { action, body } = renderComment(one, { existing, scope, services });
      expect(action).toBe('write');
      for (const checklist of services) expect(body).toContain(`\n${checklist}`);
    }
  const long = renderComment(report([]), { existing: false, scope, services: ['x'.repeat(70_000)] }).body;
  expect([long.length < 65_536, long.includes('cut for length')]).toEqual([true, true]);
});

test('two folders of one repository have a comment each, and a name does not end its marker', () => {
  expect(commentMarker('a')).not.toBe(commentMarker('b'));
  expect(commentMarker('--> <script>')).toMatch(/^<!-- rollcall verify-services [0-9a-f]{16} -->$/);
});

test('any number of findings with any names fits, and mentions nobody', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(3000), (name, many) => {
      const one = finding({ path: name, message: `${name} @team <b>`, subject: name });
      const { body } = renderComment(report(Array.from({ length: many + 1 }, () => one)), { existing: false, scope });
      expect(body.length).toBeLessThan(65_536);
      expect(body).not.toContain('@team');
      expect(body).not.toContain('<b>');
      expect(body.split('\n').filter((line) => line.startsWith('<!--'))).toHaveLength(1);
      if (many > 2500) expect(body).toContain('cut for length');
    }),
    { numRuns: 30 },
  );
});
