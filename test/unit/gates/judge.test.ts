import { describe, expect, test } from '@jest/globals';
import { parseFreeze } from '@rollcall/domain/gates/freeze';
import { type GateSettings, gatesOf } from '@rollcall/domain/gates/gate-settings';
import { type GateFacts, type GroupState, readyAt, shutByGroups, shutGates } from '@rollcall/domain/gates/judge';

const hour = 3_600_000;
const now = Date.parse('2026-11-30T12:00:00Z');
const open: GateSettings = {
  environment: 'prod',
  after: null,
  soak: 0,
  freezes: [],
  needs: [],
  groups: [],
  health: [],
};
const moment: { now: number; stopped: string | null } = { now, stopped: null };
const commit = 'abcdef0123456789';
const there = (hoursAgo: number, left: number | null = null) => ({ commit, since: now - hoursAgo * hour, left });

function judged(settings: Partial<GateSettings>, facts: Partial<GateFacts> = {}, at = moment) {
  const shut = shutGates(
    { ...open, ...settings },
    { service: 'api', tag: '7-a', before: null, checks: [], ...facts },
    at,
  );
  const ready = readyAt(shut);
  return [shut.map(({ why }) => why).join('; '), ready === null ? null : new Date(ready).toISOString()];
}

describe('a service', () => {
  const after = 'staging';
  const soak = 4 * hour;
  const weekend = parseFreeze({ from: 'Sat', to: 'Mon 18:00', reason: 'the fair' }, 'freeze');
  test.each<[string, Partial<GateSettings>, Partial<GateFacts>, string, string | null]>([
    ['without gates', {}, {}, '', null],
    ['that was not there', { after }, {}, '"7-a" was not in staging yet', null],
    ['that is there', { after }, { before: there(0) }, '', null],
    ['that was there', { after }, { before: there(9, now - hour) }, '', null],
    [
      'of which nobody knows',
      { after },
      { before: { because: 'x' } },
      'whether "7-a" was in staging is not known: x',
      null,
    ],
    ['that soaks', { after, soak }, { before: there(1) }, '"7-a" soaks 4 h in staging', '2026-11-30T15:00:00.000Z'],
    [
      'a moment before',
      { after, soak },
      { before: { ...there(4), since: now - soak + 1 } },
      '"7-a" soaks 4 h in staging',
      '2026-11-30T12:00:00.001Z',
    ],
    ['that has soaked', { after, soak }, { before: there(4) }, '', null],
    ['that soaked and left', { after, soak }, { before: there(9, now - 5 * hour) }, '', null],
    [
      'that left too early',
      { after, soak },
      { before: there(9, now - 7 * hour) },
      '"7-a" soaks 4 h in staging, and was replaced there after 2 h',
      null,
    ],
    [
      'by a clock a little ahead',
      { after, soak },
      { before: { ...there(0), since: now + 60_000 } },
      '"7-a" soaks 4 h in staging',
      '2026-11-30T16:01:00.000Z',
    ],
    [
      'by a clock far ahead',
      { after, soak },
      { before: there(-2) },
      '"7-a" soaks 4 h in staging; the clock that made commit abcdef0 is 2 h ahead',
      '2026-11-30T18:00:00.000Z',
    ],
    [
      'that left before it came',
      { after, soak },
      { before: { ...there(0), left: now - hour } },
      '"7-a" soaks 4 h in staging, and was replaced there after 0 s',
      null,
    ],
    [
      'that is frozen',
      { freezes: [weekend] },
      {},
      'frozen from Sat to Mon 18:00 (UTC, "the fair")',
      '2026-11-30T18:00:00.000Z',
    ],
    [
      'that soaks and is frozen',
      { after, soak: 20 * hour, freezes: [weekend] },
      { before: there(2) },
      'frozen from Sat to Mon 18:00 (UTC, "the fair"); "7-a" soaks 20 h in staging',
      '2026-12-01T06:00:00.000Z',
    ],
    [
      'whose check passed',
      { after, needs: ['e2e'] },
      { before: there(1), checks: [{ name: 'e2e', state: 'success' }] },
      '',
      null,
    ],
    [
      'whose check failed',
      { after, needs: ['e2e'] },
      { before: there(1), checks: [{ name: 'e2e', state: 'failure' }] },
      '"e2e" of commit abcdef0 of staging failed',
      null,
    ],
    [
      'whose check runs',
      { after, needs: ['e2e'] },
      { before: there(1), checks: [{ name: 'e2e', state: 'pending' }] },
      '"e2e" of commit abcdef0 of staging is not done',
      null,
    ],
    [
      'whose check never came',
      { after, needs: ['e2e'] },
      { before: there(1) },
      '"e2e" of commit abcdef0 of staging has not reported; nothing has: let it report there, or correct environments.prod.needs',
      null,
    ],
    [
      'whose check is misspelt',
      { after, needs: ['smoke-tests'] },
      { before: there(1), checks: [{ name: 'smoke-test', state: 'success' }] },
      '"smoke-tests" of commit abcdef0 of staging has not reported: is "smoke-test" meant?',
      null,
    ],
    [
      'whose checks cannot be read',
      { after, needs: ['e2e'] },
      { before: there(1), checks: { because: 'no' } },
      '"e2e" of commit abcdef0 of staging cannot be read: no',
      null,
    ],
    [
      'that soaks and needs',
      { after, soak, needs: ['e2e'] },
      { before: there(1), checks: [{ name: 'ci', state: 'success' }] },
      '"7-a" soaks 4 h in staging; "e2e" of commit abcdef0 of staging has not reported; "ci" did: let it report there, or correct environments.prod.needs',
      null,
    ],
  ])('%s', (_name, settings, facts, why, ready) => {
    expect(judged(settings, facts)).toEqual([why, ready]);
  });

  test.each(['false', 'No', ' off ', '0'])(
    'of a line that is stopped by a word that reads as if it were not: %j',
    (stopped) => {
      expect(judged({}, {}, { now, stopped })[0]).toMatch(
        /^all promotions are stopped: ".*", for whatever "stop" says stops them \(leave it empty, or delete the variable/,
      );
    },
  );

  test('of a line that is stopped', () => {
    expect(judged({}, {}, { now, stopped: 'database moves' })).toEqual([
      'all promotions are stopped: "database moves"',
      null,
    ]);
  });
});

describe('groups', () => {
  const settings = { ...open, groups: [['db'], ['api', 'worker'], ['web']], health: ['argocd'] };
  const waits = (differing: string[], states: GroupState[] = []) =>
    [...shutByGroups(settings, differing, states)].map(([service, { why }]) => `${service}: ${why}`);
  test.each<[string, string[], GroupState[], string[]]>([
    ['the first alone', ['db'], [], []],
    ['one of a later', ['web'], [], []],
    ['what is in none', ['other', 'db'], [], []],
    ['two of one', ['api', 'worker'], [], []],
    [
      'all',
      ['db', 'api', 'web'],
      [],
      [
        'api: it waits for "db", whose group is promoted first',
        'web: it waits for "db", whose group is promoted first',
      ],
    ],
    [
      'the last behind the middle',
      ['worker', 'web'],
      [],
      ['web: it waits for "worker", whose group is promoted first'],
    ],
    [
      'behind what is healthy',
      ['web'],
      [
        { service: 'db', state: 'healthy' },
        { service: 'api', state: 'healthy' },
      ],
      [],
    ],
    [
      'behind what is not',
      ['web'],
      [{ service: 'api', state: 'unhealthy' }],
      ['web: it waits for "api", which is not healthy in prod'],
    ],
    [
      'behind what nobody knows',
      ['web'],
      [{ service: 'db', state: 'pending' }],
      ['web: it waits for "db", which is not known to be healthy yet in prod'],
    ],
  ])('%s', (_name, differing, states, expected) => {
    expect(waits(differing, states)).toEqual(expected);
  });
});

test('no clock opens what a person has to', () => {
  const ready = { gate: 'soak', why: '', ready: now } as const;
  expect([readyAt([]), readyAt([ready]), readyAt([ready, { ...ready, ready: null }])]).toEqual([null, now, null]);
});

describe('the configuration', () => {
  test('is read', () => {
    const prod = {
      after: 'dev',
      soak: '2d',
      freeze: [{ from: 'Sat', to: 'Sun' }],
      needs: ['e2e'],
      groups: [['a'], ['b']],
      health: ['x'],
    };
    expect(gatesOf({ environments: { prod } }, 'prod')).toMatchObject({
      after: 'dev',
      soak: 48 * hour,
      needs: ['e2e'],
    });
    expect(gatesOf({ environments: { prod: {} } }, 'prod')).toBeNull();
    expect(gatesOf({}, 'constructor')).toBeNull();
  });

  test.each<[string, object, string]>([
    [
      'a circle',
      { prod: { after: 'dev' }, dev: { after: 'prod' } },
      'environments.prod.after leads in a circle: "prod" after "dev" after "prod"',
    ],
    ['itself', { prod: { after: 'prod' } }, 'environments.prod.after leads in a circle: "prod" after "prod"'],
    [
      'a circle behind it',
      { prod: { after: 'a' }, a: { after: 'b' }, b: { after: 'a' } },
      'environments.prod.after leads in a circle',
    ],
    ['a soak after nothing', { prod: { soak: '4h' } }, 'environments.prod.soak has no environment before it'],
    ['a need after nothing', { prod: { needs: ['x'] } }, 'environments.prod.needs has no environment before it'],
    ['a soak that is none', { prod: { after: 'dev', soak: '0h' } }, 'environments.prod.soak is "0h"'],
    ['words', { prod: { after: 'dev', soak: 'a day' } }, 'environments.prod.soak is "a day"'],
    ['groups without health', { prod: { groups: [['a'], ['b']] } }, 'nothing says what that is'],
    [
      'a service in two groups',
      { prod: { groups: [['a'], ['a']], health: ['x'] } },
      'environments.prod.groups names "a" twice',
    ],
    [
      'a freeze',
      { prod: { freeze: [{ from: 'Sat', to: 'Sun', zone: 'x' }] } },
      'environments.prod.freeze[0] names the zone "x"',
    ],
  ])('%s is a mistake', (_name, environments, message) => {
    expect(() => gatesOf({ environments } as Parameters<typeof gatesOf>[0], 'prod')).toThrow(message);
  });
});
