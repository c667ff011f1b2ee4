import { expect, test } from '@jest/globals';
import { affectedServices } from '@rollcall/domain/changes/affected';
import type { InputEdge, ServiceInputs } from '@rollcall/domain/changes/inputs/inputs';
import fc from 'fast-check';
import picomatch from 'picomatch';

function inputs(service: string, ...edges: (string | InputEdge)[]): ServiceInputs {
  return {
    service,
    dockerfile: null,
    context: '.',
    contextBecause: '',
    builds: [],
    own: [],
    bases: new Map(),
    complete: true,
    edges: edges.map((edge) =>
      typeof edge !== 'string'
        ? edge
        : {
            pattern: edge.replace(/^!/, ''),
            ...(edge.startsWith('!') ? { negated: true as const } : {}),
            because: edge,
            location: null,
            scope: 'both' as const,
          },
    ),
  };
}

function plain(changed: readonly string[], all: readonly ServiceInputs[], scope: 'source' | 'image' = 'source') {
  const { affected, unowned } = affectedServices(changed, all, scope);
  return {
    affected: affected.map(({ service, reasons }) => [
      service,
      reasons.map(({ path, because }) => `${path} ← ${because}`),
    ]),
    unowned,
  };
}

test('reasons, one for each path, the first edge that leads there', () => {
  const all = [inputs('b', 'x/**', 'x/a'), inputs('a', 'x/a', 'y/*.md'), inputs('c', 'z')];
  expect(plain(['y/1.md', 'x/b', 'x/a', 'y/1.txt', 'x'], all)).toEqual({
    affected: [
      ['a', ['x/a ← x/a', 'y/1.md ← y/*.md']],
      ['b', ['x ← x/**', 'x/a ← x/**', 'x/b ← x/**']],
    ],
    unowned: ['y/1.txt'],
  });
});

test('the last edge that matches decides', () => {
  const all = [inputs('a', 'x/**', '!x/*.md', 'x/keep.md')];
  expect(plain(['x/a.md', 'x/keep.md', 'x/a'], all)).toEqual({
    affected: [['a', ['x/a ← x/**', 'x/keep.md ← x/keep.md']]],
    unowned: [],
  });
  expect(plain(['x/a.md'], all)).toEqual({ affected: [], unowned: [] });
});

test('scopes', () => {
  const edge = (scope: InputEdge['scope']): InputEdge => ({
    pattern: `${scope}/**`,
    because: scope,
    location: null,
    scope,
  });
  const all = [inputs('a', edge('source'), edge('image'), edge('both'))];
  const changed = ['source/x', 'image/x', 'both/x'];
  expect(plain(changed, all, 'source')).toEqual({
    affected: [['a', ['both/x ← both', 'source/x ← source']]],
    unowned: [],
  });
  expect(plain(changed, all, 'image')).toEqual({
    affected: [['a', ['both/x ← both', 'image/x ← image']]],
    unowned: [],
  });
});

test('exceptions', () => {
  const except = { excepts: (path: string) => path.endsWith('.md') };
  const all = [
    inputs('a', { pattern: 'x/**', because: 'COPY x', location: null, scope: 'both', except }),
    inputs('b', 'x/**'),
  ];
  expect(plain(['x/a.md'], all).affected).toEqual([['b', ['x/a.md ← x/**']]]);
  expect(plain(['x/a'], all).affected).toHaveLength(2);
});

test.each<[string, string, boolean]>([
  ['**', 'a\nb/c', true],
  ['**', '.git', true],
  ['a/**', 'a', true],
  ['a/**', 'ab/c', false],
  ['a/**', 'A/c', false],
  ['a', 'a/b', false],
  ['a/*', 'a/.b', true],
  ['a/*', 'a/b/c', false],
  ['a/*', 'a/b\nc', true],
  ['a/**/c', 'a/c', true],
  ['**/c', 'c', true],
  ['\\[x\\]/**', '[x]/y', true],
  ['\\[x\\]/**', 'x/y', false],
  ['__proto__/**', '__proto__/x', true],
  ['constructor', 'constructor', true],
  ['constructor', 'toString', false],
  ['한글/*.md', '한글/a.md', true],
  ['a\uDCFF/**', 'a\uDCFF/b', true],
])('pattern %j, path %j: %j', (pattern, path, expected) => {
  expect(affectedServices([path], [inputs('a', pattern)], 'source').affected).toHaveLength(expected ? 1 : 0);
});

test('globs mean what they mean to picomatch', () => {
  const segment = fc.constantFrom('a', 'b*', '*', '?', '*.md', '**', '.x', '\\[a\\]', '[ab]', '{a,b}', '+(a)');
  const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
  const name = fc.constantFrom('a', 'b', 'bb', '.x', 'c.md', '[a]', '.md');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
  fc.assert(
    fc.property(pattern, path, (glob, changed) => {
      const ours = affectedServices([changed], [inputs('a', glob)], 'source').affected.length > 0;
      expect(ours).toBe(picomatch(glob, { dot: true })(changed));
    }),
    { numRuns: 3000 },
  );
});

test('order and duplicates of the changed paths do not matter', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c.md', '한'), { minLength: 1, maxLength: 3 })
    .map((segments) => segments.join('/'));
  const pattern = fc.oneof(
    path,
    path.map((folder) => `${folder}/**`),
    fc.constantFrom('**', '**/*.md', 'a/*', '!**/*.md', '!a/**'),
  );
  const services = fc.array(fc.array(pattern, { maxLength: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(path, { maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 24 }),
      services,
      (changed, order, patterns) => {
        const all = patterns.map((edges, at) => inputs(`s${at}`, ...edges));
        const shuffled = [
          ...order.flatMap((at) => changed[at % Math.max(changed.length, 1)] ?? []),
          ...changed.toReversed(),
        ];
        expect(plain(shuffled, all)).toEqual(plain(changed, all));
      },
    ),
  );
});
