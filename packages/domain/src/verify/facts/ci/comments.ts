/** The lines of a text without what is said in comments, so that line numbers stay. */
export function linesWithoutComments(path: string, text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (/\.(?:md|adoc|rst)$/.test(path)) return lines;
  let inside: RegExp | null = null;
  return lines.map((line) => {
    let rest = line;
    if (inside) {
      if (!inside.test(rest)) return '';
      rest = rest.replace(inside, '');
      inside = null;
    }
    rest = stripComments(rest, /\{\{-?\s*\/\*/g, /\*\/\s*-?\}\}/g);
    if (/\{\{-?\s*\/\*/.test(rest)) {
      inside = /^.*?\*\/\s*-?\}\}/;
      rest = rest.replace(/\{\{-?\s*\/\*.*/, '');
    }
    if (/\.tf(?:vars)?$/.test(path)) rest = stripComments(rest, /\/\*/g, /\*\//g).replace(/(^|\s)\/\/.*/, '');
    if (/\.sql$/.test(path)) return rest.replace(/(^|\s)--.*/, '');
    if (/\.json$/.test(path)) return rest;
    if (/go\.work$|\.gradle(?:\.kts)?$|(?:^|\/)[^/]*[Jj]enkinsfile[^/]*$|\.groovy$/.test(path))
      return rest.replace(/(^|\s)\/\/.*/, '');
    return rest.replace(/(^|\s)#.*/, '');
  });
}

/** A line without its comments that end on it, in time linear in the line: one pattern for both ends is not. */
function stripComments(line: string, open: RegExp, close: RegExp): string {
  let kept = '';
  let at = 0;
  for (;;) {
    open.lastIndex = at;
    const start = open.exec(line);
    close.lastIndex = open.lastIndex;
    if (!start || !close.test(line)) return kept + line.slice(at);
    kept += line.slice(at, start.index);
    at = close.lastIndex;
  }
}
