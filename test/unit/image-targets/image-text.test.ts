import { describe, expect, test } from '@jest/globals';
import { indexImages, matchImages } from '@rollcall/domain/image-targets/image-identity';
import { newPart, newRepository } from '@rollcall/domain/image-targets/image-text';
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

describe('what stands where the repository is', () => {
  type Given = { registry?: string; repository?: string };
  const apart = { ...place, registryApart: true };

  test.each<[string, Given, string]>([
    ['ghcr.io/acme/web', { repository: 'acme/front', registry: 'r.example' }, 'r.example/acme/front'],
    ['ghcr.io/acme/web', { repository: 'q.example/acme/front' }, 'q.example/acme/front'],
    ['ghcr.io/acme/web', { repository: 'acme/web' }, 'ghcr.io/acme/web'],
    ['ghcr.io/acme/web', { registry: 'ghcr.io' }, 'ghcr.io/acme/web'],
    ['ghcr.io/acme/web', { registry: 'ghcr.io/acme' }, 'ghcr.io/acme/web'],
    ['acme/web', { repository: 'acme/front' }, 'acme/front'],
    ['acme/web', { repository: 'acme/web', registry: 'r.example' }, 'r.example/acme/web'],
    ['', { repository: 'acme/web', registry: 'r.example' }, 'r.example/acme/web'],
    ['acme/web', {}, 'acme/web'],
  ])('%j with %j becomes %j', (current, given, after) => {
    expect(newRepository(current, { service: 'web', ...given }, place)).toBe(after);
  });

  test('has no registry where that has a place of its own', () => {
    const given = { service: 'web', repository: 'acme/front', registry: 'r.example' };
    expect(newRepository('acme/web', given, apart)).toBe('acme/front');
    expect(newRepository('acme/web', { service: 'web', registry: 'r.example' }, apart)).toBe('acme/web');
  });

  test.each<[string, Given, string, string]>([
    [
      'ghcr.io/acme/web',
      { repository: 'front' },
      'image is "ghcr.io/acme/web", and its registry "ghcr.io" would be lost with "front"',
      'Give "registry" as well, or the repository with its registry.',
    ],
    [
      'ghcr.io/acme/web',
      { registry: 'r.example' },
      'image is "ghcr.io/acme/web", and only a registry is given',
      'Give "repository" as well: what is below the registry cannot be told from the text.',
    ],
  ])('%j with %j is refused', (current, given, message, help) => {
    const write = () => newRepository(current, { service: 'web', ...given }, place);
    expect(write).toThrow(
      expect.objectContaining({ name: 'UserError', message, help, location: document.locateValue(['a']) }),
    );
  });

  const digest = `sha256:${'a'.repeat(64)}`;
  test.each<['tag' | 'digest' | 'registry' | 'repository', string, object, string | undefined]>([
    ['tag', 'v1', { tag: 'v2' }, 'v2'],
    ['tag', 'v1', { tag: 'v2', digest }, 'v2'],
    ['tag', 'v1@sha256:0', { tag: 'v2', digest }, `v2@${digest}`],
    ['tag', 'v1@sha256:0', { tag: 'v2' }, 'v2'],
    ['tag', 'v1@sha256:0', { digest }, undefined],
    ['tag', 'v1', {}, undefined],
    ['digest', 'sha256:0@x', { tag: 'v2', digest }, digest],
    ['registry', 'ghcr.io', { registry: 'r.example', repository: 'acme/front' }, 'r.example'],
    ['repository', 'acme/web', { repository: 'acme/front' }, 'acme/front'],
    ['repository', 'ghcr.io/acme/web', { repository: 'acme/web' }, 'ghcr.io/acme/web'],
    ['repository', 'acme/web', { registry: 'r.example' }, undefined],
  ])('the part %s %j with %j is %j', (part, current, given, after) => {
    expect(newPart(part, current, { service: 'web', ...given }, place)).toBe(after);
  });
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
    expect(
      matchImages(
        indexImages(names, (name) => [name]),
        { image, repository: null, isElsewhere: false, builtAs: [] },
      ),
    ).toEqual(expected);
  });
});
