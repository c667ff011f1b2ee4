import { classifyShell, shellCode } from '../../shell/shell-text.ts';
import { readWords, type ShellRegion, shellRegions, type Word } from '../../shell/shell-words.ts';
import type { RegisterFile } from '../../yaml/source-file.ts';
import type { Register, RegisterContext, RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/**
 * `SERVICES=(a b c)`, with values behind the names (`[a]=8080`, `a:8080`) or without, and `SERVICES="a b c"`,
 * which a loop takes apart.
 */
export const shellArray: RegisterKind = {
  id: 'shell-array',
  find: (file, context) => shellRegions(file).flatMap((region) => arraysIn(region, file, context)),
};

function arraysIn(region: ShellRegion, file: RegisterFile, context: RegisterContext): Register[] {
  const { text } = file;
  const script = text.slice(region.start, region.end);
  const assignment = /(?<![^\s;&|(])([A-Za-z_]\w*)\+?=(?:\(|(["'])(?=\s*[\w./@-]+[\s,\\]))/g;
  const classes = classifyShell(script);
  const counts = new Map<string, number>();
  return [...script.matchAll(assignment)].flatMap((match) => {
    if (classes[match.index] !== shellCode) return [];
    const [written, name = '', quote] = match;
    const from = region.start + match.index + written.length;
    const words =
      quote === undefined
        ? readWords(text, from, region.end, 'array').words
        : quotedWords(text, from, region.end, quote);
    if (!words || words.length === 0) return [];
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const variable = count > 1 ? `${name} ${count}` : name;
    const pointer = [region.pointer, `array ${variable}`].filter((part) => part !== '').join(' ');
    const place = { pointer, offset: region.start + match.index, label: `${name} ${region.label}` };
    const register = wordsRegister(
      { kind: 'shell-array', words, ...place, quoted: quote !== undefined },
      file,
      context,
    );
    return register ? [register] : [];
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
