import { expect, test } from '@jest/globals';
import { parseChallenges } from '@rollcall/adapters/oci/challenge';
import fc from 'fast-check';

test.each<[string, [string, Record<string, string>][]]>([
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull"',
    [
      [
        'bearer',
        {
          realm: 'https://auth.docker.io/token',
          service: 'registry.docker.io',
          scope: 'repository:library/nginx:pull',
        },
      ],
    ],
  ],
  ['BEARER Realm = "a" ,\tSERVICE=b', [['bearer', { realm: 'a', service: 'b' }]]],
  ['Basic realm="a \\"b\\" \\\\ , Bearer x"', [['basic', { realm: 'a "b" \\ , Bearer x' }]]],
  [
    'Negotiate, Basic realm="x", Bearer realm="y",scope="a:b:pull,push"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'x' }],
      ['bearer', { realm: 'y', scope: 'a:b:pull,push' }],
    ],
  ],
  ['Basic', [['basic', {}]]],
  ['Bearer __proto__="x",constructor=y', [['bearer', { ['__proto__']: 'x', constructor: 'y' }]]],
  ['realm="without a scheme"', []],
  ['Bearer realm="without an end', [['bearer', {}]]],
  ['', []],
])('%s', (header, expected) => {
  expect(parseChallenges(header).map(({ scheme, parameters }) => [scheme, new Map(parameters)])).toEqual(
    expected.map(([scheme, parameters]) => [scheme, new Map(Object.entries(parameters))]),
  );
});

test('any values come back, in any number of challenges', () => {
  const value = fc.string({ unit: 'binary-ascii' });
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value, { noNullPrototype: true })), (all) => {
      const header = all
        .map((parameters) => {
          const list = Object.entries(parameters).map(([name, text]) => `${name}="${text.replace(/["\\]/g, '\\$&')}"`);
          return `Scheme ${list.join(', ')}`;
        })
        .join(' , ');
      const read = parseChallenges(header).map(({ parameters }) => Object.fromEntries(parameters));
      expect(read).toEqual(all);
    }),
  );
});
