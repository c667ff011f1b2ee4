import { classifyShell, shellCode } from '../../shell/shell-text.ts';
import { readWords, type ShellRegion, shellRegions, type Word } from '../../shell/shell-words.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { pointerNumbering, type Register, type RegisterContext, type RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/**
 * `SERVICES=(a b c)`, with values behind the names (`[a]=8080`, `a:8080`) or without, and `SERVICES="a b c"`,
 * which a loop takes apart.
 */
export const shellArray: RegisterKind = {
  id: 'shell-array',
  find: (file, context) =>
    assignment.test(file.text) ? shellRegions(file).flatMap((region) => arraysIn(region, file, context)) : [],
};

/** What starts a list, to look for before a file is parsed for its scripts. */
const assignment = /\w\+?=(?:\(|["']\s*[\w./@-]+[\s,\\])/;

function arraysIn(region: ShellRegion, file: SourceFile, context: RegisterContext): (Register | null)[] {
  const { text } = file;
  const script = text.slice(region.start, region.end);
  const assignments = /(?<![^\s;&|(])([A-Za-z_]\w*)\+?=(?:\(|(["'])(?=\s*[\w./@-]+[\s,\\]))/g;
  const classes = classifyShell(script);
  const numbered = pointerNumbering();
  return [...script.matchAll(assignments)].map((match) => {
    if (classes[match.index] !== shellCode) return null;
    const [written, name = '', quote] = match;
    const from = region.start + match.index + written.length;
    const words =
      quote === undefined
        ? readWords(text, from, region.end, 'array').words
        : quotedWords(text, from, region.end, quote);
    if (!words || words.length === 0) return null;
    const pointer = `${region.pointer} array ${numbered(name)}`.trimStart();
    const place = { pointer, offset: region.start + match.index, label: `${name} ${region.label}` };
    return wordsRegister({ kind: 'shell-array', words, ...place, quoted: quote !== undefined }, file, context);
  });
}

/** The words of `"a b c"`; null for what is more than words. */
function quotedWords(text: string, from: number, to: number, quote: string): Word[] | null {
  const end = text.indexOf(quote, from);
  if (end === -1 || end > to) return null;
  const content = text.slice(from, end);
  if (!/^(?:[\w./@:-]|[\s,]|\\\r?\n)*$/.test(content)) return null;
  return [...content.matchAll(/[\w./@:-]+/g)].map(({ 0: word, index }) => ({
    text: word,
    start: from + index,
    end: from + index + word.length,
  }));
}
