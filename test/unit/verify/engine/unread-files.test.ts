import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { FileMode } from '@rollcall/domain/ports';
import { isIncomplete } from '@rollcall/domain/verify/report/fail-on';
import { renderAnnotations, renderUnread } from '@rollcall/domain/verify/report/render/annotations';
import { renderComment } from '@rollcall/domain/verify/report/render/comment';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { renderJson } from '@rollcall/domain/verify/report/render/json';
import { renderMarkdown } from '@rollcall/domain/verify/report/render/markdown';
import { renderSarif } from '@rollcall/domain/verify/report/render/sarif';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import type { Report } from '@rollcall/domain/verify/report/report';
import { rules } from '@rollcall/domain/verify/rules/index';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { fixFiles, ruleFixtures, verifyFiles } from '../rule-fixtures.ts';

const { files: shop = {} } = ruleFixtures().find(({ name }) => name === 'ci-paths-filter-missing/bad') ?? {};
const workflow = '.github/workflows/ci-build-images.yaml';
const values = 'k8s/helm/charts/cart-service/values.yaml';
const application = 'k8s/argocd/apps/prod/cart-service.yaml';

type Files = Readonly<Record<string, string | Uint8Array>>;

function verify(files: Files, options: Parameters<typeof verifyFiles>[1] = {}): Promise<Report> {
  return verifyFiles({ ...shop, ...files }, options);
}

function unreadOf({ problems }: Report): string[] {
  return problems.flatMap(({ severity, unread, location }) =>
    severity === 'error' && unread ? [`${location?.path}:${location?.line} ${unread.reason}`] : [],
  );
}

test('the fixture is complete as it is, and finds what an unread workflow would hide', async () => {
  const report = await verify({});
  expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(report.findings.map(({ rule }) => rule)).toContain('ci-paths-filter-missing');
});

const aliases = Array.from({ length: 9 }, (_, level) =>
  level === 0
    ? '  - &a0 [x]'
    : `  - &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join()}]`,
).join('\n');

const damages: readonly (readonly [kind: string, damage: (text: string) => string | Uint8Array, reason: RegExp])[] = [
  ['broken', (text) => `${text}\n]: [\n`, /not valid YAML/],
  ['broken behind a comment with an action', (text) => `# {{ x }}\n${text}\n]: [\n`, /not valid YAML/],
  ['broken behind an action', (text) => `x: "{{ x }}"\n${text}\n]: [\n`, /not valid YAML/],
  ['too deep', (text) => `${text}\nzz: ${'['.repeat(300)}${']'.repeat(300)}\n`, /nested too deeply/],
  ['too long in items', (text) => `${text}\n${'#\n'.repeat(200_001)}`, /200000 lines and items/],
  ['too long', (text) => `${text}\n# ${'x'.repeat(5 * 1024 * 1024)}\n`, /longer than 5 MiB/],
  ['of too many aliases', (text) => `${text}\nzz:\n${aliases}\n`, /resource exhaustion/],
  ['binary', (text) => Buffer.concat([Buffer.from(text), Buffer.from([0x23, 0xff, 0xfe])]), /not UTF-8/],
];

describe.each([
  ['a workflow', workflow],
  ['values that Helm reads', values],
  ['an Application', application],
])('%s', (_title, path) => {
  test.each(damages)('that is %s makes the run incomplete', async (_kind, damage, reason) => {
    const report = await verify({ [path]: damage(shop[path] ?? '') });
    expect(isIncomplete(report)).toBe(true);
    expect(unreadOf(report)).toEqual([expect.stringMatching(reason)]);
    expect(unreadOf(report)[0]).toContain(path);
  });
});

test.each<[string, Files, string]>([
  [
    'filters in a workflow',
    {
      '.github/workflows/filter.yaml': `on: push
jobs:
  a:
    runs-on: x
    steps:
      - uses: dorny/paths-filter@v3
        with:
          filters: |
            a: [
`,
    },
    '.github/workflows/filter.yaml:10 not valid YAML',
  ],
  [
    'values in the text of an Application',
    {
      [application]: (shop[application] ?? '').replace(/\n( *)helm:\n/, '\n$1helm:\n$1  values: |\n$1    a: [\n'),
    },
    `${application}:`,
  ],
  ['Terraform', { 'terraform/x.tf': 'module "a" {\n' }, 'terraform/x.tf:1 the "{" is never closed'],
  [
    'Terraform of deep blocks',
    { 'terraform/x.tf': `a "b" {\n${'c {\n'.repeat(50)}${'}\n'.repeat(51)}` },
    'terraform/x.tf:51 nested too deeply',
  ],
  [
    'Terraform of deep values',
    { 'terraform/x.tf': `a = ${'['.repeat(51)}${']'.repeat(51)}\n` },
    'terraform/x.tf:1 nested too deeply',
  ],
  ['a package of npm', { 'services/storefront/package.json': '{"name": ' }, 'services/storefront/package.json:1 not'],
  [
    'a template of a chart that passes a limit',
    { 'k8s/helm/charts/cart-service/templates/deep.yaml': `a: ${'['.repeat(300)}` },
    'k8s/helm/charts/cart-service/templates/deep.yaml:1 nested too deeply',
  ],
  ['a script that is binary', { 'scripts/a.sh': Uint8Array.of(0xff) }, 'scripts/a.sh:1 it is not UTF-8 text'],
  ['a script that is too long', { 'scripts/a.sh': '#'.repeat(5 * 1024 * 1024 + 1) }, 'scripts/a.sh:1 it is longer'],
])('%s that cannot be read makes the run incomplete', async (_title, files, said) => {
  expect(unreadOf(await verify(files))).toEqual([expect.stringContaining(said)]);
});

test.each<[string, Files]>([
  [
    'a template of a chart',
    { 'k8s/helm/charts/cart-service/templates/x.yaml': '{{ if .Values.x }}\na: [\n{{ end }}\n' },
  ],
  [
    'a template of something else',
    { 'templates/skeleton.yaml': 'kind: {{ cookiecutter.kind }}\n{% if x %}\na: 1\n{% endif %}\n' },
  ],
  ['YAML that no rule reads', { 'tests/data/broken.yaml': 'a: [\n' }],
  ['an example of a document', { 'docs/broken.yaml': 'a: [\n' }],
  ['somebody else’s file', { 'vendor/x/terraform/a.tf': 'a {', 'node_modules/x/package.json': '{' }],
  ['prose that is no UTF-8', { 'docs/old.md': Uint8Array.of(0x61, 0xe9, 0x62) }],
  ['a picture', { 'docs/a.png': Uint8Array.of(0xff) }],
])('%s does not make it incomplete', async (_title, files) => {
  const report = await verify(files);
  expect(unreadOf(report)).toEqual([]);
  expect(isIncomplete(report)).toBe(false);
});

describe('what is not here as a file', () => {
  /** The shop with one path of it in another form. */
  async function verifyAs(path: string, mode: FileMode, text?: string): Promise<string[]> {
    const tree = memoryTree(
      { ...shop, [path]: text ?? '../elsewhere.txt' },
      text === undefined ? { [path]: mode } : {},
    );
    return unreadOf(
      await verifyServices(tree, { repositoryUrl: null, today: '2026-01-05', config: await readConfig(tree) }),
    );
  }

  test.each([
    [workflow, 'which GitHub cannot run'],
    [application, 'links are not followed'],
    ['k8s/argocd/apps/prod/another.yaml', 'links are not followed'],
  ])('a link at %s makes the run incomplete', async (path, reason) => {
    expect(await verifyAs(path, 'symlink')).toEqual([
      expect.stringMatching(`^${path}:1 it is a symbolic link.*${reason}`),
    ]);
  });

  test.each([
    ['a link that is no manifest', 'k8s/argocd/apps/prod/README.md', 'symlink'],
    ['a link elsewhere', 'docs/example.yaml', 'symlink'],
    ['a submodule', 'k8s/argocd/apps/prod/vendored', 'submodule'],
  ] as const)('%s does not', async (_title, path, mode) => {
    expect(await verifyAs(path, mode)).toEqual([]);
  });

  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
  test('a pointer of Git LFS in the place of an Application makes it incomplete, and elsewhere it does not', async () => {
    expect(await verifyAs(application, 'file', pointer)).toEqual([
      `${application}:1 it is a pointer of Git LFS, and not the file`,
    ]);
    expect(await verifyAs('docs/example.yaml', 'file', pointer)).toEqual([]);
  });
});

test('a version of YAML that a file says it is of hides nothing: GitHub, Helm and Argo CD heed none', async () => {
  const before = (await verify({})).findings.map(({ fingerprint }) => fingerprint);
  for (const path of [workflow, values, application]) {
    const { findings } = await verify({ [path]: `%YAML 1.1\n---\n${shop[path]}` });
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(before);
  }
});

test('a key that is written twice hides nothing: where GitHub refuses it, the run is incomplete', async () => {
  const twice = (text = ''): string => `# {{ x }}\nzz: 1\nzz: 2\n${text}`;
  expect(unreadOf(await verify({ [workflow]: twice(shop[workflow]) }))).toEqual([
    expect.stringContaining(`${workflow}:3 not valid YAML: Map keys must be unique`),
  ]);
  const before = await verify({});
  for (const path of [values, application]) {
    const { findings, problems } = await verify({ [path]: twice(shop[path]) });
    const others = findings.filter(({ rule }) => rule !== 'yaml-key-repeated');
    expect(others.map(({ fingerprint }) => fingerprint)).toEqual(before.findings.map(({ fingerprint }) => fingerprint));
    const told = [
      ...problems,
      ...findings.filter((one) => !others.includes(one)).map((one) => ({ ...one, location: one })),
    ];
    expect(told.map(({ severity, location }) => `${severity} ${location?.path}:${location?.line}`)).toContain(
      `warning ${path}:3`,
    );
  }
});

test('the template of an Application is none, but where Argo CD reads it as it is', async () => {
  const template = `${shop[application]}  x: {{ revision }}-x\n`;
  expect(unreadOf(await verify({ 'k8s/argocd/skeletons/new.yaml': template }))).toEqual([]);
  const read = 'k8s/argocd/apps/prod/new.yaml';
  expect(unreadOf(await verify({ [read]: template }))).toEqual([expect.stringContaining(read)]);
});

test('a rule that is off needs nothing: what only it reads may be broken', async () => {
  const files = { 'services/storefront/package.json': '{' };
  const off = rules.flatMap(({ id }) =>
    id.startsWith('node-') || ['version-drift', 'dockerfile-workspace-incomplete'].includes(id) ? [id] : [],
  );
  expect(unreadOf(await verify(files))).toHaveLength(1);
  expect(unreadOf(await verify(files, { off }))).toEqual([]);
});

describe('a waiver', () => {
  const broken = { [workflow]: `${shop[workflow]}\n]: [\n` };
  const waive = (entry: string): Files => ({
    'rollcall.yaml': `${shop['rollcall.yaml'] ?? ''}\nwaivers:\n  - ${entry}\n`,
  });

  test('by path makes the run complete, and is still said', async () => {
    const files = {
      ...broken,
      ...waive('{ rule: unread-file, path: ".github/**", reason: later, until: 2099-01-01 }'),
    };
    const report = await verify(files, { today: '2026-11-28' });
    expect(isIncomplete(report)).toBe(false);
    const [problem] = report.problems.filter(({ unread }) => unread);
    expect(problem).toMatchObject({ severity: 'notice', location: { path: workflow } });
    expect(problem?.message).toContain('waived until 2099-01-01: later');
    expect(report.findings.map(({ rule }) => rule)).not.toContain('waiver-unused');
  });

  test.each([
    ['that ended', '{ rule: unread-file, path: ".github/**", reason: x, until: 2020-01-01 }', 'waiver-expired'],
    ['of another path', '{ rule: unread-file, path: "k8s/**", reason: x, until: 2099-01-01 }', 'waiver-unused'],
    ['without a path', '{ rule: unread-file, reason: x, until: 2099-01-01 }', 'waiver-unused'],
    [
      'of a rule',
      '{ rule: ci-paths-filter-missing, path: ".github/**", reason: x, until: 2099-01-01 }',
      'waiver-unused',
    ],
  ])('%s waives no file', async (_title, entry, finding) => {
    const report = await verify({ ...broken, ...waive(entry) }, { today: '2026-11-28' });
    expect(isIncomplete(report)).toBe(true);
    expect(report.findings.map(({ rule }) => rule)).toContain(finding);
  });
});

describe('every output says it', () => {
  const report = verify({ [workflow]: `${shop[workflow]}\n]: [\n` });

  test.each<[string, (report: Report) => string]>([
    ['text', (all) => renderText(all)],
    ['JSON', renderJson],
    ['SARIF', (all) => renderSarif(all)],
    ['Markdown', (all) => renderMarkdown(all)],
    ['the comment', (all) => renderComment(all, { existing: false, scope: '.' }).body],
    ['the summary of a job', renderJobSummary],
    ['annotations', (all) => renderUnread(all) + renderAnnotations(all)],
    ['the page', (all) => renderHtml(all, { repository: null, revision: null, files: null })],
  ])('%s', async (_title, render) => {
    const text = render(await report)
      .replaceAll('&#46;', '.')
      .replaceAll('\\', '');
    expect(text).toContain('ci-build-images.yaml');
    expect(text).toMatch(/not valid YAML/);
    expect(text).not.toMatch(/No (?:new )?findings[:.(]/);
  });

  test('SARIF as a notification of a run that did not succeed', async () => {
    const [{ invocations }] = JSON.parse(renderSarif(await report, 'sub')).runs;
    expect(invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            descriptor: { id: 'unread-file' },
            message: { text: expect.stringContaining('cannot be read') },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: `sub/${workflow}` },
                  region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
                },
              },
            ],
          },
        ],
      },
    ]);
  });

  test('JSON with path, line and reason', async () => {
    expect(JSON.parse(renderJson(await report)).unread).toEqual([
      { path: workflow, line: expect.any(Number), reason: expect.stringContaining('not valid YAML') },
    ]);
  });
});

test('a file with a key that is written twice is verified, and no fix edits it', async () => {
  const fixture = ruleFixtures().find(({ name }) => name === 'app-notification-missing/bad-none');
  const [path = ''] = fixture?.expected.map((one) => one.path) ?? [];
  const files = { ...fixture?.files, [path]: `zz: 1\nzz: 2\n${fixture?.files[path]}` };
  const { findings } = await verifyFiles(files);
  const found = findings.filter((finding) => finding.path === path && finding.rule === 'app-notification-missing');
  expect(found.length).toBeGreaterThan(0);
  expect(found.map(({ fix }) => fix)).toEqual(found.map(() => null));
  expect((await fixFiles(files)).files.has(path)).toBe(false);
});
