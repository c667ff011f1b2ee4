import { describe, expect, test } from '@jest/globals';
import { matchImages } from '@rollcall/domain/image-targets/image-identity';
import { newRepository } from '@rollcall/domain/image-targets/image-text';
import { joinImageText, parseImageReference, splitImageText } from '@rollcall/domain/images/image-reference';
import { UserError } from '@rollcall/domain/user-error';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';

const [document] = parseYamlFile('a.yaml', 'a: 1\n').documents;
if (!document) throw new Error('no document');
const place = { name: 'image', document, path: ['a'], registryApart: false };

const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const registry = fc.constantFrom('ghcr.io', 'localhost:5000', '123456789012.dkr.ecr.eu-west-1.amazonaws.com');
const repository = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('/'));
const reference = fc.record({
  registry: fc.option(registry),
  repository,
  tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/)),
  digest: fc.option(fc.constantFrom(`sha256:${'a'.repeat(64)}`, `sha256:${'0'.repeat(64)}`)),
});

function text(parts: { registry: string | null; repository: string; tag: string | null; digest: string | null }) {
  const name = `${parts.registry === null ? '' : `${parts.registry}/`}${parts.repository}`;
  return {
    name,
    whole: `${name}${parts.tag === null ? '' : `:${parts.tag}`}${parts.digest === null ? '' : `@${parts.digest}`}`,
  };
}

test('an image is split into its parts, and joined to the same text', () => {
  fc.assert(
    fc.property(reference, (parts) => {
      const { name, whole } = text(parts);
      const split = splitImageText(whole);
      expect(split).toEqual({ repository: name, tag: parts.tag ?? '', digest: parts.digest ?? '' });
      expect(joinImageText(split)).toBe(whole);
    }),
  );
});

test('any text is joined to itself, but for separators without anything behind them', () => {
  fc.assert(
    fc.property(fc.string(), (whole) => {
      const joined = joinImageText(splitImageText(whole));
      expect(joined.replaceAll(/[:@]/g, '')).toBe(whole.replaceAll(/[:@]/g, ''));
    }),
  );
});

test('a registry is never lost, and a repository that is given is what comes out', () => {
  fc.assert(
    fc.property(reference, fc.option(repository), fc.option(registry), (parts, newName, newRegistry) => {
      const current = text(parts).name;
      const image = {
        service: 'a',
        ...(newName === null ? {} : { repository: newName }),
        ...(newRegistry === null ? {} : { registry: newRegistry }),
      };
      let result: string;
      try {
        result = newRepository(current, image, place);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        return;
      }
      const [before, after] = [parseImageReference(current), parseImageReference(result)];
      if (newRegistry !== null) expect(result.startsWith(`${newRegistry}/`)).toBe(true);
      else expect(after?.registry).toBe(before?.registry);
      if (newName === null) expect(result).toBe(current);
      else expect(`/${result}`.endsWith(`/${newName}`)).toBe(true);
    }),
  );
});

describe('which image is meant', () => {
  const names = ['ghcr.io/a/user-service', 'b/user-service', 'user-service-proxy', 'shop/frontend'];
  test.each<[object, string[]]>([
    [{}, ['ghcr.io/a/user-service', 'b/user-service']],
    [{ repository: 'a/user-service' }, ['ghcr.io/a/user-service']],
    [{ repository: 'a/user-service', registry: 'ghcr.io' }, ['ghcr.io/a/user-service']],
    [{ repository: 'frontend' }, ['shop/frontend']],
    [{ repository: 'nowhere' }, ['ghcr.io/a/user-service', 'b/user-service']],
    [{ service: '__proto__' }, []],
  ])('%j', (rest, expected) => {
    const image = { service: 'user-service', ...rest };
    expect(matchImages(names, (name) => [name], { image, repository: null, isElsewhere: false })).toEqual(expected);
  });
});
