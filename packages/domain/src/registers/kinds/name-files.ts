import { baseName } from '../../tree/repository-paths.ts';
import type { RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/** `SERVICES=cart,orders` of a file of variables: `.env`. */
export const variableFile: RegisterKind = {
  id: 'shell-array',
  find: (file, context) =>
    [...file.text.matchAll(variables)].map(({ 0: line, 1: name = '', 2: value = '', index }) => {
      const from = index + line.length - value.length;
      const words = [...value.matchAll(/[\w./@-]+/g)].map(({ 0: text, index: at }) => ({
        text,
        start: from + at,
        end: from + at + text.length,
      }));
      const offset = index + line.indexOf(name);
      return wordsRegister(
        { kind: 'shell-array', words, pointer: name, offset, label: name, quoted: true },
        file,
        context,
      );
    }),
};

/** At least two words with the same between each two; the quotes of the value are left out. */
const variables =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=["']?([\w./@-]+(?:(?:,[ \t]?|[ \t;:])[\w./@-]+)+)(?=["']?[ \t]*\r?$)/gm;

/** `services.txt`: a name on each line, with what is said of it behind a `#`. */
export const nameFile: RegisterKind = {
  id: 'shell-array',
  find: (file, context) => {
    const name = baseName(file.path).replace(/\.\w+$/, '');
    const words = [...file.text.matchAll(/[^\n]+/g)].flatMap(({ 0: line, index }) => {
      const [, lead = '', text = ''] = /^(\s*)([\w./@-]+)[ \t]*(?:#.*)?\r?$/.exec(line) ?? [];
      const start = index + lead.length;
      return text === '' ? [] : [{ text, start, end: start + text.length }];
    });
    const [first] = words;
    if (!first) return [];
    return [
      wordsRegister({ kind: 'shell-array', words, pointer: name, offset: first.start, label: name }, file, context),
    ];
  },
};
