import { describe, expect, test } from '@jest/globals';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import fc from 'fast-check';
import { ruleFixtures, verifyFiles } from './rule-fixtures.ts';

/** Applies the fixes of one file's findings of a rule, after which none of them may be found, and nothing new. */
async function mended(rule: string, path: string, files: Record<string, string>): Promise<string> {
  const before = (await verifyFiles(files)).findings;
  const own = before.filter((one) => one.rule === rule && one.path === path);
  expect(own.length).toBeGreaterThan(0);
  const edits = own.flatMap(({ fix }) => fix?.edits ?? []);
  expect(edits).toHaveLength(own.length);
  for (const { fix } of own) expect(fix).toMatchObject({ safe: false });
  const text = applyEdits(files[path] ?? '', edits);
  const after = (await verifyFiles({ ...files, [path]: text })).findings;
  const identity = ({ fingerprint }: Finding): string => fingerprint;
  expect(after.filter((one) => one.rule === rule && one.path === path)).toEqual([]);
  expect(after.map(identity).filter((one) => !before.map(identity).includes(one))).toEqual([]);
  return text;
}

describe('dangling-path-reference', () => {
  const rule = 'dangling-path-reference';
  const moved = { 'k8s/argocd/root/prod/all.yaml': 'a: 1\n', 'terraform/prod/main/tf.txt': '' };

  const cases: [title: string, path: string, before: string, after: string][] = [
    [
      'Terraform, from the root of the repository',
      'terraform/prod/main/apply.tf',
      'locals {\n  root = "k8s/argocd/apps/prod/all.yaml" # "k8s/argocd/apps/prod/all.yaml"\n}\n',
      'locals {\n  root = "k8s/argocd/root/prod/all.yaml" # "k8s/argocd/apps/prod/all.yaml"\n}\n',
    ],
    [
      'Terraform, from the module',
      'terraform/prod/main/apply.tf',
      'data = file("${path.module}/../../../k8s/argocd/apps/prod/all.yaml")\nother = "${path.module}/tf.txt"\n',
      'data = file("${path.module}/../../../k8s/argocd/root/prod/all.yaml")\nother = "${path.module}/tf.txt"\n',
    ],
    [
      'a step, twice on one line',
      '.github/workflows/apply.yaml',
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cat k8s/argocd/apps/all.yaml "./k8s/argocd/apps/all.yaml" # é\n',
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cat k8s/argocd/root/prod/all.yaml "./k8s/argocd/root/prod/all.yaml" # é\n',
    ],
    [
      'a script with line ends of Windows and characters of two units',
      'apply.sh',
      'echo 😀\r\nkubectl apply -f k8s/argocd/apps/all.yaml\r\n',
      'echo 😀\r\nkubectl apply -f k8s/argocd/root/prod/all.yaml\r\n',
    ],
  ];
  test.each(cases)('%s: the path alone is another', async (_title, path, before, after) => {
    expect(await mended(rule, path, { ...moved, [path]: before })).toBe(after);
  });

  test('whatever stands around it', async () => {
    const word = fc.stringMatching(/^[a-z é😀.,;!-]{0,12}$/u);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 4 }), fc.array(word, { maxLength: 4 }), async (above, below) => {
        const text = (path: string): string =>
          [...above.map((line) => `echo ${line}`), `cat ${path}`, ...below.map((line) => `echo ${line}`)].join('\n');
        const files = { ...moved, 'apply.sh': text('k8s/argocd/apps/all.yaml') };
        expect(await mended(rule, 'apply.sh', files)).toBe(text('k8s/argocd/root/prod/all.yaml'));
      }),
      { numRuns: 40 },
    );
  });
});

describe('external-secret-merge-under-prune', () => {
  const rule = 'external-secret-merge-under-prune';
  const fixture = (name: string): Record<string, string> => {
    const files = ruleFixtures().find((one) => one.name === `${rule}/${name}`)?.files;
    if (!files) throw new Error(`no fixture ${name}`);
    return files;
  };
  const files = fixture('bad-created-by-nothing');
  const [path = '', text = ''] = Object.entries(files).find(([, one]) => one.includes('creationPolicy: Merge')) ?? [];

  const layouts: [title: string, (text: string) => string][] = [
    ['as it is', (one) => one],
    ['in quotes', (one) => one.replace('creationPolicy: Merge', 'creationPolicy: "Merge"')],
    ['with line ends of Windows', (one) => one.replaceAll('\n', '\r\n')],
    ['behind another document', (one) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n---\n${one}`],
    [
      'with a comment that says the same',
      (one) => one.replace('creationPolicy:', '# creationPolicy: Merge\n    creationPolicy:'),
    ],
  ];
  test.each(layouts)('%s: the policy alone is another', async (_title, lay) => {
    const before = lay(text);
    const value = before.indexOf('Merge', before.search(/^ {4}creationPolicy:/m));
    const after = `${before.slice(0, value)}Owner${before.slice(value + 'Merge'.length)}`;
    expect(await mended(rule, path, { ...files, [path]: before })).toBe(after);
  });

  const argocd = fixture('bad-argocd-secret');
  const [login = '', written = ''] = Object.entries(argocd).find(([, one]) => one.includes('argocd-login')) ?? [];
  const finding = async (template: string) => {
    const changed = written.replace('    creationPolicy', `${template}    creationPolicy`);
    const { findings } = await verifyFiles({ ...argocd, [login]: changed });
    return findings.find((one) => one.rule === rule);
  };

  test('argocd-secret may be pruned for the labels it gets of the ExternalSecret', async () => {
    const labels = '    template:\n      metadata:\n        labels: { app.kubernetes.io/instance: argocd }\n';
    for (const template of ['', labels])
      expect(await finding(template)).toMatchObject({
        severity: 'error',
        message: expect.stringContaining('may prune it, and a merge never brings it back'),
        fix: null,
      });
  });

  test('with a template it gets none of them, and nobody says that it is pruned', async () => {
    const template = '    template:\n      metadata:\n        labels: { app.kubernetes.io/part-of: argocd }\n';
    const found = await finding(template);
    expect(found).toMatchObject({ severity: 'warning', fix: null });
    expect(found?.message).not.toContain('prune');
    expect(found?.message).toMatch(/a merge never brings it back when it is deleted$/);
  });
});
