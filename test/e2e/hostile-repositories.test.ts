import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

interface Found {
  rule: string;
  path: string;
  subject: string;
}

interface Run {
  status: number;
  stderr: string;
  findings: Found[];
}

/** `verify` of the example with more files in it, from the work tree or from the commit, in half a gigabyte. */
async function verify(add: (folder: string) => void, args: readonly string[]): Promise<Run> {
  const { repository } = createShop();
  add(repository.directory);
  repository.commit({});
  const { status, stdout, stderr } = await runCommandLine(['verify', '--json', ...args], {
    cwd: repository.directory,
    env: { NODE_OPTIONS: '--max-old-space-size=512' },
  });
  expect(stdout === '' ? stderr : '').toBe('');
  return { status, stderr, findings: JSON.parse(stdout).findings };
}

function write(files: Readonly<Record<string, string | Uint8Array>>): (folder: string) => void {
  return (folder) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
}

const ways = [
  ['the work tree', []],
  ['a commit', ['--ref', 'HEAD']],
] as const;

function keys(findings: readonly Found[]): Set<string> {
  return new Set(findings.map(({ rule, path, subject }) => `${rule} ${path} ${subject}`));
}

let clean: Set<string>;
beforeAll(async () => {
  clean = keys((await verify(() => undefined, [])).findings);
  expect(clean.size).toBeGreaterThan(5);
});

/** Whether the run ended as one that read what it could, and found what it finds in the example. */
function expectVerified({ status, findings }: Run, withheld: readonly string[] = []): void {
  expect([1, 2]).toContain(status);
  const found = keys(findings);
  expect([...clean].filter((key) => !found.has(key))).toEqual(withheld);
}

const application = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: hostile\n';
const letters = [...'abcdefghi'];
const aliases = letters
  .map(
    (letter, index) =>
      `${letter}: &${letter} [${Array(9)
        .fill(index === 0 ? 'x' : `*${letters[index - 1]}`)
        .join()}]\n`,
  )
  .join('');
const merges = letters
  .map(
    (letter, index) =>
      `${letter}: &${letter}\n  ${
        index === 0
          ? 'k: 1'
          : `<<: [${Array(9)
              .fill(`*${letters[index - 1]}`)
              .join()}]`
      }\n`,
  )
  .join('');
const deep = 100_000;
const junk = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256);
const notUtf8 = Buffer.concat([Buffer.from(application), Buffer.from([0x78, 0x3a, 0x20, 0xff, 0xfe, 0x0a])]);

describe('files that are not what their names say', () => {
  const folder = 'k8s/argocd/apps/prod';
  /** What it is, the file, what it holds, and what is said about it. */
  const cases: readonly (readonly [title: string, path: string, content: string | Uint8Array, says: RegExp])[] = [
    ['aliases that expand without measure', `${folder}/aliases.yaml`, application + aliases, /resource exhaustion/],
    ['merge keys that do', `${folder}/merges.yaml`, application + merges, /resource exhaustion/],
    ['aliases in a workflow', '.github/workflows/aliases.yaml', aliases, /resource exhaustion/],
    ['a value that holds itself', `${folder}/cycle.yaml`, `${application}spec: &s { source: *s }\n`, /without repoURL/],
    [
      '100,000 brackets',
      `${folder}/brackets.yaml`,
      `${application}a: ${'['.repeat(deep)}${']'.repeat(deep)}\n`,
      /nested too deeply/,
    ],
    [
      '100,000 brackets on lines',
      `${folder}/lines.yaml`,
      `${application}a: ${'[\n'.repeat(deep)}`,
      /nested too deeply/,
    ],
    ['100,000 maps in a workflow', '.github/workflows/maps.yaml', '{a: '.repeat(deep), /nested too deeply/],
    [
      '3,000 levels of blocks',
      `${folder}/blocks.yaml`,
      application + Array.from({ length: 3000 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
      /nested too deeply/,
    ],
    [
      'HCL with mistakes',
      'terraform/prod/mistakes.tf',
      'module "a" {\n  b = [\n',
      /cannot be read: the "\[" is never closed/,
    ],
    ['HCL without an end', 'terraform/prod/heredoc.tf', 'x = <<EOT\n', /the here-document EOT has no end/],
    ['a workflow that is a list', '.github/workflows/list.yaml', '- a\n- b\n', /no map of jobs/],
    ['a workflow that is empty', '.github/workflows/empty.yaml', '', /holds no workflow/],
    ['a binary file', `${folder}/binary.yaml`, junk, /not UTF-8/],
    ['a binary script', 'scripts/binary.sh', junk, /not UTF-8/],
    ['text that is no UTF-8', `${folder}/latin1.yaml`, notUtf8, /not UTF-8/],
    ['text that is no UTF-8 under a name with a line break', `${folder}/b\n::error::z.yaml`, notUtf8, /not UTF-8/],
    [
      'a mistake under a name with a command',
      `${folder}/::error file=x::y.yaml`,
      `${application}a: [\n`,
      /cannot be read/,
    ],
    [
      'a mistake under a name with an expression',
      `${folder}/\${{ github.token }}.yaml`,
      `${application}a: [\n`,
      /cannot be read/,
    ],
    [
      'a mistake under a name with a line break',
      `${folder}/a\n::set-output name=x::y.yaml`,
      `${application}a: [\n`,
      /cannot be read/,
    ],
  ];
  const quiet: Record<string, string> = {
    // Helm renders it or not: nothing that can be known is wrong with it for the rest.
    'k8s/helm/charts/cart-service/templates/broken.yaml': '{{- range }}}} {{ if\n---\n: : :\n\t- {{\n',
    'k8s/helm/charts/cart-service/templates/open.yaml': '{{ if x }}\n'.repeat(20_000),
    [`${folder}/folder.yaml/inside.txt`]: 'a folder\n',
    '.github/workflows/folder.yml/inside.txt': 'a folder\n',
  };
  let runs: Run[];
  beforeAll(async () => {
    const add = (root: string): void => {
      write({ ...quiet, ...Object.fromEntries(cases.map(([, path, content]) => [path, content])) })(root);
      for (const [target, path] of [
        ['b', 'services/a'],
        ['a', 'services/b'],
        ['.', 'services/loop'],
        ['../..', 'k8s/loop'],
        ['/dev/zero', '.github/workflows/zero.yaml'],
        ['itself.yaml', `${folder}/itself.yaml`],
      ] as const)
        symlinkSync(target, join(root, path));
    };
    runs = await Promise.all(ways.map(([, args]) => verify(add, args)));
  });

  test.each(ways.map(([way], index) => [way, index] as const))('%s: the rest is verified', (_way, index) => {
    const run = runs[index];
    if (!run) throw new Error('no run');
    // An Application of prod that Argo CD refuses may have been to deploy what prod lacks: that it is refused is an error.
    expectVerified(run, ['service-env-drift k8s/argocd/apps/dev/report-service.yaml report-service']);
    expect(keys(run.findings)).toContain(`app-source-refused ${folder}/cycle.yaml hostile`);
    expect(run.status).toBe(2);
    // What is said stays on the lines of the one who says it, and is no command of a workflow.
    const starts = run.stderr
      .split('\n')
      .filter((line) => line !== '' && !/^(?:warning|note|error): |^ {2}\S/.test(line));
    expect(starts).toEqual([]);
  });

  test.each(cases)('%s is named', (_title, path, _content, says) => {
    const [name = ''] = path.split('\n').slice(-1);
    for (const { stderr } of runs) {
      const lines = stderr.split('\n').filter((line) => line.includes(name.slice(name.lastIndexOf('/') + 1)));
      expect(lines.join('\n')).toMatch(says);
    }
  });

  test('both ways say the same', () => {
    expect(runs[1]).toEqual(runs[0]);
  });
});

describe('sizes', () => {
  const line = '  key: cart-service order-service\n';
  const cases: readonly (readonly [title: string, path: string, content: () => string, says: RegExp | null])[] = [
    [
      '50 MB of YAML',
      'k8s/argocd/apps/prod/large.yaml',
      () => application + line.repeat(50_000_000 / line.length),
      /large\.yaml cannot be read: it is longer than 5 MiB/,
    ],
    [
      '50 MB of script',
      'scripts/large.sh',
      () => 'build cart-service\n'.repeat(2_600_000),
      /large\.sh cannot be read: it is longer than 5 MiB/,
    ],
    [
      '10,000 documents',
      'k8s/argocd/apps/prod/many.yaml',
      () =>
        Array.from(
          { length: 10_000 },
          (_, index) =>
            `---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app-${index} }\nspec:\n  project: default\n  source: { repoURL: https://git.example.com/x.git, path: a, targetRevision: v1 }\n  destination: { namespace: x, name: prod }\n`,
        ).join(''),
      null,
    ],
    [
      'a million items',
      '.github/workflows/items.yaml',
      () => `# cart-service order-service\njobs: {}\nx: [${'a,'.repeat(1_000_000)}]\n`,
      /items\.yaml cannot be read: not readable YAML: more than 200000 lines and items/,
    ],
    [
      '50,000 keys of one map',
      'k8s/keys.yaml',
      () => Array.from({ length: 50_000 }, (_, index) => `key-${index}: cart-service order-service\n`).join(''),
      null,
    ],
  ];
  test.each(
    cases.flatMap(([title, ...rest], index) =>
      ways.slice(index % 3 === 0 ? 0 : 1).map(([way, args]) => [`${title} in ${way}`, args, ...rest] as const),
    ),
  )('%s', async (_title, args, path, content, says) => {
    const run = await verify(write({ [path]: content() }), args);
    expectVerified(run);
    if (says) expect(run.stderr).toMatch(says);
  });
});
