/** 1-based lines of places in a text; cheap for places that are asked for in ascending order. */
export function lineCounter(text: string): (offset: number) => number {
  let counted = 0;
  let line = 1;
  return (offset) => {
    if (offset < counted) [counted, line] = [0, 1];
    for (let at = text.indexOf('\n', counted); at >= 0 && at < offset; at = text.indexOf('\n', counted)) {
      line += 1;
      counted = at + 1;
    }
    return line;
  };
}

/** 1-based line of the first place of some words; 1 when they are not there. */
export function lineOf(text: string, words: string): number {
  return lineCounter(text)(Math.max(text.indexOf(words), 0));
}
