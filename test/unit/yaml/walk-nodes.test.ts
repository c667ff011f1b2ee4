import { expect, test } from '@jest/globals';
import { walkNodes } from '@rollcall/domain/yaml/walk-nodes';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import { pointerOf } from '@rollcall/domain/yaml/yaml-path';

function placesIn(text: string): { pointer: string; at: string }[] {
  const [document] = parseYamlFile('a.yaml', text).documents;
  if (!document) throw new Error('the text is no YAML');
  return [...walkNodes(document)].map(({ path, keyOffset }) => ({
    pointer: pointerOf(path),
    at: text.slice(keyOffset).split(/[:\n]/)[0] ?? '',
  }));
}

test('every node once, parents first, with the key around it', () => {
  expect(placesIn('jobs:\n  build:\n    steps:\n      - run: make\n      - plain\nname: ci\n')).toEqual([
    { pointer: '', at: 'jobs' },
    { pointer: 'jobs', at: 'jobs' },
    { pointer: 'jobs.build', at: 'build' },
    { pointer: 'jobs.build.steps', at: 'steps' },
    { pointer: 'jobs.build.steps[0]', at: 'steps' },
    { pointer: 'jobs.build.steps[0].run', at: 'run' },
    { pointer: 'jobs.build.steps[1]', at: 'steps' },
    { pointer: 'name', at: 'name' },
  ]);
});

test('below a path, and not below what is not entered', () => {
  const [document] = parseYamlFile('a.yaml', 'a:\n  b:\n    c: [1]\n  d: { e: 2 }\nf: 3\n').documents;
  if (!document) throw new Error('the text is no YAML');
  const list = document.node(['a', 'b', 'c']);
  const nodes = [...walkNodes(document, ['a'], (node) => node !== list)];
  expect(nodes.map(({ path }) => pointerOf(path))).toEqual(['a', 'a.b', 'a.b.c', 'a.d', 'a.d.e']);
});

test('an alias is left to the place that it points at, and a key that is no scalar is left out', () => {
  expect(placesIn('a: &list [1]\nb: *list\n? [c]\n: 2\n').map(({ pointer }) => pointer)).toEqual(['', 'a', 'a[0]']);
});

test('the map that holds a value is its parent; an item of a sequence has none', () => {
  const [document] = parseYamlFile('a.yaml', 'a:\n  b: [1]\n').documents;
  if (!document) throw new Error('the text is no YAML');
  const parents = new Map([...walkNodes(document)].map(({ path, parent }) => [pointerOf(path), parent]));
  expect(parents.get('a')).toBe(document.contents);
  expect(parents.get('a.b')).toBe(document.node(['a']));
  expect(parents.get('a.b[0]')).toBeNull();
  expect(parents.get('')).toBeNull();
});
