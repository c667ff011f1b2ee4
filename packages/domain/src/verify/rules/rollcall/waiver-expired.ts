import type { Rule } from '../../rule/rule.ts';

export const waiverExpired: Rule = {
  id: 'waiver-expired',
  title: 'No waiver is past its date',
  severity: 'error',
  incident: '004 6.1',
  help: 'Fix what it waives, or give it a new date and say why.',
  needs: [],
  afterWaivers: true,
  *check({ today }, waivers) {
    for (const { mistake, until, rule, subject, location, reason } of waivers) {
      if (mistake !== undefined || until >= today) continue;
      yield {
        location,
        subject: subject ?? rule,
        message: `the waiver of ${rule} ended on ${until}: it no longer waives anything (${reason})`,
      };
    }
  },
};
