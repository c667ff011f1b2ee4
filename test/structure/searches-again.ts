import { type Expression, parseExpression } from '@rollcall/domain/linear-regexp/parse';

/**
 * The loops of an expression whose search may begin again inside of what they went through, and go through it again: of
 * `a[^b]*b`, `[^b]*` for a text of many `a`. Square time, whatever stands before the loop; scslre tells it of one
 * character. A loop is told where a text exists that the expression may take up to its end and that the loop alone may
 * take too; what look arounds in the middle exclude is not considered.
 */
export function searchesAgain(pattern: RegExp): string[] {
  if (pattern.sticky) return [];
  const { expression } = parseExpression(
    new RegExp(withoutReferences(pattern.source), pattern.flags.replace(/[du]/g, '')),
  );
  const found: string[] = [];
  const search: Search = { multiline: pattern.multiline, units: unitsOf(expression), found };
  visit(expression, { before: [], mayFail: false, looking: null }, search);
  return found;
}

/** References to a group of quotes as that group: at least as much. */
function withoutReferences(source: string): string {
  const [, quotes] = /\((\[["'`]+\]\??)\)/.exec(source) ?? [];
  return quotes === undefined ? source : source.replace(/\\[12](?!\d)/g, quotes);
}

interface Search {
  multiline: boolean;
  units: readonly number[];
  found: string[];
}

interface Place {
  before: readonly Expression[];
  /** Whether what follows may fail, so that the search goes on inside. */
  mayFail: boolean;
  looking: 'ahead' | 'behind' | null;
}

function visit(expression: Expression, place: Place, search: Search): void {
  switch (expression.kind) {
    case 'either':
      for (const option of expression.options) visit(option, place, search);
      return;
    case 'group':
      visit(expression.part, place, search);
      return;
    case 'look':
      visit(expression.part, { ...place, looking: expression.behind ? 'behind' : 'ahead', mayFail: true }, search);
      return;
    case 'repeat': {
      const isLoop = expression.most === Number.POSITIVE_INFINITY;
      if (isLoop && place.mayFail && meets(expression, place, search))
        search.found.push(describeLoop(expression, search));
      visit(
        expression.part,
        { ...place, mayFail: true, before: isLoop ? [...place.before, expression] : place.before },
        search,
      );
      return;
    }
    case 'sequence': {
      const parts = place.looking === 'behind' ? [...expression.parts].reverse() : expression.parts;
      parts.forEach((part, index) => {
        const before = [...(place.looking === 'behind' && index === 0 ? [] : place.before), ...parts.slice(0, index)];
        const mayFail = place.mayFail || !parts.slice(index + 1).every((rest) => alwaysFits(rest, part, search));
        visit(part, { ...place, before, mayFail }, search);
      });
      return;
    }
    default:
  }
}

/** Whether a part fits behind a loop, wherever that ends. */
function alwaysFits(part: Expression, loop: Expression, search: Search): boolean {
  switch (part.kind) {
    case 'repeat':
      return part.least === 0 || alwaysFits(part.part, loop, search);
    case 'group':
      return alwaysFits(part.part, loop, search);
    case 'sequence':
      return part.parts.every((one) => alwaysFits(one, loop, search));
    case 'either':
      return part.options.some((one) => alwaysFits(one, loop, search)) || fitsBetween(part.options, loop, search);
    case 'look':
      // What a loop would have taken does not stand behind it.
      return (
        !part.behind &&
        part.negated &&
        search.units.every((unit) => !takesOne(part.part, unit) || takesLoop(loop, unit))
      );
    case 'edge':
      if (part.at === '$')
        return search.units.every((unit) => takesLoop(loop, unit) || (search.multiline && isBreak(unit)));
      return part.at === 'b' && search.units.every((unit) => takesLoop(loop, unit) === isWord(unit));
    default:
      return false;
  }
}

/** Whether one option fits at the end of a text, and the others wherever else the loop ends. */
function fitsBetween(options: readonly Expression[], loop: Expression, { multiline, units }: Search): boolean {
  const simple = options.map(simplified);
  if (!simple.some((option) => option.kind === 'edge' && option.at === '$')) return false;
  const lazy = loop.kind === 'repeat' && loop.lazy;
  return units.every(
    (unit) =>
      takesLoop(loop, unit) ||
      (multiline && isBreak(unit)) ||
      (!lazy && simple.some((option) => option.kind === 'one' && option.takes(unit))),
  );
}

function simplified(expression: Expression): Expression {
  if (expression.kind === 'group') return simplified(expression.part);
  const [only, ...others] = expression.kind === 'sequence' ? expression.parts : [];
  return only && others.length === 0 ? simplified(only) : expression;
}

const allUnits = [...Array.from({ length: 128 }, (_, unit) => unit), 0xa0, 0xe9, 0x2028, 0x4e00, 0xe001, 0xf8ff];

/** One unit of those that an expression treats alike. */
function unitsOf(expression: Expression): number[] {
  const takers: ((unit: number) => boolean)[] = [isWord, isBreak];
  const collect = (part: Expression): void => {
    if (part.kind === 'one') takers.push(part.takes);
    for (const inner of innerOf(part)) collect(inner);
  };
  collect(expression);
  const byKind = new Map(allUnits.map((unit) => [takers.map((takes) => takes(unit)).join(), unit]));
  return [...byKind.values()];
}

function innerOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'sequence') return expression.parts;
  if (expression.kind === 'either') return expression.options;
  return 'part' in expression ? [expression.part] : [];
}

function isWord(unit: number): boolean {
  return /\w/.test(String.fromCharCode(unit));
}

function isBreak(unit: number): boolean {
  return unit === 10 || unit === 13 || unit === 0x2028;
}

function takesOne(expression: Expression, unit: number): boolean {
  if (expression.kind === 'one') return expression.takes(unit);
  if (expression.kind === 'group') return takesOne(expression.part, unit);
  if (expression.kind === 'either') return expression.options.some((option) => takesOne(option, unit));
  return (
    expression.kind !== 'sequence' || expression.parts.length !== 1 || takesOne(expression.parts[0] as Expression, unit)
  );
}

function takesLoop(loop: Expression, unit: number): boolean {
  const bare = simplified(loop);
  return bare.kind === 'repeat' && takesOne(bare.part, unit);
}

function describeLoop(loop: Expression & { kind: 'repeat' }, { units }: Search): string {
  const taken = units.filter((unit) => takesOne(loop.part, unit));
  return `loop over ${JSON.stringify(String.fromCharCode(...taken))}`;
}

/** Whether some text is what stands before a loop and what the loop takes, and may stand behind itself. */
function meets(loop: Expression & { kind: 'repeat' }, { before, looking }: Place, search: Search): boolean {
  const own: Automaton = { ways: [] };
  const start = state(own);
  const end = compile({ kind: 'sequence', parts: [...before, loop] }, start, own, search);
  const again: Automaton = { ways: [] };
  const from = state(again);
  const to = compile({ ...loop, least: 0 }, from, again, search);
  const edges = looking === 'behind' ? [] : first(before);
  const seen = new Set<string>();
  const queue: Pair[] = [[start, from, null, null]];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [one, other, head, last] = next;
    const key = next.join();
    if (seen.has(key)) continue;
    seen.add(key);
    const isWhole = one === end && other === to && head !== null && last !== null;
    if (isWhole && edges.every((edge) => passes(edge, head, last, search))) return true;
    queue.push(...waysOn(next, own.ways[one] ?? [], again.ways[other] ?? [], search.units));
  }
  return false;
}

/** A state of each of two automata, and the first and the last unit on the way there. */
type Pair = [one: number, other: number, head: number | null, last: number | null];

function waysOn(
  [one, other, head, last]: Pair,
  ways: readonly Way[],
  sides: readonly Way[],
  units: readonly number[],
): Pair[] {
  const free: Pair[] = [
    ...ways.flatMap(({ takes, to }): Pair[] => (takes ? [] : [[to, other, head, last]])),
    ...sides.flatMap(({ takes, to }): Pair[] => (takes ? [] : [[one, to, head, last]])),
  ];
  const taking = ways.flatMap((way) =>
    sides.flatMap((side) =>
      units.flatMap((unit): Pair[] =>
        way.takes?.(unit) && side.takes?.(unit) ? [[way.to, side.to, head ?? unit, unit]] : [],
      ),
    ),
  );
  return [...free, ...taking];
}

/** The look behinds and edges that an expression begins with. */
function first(parts: readonly Expression[]): Expression[] {
  const edges: Expression[] = [];
  for (const part of parts) {
    if (part.kind === 'sequence' || part.kind === 'group') {
      const inner = first(part.kind === 'group' ? [part.part] : part.parts);
      edges.push(...inner);
      return edges;
    }
    if (part.kind !== 'edge' && part.kind !== 'look') return edges;
    edges.push(part);
  }
  return edges;
}

/** Whether an edge lets a text begin with one unit behind another. */
function passes(edge: Expression, head: number, last: number, { multiline }: Search): boolean {
  if (edge.kind === 'edge') {
    if (edge.at === '^') return multiline && isBreak(last);
    if (edge.at === 'b' || edge.at === 'B') return (isWord(head) !== isWord(last)) === (edge.at === 'b');
    return true;
  }
  if (edge.kind !== 'look' || !edge.behind) return true;
  const options = (edge.part.kind === 'either' ? edge.part.options : [edge.part])
    .map(simplified)
    .filter((option) => multiline || option.kind !== 'edge' || option.at !== '^');
  const single = options.flatMap((option) => (isSingle(option) ? [option] : []));
  if (edge.negated) return !single.some((option) => takesOne(option, last));
  return single.length < options.length || single.some((option) => takesOne(option, last));
}

function isSingle(expression: Expression): boolean {
  if (expression.kind === 'one') return true;
  return expression.kind === 'sequence' && expression.parts.length === 1 && isSingle(expression.parts[0] as Expression);
}

interface Automaton {
  ways: Way[][];
}

interface Way {
  takes: ((unit: number) => boolean) | null;
  to: number;
}

function state(automaton: Automaton): number {
  return automaton.ways.push([]) - 1;
}

/** Adds the states of an expression behind one; the state at its end. */
function compile(expression: Expression, from: number, automaton: Automaton, search: Search): number {
  const way = (start: number, to: number, takes: ((unit: number) => boolean) | null = null): void => {
    automaton.ways[start]?.push({ takes, to });
  };
  switch (expression.kind) {
    case 'one': {
      const to = state(automaton);
      way(from, to, expression.takes);
      return to;
    }
    case 'sequence':
      return expression.parts.reduce((at, part) => compile(part, at, automaton, search), from);
    case 'either': {
      const to = state(automaton);
      for (const option of expression.options) way(compile(option, from, automaton, search), to);
      return to;
    }
    case 'group':
      return compile(expression.part, from, automaton, search);
    case 'repeat': {
      let at = from;
      const least = Math.min(expression.least, 3);
      for (let index = 0; index < least; index += 1) at = compile(expression.part, at, automaton, search);
      const to = state(automaton);
      const loop = state(automaton);
      way(at, loop);
      way(loop, to);
      if (expression.most > expression.least) {
        const end = compile(expression.part, loop, automaton, search);
        way(end, expression.most === Number.POSITIVE_INFINITY ? loop : to);
      }
      return to;
    }
    case 'edge':
      // Behind the beginning of a text there is no second one.
      return expression.at === '^' && !search.multiline ? state(automaton) : from;
    default:
      return from;
  }
}
