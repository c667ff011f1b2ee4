/**
 * A regular expression with texts in it that are known only when it runs: textPattern('g')`\b${name}\b`. A text stands
 * for itself, whatever its characters mean elsewhere; of a list, the first text that fits is taken, and an empty list
 * fits nothing. No other place makes an expression out of text: `test/structure/regular-expressions.test.ts` judges each
 * template as it judges a literal.
 */
export function textPattern(flags = '') {
  return ({ raw }: TemplateStringsArray, ...parts: readonly (string | readonly string[])[]): RegExp =>
    new RegExp(String.raw({ raw }, ...parts.map(sourceOf)), flags);
}

/** What any of several expressions finds, the first of them that does: linear where each of them is. */
export function eitherPattern(flags: string, patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|') || '(?!)', flags);
}

function sourceOf(part: string | readonly string[]): string {
  const texts = typeof part === 'string' ? [part] : part;
  return texts.length === 0 ? '(?!)' : `(?:${texts.map(escapeForRegExp).join('|')})`;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
