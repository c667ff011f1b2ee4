import { expect, test } from '@jest/globals';
import type { Service } from '@rollcall/domain/catalog/catalog';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { pathsFilters } from '@rollcall/domain/changes/paths-filters';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { parse } from 'yaml';

function service(name: string, path: string): Service {
  return { name, path, kind: 'other', dockerfile: `${path}/Dockerfile`, dockerfiles: [], chart: null };
}

/** As dorny/paths-filter reads and matches its filters. */
function filtered(yaml: string, path: string): string[] {
  return Object.entries(parse(yaml) as Record<string, string[]>).flatMap(([name, patterns]) =>
    patterns.some((pattern) => picomatch(pattern, { dot: true })(path)) ? [name] : [],
  );
}

test('one list of patterns for each service, without those that take away', async () => {
  const files = {
    'services/b/Dockerfile': 'FROM x\nCOPY services/b libs/[[]x] /s/',
    'libs/[x]/y': '',
    'services/a/Dockerfile': 'FROM x',
  };
  const { inputs } = await deriveInputs(memoryTree(files), [service('b', 'services/b'), service('a', 'services/a')], {
    services: { overrides: { b: { context: '.', paths: ["it's/*.md", '!**/*.txt'] } } },
  });
  expect(pathsFilters(inputs)).toBe(
    [
      "'a':",
      "  - 'services/a/**'",
      "  - 'services/a/Dockerfile'",
      "'b':",
      "  - 'services/b/**'",
      "  - 'services/b/Dockerfile'",
      "  - 'libs/?x\\]'",
      "  - 'libs/?x\\]/**'",
      "  - 'it''s/*.md'",
      '',
    ].join('\n'),
  );
});

test('matches at least what affects the service, whatever the names', async () => {
  const character = fc.constantFrom(
    ...'ab.-_ \\*?[]{}()!+@|^$"\'<>,#~&;=%`:',
    '\t',
    '한',
    '\u{1F600}',
    '\u007F',
    '\uFEFF',
  );
  const name = fc
    .array(character, { minLength: 1, maxLength: 6 })
    .map((characters) => characters.join(''))
    .filter((text) => !/^\.{1,2}$/.test(text));
  await fc.assert(
    fc.asyncProperty(name, name, name, async (folder, lib, file) => {
      const root = `services/${folder}`;
      const files = { [`${root}/Dockerfile`]: 'FROM x\nCOPY . /s', [`libs/${lib}/x`]: '', [file]: '' };
      const { inputs } = await deriveInputs(memoryTree(files), [service('a', root)], {
        services: { overrides: { a: { context: root } } },
      });
      const yaml = pathsFilters(inputs);
      for (const path of [`${root}/x`, `${root}/${file}`, `${root}/${lib}/${file}`, `libs/${lib}/x`, file]) {
        const affects = affectedServices([path], inputs, 'source').affected.length > 0;
        if (affects) expect(filtered(yaml, path)).toEqual(['a']);
      }
    }),
    { numRuns: 500 },
  );
});

test('what is everything here is everything there', async () => {
  const { inputs } = await deriveInputs(
    memoryTree({ 'services/a/docker/Dockerfile': 'FROM x\nCOPY . .' }),
    [{ ...service('a', 'services/a'), dockerfile: 'services/a/docker/Dockerfile' }],
    {},
  );
  expect(pathsFilters(inputs)).toBe("'a':\n  - '**'\n");
  expect(filtered(pathsFilters(inputs), '.any/thing')).toEqual(['a']);
});

test('a name that is not UTF-8 is matched by what a filter makes of it', () => {
  const edge = { pattern: 'a\uDCFF\uDCFE/**', because: '', location: null, scope: 'both' as const };
  const yaml = pathsFilters([
    {
      service: 'a',
      dockerfile: null,
      context: null,
      contextBecause: '',
      builds: [],
      own: [],
      bases: new Map(),
      complete: true,
      edges: [edge],
    },
  ]);
  expect(yaml).toBe("'a':\n  - 'a*/**'\n");
  expect(filtered(yaml, 'a\uFFFD\uFFFD/x')).toEqual(['a']);
});

test('a name that YAML cannot hold plainly', () => {
  const pattern = 'a\n\u2028\u0085\u007F\uFEFF';
  const edge = { pattern, because: '', location: null, scope: 'both' as const };
  const yaml = pathsFilters([
    {
      service: 'a',
      dockerfile: null,
      context: null,
      contextBecause: '',
      builds: [],
      own: [],
      bases: new Map(),
      complete: true,
      edges: [edge],
    },
  ]);
  expect(yaml).toMatch(/^[\x20-\x7E\n]*$/);
  expect(filtered(yaml, pattern)).toEqual(['a']);
});
