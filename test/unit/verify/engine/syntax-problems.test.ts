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
  ['no jobs', 'on: push\n', 1],
  ['a list of jobs', 'on: push\njobs:\n  - a\n', 2],
])('a workflow that is %s is not read', async (_title, text, line) => {
  expect(await problemsOf({ [workflow]: text })).toEqual([
    `error ${workflow}:${line}:1 ${workflow} cannot be read: it has no map of jobs, so GitHub cannot run it`,
  ]);
});

test.each([
  ['nothing', ''],
  ['comments', '# on: push\n'],
])('a workflow of %s hides nothing', async (_title, text) => {
  expect(await problemsOf({ [workflow]: text })).toEqual([
    `notice ${workflow}:1:1 ${workflow} holds no workflow: GitHub cannot run it`,
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
    'error terraform/a.tf:2:12 terraform/a.tf cannot be read: the "{" is never closed',
    'error terraform/b.tfvars:1:5 terraform/b.tfvars cannot be read: a string has no end',
  ]);
});

test('aliases that make no value are named, once', async () => {
  const [first, ...more] = await problemsOf({ [workflow]: 'on: push\njobs:\n  a: *nothing\n' });
  expect(first).toContain(`error ${workflow}:`);
  expect(first).toContain('cannot be read');
  expect(more).toEqual([]);
});

test('lines that end with a carriage return alone are named', async () => {
  const path = 'scripts/a.sh';
  expect(await problemsOf({ [path]: 'a\r'.repeat(100) })).toEqual([
    `error ${path}:1:1 ${path} cannot be read: its lines end with a carriage return alone`,
  ]);
  expect(await problemsOf({ [path]: 'a\r\n'.repeat(1000) })).toEqual([]);
});

test('a chart that cannot be read is named once', async () => {
  const path = 'k8s/helm/charts/odd/Chart.yaml';
  const problems = await problemsOf({ [path]: Buffer.from([0xff, 0xfe]) });
  expect(problems.filter((problem) => problem.includes(path))).toHaveLength(1);
});
