import { ignoreRules, parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
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
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    const last =
      lines
        .filter((line) => !line.startsWith('#'))
        .at(-1)
        ?.trim() ?? '';
    for (const path of paths) {
      const ignored = rules.ignores(path);
      if (rules.ignores(path) !== ignored) throw new Error(`two answers for ${path}`);
      // The last pattern that matches decides: an exception of all behind the others leaves nothing out.
      if (parseIgnoreRules(`${text}\n!**\n`).ignores(path)) throw new Error(`${path} is left out behind !**`);
      if (!parseIgnoreRules(`${text}\n**\n`).ignores(path)) throw new Error(`${path} is not left out behind **`);
      // A comment and an empty line say nothing.
      if (parseIgnoreRules(`# x\n\n${text.replace(/^\uFEFF/, '')}\n#y\n \n`).ignores(path) !== ignored)
        throw new Error(`a comment changes what becomes of ${path}`);
      if (last !== '' && last.startsWith('!') && ignoreRules([last.slice(1)]).ignores(path) && ignored)
        throw new Error(`${path} is left out, though the last line takes it back`);
    }
  },
});
