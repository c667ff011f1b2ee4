import { isTruth, sameValue } from './functions.ts';
import type { HclValue } from './value.ts';

export type HclOperation = (left: HclValue, right: HclValue) => HclValue | undefined;

/** The operators of HCL, from the loosest to the tightest; the longer sign of two that begin alike first. */
export const hclOperators: readonly (readonly [sign: string, operation: HclOperation])[][] = [
  [['||', (left, right) => both(left, right, (a, b) => a || b)]],
  [['&&', (left, right) => both(left, right, (a, b) => a && b)]],
  [
    ['==', sameValue],
    ['!=', (left, right) => !sameValue(left, right)],
  ],
  [
    ['<=', (left, right) => numbers(left, right, (a, b) => a <= b)],
    ['>=', (left, right) => numbers(left, right, (a, b) => a >= b)],
    ['<', (left, right) => numbers(left, right, (a, b) => a < b)],
    ['>', (left, right) => numbers(left, right, (a, b) => a > b)],
  ],
  [
    ['+', (left, right) => numbers(left, right, (a, b) => a + b)],
    ['-', (left, right) => numbers(left, right, (a, b) => a - b)],
  ],
  [
    ['*', (left, right) => numbers(left, right, (a, b) => a * b)],
    ['/', (left, right) => numbers(left, right, quotient)],
    ['%', (left, right) => numbers(left, right, (a, b) => a % b)],
  ],
];

/** Numbers of HCL have as many digits as it takes: what a number here cannot hold is not known. */
function quotient(a: number, b: number): number | undefined {
  const result = a / b;
  return b === 0 || String(result).length > 15 ? undefined : result;
}

function both(left: HclValue, right: HclValue, join: (a: boolean, b: boolean) => boolean): boolean | undefined {
  const [a, b] = [isTruth(left), isTruth(right)];
  return a === undefined || b === undefined ? undefined : join(a, b);
}

function numbers<T>(left: HclValue, right: HclValue, join: (a: number, b: number) => T): T | undefined {
  const [a, b] = [Number(left), Number(right)];
  return typeof left === 'object' || typeof right === 'object' || Number.isNaN(a + b) ? undefined : join(a, b);
}
