/** Words in lines of a width, each behind an indent. A word that is longer has a line of its own. */
export function foldedText(text: string, blanks: number, width: number): string[] {
  const room = Math.max(30, width - blanks);
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of text.split(' ')) {
    const wide = columnsOf(word);
    if (line !== '' && length + 1 + wide > room) {
      lines.push(line);
      line = '';
      length = 0;
    }
    length += wide + (line === '' ? 0 : 1);
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${' '.repeat(blanks)}${one}`);
}

/** The columns that a text takes: two for a character of Chinese, Japanese and Korean, and for most pictures. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => {
    const code = character.codePointAt(0) ?? 0;
    return sum + (wideCharacters.some(([first, last]) => code >= first && code <= last) ? 2 : 1);
  }, 0);
}

/** Blocks whose characters are wide, as UAX #11 (Unicode 16) says. */
const wideCharacters: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];
