import { expect, test } from '@jest/globals';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

test('a file that somebody holds is parsed once, and another text or path is another file', () => {
  const texts = Array.from({ length: 12 }, (_, index) => `a: ${index}\n`);
  const files = texts.map((text) => parseYamlFile('a.yaml', text));
  expect(new Set(files).size).toBe(texts.length);
  expect(files.map(({ documents }) => documents[0]?.value())).toEqual(texts.map((_, index) => ({ a: index })));
  expect(parseYamlFile('a.yaml', texts[11] ?? '')).toBe(files[11]);
  const other = parseYamlFile('b.yaml', texts[11] ?? '');
  expect(other).not.toBe(files[11]);
  expect(other.location(0).path).toBe('b.yaml');
  // One that was pushed out by newer ones reads as it did.
  expect(parseYamlFile('a.yaml', texts[0] ?? '').documents[0]?.value()).toEqual({ a: 0 });
  expect(parseYamlFile('a.yaml', 'a: [').errors).toHaveLength(1);
});

test('what is inside a block scalar keeps its own place', () => {
  const outer = parseYamlFile('c.yaml', 'x: |\n  a: 1\n');
  const [document] = outer.documents;
  if (!document) throw new Error('no document');
  const nesting = { document, path: ['x'], outerOffset: (inner: number) => inner + 7 };
  const inner = parseYamlFile('c.yaml', 'a: 1\n', nesting);
  expect(inner.nesting).toBe(nesting);
  expect(parseYamlFile('c.yaml', 'a: 1\n').nesting).toBeUndefined();
});
