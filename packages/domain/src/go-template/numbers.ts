import { castToInt, type GoFunction, intOf, taking } from './arguments.ts';
import { type GoValue, NotKnown, type Spend } from './values.ts';

/** An operation on int64s, from the first on. */
function folded(change: (one: bigint, other: bigint) => bigint): GoFunction {
  return ([first, ...others], spend) => {
    const made = others.map(castToInt).reduce(change, castToInt(first));
    spend(others.length);
    if (made >= 2n ** 62n || made <= -(2n ** 62n)) throw new NotKnown('a number that is too large');
    return made;
  };
}

function divided(one: bigint, by: bigint): bigint {
  if (by === 0n) throw new NotKnown('a division by zero');
  return one / by;
}

function larger(one: bigint, other: bigint): bigint {
  if (one > other) return one;
  return other;
}

const until: GoFunction = taking(1, ([count], spend) => {
  const end = intOf(count);
  if (end < 0 || end > 1000) throw new NotKnown('a list that is too long');
  spend(end);
  return Array.from({ length: end }, (_, at) => BigInt(at));
});

/** Whether a comparison of text/template may be made, and how it comes out: below, equal or above zero. */
function order(a: GoValue, b: GoValue): number {
  if (typeof a !== typeof b || !['string', 'number', 'bigint'].includes(typeof a))
    throw new NotKnown('values that Go does not compare');
  if (typeof a === 'string' && /[\ud800-\udfff]/.test(a + String(b))) throw new NotKnown('letters out of order');
  return a === b ? 0 : (a as string) < (b as string) ? -1 : 1;
}

/** `eq` of text/template: values of two types are an error, but nil is compared with anything. */
function same(a: GoValue, b: GoValue): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a !== typeof b || typeof a === 'object' || typeof a === 'symbol')
    throw new NotKnown('values that Go does not compare');
  return a === b;
}

const eq: GoFunction = ([first = null, ...others]) => {
  if (others.length === 0) throw new NotKnown('a comparison with nothing');
  return others.some((other) => same(first, other));
};

function ordered(holds: (order: number) => boolean): GoFunction {
  return taking(2, ([a = null, b = null]) => holds(order(a, b)));
}

/** What Sprig and text/template do with numbers, and how values are compared. */
export const numberFunctions: readonly (readonly [string, GoFunction])[] = [
  ['int', taking(1, ([value]) => castToInt(value))],
  ['int64', taking(1, ([value]) => castToInt(value))],
  ['atoi', taking(1, ([value]) => castToInt(value))],
  ['add', folded((one, other) => one + other)],
  ['add1', taking(1, ([value]) => castToInt(value) + 1n)],
  [
    'sub',
    taking(
      2,
      folded((one, other) => one - other),
    ),
  ],
  ['mul', folded((one, other) => one * other)],
  ['div', taking(2, folded(divided))],
  [
    'mod',
    taking(
      2,
      folded((one, other) => one - other * divided(one, other)),
    ),
  ],
  ['max', folded(larger)],
  ['min', folded((one, other) => one + other - larger(one, other))],
  ['until', until],
  ['eq', eq],
  ['ne', taking(2, ([a = null, b = null], spend: Spend) => !eq([a, b], spend))],
  ['lt', ordered((sign) => sign < 0)],
  ['le', ordered((sign) => sign <= 0)],
  ['gt', ordered((sign) => sign > 0)],
  ['ge', ordered((sign) => sign >= 0)],
];
