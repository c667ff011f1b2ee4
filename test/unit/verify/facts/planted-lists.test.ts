import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyFiles } from '../rule-fixtures.ts';

// Repositories with lists of parts of their services, by folder, kind and job: what was planted is found, and nothing else.

interface Part {
  folder: string;
  kind: 'go' | 'node' | 'python';
  names: string[];
}

const manifests = {
  go: (name: string) => ['go.mod', `module example.com/${name}\n\ngo 1.25\n`],
  node: (name: string) => ['package.json', `{ "name": "${name}", "scripts": { "test": "node --test" } }\n`],
  python: (name: string) => ['pyproject.toml', `[project]\nname = "${name}"\nversion = "1"\n`],
} as const;

const testing = { go: 'go test ./...', node: 'npm test', python: 'pytest' } as const;

const words = [
  'cart',
  'order',
  'ledger',
  'mail',
  'search',
  'review',
  'price',
  'stock',
  'report',
  'audit',
  'quote',
  'label',
];

/** Two or three parts of a repository, each a folder of services of one kind, with no name twice. */
const parts: fc.Arbitrary<Part[]> = fc
  .tuple(
    fc.shuffledSubarray(words, { minLength: 12 }),
    fc.shuffledSubarray(['go', 'node', 'python'] as const, { minLength: 2 }),
    fc.boolean(),
  )
  .map(([names, kinds, together]) =>
    kinds.map((kind, index) => ({
      folder: together ? 'services' : `${kind}-services`,
      kind,
      names: names.slice(index * 4, index * 4 + 4).map((word) => `${word}-api`),
    })),
  );

type Shape = 'job' | 'script' | 'filter';

/** What lists the services of a part: a matrix of a job that tests them, a loop of a script, the keys of a filter. */
function listFile({ folder, kind }: Part, listed: readonly string[], shape: Shape): [string, string] {
  if (shape === 'script')
    return [
      `scripts/test-${kind}.sh`,
      `#!/bin/bash\nset -e\nfor service in ${listed.join(' ')}; do\n  (cd "${folder}/$service" && ${testing[kind]})\ndone\n`,
    ];
  const path = `.github/workflows/test-${kind}.yaml`;
  const head = 'on: [push]\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n';
  if (shape === 'job')
    return [
      path,
      `${head}    strategy:\n      matrix:\n        service: [${listed.join(', ')}]\n    steps:\n      - run: ${testing[kind]}\n        working-directory: ${folder}/\${{ matrix.service }}\n`,
    ];
  return [
    path,
    `${head}    steps:\n      - uses: dorny/paths-filter@7b450fff21473bca461d4b92ce414b9d0420d706\n        with:\n          filters: |\n${listed.map((name) => `            ${name}:\n              - '${folder}/${name}/**'\n`).join('')}`,
  ];
}

test('what a list of a part lacks is found, and no service of another part', async () => {
  await fc.assert(
    fc.asyncProperty(
      parts,
      fc.constantFrom<Shape>('job', 'script', 'filter'),
      fc.integer({ min: 0, max: 2 }),
      async (all, shape, forgotten) => {
        const files: Record<string, string> = {};
        const planted: string[] = [];
        for (const part of all) {
          for (const name of part.names) {
            const [manifest = '', text = ''] = manifests[part.kind](name);
            files[`${part.folder}/${name}/Dockerfile`] = 'FROM alpine:3.22\nCOPY . /app\n';
            files[`${part.folder}/${name}/${manifest}`] = text;
          }
          const lacking = part.names.slice(0, forgotten);
          const [path, text] = listFile(part, part.names.slice(forgotten), shape);
          files[path] = text;
          planted.push(...lacking.map((name) => `${path} ${name}`));
        }
        const { findings } = await verifyFiles(files);
        const found = findings.filter(({ rule }) => /-missing$/.test(rule) && /list|filter/.test(rule));
        expect(found.map(({ path, subject }) => `${path} ${subject}`).sort()).toEqual(planted.sort());
        expect(found.filter(({ confidence }) => confidence !== 'proved')).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});
