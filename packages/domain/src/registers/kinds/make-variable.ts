import { makeLines, type Word } from '../../shell/shell-words.ts';
import type { RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/** `BACKEND_SERVICES = a b c`, continued by `\` and by `+=`. */
export const makeVariable: RegisterKind = {
  id: 'make-variable',
  find: (file, context) => {
    const counts = new Map<string, number>();
    return variablesIn(file.text).flatMap(({ name, offset, words }) => {
      if (!words) return [];
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const pointer = count > 1 ? `${name} ${count}` : name;
      const register = wordsRegister({ kind: 'make-variable', words, pointer, offset, label: name }, file, context);
      return register ? [register] : [];
    });
  },
};

interface Variable {
  name: string;
  offset: number;
  /** Null when a value holds more than words: another variable, a function. */
  words: Word[] | null;
}

function variablesIn(text: string): Variable[] {
  const variables: Variable[] = [];
  const last = new Map<string, Variable>();
  const assignment = /^\uFEFF? *(?:(?:export|override|private)[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*(:{0,3}=|\?=|\+=)/;
  let defining = false;
  for (const { start, end, recipe } of makeLines(text)) {
    const line = text.slice(start, end);
    if (defining || /^ *define\b/.test(line)) {
      defining = !/^ *endef\b/.test(line);
      continue;
    }
    const match = recipe ? null : assignment.exec(line);
    if (!match) continue;
    const [head, name = '', operator] = match;
    const words = wordsOf(text, start + head.length, end);
    const known = operator === '+=' ? last.get(name) : undefined;
    if (known) {
      known.words = known.words && words ? [...known.words, ...words] : null;
      continue;
    }
    const variable = { name, offset: start + head.indexOf(name), words };
    variables.push(variable);
    last.set(name, variable);
  }
  return variables;
}

function wordsOf(text: string, from: number, to: number): Word[] | null {
  const words: Word[] = [];
  const token = /\\\r?\n|\s+|#|[^\s\\#$]+/y;
  token.lastIndex = from;
  while (token.lastIndex < to) {
    const start = token.lastIndex;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return null;
    if (found === '#') return words;
    if (/\S/.test(found) && !found.startsWith('\\')) words.push({ text: found, start, end: start + found.length });
  }
  return words;
}
