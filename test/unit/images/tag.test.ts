import { describe, expect, test } from '@jest/globals';
import { helmSetType } from '@rollcall/domain/helm/set-values';
import { formatImageReference, parseImageReference } from '@rollcall/domain/images/image-reference';
import { isLegalTag, isMutableTag } from '@rollcall/domain/images/tag';
import { readsAsNumber, readsAsString } from '@rollcall/domain/yaml/plain-scalar';

test.each([
  ['165-cf185b1', true],
  ['_x', true],
  ['v1.2.3', true],
  ['a'.repeat(128), true],
  ['a'.repeat(129), false],
  ['', false],
  ['.x', false],
  ['-x', false],
  ['a/b', false],
  ['a:b', false],
  ['a b', false],
  ['a\n', false],
  ['ä', false],
])('isLegalTag(%j) is %j', (tag, legal) => {
  expect(isLegalTag(tag)).toBe(legal);
});

test.each([
  ['latest', true],
  ['Latest', true],
  ['1.2-latest', true],
  ['stable', true],
  ['main', true],
  ['master', true],
  ['dev', true],
  ['', true],
  ['  ', true],
  ['${{ github.sha }}', true],
  ['165-cf185b1', false],
  ['latest-fix-165', false],
  ['v1', false],
  ['devotion', false],
])('isMutableTag(%j) is %j', (tag, mutable) => {
  expect(isMutableTag(tag)).toBe(mutable);
});

test.each([
  ['1234567', 'integer'],
  ['0', 'integer'],
  ['-5', 'integer'],
  ['9223372036854775807', 'integer'],
  ['9223372036854775808', 'string'],
  ['1'.repeat(100), 'string'],
  ['0123456', 'string'],
  ['12e4567', 'string'],
  ['1.10', 'string'],
  ['TRUE', 'boolean'],
  ['false', 'boolean'],
  ['Null', 'null'],
  ['yes', 'string'],
  ['165-cf185b1', 'string'],
])('helmSetType(%j) is %j', (value, type) => {
  expect(helmSetType(value)).toBe(type);
});

describe('plain text that a parser types', () => {
  test.each(['1234567', '12e4567', '0123456', '0o17', '0b11', '0x1F', '0X1F', '1_000', '1e5_', '.5', '1.10', '190_2'])(
    '%s is a number',
    (text) => {
      expect(readsAsNumber(text)).toBe(true);
      expect(readsAsString(text)).toBe(false);
    },
  );
  test.each([
    'on',
    'y',
    'No',
    'TRUE',
    'null',
    '~',
    '',
    '2026-01-05',
    '190:20:30',
    'a: b',
    'a #b',
    '- a',
    '[a]',
    'a, b',
    '"a"',
    '&a',
    '*a',
    '!a',
    '%a',
    '@a',
    '`a',
    ' a',
    'a ',
    'a\nb',
    '---',
  ])('%j is not itself', (text) => {
    expect(readsAsString(text)).toBe(false);
  });
  test.each(['165-cf185b1', '1.2.3', 'v1', '_1', '__', 'ghcr.io/a/b', 'localhost:5000/a', `sha256:${'a'.repeat(64)}`])(
    '%s is a string',
    (text) => {
      expect(readsAsString(text)).toBe(true);
      expect(readsAsNumber(text)).toBe(false);
    },
  );
});

const digest = `sha256:${'0a'.repeat(32)}`;
test.each([
  ['nginx', { registry: null, repository: 'nginx', tag: null, digest: null }],
  ['library/nginx:1.27', { registry: null, repository: 'library/nginx', tag: '1.27', digest: null }],
  ['ghcr.io/example/shop/cart:1-a', { registry: 'ghcr.io', repository: 'example/shop/cart', tag: '1-a', digest: null }],
  ['localhost:5000/a', { registry: 'localhost:5000', repository: 'a', tag: null, digest: null }],
  ['localhost/a', { registry: 'localhost', repository: 'a', tag: null, digest: null }],
  [`r.example.com:5000/a/b:t@${digest}`, { registry: 'r.example.com:5000', repository: 'a/b', tag: 't', digest }],
  [`a@${digest}`, { registry: null, repository: 'a', tag: null, digest }],
  ['[::1]:5000/a:t', { registry: '[::1]:5000', repository: 'a', tag: 't', digest: null }],
])('image reference %s', (text, reference) => {
  expect(parseImageReference(text)).toEqual(reference);
  expect(formatImageReference(reference)).toBe(text);
});

test.each([
  '',
  'A',
  'a:',
  'a:b:c',
  'a@sha256:1',
  'a b',
  '/a',
  'a//b',
  'a/',
  '-r.io/a',
  'a@x@y',
  'https://a/b',
  '../a',
  `${'a/'.repeat(5000)}a`,
])('no image reference: %j', (text) => {
  expect(parseImageReference(text)).toBeUndefined();
});
