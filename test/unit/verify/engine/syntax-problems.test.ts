import { expect, test } from '@jest/globals';
import { ruleFixtures, verifyFiles } from '../rule-fixtures.ts';

const { files: base = {} } = ruleFixtures().find(({ name }) => name === 'chart-app-missing/bad-prod') ?? {};

async function problemsOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const { problems, findings } = await verifyFiles({ ...base, ...files });
  // The rest is verified.
  expect(findings.map(({ rule }) => rule)).toContain('chart-app-missing');
  return problems.map(
    ({ severity, message, location }) =>
      `${severity} ${location?.path}:${location?.line}:${location?.column} ${message}`,
  );
}

const workflow = '.github/workflows/a.yaml';

test.each([
  ['a list', '- a\n', 1],
  ['text', 'a\n', 1],
  ['nothing', '', 1],
  ['no jobs', 'on: push\n', 1],
  ['a list of jobs', 'on: push\njobs:\n  - a\n', 2],
])('a workflow that is %s', async (_title, text, line) => {
  expect(await problemsOf({ [workflow]: text })).toEqual([
    `notice ${workflow}:${line}:1 ${workflow} has no map of jobs: GitHub cannot run it, and nothing in it is verified`,
  ]);
});

test.each([
  ['an action is no workflow', '.github/actions/a/action.yml', 'runs: { using: composite, steps: [] }\n'],
  ['nor is a configuration beside them', '.github/dependabot.yml', 'version: 2\n'],
  ['HCL in order', 'terraform/a.tf', 'a {\n  b = "${c["d"]}"\n}\n'],
])('%s', async (_title, path, text) => {
  expect(await problemsOf({ [path]: text })).toEqual([]);
});

test('HCL that Terraform cannot read is named', async () => {
  expect(await problemsOf({ 'terraform/a.tf': '# x\nmodule "a" {\n', 'terraform/b.tfvars': 'a = "b\n' })).toEqual([
    'notice terraform/a.tf:2:12 terraform/a.tf is not verified completely: the "{" is never closed',
    'notice terraform/b.tfvars:1:5 terraform/b.tfvars is not verified completely: a string has no end',
  ]);
});

test('aliases that make no value are named, once', async () => {
  const [first, ...more] = await problemsOf({ [workflow]: 'on: push\njobs:\n  a: *nothing\n' });
  expect(first).toContain(`warning ${workflow}:`);
  expect(first).toContain('is not verified');
  expect(more).toEqual([]);
});

test('lines that end with a carriage return alone are named', async () => {
  const path = 'scripts/a.sh';
  expect(await problemsOf({ [path]: 'a\r'.repeat(100) })).toEqual([
    `warning ${path}:1:1 the lines of ${path} end with a carriage return alone, so it is not verified`,
  ]);
  expect(await problemsOf({ [path]: 'a\r\n'.repeat(1000) })).toEqual([]);
});

test('a chart that cannot be read is named once', async () => {
  const path = 'k8s/helm/charts/odd/Chart.yaml';
  const problems = await problemsOf({ [path]: Buffer.from([0xff, 0xfe]) });
  expect(problems.filter((problem) => problem.includes(path))).toHaveLength(1);
});
