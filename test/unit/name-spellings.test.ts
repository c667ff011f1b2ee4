import { expect, test } from '@jest/globals';
import { programStem, wordAround } from '@rollcall/domain/name-spellings';

test('wordAround gives the whole word that a range is in, and looks no further than a name is long', () => {
  const text = `x ${'a'.repeat(5)}-cart_b.c/d`;
  const start = text.indexOf('cart');
  expect(wordAround(text, start, start + 4)).toBe('aaaaa-cart_b.c');
  const long = 'a'.repeat(100_000);
  expect(wordAround(long, 50_000, 50_001).length).toBeLessThan(1000);
});

test('programStem takes off the word for the kind of program, if there is one', () => {
  expect(['cart-service', 'cart_api', 'cart', 'service'].map(programStem)).toEqual(['cart', 'cart', null, null]);
});
