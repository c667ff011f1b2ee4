import { allowLength, asciiOf, asText, type GoFunction, intOf, listOf, taking, textOf } from './arguments.ts';
import { formatted, jsonText, quoted, yamlText } from './printing.ts';
import { type GoValue, isGoList, NotKnown, printed, type Spend } from './values.ts';

/** A function of one text, the last of its arguments; the others say how. */
function ofText(count: number, change: (text: string, options: readonly string[], spend: Spend) => string): GoFunction {
  return taking(count, (values, spend) => {
    const words = values.map(textOf);
    return change(words.at(-1) ?? '', words.slice(0, -1), spend);
  });
}

function asked(holds: (text: string, part: string) => boolean): GoFunction {
  return taking(2, ([part, text]) => holds(textOf(text), textOf(part)));
}

/** `SanitizeName` of Argo CD: a name as an object of Kubernetes may have it. */
export function normalizedName(name: string): string {
  const letters = name.toLowerCase().replace(/[^-a-z0-9.]/g, '-');
  return trimmed(letters.slice(0, 253), '-.');
}

/** Without these letters at both ends. */
function trimmed(text: string, letters: string): string {
  let [start, end] = [0, text.length];
  while (start < end && letters.includes(text[start] ?? '')) start += 1;
  while (end > start && letters.includes(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
}

/** `slugify [size] [smart] name`, as Argo CD calls github.com/gosimple/slug: a smart one ends at a dash. */
const slugify = taking([1, 3], (values) => {
  const [size, smart] = values.slice(0, -1);
  const longest = size === undefined ? 50 : intOf(size);
  if (smart !== undefined && typeof smart !== 'boolean') throw new NotKnown('arguments that slugify refuses');
  const name = normalizedName(asciiOf(values.at(-1)));
  if (longest <= 0) throw new NotKnown('a slug of no length');
  const cut = smart === false && name.length >= longest ? name.slice(0, longest) : name;
  const slug = trimmed(cut.replace(/[^a-z0-9_-]/g, '-').replace(/-+/g, '-'), '-_');
  if (smart === false || slug.length <= longest) return slug;
  const dash = slug.lastIndexOf('-', longest);
  return slug.slice(0, dash === -1 ? longest : dash);
});

/** `substr start end text` of Sprig. */
const substr = taking(3, ([from, to, value]) => {
  const [text, start, end] = [asciiOf(value), intOf(from), intOf(to)];
  if (start < 0) return end >= 0 && end <= text.length ? text.slice(0, end) : refuse();
  if (start > text.length || (end >= 0 && end <= text.length && end < start)) return refuse();
  return end < 0 || end > text.length ? text.slice(start) : text.slice(start, end);
});

function refuse(): never {
  throw new NotKnown('a range beyond the text');
}

const trunc = taking(2, ([count, value]) => {
  const [length, text] = [intOf(count), asciiOf(value)];
  if (length < 0) return text.length + length > 0 ? text.slice(length) : text;
  return text.slice(0, length);
});

function replaceAll(text: string, [from = '', to = '']: readonly string[], spend: Spend): string {
  if (from === '') throw new NotKnown('a text between all letters');
  const parts = text.split(from);
  allowLength(text.length + parts.length * to.length, spend);
  return parts.join(to);
}

const repeat = taking(2, ([count, value], spend) => {
  const [times, text] = [intOf(count), textOf(value)];
  if (times < 0) throw new NotKnown('a count below zero');
  allowLength(times * text.length, spend);
  return text.repeat(times);
});

function indentation(before: string): GoFunction {
  return taking(2, ([count, value], spend) => {
    const [blanks, text] = [intOf(count), textOf(value)];
    if (blanks < 0) throw new NotKnown('a count below zero');
    const lines = text.split('\n');
    allowLength(text.length + lines.length * blanks, spend);
    const pad = ' '.repeat(blanks);
    return before + pad + lines.join(`\n${pad}`);
  });
}

/** `strings.Title`: the first letter of each word in capitals. */
function titled(text: string): string {
  return asciiOf(text).replace(/(?<![A-Za-z0-9_])[a-z]/g, (letter) => letter.toUpperCase());
}

const joined: GoFunction = taking(2, ([separator, value], spend) => {
  const items: readonly GoValue[] = isGoList(value) ? value.filter((item) => item !== null) : [value ?? null];
  const texts = items.map((item) => asText(item, spend));
  const between = textOf(separator);
  allowLength(
    texts.reduce((sum, text) => sum + text.length + between.length, 0),
    spend,
  );
  return texts.join(between);
});

/** As `path.Clean` of Go. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!path.startsWith('/')) parts.push(part);
  }
  const text = parts.join('/');
  return path.startsWith('/') ? `/${text}` : text || '.';
}

function basePath(path: string): string {
  if (path === '') return '.';
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return end === 0 ? '/' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

function extension(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') ? path.slice(dot) : '';
}

/** `print` puts a blank between two values of which none is a text. */
const print: GoFunction = (values, spend) =>
  values
    .map((value, index) => {
      const isApart = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
      return `${isApart ? ' ' : ''}${printed(value, spend)}`;
    })
    .join('');

function quotedAll(quote: (text: string) => string): GoFunction {
  return (values, spend) =>
    values
      .filter((value) => value !== null)
      .map((value) => quote(asText(value, spend)))
      .join(' ');
}

const sorted: GoFunction = taking(1, ([value], spend) => {
  const texts = listOf(value).map((item) => asciiOf(asText(item, spend)));
  spend(texts.length * 4);
  return texts.sort();
});

/**
 * `kebabcase` and `snakecase` of Sprig, by github.com/huandu/xstrings 1.5.0: words of letters, which a capital begins
 * or one of `-_ ` parts. Digits belong to the word before or behind them by rules of their own, which are not followed.
 */
function inLowerCase(connector: string): GoFunction {
  return ofText(1, (text) => {
    if (!/^(?:[A-Za-z]+(?:[-_ ][A-Za-z]+)*)?$/.test(text)) throw new NotKnown('words of other letters');
    const words = text.replace(/([a-z])(?=[A-Z])/g, '$1 ').replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ');
    return words.replace(/[-_ ]/g, connector).toLowerCase();
  });
}

/** What Sprig, text/template and Argo CD 3.6 do with texts. */
export const textFunctions: readonly (readonly [string, GoFunction])[] = [
  ['normalize', ofText(1, (text) => normalizedName(asciiOf(text)))],
  ['slugify', slugify],
  ['lower', ofText(1, (text) => text.toLowerCase())],
  ['upper', ofText(1, (text) => text.toUpperCase())],
  ['title', ofText(1, titled)],
  ['kebabcase', inLowerCase('-')],
  ['snakecase', inLowerCase('_')],
  ['untitle', ofText(1, (text) => asciiOf(text).replace(/(?<![A-Za-z0-9_])[A-Z]/g, (letter) => letter.toLowerCase()))],
  ['trim', ofText(1, (text) => asciiOf(text).trim())],
  ['nospace', ofText(1, (text) => asciiOf(text).replace(/[\t-\r ]/g, ''))],
  ['trimAll', ofText(2, (text, [letters = '']) => trimmed(text, asciiOf(letters)))],
  ['trimall', ofText(2, (text, [letters = '']) => trimmed(text, asciiOf(letters)))],
  ['trimPrefix', ofText(2, (text, [start = '']) => (text.startsWith(start) ? text.slice(start.length) : text))],
  [
    'trimSuffix',
    ofText(2, (text, [end = '']) => (text.endsWith(end) ? text.slice(0, text.length - end.length) : text)),
  ],
  ['trunc', trunc],
  ['substr', substr],
  ['replace', ofText(3, replaceAll)],
  ['repeat', repeat],
  ['indent', indentation('')],
  ['nindent', indentation('\n')],
  ['plural', taking(3, ([one, many, count]) => (intOf(count) === 1 ? textOf(one) : textOf(many)))],
  ['contains', asked((text, part) => text.includes(part))],
  ['hasPrefix', asked((text, part) => text.startsWith(part))],
  ['hasSuffix', asked((text, part) => text.endsWith(part))],
  ['base', ofText(1, basePath)],
  ['dir', ofText(1, (path) => cleanPath(path.slice(0, path.lastIndexOf('/') + 1)))],
  ['clean', ofText(1, cleanPath)],
  ['ext', ofText(1, extension)],
  ['isAbs', taking(1, ([path]) => textOf(path).startsWith('/'))],
  ['toString', taking(1, ([value], spend) => asText(value, spend))],
  ['quote', quotedAll(quoted)],
  ['squote', quotedAll((text) => `'${text}'`)],
  [
    'cat',
    (values, spend) =>
      values
        .filter((value) => value !== null)
        .map((value) => printed(value, spend))
        .join(' '),
  ],
  ['print', print],
  ['println', (values, spend) => `${values.map((value) => printed(value, spend)).join(' ')}\n`],
  ['printf', ([format, ...values], spend) => formatted(textOf(format), values, spend)],
  ['join', joined],
  ['sortAlpha', sorted],
  ['toStrings', taking(1, ([value], spend) => listOf(value).map((item) => asText(item, spend)))],
  ['toJson', taking(1, ([value = null], spend) => jsonText(value, spend))],
  ['toYaml', taking(1, ([value = null], spend) => yamlText(value, spend))],
];
