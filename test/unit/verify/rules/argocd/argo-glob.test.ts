import { describe, expect, test } from '@jest/globals';
import { matchesArgoGlob } from '@rollcall/domain/verify/rules/argocd/argo-glob';
import fc from 'fast-check';

describe('matchesArgoGlob', () => {
  test.each([
    ['*', 'anything/at/all', '/', true],
    ['https://git.example.com/shop/*', 'https://git.example.com/shop/app', '/', true],
    ['https://git.example.com/*', 'https://git.example.com/shop/app', '/', false],
    ['https://git.example.com/**', 'https://git.example.com/shop/app', '/', true],
    ['shop-*', 'shop-prod', '', true],
    ['shop-*', 'shop-', '', true],
    ['shop-*', 'shop', '', false],
    ['shop-*', 'my-shop-prod', '', false],
    ['https://*', 'https://a/b', '', true],
    ['shop-?', 'shop-a', '', true],
    ['shop-?', 'shop-ab', '', false],
    ['shop-[ab]', 'shop-b', '', true],
    ['shop-[!ab]', 'shop-b', '', false],
    ['shop-[a-c]', 'shop-b', '', true],
    ['shop-{dev,prod}', 'shop-prod', '', true],
    ['shop-{dev,prod}', 'shop-test', '', false],
    ['', '', '', true],
    ['', 'a', '', false],
    ['a.b', 'axb', '', false],
    ['a\\*', 'a*', '', true],
    ['[', '[', '', true],
    ['{a,b}'.repeat(20), 'c', '', true],
  ])('%j and %j, separated by %j: %j', (pattern, text, separator, expected) => {
    expect(matchesArgoGlob(pattern, text, separator)).toBe(expected);
  });

  test('a pattern of plain characters, stars and marks is what the same regular expression is', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '/', '*', '?'), { maxLength: 8 }).map((parts) => parts.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = pattern.replace(/\*\*+|\*|\?/g, (part) =>
          part.length > 1 ? '[^]*' : part === '*' ? '[^/]*' : '[^/]',
        );
        const expected = pattern === '*' || new RegExp(`^${source}$`).test(text);
        expect(matchesArgoGlob(pattern, text, '/')).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('a hostile pattern takes no time', () => {
    const started = performance.now();
    expect(matchesArgoGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
