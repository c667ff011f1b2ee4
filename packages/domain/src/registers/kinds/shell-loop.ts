import { classifyShell, shellCode } from '../../shell/shell-text.ts';
import { readWords, shellRegions } from '../../shell/shell-words.ts';
import type { RegisterKind } from '../register.ts';
import { wordsRegister } from '../word-list.ts';

/** `for service in a b c; do` in a script, a step's script or a recipe. */
export const shellLoop: RegisterKind = {
  id: 'shell-loop',
  find: (file, context) => {
    const counts = new Map<string, number>();
    return shellRegions(file).flatMap((region) => {
      const script = file.text.slice(region.start, region.end);
      const loops = [...script.matchAll(/(?<![\w$"'.-])for[ \t]+([A-Za-z_]\w*)[ \t]+in(?=[ \t\\])/g)];
      if (loops.length === 0) return [];
      const classes = classifyShell(script);
      let read = 0;
      return loops.flatMap((match) => {
        // A word of another loop's list is none.
        if (classes[match.index] !== shellCode || region.start + match.index < read) return [];
        const offset = region.start + match.index;
        const found = readWords(file.text, offset + match[0].length, region.end, 'command');
        read = found.end;
        if (!found.words || !/^[;\s\\]*do\b/.test(file.text.slice(found.end, found.end + 200))) return [];
        const key = `${region.pointer} for ${match[1]}`.trim();
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        const pointer = count > 1 ? `${key} ${count}` : key;
        const place = { pointer, offset, label: `${match[1]} ${region.label}` };
        const register = wordsRegister({ kind: 'shell-loop', words: found.words, ...place }, file, context);
        return register ? [register] : [];
      });
    });
  },
};
