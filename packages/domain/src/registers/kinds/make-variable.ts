import { makeLines, type Word } from '../../shell/shell-words.ts';
import { pointerNumbering, type RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/** `BACKEND_SERVICES = a b c`, continued by `\` and by `+=`. */
export const makeVariable: RegisterKind = {
  id: 'make-variable',
  find: (file, context) => {
    const numbered = pointerNumbering();
    return variablesIn(file.text).map(({ name, offset, words }) => {
      const list = words && { words, pointer: numbered(name), offset, label: name };
      return list && wordsRegister({ kind: 'make-variable', ...list }, file, context);
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
    const continued = operator === '+=' ? last.get(name) : undefined;
    if (continued) {
      continued.words = continued.words && words ? [...continued.words, ...words] : null;
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
    const [piece] = token.exec(text) ?? [];
    if (piece === undefined) return null;
    if (piece === '#') return words;
    if (/\S/.test(piece) && !piece.startsWith('\\')) words.push({ text: piece, start, end: start + piece.length });
  }
  return words;
}
