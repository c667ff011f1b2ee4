import { groupInto } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';
import type { Register } from '../../../registers/register.ts';
import { textPattern } from '../../../text-pattern.ts';
import type { ListRegion } from './list-region.ts';

interface Loop {
  name: string;
  words: string;
}

/** The loops of a region, and the calls of `foreach`, by each variable that they take their words from. */
const loopsWith = memoize(({ text }: ListRegion) => {
  const loops = [
    ...text.matchAll(/\bfor[ \t]+(\w+)[ \t]+in[ \t]+([^\n;]*)/g),
    ...text.matchAll(/\$\(foreach[ \t]+(\w+)[ \t]*,([^,\n]*)/g),
  ].map(([, name = '', words = '']): Loop => ({ name, words }));
  const byVariable = new Map<string, Loop[]>();
  for (const loop of loops) for (const variable of variablesIn(loop.words)) groupInto(byVariable, variable, loop);
  return (variable: string): readonly Loop[] => byVariable.get(variable) ?? [];
});

/** The variables of some words: in those of make a name may have a dash, which ends one of a shell. */
function variablesIn(words: string): Set<string> {
  const names = [...words.matchAll(/\$[({]?([\w.-]+)/g)].map(([, name = '']) => name);
  return new Set(names.flatMap((name) => [name, name.split(/[.-]/, 1)[0] ?? '']));
}

/** Whether names are put together with what is around them by make. */
const makesNames = memoize(({ text }: ListRegion) => /\$[({](?:addprefix|addsuffix|patsubst)\b/.test(text));

/** The expressions of a region that take something from a matrix. */
const matrixReferences = memoize(({ text }: ListRegion): RegExp[] => {
  const names = new Set([...text.matchAll(/\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/g)].map(([, name = '']) => name));
  return [...names].slice(0, 10).flatMap((name) => expressionsOf(`matrix.${name}`, text));
});

/** What stands for a name of the list in its region. */
export function referencesTo({ kind, key }: Register, region: ListRegion): RegExp[] {
  const { text } = region;
  if (kind === 'matrix-list') return expressionsOf(`matrix.${key}`, text);
  if (kind === 'workflow-choices')
    return [...expressionsOf(`inputs.${key}`, text), ...expressionsOf(`github.event.inputs.${key}`, text)];
  if (kind === 'shell-loop') return variables([key]);
  if (kind === 'shell-array' || kind === 'make-variable') {
    const list = kind === 'make-variable' ? textPattern('g')`\$[({]${key}[)}:]` : textPattern('g')`\$\{?${key}\b`;
    const takes = loopsWith(region)(key);
    const names = takes.flatMap(({ name, words }) => (words.search(list) === -1 ? [] : [name]));
    const isPattern = kind === 'make-variable' && makesNames(region);
    return [...variables(names), ...(isPattern ? [/\$\*|\$\(\*\)/g] : [])];
  }
  if (kind === 'code-list') {
    const loops = textPattern(
      'g',
    )`\bfor[ \t]{0,4}\(?[ \t]{0,4}(?:\w{1,60}[ \t]{1,4})?(\w{1,60})[ \t]{1,4}(?:in|of|:)[ \t]{1,4}${key}\b`;
    const calls = textPattern('g')`\b${key}\.\w{1,60}[ \t]{0,4}[{(][ \t]{0,4}\(?(\w{1,60})\)?[ \t]{0,4}(?:->|=>)`;
    const taken = [...text.matchAll(loops), ...text.matchAll(calls)].map(([, name = '']) => name);
    const isLoop = textPattern()`\bfor[ \t(]{1,8}(?:\w{1,60}[ \t]{1,4})?${key}[ \t]{1,4}(?:in|of)[ \t]{1,4}\[`.test(
      text,
    );
    return codeVariables(isLoop ? [...taken, key] : taken);
  }
  if (kind === 'yaml-list') return itemReferences(key, text);
  if (kind === 'json-array' || kind === 'paths-filter') {
    return matrixReferences(region);
  }
  return [];
}

/** `${s}` of a template, `{s}` of an f-string, and `' + s + '` between two texts. */
function codeVariables(names: readonly string[]): RegExp[] {
  if (names.length === 0) return [];
  return [
    ...variables(names),
    textPattern('g')`(?<!\$)\{${names}\}`,
    textPattern('g')`["'][ \t]{0,4}\+[ \t]{0,4}${names}\b(?:[ \t]{0,4}\+[ \t]{0,4}["'])?`,
  ];
}

/** What pipelines of other systems put an item of a list in: GitLab, CircleCI, Task, Azure. */
function itemReferences(key: string, text: string): RegExp[] {
  const loops = [...text.matchAll(/\$\{\{[ \t]{0,9}each[ \t]{1,9}(\w{1,60})[ \t]{1,9}in[ \t]{1,9}parameters\b/g)];
  return [
    ...variables([key]),
    textPattern('g')`<<[ \t]{0,9}(?:parameters|matrix)\.${key}[ \t]{0,9}>>`,
    ...(key === 'for' ? [/\{\{[ \t]{0,9}\.ITEM[ \t]{0,9}\}\}/g] : []),
    ...(key === 'default' ? loops.map(([, name = '']) => textPattern('g')`\$\{\{[ \t]{0,9}${name}[ \t]{0,9}\}\}`) : []),
  ];
}

/** `${{ matrix.service }}`, and the variables of `env` that are set to that alone. */
function expressionsOf(reference: string, text: string): RegExp[] {
  const expression = textPattern('gi')`\$\{\{[ \t]{0,9}${reference}[ \t]{0,9}\}\}`;
  const set = textPattern(
    'gi',
  )`(?<![\w.-])([A-Za-z_]\w{0,99}):[ \t]{1,9}["']?\$\{\{[ \t]{0,9}${reference}[ \t]{0,9}\}\}["']?[ \t]{0,9}(?:\n|$)`;
  const names = [...text.matchAll(set)].map(([, name = '']) => name);
  return [expression, ...variables(names)];
}

/** `$service`, `${service}`, `$$service` of a recipe, `$(service)` of a call, `${{ env.SERVICE }}`. */
export function variables(names: readonly string[]): RegExp[] {
  return names.length === 0 ? [] : [textPattern('g')`\$?\$(?:\{\{\s*env\.${names}\s*\}\}|[{(]${names}[)}]|${names}\b)`];
}
