import { expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { parseServiceTags } from '@rollcall/domain/verify/fixes/clone/service-tags';

test('service and tag', () => {
  expect([...parseServiceTags(['cart-service=1-a', 'web=v1.2.3'])]).toEqual([
    ['cart-service', '1-a'],
    ['web', 'v1.2.3'],
  ]);
});

test.each([
  [['cart-service'], '"cart-service" is not SERVICE=TAG'],
  [['=1-a'], '"=1-a" is not SERVICE=TAG'],
  [['a=1-a', 'a=2-b'], 'two tags are given for "a"'],
  [['a='], '"" is not a tag that a registry accepts'],
  [['a=b=c'], '"b=c" is not a tag that a registry accepts'],
  [['a=latest'], 'the tag "latest" moves'],
  [['a=v1-latest'], 'the tag "v1-latest" moves'],
])('%j is refused', (given, words) => {
  expect(() => parseServiceTags(given)).toThrow(UserError);
  expect(() => parseServiceTags(given)).toThrow(words);
});
