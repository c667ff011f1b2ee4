import { describe, expect, test } from '@jest/globals';
import { frozenAt, parseFreeze, type WrittenFreeze } from '@rollcall/domain/gates/freeze';
import { isZone, momentsOf, wallTime } from '@rollcall/domain/gates/zoned-time';

const at = (text: string): number => Date.parse(text);
const shown = (moment: number | undefined): string | null =>
  moment === undefined ? null : new Date(moment).toISOString();

function until(freezes: WrittenFreeze[], now: string): string | null {
  const parsed = freezes.map((freeze, index) => parseFreeze(freeze, `freeze[${index}]`));
  return shown(frozenAt(parsed, at(now))?.until);
}

const berlin = 'Europe/Berlin';
const weekend: WrittenFreeze = { from: 'Fri 15:00', to: 'Mon 07:00', zone: berlin };

describe('dates', () => {
  const year = { from: '2026-12-20', to: '2027-01-03' };
  test.each<[string, WrittenFreeze, string, string | null]>([
    ['the last moment before', year, '2026-12-19T23:59:59.999Z', null],
    ['its first moment', year, '2026-12-20T00:00:00Z', '2027-01-04T00:00:00.000Z'],
    ['its last day', year, '2027-01-03T23:59:59.999Z', '2027-01-04T00:00:00.000Z'],
    ['the first moment after', year, '2027-01-04T00:00:00Z', null],
    ['its zone', { ...year, zone: 'Asia/Seoul' }, '2026-12-19T15:00:00Z', '2027-01-03T15:00:00.000Z'],
    ['times', { from: '2026-12-20 18:00', to: '2026-12-21T06:30' }, '2026-12-21T06:29:59Z', '2026-12-21T06:30:00.000Z'],
    [
      'the end of a day as 24:00',
      { from: '2026-12-20 18:00', to: '2026-12-20 24:00' },
      '2026-12-20T23:59:00Z',
      '2026-12-21T00:00:00.000Z',
    ],
    ['a leap day', { from: '2028-02-29', to: '2028-02-29' }, '2028-02-29T12:00:00Z', '2028-03-01T00:00:00.000Z'],
    [
      'up to a leap day',
      { from: '2028-02-28 12:00', to: '2028-02-29 12:00' },
      '2028-02-29T11:59:00Z',
      '2028-02-29T12:00:00.000Z',
    ],
    [
      'over a change to summer',
      { from: '2026-03-28', to: '2026-03-29', zone: berlin },
      '2026-03-29T21:59:59Z',
      '2026-03-29T22:00:00.000Z',
    ],
    // 02:30 does not come on that night: it ends when the clocks leap from 02:00 to 03:00.
    [
      'an end that clocks leap over',
      { from: '2026-03-28', to: '2026-03-29 02:30', zone: berlin },
      '2026-03-29T00:59:59Z',
      '2026-03-29T01:00:00.000Z',
    ],
    // 02:30 comes twice on that night: it ends at the second one.
    [
      'an end that comes twice',
      { from: '2026-10-24', to: '2026-10-25 02:30', zone: berlin },
      '2026-10-25T01:15:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
    // and begins at the first one.
    [
      'a beginning that comes twice',
      { from: '2026-10-25 02:30', to: '2026-10-26', zone: berlin },
      '2026-10-25T00:30:00Z',
      '2026-10-26T23:00:00.000Z',
    ],
    [
      'half an hour of summer',
      { from: '2026-04-05 01:45', to: '2026-04-05 01:50', zone: 'Australia/Lord_Howe' },
      '2026-04-04T15:16:00Z',
      '2026-04-04T15:20:00.000Z',
    ],
    // Samoa had no 30th of December 2011.
    [
      'a day that a zone left out',
      { from: '2011-12-30', to: '2011-12-30', zone: 'Pacific/Apia' },
      '2011-12-30T10:00:00Z',
      null,
    ],
  ])('%s', (_name, freeze, now, expected) => {
    expect(until([freeze], now)).toBe(expected);
  });
});

describe('each week', () => {
  test.each<[string, WrittenFreeze, string, string | null]>([
    ['before', weekend, '2026-11-27T13:59:59Z', null],
    ['its beginning', weekend, '2026-11-27T14:00:00Z', '2026-11-30T06:00:00.000Z'],
    ['in it', weekend, '2026-11-29T12:00:00Z', '2026-11-30T06:00:00.000Z'],
    ['its end', weekend, '2026-11-30T06:00:00Z', null],
    ['in summer', weekend, '2026-07-03T13:00:00Z', '2026-07-06T05:00:00.000Z'],
    ['over the change to winter', weekend, '2026-10-23T13:00:00Z', '2026-10-26T06:00:00.000Z'],
    ['over a year', weekend, '2027-01-01T20:00:00Z', '2027-01-04T06:00:00.000Z'],
    ['over a leap day', weekend, '2032-02-29T12:00:00Z', '2032-03-01T06:00:00.000Z'],
    ['whole days', { from: 'Sat', to: 'Sun' }, '2026-11-29T23:59:59Z', '2026-11-30T00:00:00.000Z'],
    ['one day', { from: 'Friday', to: 'Friday' }, '2026-11-27T00:00:00Z', '2026-11-28T00:00:00.000Z'],
    ['nearly a week', { from: 'Mon 09:00', to: 'Mon 08:00' }, '2026-11-30T07:59:00Z', '2026-11-30T08:00:00.000Z'],
    ['the hour outside of that', { from: 'Mon 09:00', to: 'Mon 08:00' }, '2026-11-30T08:30:00Z', null],
    ['one night', { from: 'sat 22:00', to: 'sun 24:00' }, '2026-11-29T23:59:00Z', '2026-11-30T00:00:00.000Z'],
  ])('%s', (_name, freeze, now, expected) => {
    expect(until([freeze], now)).toBe(expected);
  });
});

test('windows that follow one another are one', () => {
  const holiday = { from: '2026-11-30', to: '2026-11-30', zone: berlin };
  expect(until([weekend, holiday], '2026-11-28T12:00:00Z')).toBe('2026-11-30T23:00:00.000Z');
  expect(until([holiday, weekend], '2026-11-28T12:00:00Z')).toBe('2026-11-30T23:00:00.000Z');
});

test('windows that leave no gap have no end', () => {
  const all = [
    { from: 'Mon', to: 'Wed' },
    { from: 'Thu', to: 'Sun' },
  ];
  expect(
    frozenAt(
      all.map((one) => parseFreeze(one, 'freeze')),
      at('2026-11-30T00:00:00Z'),
    )?.until,
  ).toBe(Number.POSITIVE_INFINITY);
});

test.each<[string, WrittenFreeze, string]>([
  [
    'an unknown zone',
    { from: 'Fri', to: 'Mon', zone: 'Europe/Berlim' },
    'freeze names the zone "Europe/Berlim", which is not known',
  ],
  ['an offset', { from: 'Fri', to: 'Mon', zone: '+02:00' }, 'freeze names the zone "+02:00", which is not known'],
  [
    'an end before the beginning',
    { from: '2027-01-03', to: '2026-12-20' },
    'freeze ends at "2026-12-20", before it begins at "2027-01-03"',
  ],
  [
    'no time between',
    { from: '2026-12-20 10:00', to: '2026-12-20 10:00' },
    'freeze ends at "2026-12-20 10:00", before it begins',
  ],
  ['the same time of the week', { from: 'Fri 15:00', to: 'Fri 15:00' }, 'freeze begins and ends at "Fri 15:00"'],
  ['a date and a day', { from: '2026-12-20', to: 'Mon' }, 'freeze is from "2026-12-20" to "Mon"'],
  ['a day that does not come', { from: '2027-02-29', to: '2027-03-01' }, 'freeze is from "2027-02-29"'],
  ['an hour that does not come', { from: 'Fri 25:00', to: 'Mon 07:00' }, 'freeze is from "Fri 25:00"'],
  ['a minute that does not come', { from: 'Fri 10:60', to: 'Mon 07:00' }, 'freeze is from "Fri 10:60"'],
  ['words', { from: 'friday afternoon', to: 'Mon 07:00' }, 'freeze is from "friday afternoon"'],
])('%s is a mistake', (_name, freeze, message) => {
  expect(() => parseFreeze(freeze, 'freeze')).toThrow(message);
});

describe('the clocks of a zone', () => {
  test.each<[string, string, string]>([
    ['UTC', '2026-11-30T06:00:00Z', '2026-11-30 06:00'],
    ['Asia/Kathmandu', '2026-11-30T20:00:00Z', '2026-12-01 01:45'],
    ['America/St_Johns', '2026-01-01T02:00:00Z', '2025-12-31 22:30'],
    ['Pacific/Kiritimati', '2026-11-30T12:00:00Z', '2026-12-01 02:00'],
  ])('of %s at %s', (zone, moment, expected) => {
    const wall = wallTime(zone, at(moment));
    const [hours, minutes] = [Math.floor(wall.minutes / 60), wall.minutes % 60];
    const pad = (number: number): string => String(number).padStart(2, '0');
    expect(`${wall.year}-${pad(wall.month)}-${pad(wall.day)} ${pad(hours)}:${pad(minutes)}`).toBe(expected);
    expect(momentsOf(zone, wall).map(shown)).toEqual([new Date(at(moment)).toISOString()]);
  });

  test('a zone is known by its name', () => {
    expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, false, false]);
  });
});
