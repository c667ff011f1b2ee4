import { describe, expect, test } from '@jest/globals';
import { matchesArgoGlob, matchesResourcePattern } from '@rollcall/domain/argocd/glob';
import fc from 'fast-check';

// What github.com/gobwas/glob 1.0.0 answers, which Argo CD 3.6.1 uses: its Match was run for every line, and for 200,000
// random patterns besides. Where a first guess missed, the line says so.
describe('a pattern of Argo CD', () => {
  test.each<[pattern: string, text: string, separator: string, expected: boolean]>([
    ['https://git.example.com/shop/*', 'https://git.example.com/shop/app', '/', true],
    ['https://git.example.com/*', 'https://git.example.com/shop/app', '/', false],
    ['https://git.example.com/**', 'https://git.example.com/shop/app', '/', true],
    ['*', 'a/b', '/', false], // guessed: true. It is so only for the project's sources, which treat "*" apart.
    ['shop-*', 'shop-', '', true],
    ['shop-*', 'my-shop-prod', '', false],
    ['https://*', 'https://a/b', '', true],
    ['*.yaml', 'env/x/a.yaml', '', true],
    ['**/*.yaml', 'a.yaml', '', false], // guessed: true, as in .gitignore
    ['env/*', 'env/x/a.yaml', '', true],
    ['env', 'env/a.yaml', '', false],
    ['env/', 'env/a.yaml', '', false],
    ['?.yaml', 'a.yaml', '', true],
    ['?.yaml', 'ab.yaml', '', false],
    ['{*.yml,*.json}', 'x/a.json', '', true],
    ['*.yml,*.json', 'a.json', '', false],
    ['{a,{b,c}}d', 'cd', '', true], // guessed: false, as nested braces were taken literally
    ['{**/,}a.yaml', 'a.yaml', '', true],
    ['{**/,}a.yaml', 'x/y/a.yaml', '', true],
    ['{}a', 'a', '', true],
    ['a}', 'a}', '', true],
    ['(a|b)', 'a', '', false],
    ['[ab]c', 'bc', '', true],
    ['[a-c]', 'b', '', true],
    ['[!a]b', 'cb', '', true],
    ['[!a]b', 'ab', '', false],
    ['[^a]b', 'cb', '', false], // guessed: a negation. It is a class of ^ and a.
    ['[^a]b', 'ab', '', true],
    ['[ab-d]', 'c', '', false], // guessed: true. A range stands alone in its brackets.
    ['[ab-d]', '-', '', true],
    ['a\\*', 'a*', '', true],
    ['a.b', 'axb', '', false],
    ['', '', '', true],
    ['', 'a', '', false],
    ['[', '[', '', false], // guessed: true. A malformed pattern matches nothing.
    ['{a', '{a', '', false],
    ['a\\', 'a\\', '', false],
    ['[]', '[]', '', false],
    ['[a-bc]', 'b', '', false],
    ['ab*ba', 'aba', '', false],
  ])('%j and %j, separated by %j: %j', (pattern, text, separator, expected) => {
    expect(matchesArgoGlob(pattern, text, separator)).toBe(expected);
  });

  // Go's path/filepath.Match, which a project's lists of resources use.
  test.each<[pattern: string, text: string, expected: boolean]>([
    ['*', '', true],
    ['*.k8s.io', 'networking.k8s.io', true],
    ['{Role,RoleBinding}', 'Role', false], // guessed: true, as in the project's sources
    ['Role*', 'RoleBinding', true],
    ['[!R]ole', 'Hole', false],
    ['[^R]ole', 'Hole', true],
    ['[A-CR-T]ole', 'Role', true],
    ['[', '[', false],
    ['a\\*', 'a*', true],
    ['*', 'a/b', false],
  ])('of a resource list %j and %j: %j', (pattern, text, expected) => {
    expect(matchesResourcePattern(pattern, text)).toBe(expected);
  });

  test('a pattern of plain characters, stars and marks is what the same regular expression is', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '/', '*', '?'), { maxLength: 8 }).map((parts) => parts.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = pattern.replace(/\*\*+|\*|\?/g, (part) =>
          part.length > 1 ? '[^]*' : part === '*' ? '[^/]*' : '[^/]',
        );
        expect(matchesArgoGlob(pattern, text, '/')).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('a hostile pattern is matched', () => {
    expect(matchesArgoGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(matchesArgoGlob('{'.repeat(50_000), 'a')).toBe(false);
    expect(matchesArgoGlob(`${'{a,'.repeat(2000)}${'}'.repeat(2000)}`, 'a')).toBe(true);
    expect(matchesArgoGlob('['.repeat(50_000), 'a')).toBe(false);
    expect(matchesResourcePattern('['.repeat(50_000), 'a')).toBe(false);
  });
});
