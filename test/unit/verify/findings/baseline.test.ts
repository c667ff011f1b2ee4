import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { UserError } from '@rollcall/domain/user-error';
import { passes } from '@rollcall/domain/verify/report/fail-on';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { planBaseline } from '@rollcall/domain/verify/write-baseline';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { ruleFixtures, today } from '../rule-fixtures.ts';

type Files = Record<string, string>;

const fixtures = ruleFixtures();
function fixture(name: string): Files {
  return { ...(fixtures.find((one) => one.name === name)?.files ?? {}) };
}

/** Two findings: a service is in no paths filter, and a chart has no Application in production. */
const bad = fixture('ci-paths-filter-missing/bad');
delete bad['k8s/argocd/apps/prod/review-service.yaml'];

async function options(files: Files, more: { baseline?: string; rules?: string[] } = {}) {
  const config = await readConfig(memoryTree(files));
  return { config, repositoryUrl: 'git@git.example.com:shop/shop.git', today, ...more };
}

async function verify(files: Files, more: { baseline?: string; rules?: string[] } = {}) {
  return verifyServices(memoryTree(files), await options(files, more));
}

async function written(files: Files, more: { baseline?: string; rules?: string[] } = {}) {
  const { path, content, ...rest } = await planBaseline(memoryTree(files), await options(files, more));
  return { files: { ...files, [path]: new TextDecoder().decode(content) }, path, ...rest };
}

async function refusal(run: Promise<unknown>): Promise<UserError> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error;
  throw new Error(`no UserError but ${String(error)}`);
}

test('what is in the baseline does not fail and is counted', async () => {
  const before = await verify(bad);
  expect(before.findings.length).toBeGreaterThan(1);
  expect(passes(before, 'notice')).toBe(false);
  const { files, path, isNew, accepted } = await written(bad);
  expect([path, isNew, accepted]).toEqual(['rollcall.baseline.json', true, before.findings.length]);
  const after = await verify(files);
  expect(after.findings).toEqual([]);
  expect(after.baselined).toEqual(before.findings);
  expect(after.summary).toEqual({ errors: 0, warnings: 0, notices: 0, waived: 0, baselined: accepted });
  expect(after.checklist).toEqual(before.checklist);
  expect(passes(after, 'notice')).toBe(true);
  const [rule = ''] = before.findings.map((finding) => finding.rule);
  const some = await verify(files, { rules: [rule] });
  expect(some.summary.baselined).toBe(before.findings.filter((finding) => finding.rule === rule).length);
});

test('the file: version and entries, sorted, the same at each writing', async () => {
  const { files, path } = await written(bad);
  const value = JSON.parse(files[path] ?? '');
  expect(Object.keys(value)).toEqual(['version', 'findings']);
  expect(value.version).toBe(1);
  for (const entry of value.findings) expect(Object.keys(entry)).toEqual(['fingerprint', 'rule', 'subject', 'path']);
  const paths = value.findings.map((entry: { path: string }) => entry.path);
  expect(paths).toEqual([...paths].sort());
  const again = await written(files);
  expect(again.files[path]).toBe(files[path]);
  expect([again.isNew, again.removed]).toEqual([false, 0]);
});

test('it may only shrink: a new finding is refused by name, one that is gone is taken out', async () => {
  const one = await written(fixture('chart-app-missing/bad-prod'));
  const baseline = { 'rollcall.baseline.json': one.files['rollcall.baseline.json'] ?? '' };
  const grown = await refusal(written({ ...bad, ...baseline }));
  expect(grown.message).toContain('may only shrink');
  expect(grown.message).toContain('ci-paths-filter-missing for "review-service" in .github/workflows/');
  expect(grown.message).not.toContain('chart-app-missing');
  const still = await verify({ ...bad, ...baseline });
  expect(still.findings.map(({ rule }) => rule)).toContain('ci-paths-filter-missing');
  expect(still.summary.baselined).toBe(one.accepted);

  const fixed = { ...fixture('config-unknown-service/ok'), ...baseline };
  expect((await verify(fixed)).problems).toContainEqual(
    expect.objectContaining({ severity: 'notice', message: expect.stringContaining('no longer occur') }),
  );
  const shrunk = await written(fixed);
  expect([shrunk.accepted, shrunk.removed]).toEqual([0, one.accepted]);
  expect(JSON.parse(shrunk.files['rollcall.baseline.json'] ?? '')).toEqual({ version: 1, findings: [] });
});

test('a finding that is waived needs no baseline', async () => {
  const { files } = await written(fixture('chart-app-missing/bad-prod'));
  const waiver = `waivers:\n  - { rule: chart-app-missing, reason: later, until: 2027-01-01 }\n`;
  const report = await verify({ ...files, 'rollcall.yaml': waiver });
  expect(report.summary.waived).toBeGreaterThan(0);
  expect(report.baselined.map(({ rule }) => rule)).not.toContain('chart-app-missing');
});

describe('where it is', () => {
  test.each<[string, Files, { baseline?: string }, string]>([
    ['at the root', {}, {}, 'rollcall.baseline.json'],
    ['where the configuration says', { 'rollcall.yaml': 'baseline: old/b.json\n' }, {}, 'old/b.json'],
    ['where the user says', { 'rollcall.yaml': 'baseline: old/b.json\n' }, { baseline: './x.json' }, 'x.json'],
  ])('%s', async (_name, config, more, path) => {
    const made = await written({ ...bad, ...config }, more);
    expect(made.path).toBe(path);
    expect((await verify(made.files, more)).findings).toEqual([]);
  });

  test.each<[string, Files, { baseline?: string }, RegExp]>([
    ['named, and not there', {}, { baseline: 'x.json' }, /x\.json does not exist/],
    ['outside', {}, { baseline: '../x.json' }, /not a file inside/],
    ['configured, and not there', { 'rollcall.yaml': 'baseline: b.json\n' }, {}, /b\.json does not exist/],
  ])('%s: an error', async (_name, config, more, message) => {
    const error = await refusal(verify({ ...bad, ...config }, more));
    expect(error.message).toMatch(message);
    expect(error.help).toBeDefined();
    expect(error.location?.path).toBe(config['rollcall.yaml'] ? 'rollcall.yaml' : undefined);
  });
});

const entry = '{"fingerprint": "0123456789abcdef", "rule": "r", "subject": "s", "path": "p"}';

test.each<{ name: string; text: string; line: number; message: RegExp }>([
  { name: 'no JSON', text: '{\n  "version": 1,\n  "findings": [\n', line: 4, message: /not JSON/ },
  { name: 'YAML', text: 'version: 1\n', line: 1, message: /not JSON: it is YAML/ },
  { name: 'a list', text: '[]', line: 1, message: /no JSON object/ },
  { name: 'another version', text: '{\n  "version": 2, "findings": []}', line: 2, message: /no "version": 1/ },
  { name: 'no findings', text: '{"version": 1}', line: 1, message: /no list "findings"/ },
  {
    name: 'an unknown key',
    text: '{"version": 1,\n"finding": []}',
    line: 2,
    message: /unknown key "finding"\. Did you mean "findings"\?/,
  },
  { name: 'a wrong entry', text: `{"version": 1, "findings": [\n${entry},\n7]}`, line: 3, message: /no object/ },
  {
    name: 'a wrong fingerprint',
    text: `{"version": 1, "findings": [\n{"fingerprint": "x"}]}`,
    line: 2,
    message: /16 hexadecimal/,
  },
  {
    name: 'no subject',
    text: `{"version": 1, "findings": [\n\n${entry.replace('"subject": "s", ', '')}]}`,
    line: 3,
    message: /"subject"/,
  },
  {
    name: 'a prototype',
    text: `{"version": 1, "findings": [], "__proto__": {}}`,
    line: 1,
    message: /unknown key "__proto__"/,
  },
])('a file that is wrong names its place: $name', async ({ text, line, message }) => {
  for (const run of [verify, written]) {
    const error = await refusal(run({ ...bad, 'rollcall.baseline.json': text }));
    expect(error.message).toMatch(message);
    expect(error.location).toMatchObject({ path: 'rollcall.baseline.json', line });
  }
});

test('nothing is written of a part, or where not everything was read', async () => {
  expect((await refusal(written(bad, { rules: ['chart-app-missing'] }))).message).toContain('a part');
  const text = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: [\n';
  const broken = { ...bad, 'k8s/argocd/apps/prod/cart-service.yaml': text };
  expect((await refusal(written(broken))).message).toContain('not everything was verified');
});
