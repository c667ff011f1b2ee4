import { parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
import { fuzz } from './fuzz.ts';

const paths = [
  'a',
  'services/cart/main.go',
  'services/cart/README.md',
  'constructor',
  '.git/config',
  'a b',
  'x/'.repeat(40),
  'a'.repeat(300),
];

fuzz({
  reader: 'ignore-file',
  share: 4,
  stepsPerCharacter: 30_000,
  seeds: [
    '**/node_modules\n*.md\n!README.md\n.git\n',
    '# all\n*\n!services/*/go.mod\n!**/[a-z]?.go\nfoo\\*\n',
    'a*a*a*b\n**/**/x\n./a/../b/\n',
  ],
  pieces: [
    '**',
    '*',
    '?',
    '!',
    '#',
    '[',
    ']',
    '[^',
    '[a-z]',
    '\\',
    '/',
    '../',
    './',
    '**/',
    '/**',
    '+',
    '(',
    ')',
    '{',
    '}',
    '|',
    '^',
    '$',
    ' ',
    'a',
    'services',
    'constructor',
    '.git',
    '.md',
  ],
  check: (text) => {
    const rules = parseIgnoreRules(text);
    for (const path of paths) {
      const ignored = rules.ignores(path);
      if (rules.ignores(path) !== ignored) throw new Error(`two answers for ${path}`);
      // What is not understood leaves nothing out.
      if (rules.unread.length > 0 && ignored) throw new Error(`${path} is left out by what is not understood`);
      if (parseIgnoreRules(`${text}\n!**\n`).ignores(path)) throw new Error(`${path} is left out behind !**`);
      if (rules.unread.length === 0 && !parseIgnoreRules(`${text}\n**\n`).ignores(path))
        throw new Error(`${path} is not left out behind **`);
      // A comment and an empty line say nothing.
      if (parseIgnoreRules(`# x\n\n${text.replace(/^\uFEFF/, '')}\n#y\n \n`).ignores(path) !== ignored)
        throw new Error(`a comment changes what becomes of ${path}`);
    }
  },
});
