import { describe, expect, test } from '@jest/globals';
import { holdTerms } from '@rollcall/domain/bump/hold-terms';
import { type Hold, holdsAt, holdTrailers, parseHeldTag, parseHold, whyHeld } from '@rollcall/domain/bump/holds';
import fc from 'fast-check';

const hold: Hold = { environment: 'prod', service: 'cart', tag: '2-b', until: null, reason: null };
const day = Date.parse('2027-01-31T00:00:00Z');

describe('a trailer', () => {
  const written = (one: Hold): string =>
    holdTrailers({ holds: [one], releases: [] })[0]?.slice('Bump-Hold: '.length) ?? '';

  test('says environment, service and tag, then when it is over and why', () => {
    expect(written(hold)).toBe('prod cart 2-b');
    expect(written({ ...hold, until: day })).toBe('prod cart 2-b until 2027-01-31T00:00:00Z');
    expect(written({ ...hold, until: day, reason: 'it leaks until noon' })).toBe(
      'prod cart 2-b until 2027-01-31T00:00:00Z because it leaks until noon',
    );
  });

  test('is read back as it was written, whatever the names and the reason hold', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const until = fc.option(fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000));
    fc.assert(
      fc.property(name, name, until, fc.option(text), (environment, service, end, reason) => {
        const trailer = written({ environment, service, tag: '2-b', until: end, reason });
        expect(trailer).not.toMatch(/[\n\r\u2028\u2029\u0085]/);
        const read = parseHold(trailer);
        expect(read).toMatchObject({ environment, service, tag: '2-b', until: end });
        const line = reason?.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim() || null;
        expect(read?.reason).toBe(line);
      }),
    );
  });

  test.each<[string, Hold | undefined]>([
    ['prod cart', undefined],
    ['prod cart -b', undefined],
    ['prod cart 2-b/../x', undefined],
    ['', undefined],
    ['%zz cart 2-b', undefined],
    // What is not understood frees nothing.
    ['prod cart 2-b until tomorrow', { ...hold, reason: 'until tomorrow' }],
    ['prod cart 2-b until 2027-13-31T00:00:00Z', hold],
    ['prod cart 2-b because', { ...hold, reason: 'because' }],
    ['prod cart 2-b because because', { ...hold, reason: 'because' }],
  ])('%j is read so that nothing is let go by mistake', (value, read) => {
    expect(parseHold(value)).toEqual(read);
  });

  test('of a release names one tag', () => {
    expect(holdTrailers({ holds: [], releases: [hold] })).toEqual(['Bump-Release: prod cart 2-b']);
    expect(parseHeldTag('prod cart 2-b')).toEqual({ environment: 'prod', service: 'cart', tag: '2-b' });
    expect(parseHeldTag('prod cart 2-b more')).toBeUndefined();
  });
});

test('a hold is over at its time, and none is where no time is known', () => {
  const ending = { ...hold, until: day };
  expect(holdsAt([ending], day - 1)).toEqual([ending]);
  expect(holdsAt([ending], day)).toEqual([]);
  expect(holdsAt([ending], undefined)).toEqual([ending]);
});

test('a reason is said with what lets the tag go', () => {
  expect(whyHeld({ ...hold, until: day, reason: 'it leaks' })).toBe(
    '"2-b" is held since it was rolled back ("it leaks", until 2027-01-31T00:00:00Z); a newer build is not, and release lets it go: cart',
  );
});

describe('the terms that are given', () => {
  const now = Date.parse('2027-01-01T00:00:00Z');
  const back = { rollsBack: true, releases: false };
  const until = (text: string) => holdTerms({ wanted: true, until: text, reason: undefined }, back, now)?.until;

  test.each([
    ['2027-01-31', '2027-01-31T00:00:00Z'],
    ['2028-02-29', '2028-02-29T00:00:00Z'],
    ['2027-01-31T08:00Z', '2027-01-31T08:00:00Z'],
    ['2027-01-31T08:00:00+09:00', '2027-01-30T23:00:00Z'],
    ['12h', '2027-01-01T12:00:00Z'],
    ['14d', '2027-01-15T00:00:00Z'],
    ['2w', '2027-01-15T00:00:00Z'],
    ['90m', '2027-01-01T01:30:00Z'],
  ])('%s is %s', (text, moment) => {
    expect(until(text)).toBe(Date.parse(moment));
  });

  test.each(['tomorrow', '', '2027-02-29', '2027-01-32', '2027-1-31', '2027-01-31T08:00:00', '12', '0x1h', '-1d'])(
    '%j is no time',
    (text) => {
      expect(() => until(text)).toThrow(`hold-until is ${JSON.stringify(text)}`);
    },
  );

  test.each(['2026-12-31', '2027-01-01T00:00:00Z', '0d'])('%s is over', (text) => {
    expect(() => until(text)).toThrow('which is over: it is 2027-01-01T00:00:00Z');
  });

  test('are of a hold alone', () => {
    const given = { wanted: true, until: undefined, reason: undefined };
    expect(holdTerms({ ...given, wanted: false }, back, now)).toBeNull();
    expect(holdTerms({ ...given, reason: ' ' }, back, now)).toEqual({ until: null, reason: null });
    expect(holdTerms(given, { ...back, rollsBack: false }, now)).toBeNull();
    expect(() => holdTerms({ ...given, wanted: false, reason: 'why' }, back, now)).toThrow('holds nothing is given');
    expect(() => holdTerms({ ...given, until: '2w' }, { ...back, rollsBack: false }, now)).toThrow('a promotion holds');
    expect(() => holdTerms(given, { ...back, releases: true }, now)).toThrow('release is given');
  });
});
