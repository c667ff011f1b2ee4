import type { Rule } from '../../rule/rule.ts';

export const waiverUnused: Rule = {
  id: 'waiver-unused',
  title: 'Every waiver waives something',
  severity: 'warning',
  incident: '004 6.1',
  help: 'Remove the waiver, or put it where the finding is.',
  needs: [],
  afterWaivers: true,
  *check({ today }, waivers) {
    for (const { mistake, used, until, rule, subject, location, covers } of waivers) {
      if (mistake !== undefined) {
        yield { location, subject: subject ?? rule, message: `this waiver waives nothing: ${mistake}` };
      } else if (!used && until >= today) {
        const message = `the waiver of ${rule} waives nothing: there is no such finding (it covers ${covers})`;
        yield { location, subject: subject ?? rule, message };
      }
    }
  },
};
