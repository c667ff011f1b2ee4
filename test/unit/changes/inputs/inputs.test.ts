import { describe, expect, test } from '@jest/globals';
import type { Service } from '@rollcall/domain/catalog/catalog';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import type { Tree } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import fc from 'fast-check';

type Files = Record<string, string | Uint8Array>;

const serviceA: Service = {
  name: 'a',
  path: 'services/a',
  kind: 'other',
  dockerfile: 'services/a/Dockerfile',
  dockerfiles: ['services/a/Dockerfile'],
  chart: null,
};

const atRoot: Config = { services: { overrides: { a: { context: '.' } } } };

/** Which of the paths affect `a` in a scope. */
async function affecting(
  files: Files,
  paths: string[],
  scope: 'source' | 'image',
  config: Config = atRoot,
  tree?: Tree,
) {
  const { inputs } = await deriveInputs(tree ?? memoryTree(files), [serviceA], config);
  return paths.filter((path) => affectedServices([path], inputs, scope).affected.length === 1);
}

const dockerfile = 'services/a/Dockerfile';
const all = [
  ...[
    dockerfile,
    'services/a/main.go',
    'services/a/README.md',
    'services/a/test/x.md',
    'services/a.md',
    'services/ab/x',
  ],
  ...['libs/x/a.go', 'libs/x/a.md', 'libs/x', 'libs/xy/a.go', '.dockerignore', 'README.md', 'new/file'],
];

const cases: { name: string; files: Files; source: string[]; image: string[] }[] = [
  {
    name: 'its folder counts for sources; what is copied for the image',
    files: { [dockerfile]: 'FROM x\nCOPY services/a/main.go libs/x /s/', 'services/a/main.go': '', 'libs/x/a.go': '' },
    source: [
      dockerfile,
      'services/a/main.go',
      'services/a/README.md',
      'services/a/test/x.md',
      'libs/x/a.go',
      'libs/x/a.md',
      'libs/x',
    ],
    image: [dockerfile, 'services/a/main.go', 'libs/x/a.go', 'libs/x/a.md', 'libs/x'],
  },
  {
    name: 'what the ignore file leaves out does not count for the image, nor beyond its folder',
    files: { [dockerfile]: 'FROM x\nCOPY . .', '.dockerignore': '**/*.md\n!libs\nservices/ab\nDockerfile\n' },
    source: all.filter((path) => !['services/a.md', 'services/ab/x', 'libs/x/a.md', 'README.md'].includes(path)),
    image: [dockerfile, 'services/a/main.go', 'libs/x/a.go', 'libs/x', 'libs/xy/a.go', '.dockerignore', 'new/file'],
  },
  {
    name: 'the ignore file under the name of the Dockerfile wins',
    files: { [dockerfile]: 'FROM x\nCOPY . .', '.dockerignore': '*', [`${dockerfile}.dockerignore`]: '*\n!libs/x' },
    source: [
      dockerfile,
      'services/a/main.go',
      'services/a/README.md',
      'services/a/test/x.md',
      'libs/x/a.go',
      'libs/x/a.md',
      'libs/x',
    ],
    image: [dockerfile, 'libs/x/a.go', 'libs/x/a.md', 'libs/x'],
  },
  {
    name: '--exclude, below the copied folder',
    files: {
      [dockerfile]: 'FROM x\nCOPY --exclude=*.md --exclude=test services/a libs/x /s/',
      'services/a/main.go': '',
      'libs/x/a.go': '',
    },
    source: [dockerfile, 'services/a/main.go', 'services/a/README.md', 'services/a/test/x.md', 'libs/x/a.go', 'libs/x'],
    image: [dockerfile, 'services/a/main.go', 'libs/x/a.go', 'libs/x'],
  },
  {
    // BuildKit 0.34.2, its copy of a wildcard and of one file: findings/copy-exclude-and-the-source.sh
    name: '--exclude leaves out nothing that the source names itself',
    files: {
      [dockerfile]: 'FROM x\nCOPY --exclude=*.md libs/x/* README.md services/a/ /s/',
      'services/a/main.go': '',
      'libs/x/a.go': '',
      'libs/x/a.md': '',
      'README.md': '',
    },
    source: [
      dockerfile,
      'services/a/main.go',
      'services/a/README.md',
      'services/a/test/x.md',
      'libs/x/a.go',
      'libs/x/a.md',
      'README.md',
    ],
    image: [dockerfile, 'services/a/main.go', 'services/a/test/x.md', 'libs/x/a.go', 'libs/x/a.md', 'README.md'],
  },
  {
    name: 'globs copy the files and the folders that match',
    files: { [dockerfile]: 'FROM x\nCOPY lib*/x? *.md /s/', 'libs/xy/a.go': '' },
    source: [
      dockerfile,
      'services/a/main.go',
      'services/a/README.md',
      'services/a/test/x.md',
      'libs/xy/a.go',
      'README.md',
    ],
    image: [dockerfile, 'libs/xy/a.go', 'README.md'],
  },
  {
    name: 'a mount counts as a copy',
    files: { [dockerfile]: 'FROM x\nRUN --mount=type=bind,source=libs/x,target=/x make', 'libs/x/a.go': '' },
    source: [
      dockerfile,
      'services/a/main.go',
      'services/a/README.md',
      'services/a/test/x.md',
      'libs/x/a.go',
      'libs/x/a.md',
      'libs/x',
    ],
    image: [dockerfile, 'libs/x/a.go', 'libs/x/a.md', 'libs/x'],
  },
];

test.each(cases)('$name', async ({ files, source, image }) => {
  expect(await affecting(files, all, 'source')).toEqual(source);
  expect(await affecting(files, all, 'image')).toEqual(image);
});

const unclear: [string, Files, string[]][] = [
  ['a variable without a value', { [dockerfile]: 'FROM x\nCOPY $X /s' }, all],
  [
    'a variable, with an ignore file',
    { [dockerfile]: 'FROM x\nCOPY $X /s', '.dockerignore': '*\n!libs' },
    [
      dockerfile,
      'services/a/main.go',
      'services/a/README.md',
      'services/a/test/x.md',
      'libs/x/a.go',
      'libs/x/a.md',
      'libs/x',
      'libs/xy/a.go',
      '.dockerignore',
    ],
  ],
  ['bytes that are no text', { [dockerfile]: Buffer.from('FROM x\nCOPY \xff /s', 'latin1') }, all],
  [
    'something built before the image',
    { [dockerfile]: 'FROM x\nCOPY services/a/dist /s' },
    all.filter((path) => path.startsWith('services/a/')),
  ],
];

test.each(unclear)('not understood completely, so both scopes are the same: %s', async (_name, files, expected) => {
  expect(await affecting(files, all, 'source')).toEqual(expected);
  expect(await affecting(files, all, 'image')).toEqual(expected);
  const { inputs, problems } = await deriveInputs(memoryTree(files), [serviceA], atRoot);
  expect(inputs[0]?.complete).toBe(false);
  expect(problems[0]?.severity).toBe('notice');
});

describe('symbolic links', () => {
  const linked = (files: Files, links: string[], mode: 'symlink' | 'submodule' = 'symlink'): Tree => {
    const tree = memoryTree(
      Object.fromEntries([...Object.entries(files), ...links.map((link) => [link, ''] as const)]),
    );
    const read = memoryTree(files).read;
    return {
      name: 'memory',
      list: async () => (await tree.list()).map((entry) => (links.includes(entry.path) ? { ...entry, mode } : entry)),
      read,
    };
  };

  test.each([
    ['the source', 'libs/x'],
    ['a folder above it', 'libs'],
  ])('a copy through a link is the whole context: %s', async (_name, link) => {
    const tree = linked({ [dockerfile]: 'FROM x\nCOPY libs/x /s' }, [link]);
    expect(await affecting({}, ['anything', 'libs'], 'image', atRoot, tree)).toEqual(['anything', 'libs']);
  });

  test.each(['COPY vendored/x /s', 'COPY vendored/x/src/main.c /s', 'COPY vendored/* /s'])(
    'what is copied from a submodule changes with the commit of the submodule: %s',
    async (copy) => {
      const tree = linked({ [dockerfile]: `FROM x\n${copy}` }, ['vendored/x'], 'submodule');
      expect(await affecting({}, ['vendored/x', 'vendored', 'other'], 'image', atRoot, tree)).toEqual(['vendored/x']);
    },
  );

  test('a Dockerfile that is a link cannot be read: everything', async () => {
    const tree = linked({}, [dockerfile]);
    const { inputs, problems } = await deriveInputs(tree, [serviceA], {});
    expect(inputs[0]).toMatchObject({ context: null, complete: false });
    expect(problems).toHaveLength(1);
    expect(await affecting({}, ['anything'], 'image', {}, tree)).toEqual(['anything']);
  });
});

describe('configuration', () => {
  const files = {
    [dockerfile]: 'FROM x\nCOPY services/a /s',
    'services/a/x': '',
    'docs/a/x.md': '',
    'docs/b.txt': '',
    'ci/r.yml': '',
    'ci/n.md': '',
  };
  const withPaths = (paths: string[], rebuild: string[] = []): Config => ({
    services: { overrides: { a: { context: '.', paths } } },
    build: { 'rebuild-all': rebuild },
  });
  const changed = ['docs/a/x.md', 'docs/b.txt', 'services/a/n.md', 'services/a/x', 'ci/r.yml', 'ci/n.md'];

  test.each<[string[], string[], string[]]>([
    [[], [], ['services/a/n.md', 'services/a/x']],
    [['docs/**'], [], ['docs/a/x.md', 'docs/b.txt', 'services/a/n.md', 'services/a/x']],
    [['docs'], [], ['docs/a/x.md', 'docs/b.txt', 'services/a/n.md', 'services/a/x']],
    [['./docs/'], [], ['docs/a/x.md', 'docs/b.txt', 'services/a/n.md', 'services/a/x']],
    [['docs/b.txt'], [], ['docs/b.txt', 'services/a/n.md', 'services/a/x']],
    [['docs/**', '!**/*.md'], [], ['docs/b.txt', 'services/a/x']],
    [['!**/*.md', 'docs/**'], [], ['docs/a/x.md', 'docs/b.txt', 'services/a/x']],
    [['docs/{a,c}/*.md'], [], ['docs/a/x.md', 'services/a/n.md', 'services/a/x']],
    [['!services/a'], [], []],
    [['!**'], ['ci/**'], ['ci/r.yml', 'ci/n.md']],
    [['!services/a/**'], ['ci/**', '!**/*.md'], ['ci/r.yml']],
    [[], ['**', '!docs'], ['services/a/n.md', 'services/a/x', 'ci/r.yml', 'ci/n.md']],
  ])('paths %j, rebuild-all %j', async (paths, rebuild, expected) => {
    expect(await affecting(files, changed, 'source', withPaths(paths, rebuild))).toEqual(expected);
  });

  test('a pattern that can match nothing is warned of', async () => {
    const config = withPaths(['docs/**', 'dosc/**', '!*.nope', 'ci/r.yml'], ['.github/none.yml', 'ci']);
    const { problems } = await deriveInputs(memoryTree(files), [serviceA], config);
    expect(problems.map(({ message }) => message)).toEqual([
      'the pattern ".github/none.yml" in build.rebuild-all matches nothing in the repository'.replaceAll('"', ''),
      'the pattern "dosc/**" in services.overrides.a.paths matches nothing in the repository',
      'the pattern "!*.nope" in services.overrides.a.paths matches nothing in the repository',
    ]);
  });
});

test('a service without a Dockerfile is its folder; one without a source has no inputs', async () => {
  const services: Service[] = [
    { ...serviceA, dockerfile: null },
    { ...serviceA, name: 'left', path: null, dockerfile: null, chart: 'charts/left' },
  ];
  const { inputs } = await deriveInputs(memoryTree({ 'services/a/x': '' }), services, {});
  expect(inputs).toEqual([
    {
      service: 'a',
      dockerfile: null,
      context: null,
      contextBecause: 'it has no Dockerfile',
      edges: [{ pattern: 'services/a/**', because: 'its own folder', location: null, scope: 'both' }],
      builds: [],
      own: [],
      bases: new Map(),
      complete: true,
    },
  ]);
});

test('the tree is read once, however many services there are', async () => {
  const files: Files = { 'go.work': 'use ./services/s0\n', 'compose.yaml': 'services: {}' };
  const services = Array.from({ length: 50 }, (_, at): Service => {
    files[`services/s${at}/Dockerfile`] = 'FROM x\nCOPY . .';
    files[`services/s${at}/go.mod`] = 'module m';
    return { ...serviceA, name: `s${at}`, path: `services/s${at}`, dockerfile: `services/s${at}/Dockerfile` };
  });
  const tree = memoryTree(files);
  let reads = 0;
  const counting: Tree = {
    ...tree,
    read: (paths) => {
      reads += 1;
      return tree.read(paths);
    },
  };
  await deriveInputs(counting, services, {});
  expect(reads).toBe(1);
});

test('a change of what a Dockerfile copies always affects its service', async () => {
  const segment = fc.constantFrom(
    'a',
    'b',
    'c d',
    '[x]',
    '{y}',
    '!z',
    'q*',
    '(p)',
    '한',
    '__proto__',
    'line\nend',
    '\uDCFF',
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
  const quoted = (source: string) => source.replace(/[[\]*?\\]/g, '\\$&');
  await fc.assert(
    fc.asyncProperty(
      fc.array(path, { minLength: 1, maxLength: 12 }),
      fc.nat(),
      fc.boolean(),
      async (paths, pick, scope) => {
        // A path cannot be a file and a folder.
        const files = paths.filter((one) => !paths.some((other) => other.startsWith(`${one}/`)));
        const chosen = files[pick % files.length] ?? '';
        const cut = chosen
          .split('/')
          .slice(0, 1 + (pick % chosen.split('/').length))
          .join('/');
        const copy = JSON.stringify([quoted(cut).replaceAll('\\', '\\\\'), '/x']);
        const tree = Object.fromEntries([
          ...files.map((file) => [file, ''] as const),
          [dockerfile, `FROM x\nCOPY ${copy}\n`],
        ]);
        if (cut.includes('\uDCFF')) return;
        for (const file of files.filter((one) => one === cut || one.startsWith(`${cut}/`))) {
          expect(await affecting(tree, [file], scope ? 'source' : 'image')).toEqual([file]);
        }
        if (!scope) {
          const others = files.filter((one) => one !== cut && !one.startsWith(`${cut}/`));
          expect(await affecting(tree, others, 'image')).toEqual([]);
        }
      },
    ),
    { numRuns: 300 },
  );
});
