/**
 * A word of a command that a person copies, as a shell takes it: one word, on one line, whatever it holds. Names of
 * Applications, environments and branches are what somebody wrote into a file.
 */
export function shellWord(word: string): string {
  if (/^[\w./@:=+-]+$/.test(word)) return word;
  if (!control.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  // Only what is quoted so (bash, zsh, ksh) writes a line end without one.
  return `$'${word.replace(/[\\']/g, '\\$&').replace(controls, escaped)}'`;
}

const control = /[\p{Cc}\u2028\u2029]/u;
const controls = /[\p{Cc}\u2028\u2029]/gu;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
