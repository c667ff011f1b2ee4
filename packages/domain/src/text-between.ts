/** The spans of a text from one mark to the next other one, the marks with them. What is never closed is none. */
function* spansBetween(text: string, open: string, close: string): Iterable<readonly [from: number, to: number]> {
  for (let from = text.indexOf(open); from !== -1; ) {
    const end = text.indexOf(close, from + open.length);
    if (end === -1) return;
    const to = end + close.length;
    yield [from, to];
    from = text.indexOf(open, to);
  }
}

/** What stands first between two marks, without them: `a` of `<parent>a</parent>`. */
export function textBetween(text: string, open: string, close: string): string | null {
  for (const [from, to] of spansBetween(text, open, close)) return text.slice(from + open.length, to - close.length);
  return null;
}

/** A text of the same length and lines with blanks in the place of what stands between two marks, and of these. */
export function blankBetween(text: string, open: string, close: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const [from, to] of spansBetween(text, open, close)) {
    parts.push(text.slice(at, from), text.slice(from, to).replace(/[^\r\n]/g, ' '));
    at = to;
  }
  return `${parts.join('')}${text.slice(at)}`;
}
