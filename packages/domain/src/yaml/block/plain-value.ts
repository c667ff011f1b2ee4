import { giveUp } from './reading.ts';

/** What begins like one of the words and numbers that YAML 1.2 takes for something else than a string. */
const mayBeTyped = /^[-+.\d~nNtTfF]/;
const word = /^(?:(~|null|Null|NULL)|(true|True|TRUE)|(false|False|FALSE))$/;
const usualNumber = /^-?\d{1,15}(?:\.\d{1,15})?$/;
/** Numbers that are not usual: with an exponent, in octal, too long, infinite. */
const otherNumber =
  /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?\d+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The value of a plain scalar under the core schema of YAML 1.2. */
export function plainValue(source: string): unknown {
  if (!mayBeTyped.test(source)) return source;
  const typed = word.exec(source);
  if (typed) return typed[1] === undefined ? typed[2] !== undefined : null;
  if (usualNumber.test(source)) return Number(source);
  return otherNumber.test(source) ? giveUp() : source;
}
