import { resolveFrom } from './manifests.ts';

/** What stands before the braces around an offset; offsets are asked for in ascending order. */
export function blocksIn(text: string): (offset: number) => readonly string[] {
  const open: string[] = [];
  let [at, start] = [0, 0];
  return (offset) => {
    for (; at < offset; at += 1) {
      const character = text[at];
      if (character === '{') open.push(text.slice(Math.max(start, at - 300), at).trim());
      if (character === '}') open.pop();
      if (character === '{' || character === '}' || character === '\n' || character === ';') start = at + 1;
    }
    return open;
  };
}

/** Where paths of a script may begin. */
export interface ScriptFolders {
  /** Of the project that the script is about. */
  project: string;
  /** Of the build that it belongs to. */
  root: string;
}

/** An expression that begins at the top of the build: `rootProject.file(`, `new File(rootDir,`, `rootDir.resolve(`. */
const fromRoot = /\b(?:rootDir|settingsDir|rootProject)\b/;
const rootVariable =
  /^\$\{?(?:rootDir|settingsDir|(?:project\.)?rootProject\.(?:rootDir|projectDir)|project\.rootDir)\}?\/*/;
const projectVariable = /^\$\{?(?:projectDir|project\.projectDir)\}?\/*/;

/** What may stand before the text of a path whose meaning is known. */
const known = /\b(?:new|files?|File|uri|resolve|rootDir|settingsDir|projectDir|rootProject|project)\b|[\s().,]/g;

/**
 * The path that an expression of a script means; null where that is not known, or not in the repository. Gradle 4.4.1
 * resolves a path in a script that is applied from the folder of the project, too.
 *
 * @param expression with one text in quotes
 */
export function pathIn(expression: string, { project, root }: ScriptFolders): string | null {
  const [, before = '', text] = /^([^"']*)["']([^"'\n]*)["']/.exec(expression) ?? [];
  if (text === undefined || text.includes('://') || before.replace(known, '') !== '') return null;
  const rooted = text.replace(rootVariable, '');
  const own = rooted.replace(projectVariable, '');
  if (own.includes('$')) return null;
  return resolveFrom(rooted !== text || fromRoot.test(before) ? root : project, own);
}
