/** Comments blanked, so that places stay. Two slashes inside quotes (a URL) are no comment. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*["\\]?|'(?:[^'\\\n]|\\.)*['\\]?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (all, quoted: string | undefined) => quoted ?? all.replace(/[^\n]/g, ' '),
  );
}

/** A file of JSON with comments, and commas behind the last item. */
export function parseLooseJson(text: string): unknown {
  return JSON.parse(
    withoutComments(text).replace(
      /("(?:[^"\\\n]|\\.)*")|,(?=\s*[\]}])/g,
      (_all, quoted: string | undefined) => quoted ?? '',
    ),
  );
}
