import type { Instruction, LookAround } from './program.ts';

/** Whether an edge or a look around holds at a place of a text. */
export interface Surroundings {
  edge(at: '^' | '$' | 'b' | 'B', position: number): boolean;
  look(around: LookAround, position: number): boolean;
}

/** The surroundings of the places of a text. Each look around is found for all places at once, when it is first asked for. */
export function surroundingsOf(text: string, multiline: boolean): Surroundings {
  const known = new Map<LookAround, Uint8Array>();
  const surroundings: Surroundings = {
    edge: (at, position) => {
      if (at === '^') return position === 0 || (multiline && isLineEnd(text.charCodeAt(position - 1)));
      if (at === '$') return position === text.length || (multiline && isLineEnd(text.charCodeAt(position)));
      const between = isWord(text.charCodeAt(position - 1)) !== isWord(text.charCodeAt(position));
      return between === (at === 'b');
    },
    look: (around, position) => {
      let places = known.get(around);
      if (!places) {
        places = placesOf(around, text, surroundings);
        known.set(around, places);
      }
      return (places[position] === 1) !== around.negated;
    },
  };
  return surroundings;
}

function isLineEnd(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d || unit === 0x2028 || unit === 0x2029;
}

function isWord(unit: number): boolean {
  return /^\w$/.test(String.fromCharCode(unit)) && !Number.isNaN(unit);
}

/**
 * The places at which a look around holds, not negated. What is behind is stepped forwards and begins anywhere; what is
 * ahead is stepped backwards and ends anywhere. Takes text × program.
 */
function placesOf({ program, behind }: LookAround, text: string, surroundings: Surroundings): Uint8Array {
  const places = new Uint8Array(text.length + 1);
  let [now, next] = [createSet(program), createSet(program)];
  for (let step = 0; step <= text.length; step += 1) {
    const position = behind ? step : text.length - step;
    enter(0, position, now, surroundings);
    if (now.matches) places[position] = 1;
    next.clear();
    const unit = text.charCodeAt(behind ? position : position - 1);
    const to = behind ? position + 1 : position - 1;
    if (to < 0 || to > text.length) break;
    for (const at of now.takes) {
      const instruction = program[at];
      if (instruction?.do === 'take' && instruction.takes(unit)) enter(at + 1, to, next, surroundings);
    }
    [now, next] = [next, now];
  }
  return places;
}

interface StateSet {
  program: readonly Instruction[];
  seen: Uint8Array;
  /** The instructions that wait for a character. */
  takes: number[];
  matches: boolean;
  clear(): void;
}

function createSet(program: readonly Instruction[]): StateSet {
  const set: StateSet = {
    program,
    seen: new Uint8Array(program.length),
    takes: [],
    matches: false,
    clear: () => {
      set.seen.fill(0);
      set.takes.length = 0;
      set.matches = false;
    },
  };
  return set;
}

/** Adds what is reached from an instruction without a character. */
function enter(from: number, position: number, set: StateSet, surroundings: Surroundings): void {
  const pending = [from];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (set.seen[at] === 1) continue;
    set.seen[at] = 1;
    const instruction = set.program[at];
    switch (instruction?.do) {
      case 'take':
        set.takes.push(at);
        break;
      case 'match':
        set.matches = true;
        break;
      case 'split':
        pending.push(instruction.to, instruction.or);
        break;
      case 'jump':
        pending.push(instruction.to);
        break;
      case 'edge':
        if (surroundings.edge(instruction.at, position)) pending.push(at + 1);
        break;
      case 'look':
        if (surroundings.look(instruction.around, position)) pending.push(at + 1);
        break;
      default:
        pending.push(at + 1);
    }
  }
}
