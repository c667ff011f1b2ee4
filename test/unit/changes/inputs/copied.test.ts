import { describe, expect, test } from '@jest/globals';
import { filesOfBuild } from '@rollcall/testkit/build-inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const dockerfile = 'svc/Dockerfile';

/** The paths that rebuild an image whose Dockerfile has these instructions. */
async function reads(text: string, files: Record<string, string>, modes = {}, context = 'svc') {
  const tree = memoryTree({ ...files, [dockerfile]: `FROM x\n${text}\n` }, modes);
  return [...(await filesOfBuild(tree, { dockerfile, context })).keys()].filter((path) => path !== dockerfile);
}

const files = { 'svc/main.go': '', 'svc/a/x.go': '', 'svc/a/y.md': '', 'svc/b/x.go': '', 'svc/bin/arm64/x': '' };

test.each<[string, string, string[]]>([
  ['a wildcard for an optional file', 'COPY package-lock*.json main.go /s/', ['svc/main.go']],
  ['a class', 'COPY [a]/*.go /s/', ['svc/a/x.go']],
  ['a class that a slash is in', 'COPY a[^b]x.go /s/', ['svc/a/x.go']],
  ['--parents', 'COPY --parents **/x.go /s/', ['svc/a/x.go', 'svc/b/x.go']],
  ['--parents behind a pivot', 'COPY --parents a/./*.md /s/', ['svc/a/y.md']],
  ['--parents without what it excludes', 'COPY --parents --exclude=*.md a/./** /s/', ['svc/a/x.go']],
  ['--exclude, from the top of what is copied', 'COPY --exclude=/y.md a /s/', ['svc/a/x.go', 'svc/a/y.md']],
  ['--exclude, as it is written', 'ARG A=*.md\nCOPY --exclude=$A a /s/', ['svc/a/x.go', 'svc/a/y.md']],
  ['a file of any platform', 'ARG TARGETARCH\nCOPY bin/$TARGETARCH/x /s/', ['svc/bin/arm64/x']],
  ['what is done on top of it', 'COPY main.go /s/\nONBUILD COPY a /s/', ['svc/main.go']],
  [
    'a stage that a cache comes from',
    'COPY a /s/\nFROM x AS y\nRUN --mount=type=cache,from=0,target=/c make',
    ['svc/a/x.go', 'svc/a/y.md'],
  ],
])('%s', async (_name, text, expected) => {
  expect(await reads(text, files)).toEqual(expected);
});

test('a base of the same file has its triggers done', async () => {
  const text = 'FROM x AS base\nONBUILD COPY a/x.go /s/\nFROM base';
  expect(await reads(text, files)).toEqual(['svc/a/x.go']);
});

test('an ignore file that is empty is as if it were not there', async () => {
  const ignored = { ...files, 'svc/.dockerignore': '**/*.md', [`${dockerfile}.dockerignore`]: '' };
  expect(await reads('COPY a /s/', ignored)).toEqual(['svc/.dockerignore', `${dockerfile}.dockerignore`, 'svc/a/x.go']);
});

test('one that is a link leaves nothing out', async () => {
  const linked = { ...files, 'svc/.dockerignore': '**/*.md', [`${dockerfile}.dockerignore`]: '../ignore' };
  const read = await reads('COPY a /s/', linked, { [`${dockerfile}.dockerignore`]: 'symlink' });
  expect(read).toEqual([`${dockerfile}.dockerignore`, 'svc/a/x.go', 'svc/a/y.md']);
});

describe('submodules', () => {
  const modes = { 'svc/lib': 'submodule', 'svc/other': 'submodule' };
  const tree = { 'svc/main.go': '', 'svc/lib': '', 'svc/other': '' };

  test.each<[string, string, Record<string, string>, string[]]>([
    ['what is copied of one', 'COPY lib/src /s/', {}, ['svc/lib']],
    ['what a wildcard finds in one', 'COPY lib/*.c /s/', {}, ['svc/lib']],
    ['those of a folder', 'COPY . /s/', {}, ['svc/lib', 'svc/main.go', 'svc/other']],
    [
      'one that is left out',
      'COPY . /s/',
      { 'svc/.dockerignore': 'other' },
      ['svc/.dockerignore', 'svc/lib', 'svc/main.go'],
    ],
    [
      'one of which a part comes back',
      'COPY lib /s/',
      { 'svc/.dockerignore': '*\n!lib/a' },
      ['svc/.dockerignore', 'svc/lib'],
    ],
  ])('the commit counts of %s', async (_name, text, more, expected) => {
    expect(await reads(text, { ...tree, ...more }, modes)).toEqual(expected);
  });

  test('a service that is one is affected by its commit, and so is one whose Dockerfile lies in one', async () => {
    expect([
      ...(
        await filesOfBuild(memoryTree({ api: '', x: '' }, { api: 'submodule' }), {
          dockerfile: 'api/Dockerfile',
          context: 'api',
        })
      ).keys(),
    ]).toContain('api');
  });
});
