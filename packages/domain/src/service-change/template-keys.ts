/**
 * A template in which the keys of values are as Helm parses them: one with a `-` stands in `index`. A name of one word
 * that another one replaces was a plain key.
 */
export function withParsedKeys(text: string): string {
  return text.replace(/(\$?\.Values(?:\.\w{1,99}){0,9})\.(\w{1,99}(?:-\w{1,99}){1,9})/g, '(index $1 "$2")');
}
