import { type LinearRegExp, linearRegExp } from '../linear-regexp/linear-regexp.ts';
import { allowLength, type GoFunction, intOf, taking, textOf } from './arguments.ts';
import { NotKnown } from './values.ts';

/** What Go's regexp and JavaScript read alike; of the rest nothing is said. */
const alike =
  /^(?:[^\\()[\]?*+{}|^$]|\\[dwsDWS.\\/+*?()[\]{}|^$-]|\[(?:\^)?(?:[^\\[\]]|\\[dwsDWS.\\/\]^-])+\]|[()*+?|^$]|\{\d+(?:,\d*)?\})*$/;

function expressionOf(source: string, text: string): LinearRegExp {
  if (source.length > 1000 || !alike.test(source) || /\(\?(?!:)|\(\?:?[*+?]|[*+?}][+*]/.test(source))
    throw new NotKnown('an expression that is not read here');
  // What `.`, `\s`, `\w` and `$` take differs beyond these letters.
  if (/[^ -~\n\t]/.test(text)) throw new NotKnown('letters that expressions take in other ways');
  try {
    return linearRegExp(new RegExp(source));
  } catch (cause) {
    throw new NotKnown('an expression that is not read here', { cause });
  }
}

type Match = ReturnType<LinearRegExp['matchAll']>[number];

/** The matches, none of which is empty: of those Go and JavaScript find others. */
function matchesOf(source: string, text: string): Match[] {
  const matches = expressionOf(source, text).matchAll(text);
  if (matches.some(([whole]) => whole === undefined || whole[0] === whole[1]))
    throw new NotKnown('an expression that matches nothing');
  return matches;
}

/** `$1`, `${1}` and `$name` in the text of a replacement; a group that is not there is empty. */
function expanded(template: string, text: string, match: Match): string {
  return template.replace(/\$(?:\{(\w+)\}|(\w+)|\$)/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const [start, end] = (/^\d{1,3}$/.test(name) ? match[Number(name)] : undefined) ?? [0, 0];
    return text.slice(start, end);
  });
}

function replacing(isLiteral: boolean): GoFunction {
  return taking(3, ([source, value, replacement], spend) => {
    const [text, template] = [textOf(value), textOf(replacement)];
    const pieces: string[] = [];
    let at = 0;
    for (const match of matchesOf(textOf(source), text)) {
      const [start, end] = match[0] ?? [at, at];
      const made = isLiteral ? template : expanded(template, text, match);
      allowLength(made.length, spend);
      pieces.push(text.slice(at, start), made);
      at = end;
    }
    allowLength(text.length, spend);
    return pieces.join('') + text.slice(at);
  });
}

const find: GoFunction = taking(2, ([source, value]) => {
  const text = textOf(value);
  const [start, end] = matchesOf(textOf(source), text)[0]?.[0] ?? [0, 0];
  return text.slice(start, end);
});

const split: GoFunction = taking(3, ([source, value, count], spend) => {
  const text = textOf(value);
  if (intOf(count) >= 0 || text === '') throw new NotKnown('a count of parts');
  const parts: string[] = [];
  let at = 0;
  for (const [whole] of matchesOf(textOf(source), text)) {
    parts.push(text.slice(at, whole?.[0]));
    at = whole?.[1] ?? at;
  }
  spend(parts.length);
  return [...parts, text.slice(at)];
});

/** What Sprig does with regular expressions, each matched in time that grows with text × expression. */
export const expressionFunctions: readonly (readonly [string, GoFunction])[] = [
  ['regexMatch', taking(2, ([source, text]) => expressionOf(textOf(source), textOf(text)).test(textOf(text)))],
  ['mustRegexMatch', taking(2, ([source, text]) => expressionOf(textOf(source), textOf(text)).test(textOf(text)))],
  ['regexFind', find],
  ['regexSplit', split],
  ['regexReplaceAll', replacing(false)],
  ['mustRegexReplaceAll', replacing(false)],
  ['regexReplaceAllLiteral', replacing(true)],
];
