import { type Surroundings, surroundingsOf } from './look-arounds.ts';
import { NotLinear, parseExpression } from './parse.ts';
import { compileExpression, type Instruction } from './program.ts';

/**
 * Regular expressions that somebody else wrote, matched as JavaScript matches them, in time that grows with text ×
 * expression whatever the two are: what failed once at a place is never tried there again. V8 tries it again, which
 * takes years for `(a+)+$`.
 */
export interface LinearRegExp {
  /** The groups that have a place. */
  groups: number;
  test(text: string): boolean;
  /** Every match, from left to right: its [start, end), and those of its groups, undefined for one that took no part. */
  matchAll(text: string): (readonly [number, number] | undefined)[][];
}

/** Two for each instruction and place of a text: half a gigabyte is all that a run has. */
const mostStates = 1 << 29;

/** NotLinear, with the reason, for an expression that cannot be matched in this way; the flags `m`, `s`, `i` count. */
export function linearRegExp(pattern: RegExp): LinearRegExp {
  const { expression, groups } = parseExpression(pattern);
  const program = compileExpression(expression);
  const search = { program, groups, multiline: pattern.flags.includes('m') };
  return {
    groups,
    test: (text) => !matches(search, text).next().done,
    matchAll: (text) => [...matches(search, text)],
  };
}

interface Search {
  program: readonly Instruction[];
  groups: number;
  multiline: boolean;
}

function* matches(
  { program, groups, multiline }: Search,
  text: string,
): Generator<(readonly [number, number] | undefined)[]> {
  const size = program.length * (text.length + 1);
  if (size > mostStates) throw new NotLinear('more steps than a file of this size may take');
  const tried: Tried = { bits: new Uint8Array((size >> 3) + 1), width: program.length };
  const surroundings = surroundingsOf(text, multiline);
  const onlyFirst = program[0]?.do === 'edge' && program[0].at === '^' && !multiline;
  for (let start = 0; start <= text.length; ) {
    const slots = matchAt(start, { program, text, tried, surroundings, slots: 2 * groups + 2 });
    if (slots) {
      yield Array.from({ length: groups + 1 }, (_, index) => placeOf(slots, index));
      const end = slots[1] ?? start;
      // What led to the match is tried again from its end; all that was tried beyond it has failed.
      for (let at = 0; at < program.length; at += 1) forget(tried, at, end);
      start = Math.max(end, start + 1);
    } else start += 1;
    if (onlyFirst) return;
  }
}

function placeOf(slots: Int32Array, group: number): readonly [number, number] | undefined {
  const [start = -1, end = -1] = [slots[2 * group], slots[2 * group + 1]];
  return start === -1 || end === -1 ? undefined : [start, end];
}

interface Tried {
  bits: Uint8Array;
  width: number;
}

/** Whether an instruction was tried at a place before. */
function wasTried({ bits, width }: Tried, at: number, position: number): boolean {
  const index = position * width + at;
  return ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

/** The same; from now on it was. */
function isTried({ bits, width }: Tried, at: number, position: number): boolean {
  const index = position * width + at;
  const bit = 1 << (index & 7);
  const byte = bits[index >> 3] ?? 0;
  bits[index >> 3] = byte | bit;
  return (byte & bit) !== 0;
}

function forget({ bits, width }: Tried, at: number, position: number): void {
  const index = position * width + at;
  bits[index >> 3] = (bits[index >> 3] ?? 0) & ~(1 << (index & 7));
}

interface Attempt {
  program: readonly Instruction[];
  text: string;
  tried: Tried;
  surroundings: Surroundings;
  slots: number;
}

/** An instruction to go on with, or a slot to set back on the way there. */
type Pending = { at: number; position: number } | { slot: number; value: number };

/** The places of the match that begins there, and of its groups; null where none does. */
function matchAt(start: number, attempt: Attempt): Int32Array | null {
  const slots = new Int32Array(attempt.slots).fill(-1);
  slots[0] = start;
  const pending: Pending[] = [{ at: 0, position: start }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if ('slot' in next) slots[next.slot] = next.value;
    else {
      const end = goOn(next, attempt, slots, pending);
      if (end !== null) slots[1] = end;
      if (end !== null) return slots;
    }
  }
  return null;
}

/** Goes on from an instruction to the end of a match; null where it ends before. */
function goOn(
  from: { at: number; position: number },
  attempt: Attempt,
  slots: Int32Array,
  pending: Pending[],
): number | null {
  const { program, tried } = attempt;
  let { at, position } = from;
  while (!isTried(tried, at, position)) {
    const instruction = program[at];
    if (instruction === undefined || instruction.do === 'match') return position;
    if (instruction.do === 'take') {
      if (position >= attempt.text.length || !instruction.takes(attempt.text.charCodeAt(position))) return null;
      position += 1;
    } else if (!mayPass(instruction, position, attempt)) return null;
    if (instruction.do === 'split') pending.push({ at: instruction.or, position });
    for (const [slot, value] of changesOf(instruction, position)) {
      pending.push({ slot, value: slots[slot] ?? -1 });
      slots[slot] = value;
    }
    at = instruction.do === 'split' || instruction.do === 'jump' ? instruction.to : at + 1;
  }
  return null;
}

function mayPass(instruction: Instruction, position: number, { surroundings, tried }: Attempt): boolean {
  // Where its loop was tried at this place, it is being tried: nothing was taken; or it failed, and would again.
  if (instruction.do === 'round') return !wasTried(tried, instruction.split, position);
  if (instruction.do === 'edge') return surroundings.edge(instruction.at, position);
  return instruction.do !== 'look' || surroundings.look(instruction.around, position);
}

/** What an instruction writes into which slots. */
function changesOf(instruction: Instruction, position: number): [slot: number, value: number][] {
  if (instruction.do === 'save') return [[instruction.slot, position]];
  if (instruction.do !== 'forget') return [];
  const [from, to] = instruction.groups;
  return Array.from({ length: 2 * (to - from) }, (_, index) => [2 * from + index, -1]);
}
