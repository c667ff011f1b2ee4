import { describe, expect, test } from '@jest/globals';
import { linearRegExp } from '@rollcall/domain/linear-regexp/linear-regexp';
import { NotLinear } from '@rollcall/domain/linear-regexp/parse';
import fc from 'fast-check';
import picomatch from 'picomatch';

function native(pattern: RegExp, text: string): unknown[] {
  const global = new RegExp(pattern.source, `${pattern.flags}dg`);
  return Array.from(text.matchAll(global), ({ indices }) => Array.from(indices ?? [], (place) => place && [...place]));
}

function own(pattern: RegExp, text: string): unknown[] {
  return linearRegExp(pattern)
    .matchAll(text)
    .map((groups) => groups.map((place) => place && [...place]));
}

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\W', '\\s', '\\x61', '^', '$', '\\b', '\\B', '-');
const { expression } = fc.letrec<{ expression: string; part: string; inner: string }>((tie) => ({
  expression: fc
    .array(fc.array(tie('part'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    .map((options) => options.map((parts) => parts.join('')).join('|')),
  inner: fc.array(atom, { maxLength: 3 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small' },
    atom,
    fc.tuple(fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'), tie('inner')).map(([open, text]) => `${open}${text})`),
    fc
      .tuple(
        fc.oneof(
          fc.constantFrom('a', 'b', '.', '[ab]', '\\w'),
          fc.tuple(fc.constantFrom('(', '(?:', '(?<x>'), tie('expression')).map(([open, text]) => `${open}${text})`),
        ),
        fc.constantFrom('', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,}', '{0,2}', '{1,2}?'),
      )
      .map((pair) => pair.join('')),
  ),
}));
const text = fc
  .array(fc.constantFrom('a', 'b', '-', ' ', '\n', 'é'), { maxLength: 12 })
  .map((letters) => letters.join(''));

/** Whether a group took nothing, or no part, is told by nobody: an optional one that is empty is the one or the other. */
function withPlaces(matches: unknown[]): unknown[] {
  return matches.map((groups) =>
    (groups as ([number, number] | undefined)[]).map((place, index) =>
      place && (index === 0 || place[0] < place[1]) ? place : undefined,
    ),
  );
}

function compiled(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch {
    return null; // a group's name twice
  }
}

function isLinear(pattern: RegExp): boolean {
  try {
    return linearRegExp(pattern).groups >= 0;
  } catch (error) {
    if (error instanceof NotLinear) return false;
    throw error;
  }
}

test('finds what JavaScript finds, with the same groups', () => {
  let judged = 0;
  fc.assert(
    fc.property(expression, fc.constantFrom('', 'm', 's', 'i', 'ms'), text, (source, flags, subject) => {
      const pattern = compiled(source, flags);
      fc.pre(pattern !== null && source.length < 60);
      if (!pattern || !isLinear(pattern)) return;
      expect(withPlaces(own(pattern, subject))).toEqual(withPlaces(native(pattern, subject)));
      judged += 1;
    }),
    { numRuns: 4000 },
  );
  expect(judged).toBeGreaterThan(2000);
});

test.each([
  [/(a)|b/, 'ab'],
  [/(?:(a)|b)*/, 'abab'],
  [/(a*)*/, 'aaab'],
  [/(a?){0,2}/, 'a'],
  [/(|-)?/, '-'],
  [/(?:a?){3}b/, 'aab'],
  [/x{2,3}?/, 'xxxxx'],
  [/^(?:- )?"?([\w-]+)"?$/m, '- "a"\nb\n- c d\n'],
  [/(?<=\()[^)]*(?=\))/, 'f(a, b) g(c)'],
  [/[\]\\x-]+/, 'a]\\x-b'],
  [/\cJ|\t|\u0062/, 'a\nb\t'],
  [/a{/, 'a{'],
  [/[\s\S]/, '\n'],
  [/(?:)/, 'ab'],
])('%s', (pattern, subject) => {
  expect(own(pattern, subject)).toEqual(native(pattern, subject));
});

describe('what takes more is refused', () => {
  test.each(['(a)\\1', '(?<x>a)\\k<x>', '(?=(a))b', '\\07', '(?:a{100}){100}', '(a*?)+', '(|a){2}'])('%s', (source) => {
    expect(() => linearRegExp(new RegExp(source))).toThrow(NotLinear);
  });

  test('a large expression over a large text', () => {
    const many = linearRegExp(/(?:[ab]{0,10}c){50}$/);
    expect(() => many.test('a'.repeat(5 * 1024 * 1024))).toThrow(NotLinear);
  });
});

test('matches what picomatch matches by the expression it makes of a glob', () => {
  const globs = ['a/{b,c}/**/*.ts', '@(a|b)*(c)/!(x|y)', '**/[ab]?.{ts,js}', '+(a|b)/**', '!(**/a)', '?(a)b/*.[!t]s'];
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c', 'x', '/', '.', 'ts'), { maxLength: 10 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...globs), path, (glob, subject) => {
      const pattern = picomatch.makeRe(glob, { dot: true });
      expect(pattern && linearRegExp(pattern).test(subject)).toBe(pattern?.test(subject));
    }),
    { numRuns: 2000 },
  );
});
