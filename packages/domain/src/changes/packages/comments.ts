/** Comments blanked, so that places stay. Two slashes inside quotes (a URL) are no comment. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*["\\]?|'(?:[^'\\\n]|\\.)*['\\]?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (all, quoted: string | undefined) => quoted ?? all.replace(/[^\n]/g, ' '),
  );
}
