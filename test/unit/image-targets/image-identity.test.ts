import { describe, expect, test } from '@jest/globals';
import {
  canonicalRepository,
  howToTell,
  indexImages,
  lastPart,
  matchImages,
} from '@rollcall/domain/image-targets/image-identity';

interface Asked {
  registry?: string;
  repository?: string;
  configured?: string;
}

/** Which of some repositories are those of the service `web`. */
function found(candidates: string[], { configured, ...image }: Asked = {}): string[] {
  const context = {
    image: { service: 'web', ...image },
    repository: configured ?? null,
    isElsewhere: false,
    builtAs: [],
  };
  return matchImages(
    indexImages(candidates, (candidate) => candidate.split(' ')),
    context,
  );
}

describe('the image of a service', () => {
  test.each<[string, string[], Asked, string[]]>([
    [
      'has its name last',
      ['ghcr.io/acme/web', 'web', 'acme/webs', 'web/api', 'acme/myweb'],
      {},
      ['ghcr.io/acme/web', 'web'],
    ],
    ['may have the name among several', ['ghcr.io/acme/api acme/web', 'acme/api'], {}, ['ghcr.io/acme/api acme/web']],
    ['is nowhere', ['acme/api'], {}, []],
    [
      'is the one that is configured, and no other',
      ['acme/web', 'acme/front'],
      { configured: 'acme/front' },
      ['acme/front'],
    ],
    ['is none where the configured one is not there', ['acme/web'], { configured: 'acme/front' }, []],
    ['is the one that is given', ['acme/web', 'acme/front'], { repository: 'acme/front' }, ['acme/front']],
    ['has its name where the given one is not there', ['acme/web'], { repository: 'acme/front' }, ['acme/web']],
    [
      'is the configured one where the given one is not there',
      ['acme/web', 'acme/old'],
      { repository: 'acme/front', configured: 'acme/old' },
      ['acme/old'],
    ],
    [
      'is at the given registry rather than at another',
      ['a.example/front', 'b.example/front', 'front'],
      { registry: 'b.example', repository: 'front' },
      ['b.example/front'],
    ],
    [
      'is at another registry where the given one has none',
      ['a.example/front', 'web'],
      { registry: 'b.example', repository: 'front' },
      ['a.example/front'],
    ],
    [
      'is below any registry',
      ['a.example/acme/front', 'a.example/my-acme/front'],
      { repository: 'acme/front' },
      ['a.example/acme/front'],
    ],
    [
      'of Docker Hub has several spellings',
      ['docker.io/library/nginx', 'index.docker.io/nginx', 'nginx', 'acme/nginx-x'],
      { repository: 'library/nginx' },
      ['docker.io/library/nginx', 'index.docker.io/nginx', 'nginx'],
    ],
    [
      'may have a registry that is not known',
      ['\u0001/acme/front', '\u0001/front', '\u0001/acme/api'],
      { repository: 'acme/front' },
      ['\u0001/acme/front', '\u0001/front'],
    ],
    ['is not what is not known at all', ['\u0001', '\u0001front', '\u0001-front'], { repository: 'acme/front' }, []],
  ])('%s', (_what, candidates, asked, expected) => {
    expect(found(candidates, asked)).toEqual(expected);
  });
});

test.each([
  ['docker.io/library/nginx', 'nginx'],
  ['index.docker.io/acme/web', 'acme/web'],
  ['ghcr.io/docker.io/library/x', 'ghcr.io/docker.io/library/x'],
  ['acme/library/x', 'acme/library/x'],
])('%s is %s to a registry client', (text, canonical) => {
  expect(canonicalRepository(text)).toBe(canonical);
});

test.each([
  ['a/b/c', 'c'],
  ['c', 'c'],
  ['a/', ''],
])('the last part of %s is %j', (text, part) => {
  expect(lastPart(text)).toBe(part);
});

test.each([
  [undefined, null, /^Give "repository" with the image, or set image-repository/],
  ['web', null, /^Give "repository" with its registry and the whole path: "web" is the end of both\.$/],
  [
    undefined,
    'acme/web',
    /^Write image-repository of the environment .* whole path: "acme\/web" is the end of both\.$/,
  ],
])('where two may be meant, nobody is told to give what is given: %s, %s', (repository, configured, help) => {
  const image = { service: 'web', tag: 'v2', ...(repository !== undefined && { repository }) };
  expect(howToTell({ image, repository: configured, isElsewhere: false, builtAs: [] })).toMatch(help);
});
