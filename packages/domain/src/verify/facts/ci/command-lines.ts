import { memoize } from '../../../memo.ts';
import { classifyShell, shellComment, shellHeredoc } from '../../../shell/shell-text.ts';
import { shellRegions } from '../../../shell/shell-words.ts';
import { dockerfiles, isOfActions, scripts } from '../../../tree/file-types.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A command as it is run: lines that a backslash continues are one. Comments and here-documents are spaces. */
export interface CommandLine {
  path: string;
  /** Offset in the file; the text has the same length as what it stands for. */
  start: number;
  text: string;
}

/** The commands of scripts, Makefiles, Dockerfiles, and the `run` steps of workflows and actions. */
export const commandLines: (context: RuleContext) => readonly CommandLine[] = memoize((context) =>
  [...context.texts].flatMap(([path, text]) => {
    if (dockerfiles(path)) return linesOf(path, text.replace(/^[ \t]*#.*$/gm, blank), 0);
    if (!isOfActions(path) && (!scripts(path) || /\.(?:ya?ml|kts|gradle)$/.test(path))) return [];
    const yaml = isOfActions(path) ? (context.yaml(path) ?? null) : null;
    if (isOfActions(path) && !yaml) return [];
    return shellRegions({ path, text, yaml }).flatMap(({ start, end }) =>
      linesOf(path, codeOf(text.slice(start, end)), start),
    );
  }),
);

function codeOf(text: string): string {
  const classes = classifyShell(text);
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const hidden = classes[at] === shellComment || classes[at] === shellHeredoc;
    let end = at + 1;
    while (end < text.length && (classes[end] === shellComment || classes[end] === shellHeredoc) === hidden) end += 1;
    pieces.push(hidden ? blank(text.slice(at, end)) : text.slice(at, end));
    at = end;
  }
  return pieces.join('');
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function linesOf(path: string, text: string, offset: number): CommandLine[] {
  return [...text.matchAll(/(?:[^\\\n]|\\[\s\S])+/g)]
    .filter(([line]) => line.trim() !== '')
    .map((match) => ({ path, start: offset + match.index, text: match[0] }));
}
