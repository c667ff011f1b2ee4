import { expect, test } from '@jest/globals';
import { matrixLegs } from '@rollcall/domain/builds/matrix-legs';

/** The first is the example of GitHub's documentation of `include`, with the result that it gives. */
test.each<[string, unknown, unknown[]]>([
  [
    'include adds to legs, and makes others',
    {
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    },
    [
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ],
  ],
  [
    'exclude',
    { a: [1, 2], b: ['x', 'y'], exclude: [{ a: 1, b: 'y' }] },
    [
      { a: 1, b: 'x' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ],
  ],
  ['include alone', { include: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
  [
    'include adds nothing to what it made itself',
    { a: [1], include: [{ a: 2 }, { c: 3 }] },
    [{ a: 1, c: 3 }, { a: 2 }],
  ],
  ['maps', { s: [{ n: 'x' }] }, [{ s: { n: 'x' } }]],
  ['a literal of JSON', { s: '${{ fromJSON(\'["x","y"]\') }}' }, [{ s: 'x' }, { s: 'y' }]],
  ['a dimension that is made at run time', { s: '${{ fromJSON(needs.a.outputs.b) }}', t: ['u'] }, [{ t: 'u' }]],
  ['a matrix that is made at run time', '${{ fromJSON(needs.a.outputs.b) }}', [{}]],
])('%s', (_name, matrix, legs) => {
  expect(matrixLegs({ strategy: { matrix } }, {})).toEqual(legs);
});

test('a job without a matrix is one', () => {
  expect(matrixLegs({}, {})).toEqual([{}]);
});
