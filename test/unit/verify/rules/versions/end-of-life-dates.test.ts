import { describe, expect, test } from '@jest/globals';
import { lifecycles, supportedUntil } from '@rollcall/domain/verify/rules/versions/end-of-life-dates';
import fc from 'fast-check';

describe('versions', () => {
  test('every day of the table is one, and a cycle holds for its patches and for no longer number', () => {
    for (const [product, { cycles, label }] of lifecycles) {
      expect(label).not.toBe('');
      for (const [cycle, day] of cycles) {
        expect(cycle).toMatch(/^\d+(?:\.\d+){0,2}$/);
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
        for (const version of [cycle, `v${cycle}`, `${cycle}.9999`, `${cycle}-rc.1`, `${cycle}.0+k3s1`])
          expect([product, version, supportedUntil(product, version)]).toEqual([product, version, day]);
        expect([cycle, supportedUntil(product, `${cycle}99999`)]).not.toEqual([cycle, day]);
      }
    }
  });

  test('what is no version of a known product has no day', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (product, version) => {
        fc.pre(!lifecycles.has(product));
        expect(supportedUntil(product, version)).toBeNull();
      }),
    );
    for (const name of ['__proto__', 'constructor', 'toString']) expect(supportedUntil(name, '1')).toBeNull();
    for (const version of ['', 'latest', '.', '1..2', 'v', '99999']) expect(supportedUntil('node', version)).toBeNull();
  });
});
