import { describe, expect, test } from '@jest/globals';
import { withoutImageTags } from '@rollcall/domain/verify/rules/argocd/manifest-without-image-tags';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

describe('what YAML says besides tags', () => {
  const said = (text: string, path: (string | number)[], current: string) => {
    const [document] = parseYamlFile('a.yaml', text).documents;
    return document && withoutImageTags('a.yaml', text, [{ document, path, current }]);
  };
  test.each<{ name: string; a: string; b: string; path: (string | number)[]; one: string; two: string }>([
    {
      name: 'a tag',
      a: 'image: { tag: "1", a: 1 }',
      b: 'image: { tag: "2", a: 1 } # new',
      path: ['image', 'tag'],
      one: '1',
      two: '2',
    },
    {
      name: 'a tag that is a number',
      a: 'image: { tag: 1 }',
      b: 'image: { tag: 2 }',
      path: ['image', 'tag'],
      one: '1',
      two: '2',
    },
    {
      name: 'a tag that is not there',
      a: 'image: {}',
      b: 'image: { tag: a }',
      path: ['image', 'tag'],
      one: '',
      two: 'a',
    },
    {
      name: 'an image',
      a: 'image: r:5000/a/b:1',
      b: 'image: r:5000/a/b:2@sha256:0',
      path: ['image'],
      one: '1',
      two: '2',
    },
    {
      name: 'a key like a prototype',
      a: '__proto__: { tag: a }',
      b: '__proto__: { tag: b }',
      path: ['__proto__', 'tag'],
      one: 'a',
      two: 'b',
    },
  ])('$name does not count', ({ a, b, path, one, two }) => {
    expect(said(a, path, one)).toBe(said(b, path, two));
  });
  test.each<[string, string, string, (string | number)[]]>([
    ['the repository of an image', 'image: a/b:1', 'image: a/c:1', ['image']],
    ['another key', 'image: { tag: "1", a: 1 }', 'image: { tag: "1", a: 2 }', ['image', 'tag']],
    ['a second document', 'tag: "1"', 'tag: "1"\n---\nb: 1', ['tag']],
  ])('%s does', (_name, a, b, path) => {
    expect(said(a, path, '1')).not.toBe(said(b, path, '1'));
  });
  test('is not known of what is no YAML', () => {
    expect(withoutImageTags('a.yaml', 'a: [', [])).toBeNull();
    expect(withoutImageTags('a.yaml', 'a: *none', [])).toBeNull();
  });
});
