import { describe, expect, test } from '@jest/globals';
import { withoutImageTags } from '@rollcall/domain/verify/rules/argocd/manifest-without-image-tags';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

describe('what YAML says besides tags', () => {
  const said = (text: string, path: (string | number)[], current: string) => {
    const [document] = parseYamlFile('a.yaml', text).documents;
    return document && withoutImageTags('a.yaml', text, [{ document, path, current }]);
  };
  test.each<[string, string, string, (string | number)[], string, string]>([
    ['a tag', 'image: { tag: "1", a: 1 }', 'image: { tag: "2", a: 1 } # new', ['image', 'tag'], '1', '2'],
    ['a tag that is a number', 'image: { tag: 1 }', 'image: { tag: 2 }', ['image', 'tag'], '1', '2'],
    ['a tag that is not there', 'image: {}', 'image: { tag: a }', ['image', 'tag'], '', 'a'],
    ['an image', 'image: r:5000/a/b:1', 'image: r:5000/a/b:2@sha256:0', ['image'], '1', '2'],
    ['a key like a prototype', '__proto__: { tag: a }', '__proto__: { tag: b }', ['__proto__', 'tag'], 'a', 'b'],
  ])('%s does not count', (_name, a, b, path, one, two) => {
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
