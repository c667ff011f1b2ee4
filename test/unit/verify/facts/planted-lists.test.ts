import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyFiles } from '../rule-fixtures.ts';

// Repositories with lists of parts of their services, by folder, kind and job: what was planted is found, and nothing else.

interface Part {
  folder: string;
  kind: keyof typeof manifests;
  names: string[];
  /** What the job of the part works on, in the folder of each of its services and of no other. */
  has: string | null;
}

const manifests = {
  go: (name: string) => ['go.mod', `module example.com/${name}\n\ngo 1.25\n`],
  node: (name: string) => ['package.json', `{ "name": "${name}", "scripts": { "test": "node --test" } }\n`],
  python: (name: string) => ['pyproject.toml', `[project]\nname = "${name}"\nversion = "1"\n`],
} as const;

const testing = { go: 'go test ./...', node: 'npm test', python: 'pytest' } as const;

const words = [
  ...['cart', 'order', 'ledger', 'mail', 'search', 'review'],
  ...['price', 'stock', 'report', 'audit', 'quote', 'label'],
  ...['fraud', 'hotel', 'flight'],
];

/** What tells the parts of a repository apart: where they lie, what they are written in, what their jobs need. */
type Division = 'folder' | 'kind' | 'job';

/** Two or three parts of a repository, with no name twice. */
const parts: fc.Arbitrary<{ all: Part[]; by: Division }> = fc
  .tuple(
    fc.shuffledSubarray(words, { minLength: 15 }),
    fc.shuffledSubarray(['go', 'node', 'python'] as const, { minLength: 2 }),
    fc.constantFrom<Division>('folder', 'kind', 'job'),
  )
  .map(([names, kinds, by]) => ({
    by,
    all: kinds.map((kind, index) => ({
      folder: by === 'folder' ? `${kind}-services` : 'services',
      kind: by === 'job' ? 'go' : kind,
      names: names.slice(index * 5, index * 5 + 5).map((word) => `${word}-api`),
      has: by === 'job' ? (['openapi.yaml', 'schema.sql', 'events.avsc'][index] ?? null) : null,
    })),
  }));

const head = 'on: [push]\npermissions: {}\njobs:\n';

/** What is done in the folder of one service. */
const work = ({ kind, has }: Part): string => (has === null ? testing[kind] : `check ${has}`);

/** A job with steps that work on each name of its matrix. */
function matrixJob(part: Part, matrix: string, name: string, before = ''): string {
  return `${head}${before}  check:\n    runs-on: ubuntu-latest\n${before ? '    needs: list\n' : ''}    strategy:\n      matrix:\n${matrix}    steps:\n      - run: ${work(part)}\n        working-directory: ${part.folder}/\${{ matrix.${name} }}\n`;
}

/** The forms of a list, each as a file of its own for a part, with the names that it has. */
const shapes: Readonly<Record<string, (part: Part, index: number, listed: readonly string[]) => [string, string]>> = {
  matrix: (part, index, listed) => [
    `.github/workflows/check-${index}.yaml`,
    matrixJob(part, `        service: [${listed.join(', ')}]\n`, 'service'),
  ],
  include: (part, index, listed) => [
    `.github/workflows/check-${index}.yaml`,
    matrixJob(
      part,
      `        include:\n${listed.map((name) => `          - { name: ${name}, folder: ${part.folder}/${name} }\n`).join('')}`,
      'name',
    ),
  ],
  json: (part, index, listed) => [
    `.github/workflows/check-${index}.yaml`,
    matrixJob(
      part,
      '        service: ${{ fromJSON(needs.list.outputs.services) }}\n',
      'service',
      `  list:\n    runs-on: ubuntu-latest\n    outputs:\n      services: \${{ steps.list.outputs.services }}\n    steps:\n      - id: list\n        run: echo 'services=["${listed.join('","')}"]' >> "$GITHUB_OUTPUT"\n`,
    ),
  ],
  filter: (part, index, listed) => [
    `.github/workflows/check-${index}.yaml`,
    `${head}  check:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: dorny/paths-filter@7b450fff21473bca461d4b92ce414b9d0420d706\n        with:\n          filters: |\n${listed.map((name) => `            ${name}:\n              - '${part.folder}/${name}/**'\n`).join('')}`,
  ],
  loop: (part, index, listed) => [
    `scripts/check-${index}.sh`,
    `#!/bin/bash\nset -e\nfor service in ${listed.join(' ')}; do\n  (cd "${part.folder}/$service" && ${work(part)})\ndone\n`,
  ],
  array: (part, index, listed) => [
    `scripts/check-${index}.sh`,
    `#!/bin/bash\nset -e\nSERVICES=(\n${listed.map((name) => `  "${name}"\n`).join('')})\nfor service in "\${SERVICES[@]}"; do\n  (cd "${part.folder}/$service" && ${work(part)})\ndone\n`,
  ],
  make: (part, index, listed) => [
    `ci/${index}/Makefile`,
    `SERVICES := ${listed.join(' ')}\n\ncheck:\n\tfor service in $(SERVICES); do (cd ../../${part.folder}/$$service && ${work(part)}) || exit 1; done\n`,
  ],
  program: (part, index, listed) => [
    `scripts/check_${index}.py`,
    `import subprocess\n\nSERVICES = ["${listed.join('", "')}"]\n\nfor service in SERVICES:\n    subprocess.run("${work(part)}", shell=True, check=True, cwd=f"${part.folder}/{service}")\n`,
  ],
};

test.each(Object.keys(shapes))('what a %s of a part lacks is found, and no service of another part', async (shape) => {
  await fc.assert(
    fc.asyncProperty(parts, fc.integer({ min: 0, max: 2 }), async ({ all, by }, forgotten) => {
      // A filter has no job that needs something of each.
      fc.pre(shape !== 'filter' || by !== 'job');
      const files: Record<string, string> = {};
      const planted: string[] = [];
      for (const [index, part] of all.entries()) {
        for (const name of part.names) {
          const [manifest = '', text = ''] = manifests[part.kind](name);
          files[`${part.folder}/${name}/Dockerfile`] = 'FROM alpine:3.22\nCOPY . /app\n';
          files[`${part.folder}/${name}/${manifest}`] = text;
          if (part.has !== null) files[`${part.folder}/${name}/${part.has}`] = '# of the job\n';
        }
        const [path, text] = shapes[shape]?.(part, index, part.names.slice(forgotten)) ?? ['', ''];
        files[path] = text;
        planted.push(...part.names.slice(0, forgotten).map((name) => `${path} ${name} proved`));
      }
      const { findings } = await verifyFiles(files);
      const found = findings.filter(({ rule }) => /-missing$/.test(rule) && /list|filter/.test(rule));
      expect(found.map(({ path, subject, confidence }) => `${path} ${subject} ${confidence}`).sort()).toEqual(
        planted.sort(),
      );
    }),
    { numRuns: 12 },
  );
});

interface WholeForm {
  /** The parts of a repository that it may be about, by their kind. */
  of: readonly Part['kind'][];
  /** What the files of a service hold besides. */
  own?(folder: string, name: string): Record<string, string>;
  /** The files of the list, with the names that it has. */
  write(folder: string, listed: readonly string[]): Record<string, string>;
  rule: string | null;
  confidence: 'proved' | 'likely';
  /** Of two that lack, one cannot be told by those beside it. */
  most: number;
}

const lines = (names: readonly string[], write: (name: string) => string): string => names.map(write).join('');
const step = `${head}  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n`;
const anyKind = ['go', 'node', 'python'] as const;

/** Forms of a list of the services of a folder and kind. */
const forms: Readonly<Record<string, WholeForm>> = {
  'case of a shell': {
    of: anyKind,
    write: (folder, listed) => ({
      '.github/workflows/build.yaml': `${step}          case "$SERVICE" in\n${lines(listed, (name) => `            ${name}) DOCKERFILE=${folder}/${name}/Dockerfile; CONTEXT=${folder}/${name} ;;\n`)}            *) echo "unknown"; exit 1 ;;\n          esac\n          docker build --file "$DOCKERFILE" "$CONTEXT"\n`,
    }),
    rule: 'ci-build-case-missing',
    confidence: 'proved',
    most: 2,
  },
  'choice of a dispatch': {
    of: anyKind,
    write: (folder, listed) => ({
      '.github/workflows/build.yaml': `on:\n  workflow_dispatch:\n    inputs:\n      service:\n        type: choice\n        options:\n${lines(listed, (name) => `          - ${name}\n`)}permissions: {}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build ${folder}/\${{ inputs.service }}\n`,
    }),
    rule: 'ci-dispatch-options-missing',
    confidence: 'proved',
    most: 2,
  },
  'go.work': {
    of: ['go'],
    write: (folder, listed) => ({
      'go.work': `go 1.25\n\nuse (\n${lines(listed, (name) => `\t./${folder}/${name}\n`)})\n`,
    }),
    rule: 'go-work-missing',
    confidence: 'proved',
    most: 2,
  },
  'workspaces of npm': {
    of: ['node'],
    own: (folder, name) => ({
      [`${folder}/${name}/package.json`]: `{ "name": "${name}", "dependencies": { "shared": "workspace:*" } }\n`,
    }),
    write: (folder, listed) => ({
      'package.json': `{ "private": true, "workspaces": [${listed.map((name) => `"${folder}/${name}"`).join(', ')}, "shared"] }\n`,
      'shared/package.json': '{ "name": "shared" }\n',
    }),
    rule: 'tool-list-missing',
    confidence: 'proved',
    most: 2,
  },
  'list of Terraform': {
    of: anyKind,
    write: (_folder, listed) => ({
      'infra/main.tf': `locals {\n  services = [\n${lines(listed, (name) => `    "${name}",\n`)}  ]\n}\n`,
    }),
    rule: 'tool-list-missing',
    confidence: 'likely',
    most: 1,
  },
  'list of owners': {
    of: anyKind,
    write: (folder, listed) => ({ CODEOWNERS: lines(listed, (name) => `/${folder}/${name}/ @shop/${name}\n`) }),
    rule: 'tool-list-missing',
    confidence: 'likely',
    most: 1,
  },
  'sources of Sonar': {
    of: anyKind,
    write: (folder, listed) => ({
      'sonar-project.properties': `sonar.sources=${listed.map((name) => `${folder}/${name}`).join(',')}\n`,
    }),
    rule: 'tool-list-missing',
    confidence: 'likely',
    most: 1,
  },
  'file of Compose': {
    of: anyKind,
    write: (folder, listed) => ({
      'docker-compose.yml': `services:\n${lines(listed, (name) => `  ${name}:\n    build: ${folder}/${name}\n`)}`,
    }),
    rule: null,
    confidence: 'proved',
    most: 1,
  },
  'list of routes': {
    of: anyKind,
    write: (_folder, listed) => ({
      'deploy/routes.yaml': `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: all }\nspec:\n  rules:\n${lines(listed, (name) => `    - matches: [{ path: { value: /${name} } }]\n      backendRefs: [{ name: ${name}, port: 80 }]\n`)}`,
    }),
    rule: null,
    confidence: 'proved',
    most: 1,
  },
  'upstreams of nginx': {
    of: anyKind,
    write: (_folder, listed) => ({
      'gateway/nginx.conf': lines(listed, (name) => `upstream ${name} {\n  server ${name}:80;\n}\n`),
    }),
    rule: null,
    confidence: 'proved',
    most: 1,
  },
};

test.each(Object.keys(forms))('what a %s lacks is found where a rule is about it, and nothing else', async (title) => {
  const form = forms[title];
  if (!form) throw new Error(title);
  const cases = fc.tuple(
    fc.shuffledSubarray(words, { minLength: 5, maxLength: 8 }),
    fc.constantFrom(...form.of),
    fc.constantFrom('services', 'apps'),
    fc.integer({ min: 0, max: form.most }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ([stems, kind, folder, forgotten]) => {
      const names = stems.map((stem) => `${stem}-api`);
      const files: Record<string, string> = form.write(folder, names.slice(forgotten));
      for (const name of names) {
        const [manifest = '', text = ''] = manifests[kind](name);
        files[`${folder}/${name}/Dockerfile`] = 'FROM alpine:3.22\nCOPY . /app\n';
        files[`${folder}/${name}/${manifest}`] = text;
        Object.assign(files, form.own?.(folder, name));
      }
      const { findings } = await verifyFiles(files);
      const found = findings.filter(
        ({ rule }) => /-missing$/.test(rule) && /list|filter|case|options|go-work/.test(rule),
      );
      const planted = form.rule === null ? [] : names.slice(0, forgotten);
      expect(found.map(({ rule, subject, confidence }) => `${rule} ${subject} ${confidence}`).sort()).toEqual(
        planted.map((name) => `${form.rule} ${name} ${form.confidence}`).sort(),
      );
    }),
    { numRuns: 8 },
  );
});
