import { expect, test } from '@jest/globals';
import { matchesArgoGlob } from '@rollcall/domain/argocd/glob';
import { argoAddress } from '@rollcall/domain/argocd/source-address';

// Written by `url.Parse` and `String` of Go 1.26.8, with the lines of `NormalizeGitURL` of Argo CD 3.6 around them.
test.each([
  ['https://Git.Example.com/Shop/x.git', 'https://git.example.com/shop/x'],
  ['https://git.example.com/a%2fb/x', 'https://git.example.com/a%2fb/x'],
  ['https://git.example.com/a b/x', 'https://git.example.com/a%20b/x'],
  ['https://git.example.com/a%20b/x.git', 'https://git.example.com/a%20b/x'],
  ['https://git.example.com/a%7eb', 'https://git.example.com/a%7eb'],
  ['https://git.example.com/{a,b}/*', 'https://git.example.com/%7Ba,b%7D/%2A'],
  ['https://git.example.com/a*b{c', 'https://git.example.com/a%2Ab%7Bc'],
  ['https://git.example.com/[ab]/*', 'https://git.example.com/[ab]/*'],
  ['https://git.example.com/shop/\\*', 'https://git.example.com/shop/%5C%2A'],
  ['https://git.example.com/ä/x', 'https://git.example.com/%C3%A4/x'],
  ['https://*.example.com/*', 'https://*.example.com/*'],
  ['https://git.example.com/*?x', 'https://git.example.com/*?x'],
  ['https://git.example.com/x#frag', 'https://git.example.com/x#frag'],
  ['https://git.example.com/x?', 'https://git.example.com/x?'],
  ['https://*:443/x', 'https://*:443/x'],
  ['https://user:pa%20ss@git.example.com/x', 'https://user:pa%20ss@git.example.com/x'],
  ['git@git.example.com:shop/x.git', 'git@git.example.com/shop/x'],
  ['git@git.example.com:shop/{a,b}', 'git@git.example.com/shop/%7Ba,b%7D'],
  ['ssh://git@git.example.com:22/x', 'git@git.example.com:22/x'],
  ['oci://registry.example.com/charts', 'oci://registry.example.com/charts'],
  ['git.example.com/x y', 'git.example.com/x%20y'],
  ['*', '*'],
  ['**', '**'],
  ['https://[ab].example.com/x', ''],
  ['https://git.example.com/a%zz', ''],
  ['https://{a,b}.example.com/x', ''],
  ['https://git.example.com:*/x', ''],
])('%j is %j for Argo CD', (url, expected) => {
  expect(argoAddress(url)).toBe(expected);
});

test('a pattern with braces permits nothing, not even what it spells out', () => {
  const pattern = argoAddress('https://git.example.com/{shop,tools}/*');
  expect(matchesArgoGlob(pattern, argoAddress('https://git.example.com/shop/cart'), '/')).toBe(false);
});
