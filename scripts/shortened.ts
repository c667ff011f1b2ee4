import { minifySync } from '@swc/core';
import { modulesOf, parsed } from './modules-on-demand.ts';

const format = { comments: false, ascii_only: true } as const;

/**
 * A program of a bundle, shortened so that it starts sooner: comments, blanks, what nothing uses and the names of
 * variables go; those of functions and classes stay, so that what a stack says can still be understood. It is ASCII:
 * V8 reads that faster than a text with a single letter of two bytes.
 */
export function shortened(code: string): string {
  const kept = { keep_fnames: true, keep_classnames: true };
  const mangle = { ...kept, toplevel: false };
  const compress = { ...kept, defaults: false, unused: true, dead_code: true };
  const { code: short } = minifySync(code, { module: true, compress, mangle, format });
  return compiledAtOnce(short);
}

/**
 * Puts each module of webpack into parentheses. V8 takes a function in parentheses for one that is called at once, and
 * compiles it as it reads it; any other it reads once to skip it, and again when it is called, with all that is in it.
 */
function compiledAtOnce(code: string): string {
  const file = parsed(code);
  const pieces: string[] = [];
  let end = 0;
  for (const { initializer } of modulesOf(file)) {
    const start = initializer.getStart(file);
    pieces.push(code.slice(end, start), '(', code.slice(start, initializer.end), ')');
    end = initializer.end;
  }
  return [...pieces, code.slice(end)].join('');
}
