import { describe, expect, test } from '@jest/globals';
import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import { checkImages } from '@rollcall/domain/bump/check-images';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import { UserError } from '@rollcall/domain/user-error';

function check(...images: ImageRequest[]) {
  const request: BumpRequest = { environment: 'prod', images, onMissing: 'error', mutableTags: 'forbid' };
  return checkImages(request);
}

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image: ImageRequest = { service: 'cart-service', tag: '2-b' };

test('images come by service, whatever their order was', () => {
  const { images } = check({ ...image, service: 'b' }, { ...image, service: 'c' }, { ...image, service: 'a' });
  expect(images.map(({ service }) => service)).toEqual(['a', 'b', 'c']);
});

describe('a service that is given twice', () => {
  const whole = { ...image, digest: digest('a'), repository: 'shop/cart', registry: 'ghcr.io' };

  test('with the same image is given once', () => {
    expect(check(whole, { ...whole }).images).toEqual([whole]);
  });

  test.each<[string, Partial<ImageRequest>]>([
    ['tag', { tag: '3-c' }],
    ['digest', { digest: digest('b') }],
    ['repository', { repository: 'shop/other' }],
    ['registry', { registry: 'quay.io' }],
  ])('with another %s is refused', (_part, other) => {
    expect(() => check(whole, { ...whole, ...other })).toThrow('given twice, with different images');
  });
});

test.each(['shop/cart', 'ghcr.io/shop/cart', 'localhost:5000/cart', 'localhost:5000'])(
  'the repository %s is legal',
  (repository) => {
    expect(check({ ...image, repository }).images).toEqual([{ ...image, repository }]);
  },
);

test.each(['shop/Cart', 'a b', '/cart'])('the repository %s is none', (repository) => {
  expect(() => check({ ...image, repository })).toThrow(UserError);
});

test('a long value is told by its first 200 characters', () => {
  expect(() => check({ ...image, tag: 'x'.repeat(300) })).toThrow(/"x{200}"/);
});
