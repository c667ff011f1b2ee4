import { makeLines, type Word } from '../../shell/shell-words.ts';
import { pointerNumbering, type RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/** `build: build-cart build-orders`: a target of make that stands for one of each service. */
export const gatheredTargets: RegisterKind = {
  id: 'gathered-targets',
  find: (file, context) => {
    const numbered = pointerNumbering();
    return prerequisitesIn(file.text).map(({ target, offset, words }) =>
      wordsRegister(
        { kind: 'gathered-targets', words, pointer: `target ${numbered(target)}`, offset, label: target },
        file,
        context,
      ),
    );
  },
};

interface Prerequisites {
  target: string;
  offset: number;
  words: Word[];
}

/** What each target of a Makefile stands on, where that is more than one word and nothing but words. */
function prerequisitesIn(text: string): Prerequisites[] {
  const rule = /^(\.PHONY|[A-Za-z_][\w.-]*)[ \t]*::?(?![=:])([^#;]*)/;
  return makeLines(text).flatMap(({ start, end, recipe }) => {
    const [whole = '', target = '', written = ''] = recipe ? [] : (rule.exec(text.slice(start, end)) ?? []);
    const from = start + whole.length - written.length;
    if (target === '' || /[$=%|()]/.test(written)) return [];
    const words = [...written.matchAll(/[^\s\\]+/g)].map(({ 0: word, index }) => ({
      text: word,
      start: from + index,
      end: from + index + word.length,
    }));
    return words.length > 1 ? [{ target, offset: start, words }] : [];
  });
}
