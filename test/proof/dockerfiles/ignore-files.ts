import fc from 'fast-check';

/** An ignore file, and the files of a context that are asked about. */
export interface IgnoreCase {
  text: string;
  paths: string[];
}

const names = fc.constantFrom(
  'a',
  'b',
  'ab',
  'docs',
  'x.md',
  'b.md',
  'm.pyc',
  '.git',
  'a+b',
  'a b',
  '한',
  '😀',
  '!a',
  '[x]',
);

const paths = fc
  .uniqueArray(
    fc.array(names, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/')),
    { minLength: 1, maxLength: 10 },
  )
  // A path cannot be a file and a folder.
  .map((all) => all.filter((path) => !all.some((other) => other.startsWith(`${path}/`))));

const special = fc.constantFrom(
  ...['*', '**', '***', '?', '*.md', '**.md', '**.pyc', 'a**', '**b', '*b*', '.*', 'd?cs', '[ab]', '[^a]', '[a-c]*'],
  ...[
    'a[^b]b',
    '\\*',
    '\\[x\\]',
    '[\\[]x]',
    '!a',
    '..',
    '.',
    '',
    'x.*',
    '{a,b}',
    '\\!a',
    '#a',
    ' a',
    'a ',
    'A',
    '$',
    '(a)',
  ],
);

/** What BuildKit refuses, and what its regular expressions read in a way of their own. */
const odd = fc.constantFrom('\\a', 'a|b*', '*^', '^', '[a', '*{1}', '[]a]', '[a-]', '[*]', 'a\\');

const pattern = fc
  .array(
    fc.oneof({ weight: 60, arbitrary: names }, { weight: 40, arbitrary: special }, { weight: 1, arbitrary: odd }),
    { minLength: 1, maxLength: 4 },
  )
  .map((segments) => segments.join('/'));

const line = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '!', '/', './', ' ', '! ', '!/', '/!', '!!', '#'),
    pattern,
    fc.constantFrom('', '', '', '/', ' ', '/**', '/*', '\r'),
  )
  .map((parts) => parts.join(''));

export const ignoreCases: fc.Arbitrary<IgnoreCase> = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 6 }), paths, fc.constantFrom('', '', '', '\uFEFF'))
  .map(([lines, asked, start]) => ({ text: `${start}${lines.join('\n')}`, paths: asked }));
