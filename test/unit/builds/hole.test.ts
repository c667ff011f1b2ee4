import { expect, test } from '@jest/globals';
import { fill, fillFrom, hole, saysFolder, withoutHoles } from '@rollcall/domain/builds/hole';

const [a, b] = [hole('a'), hole('b')];

test.each<[string, string, Record<string, string> | null]>([
  ['services/x/Dockerfile', 'services/x/Dockerfile', {}],
  ['services/x/Dockerfile', 'services/y/Dockerfile', null],
  [`services/${a}/Dockerfile`, 'services/x/Dockerfile', { [a]: 'x' }],
  [`services/${a}/Dockerfile`, 'services/x/y/Dockerfile', null],
  [`${a}/Dockerfile`, 'services/x/Dockerfile', { [a]: 'services/x' }],
  [`${a}/Dockerfile`, 'Dockerfile', { [a]: '' }],
  [`${a}/${a}.Dockerfile`, 'x/x.Dockerfile', { [a]: 'x' }],
  [`${a}/${a}.Dockerfile`, 'x/y.Dockerfile', null],
  [`d/pre-${a}-post`, 'd/pre-x-post', { [a]: 'x' }],
  [`d/pre-${a}-post`, 'd/pre-post', null],
  // Where the two meet cannot be told.
  [`d/${a}${b}`, 'd/xy', {}],
])('%j is %s', (pattern, path, filling) => {
  const found = fillFrom(pattern, path);
  expect(found && Object.fromEntries(found)).toEqual(filling);
});

test('a text is filled, or not at all', () => {
  expect(fill(`x/${a}/y`, new Map([[a, 'b']]))).toBe('x/b/y');
  expect(fill(`${a}/y`, new Map([[a, '']]))).toBe('y');
  expect(fill(`x/${a}/${b}`, new Map([[a, 'b']]))).toBeNull();
});

test('a pattern says of a folder what is written there', () => {
  expect(saysFolder(`${a}/Dockerfile`)).toBe(false);
  expect(saysFolder(`x/${a}/Dockerfile`)).toBe(true);
});

test('what looks like a hole in a file is none', () => {
  expect(fillFrom(withoutHoles(a), 'anything')).toBeNull();
});
