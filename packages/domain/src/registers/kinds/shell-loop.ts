import { classifyShell, shellCode } from '../../shell/shell-text.ts';
import { braceWords, readWords, shellRegions } from '../../shell/shell-words.ts';
import { pointerNumbering, type RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/** `for service in a b c; do` in a script, a step's script or a recipe. */
export const shellLoop: RegisterKind = {
  id: 'shell-loop',
  find: (file, context) => {
    if (!/for[ \t]+[A-Za-z_]\w*[ \t]+in[ \t\\]/.test(file.text)) return [];
    const numbered = pointerNumbering();
    return shellRegions(file).flatMap((region) => {
      const script = file.text.slice(region.start, region.end);
      const loops = [...script.matchAll(/(?<![\w$"'.-])for[ \t]+([A-Za-z_]\w*)[ \t]+in(?=[ \t\\])/g)];
      if (loops.length === 0) return [];
      const classes = classifyShell(script);
      let readUntil = 0;
      return loops.map((match) => {
        const offset = region.start + match.index;
        // A word of another loop's list starts no loop.
        if (classes[match.index] !== shellCode || offset < readUntil) return null;
        const from = offset + match[0].length;
        const braces = braceWords(file.text, from, region.end);
        const { words, end } = braces ?? readWords(file.text, from, region.end, 'command');
        readUntil = end;
        if (!words || !/^[;\s\\]*do\b/.test(file.text.slice(end, end + 200))) return null;
        const pointer = numbered(`${region.pointer} for ${match[1]}`.trim());
        const list = { words, pointer, offset, label: `${match[1]} ${region.label}`, isBraced: braces !== null };
        return wordsRegister({ kind: 'shell-loop', ...list }, file, context);
      });
    });
  },
};
