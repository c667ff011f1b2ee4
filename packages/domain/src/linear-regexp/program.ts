import { type Expression, mayBeEmpty, NotLinear } from './parse.ts';

export type Instruction =
  | { do: 'take'; takes: (unit: number) => boolean }
  /** Goes on at both; at `to` first. */
  | { do: 'split'; to: number; or: number }
  | { do: 'jump'; to: number }
  | { do: 'save'; slot: number }
  /** Forgets the groups [from, to): a new round of a loop begins. */
  | { do: 'forget'; groups: readonly [number, number] }
  /** Ends a round of a counted loop: one that took nothing is none. */
  | { do: 'round'; split: number }
  | { do: 'edge'; at: '^' | '$' | 'b' | 'B' }
  | { do: 'look'; around: LookAround }
  | { do: 'match' };

export interface LookAround {
  program: readonly Instruction[];
  behind: boolean;
  negated: boolean;
}

/** Instructions of one expression. `a{1000}` counts a thousand times, and each costs time at every place of a text. */
const mostInstructions = 2000;

/** The steps of an expression, the first one at 0. NotLinear where there would be too many. */
export function compileExpression(expression: Expression, backwards = false): Instruction[] {
  const program: Instruction[] = [];
  emit(expression, backwards, program);
  program.push({ do: 'match' });
  return program;
}

function add(program: Instruction[], instruction: Instruction): number {
  if (program.length >= mostInstructions) throw new NotLinear('more repetitions than can be counted');
  return program.push(instruction) - 1;
}

function emit(expression: Expression, backwards: boolean, program: Instruction[]): void {
  switch (expression.kind) {
    case 'one':
      add(program, { do: 'take', takes: expression.takes });
      return;
    case 'edge':
      add(program, { do: 'edge', at: expression.at });
      return;
    case 'sequence':
      for (const part of backwards ? expression.parts.toReversed() : expression.parts) emit(part, backwards, program);
      return;
    case 'either':
      emitEither(expression.options, backwards, program);
      return;
    case 'group':
      add(program, { do: 'save', slot: 2 * expression.index });
      emit(expression.part, backwards, program);
      add(program, { do: 'save', slot: 2 * expression.index + 1 });
      return;
    case 'look': {
      const { part, behind, negated } = expression;
      // What is ahead is found by going backwards from every end of it: one pass tells it for all places.
      add(program, { do: 'look', around: { program: compileExpression(part, !behind), behind, negated } });
      return;
    }
    case 'repeat':
      emitRepeat(expression, backwards, program);
  }
}

function emitEither(options: readonly Expression[], backwards: boolean, program: Instruction[]): void {
  const jumps: { do: 'jump'; to: number }[] = [];
  for (const [index, option] of options.entries()) {
    const split = { do: 'split' as const, to: 0, or: 0 };
    const isLast = index === options.length - 1;
    if (!isLast) split.to = add(program, split) + 1;
    emit(option, backwards, program);
    if (isLast) continue;
    const jump = { do: 'jump' as const, to: 0 };
    add(program, jump);
    jumps.push(jump);
    split.or = program.length;
  }
  for (const jump of jumps) jump.to = program.length;
}

function emitRepeat(
  { part, least, most, lazy, groups }: Expression & { kind: 'repeat' },
  backwards: boolean,
  program: Instruction[],
): void {
  const round = (): void => {
    if (groups[0] < groups[1]) add(program, { do: 'forget', groups });
    emit(part, backwards, program);
  };
  const branch = (): { do: 'split'; to: number; or: number } => {
    const split = { do: 'split' as const, to: 0, or: 0 };
    add(program, split);
    return split;
  };
  const close = (split: { to: number; or: number }, inside: number): void => {
    [split.to, split.or] = lazy ? [program.length, inside] : [inside, program.length];
  };
  for (let count = 0; count < least; count += 1) round();
  if (most === Number.POSITIVE_INFINITY) {
    const start = program.length;
    const split = branch();
    round();
    add(program, { do: 'jump', to: start });
    close(split, start + 1);
    return;
  }
  const splits: { split: { to: number; or: number }; inside: number }[] = [];
  for (let count = least; count < most; count += 1) {
    const split = branch();
    splits.push({ split, inside: program.length });
    const begins = program.length - 1;
    round();
    if (mayBeEmpty(part)) add(program, { do: 'round', split: begins });
  }
  for (const { split, inside } of splits) close(split, inside);
}
