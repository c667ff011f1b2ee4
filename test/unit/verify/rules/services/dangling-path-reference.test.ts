import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fixedFile } from '../../fixes/fixed-file.ts';

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
    expect(await fixedFile(rule, path, { ...moved, [path]: before })).toBe(after);
  });

  test('whatever stands around it', async () => {
    const word = fc.stringMatching(/^[a-z é😀.,;!-]{0,12}$/u);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 4 }), fc.array(word, { maxLength: 4 }), async (above, below) => {
        const text = (path: string): string =>
          [...above.map((line) => `echo ${line}`), `cat ${path}`, ...below.map((line) => `echo ${line}`)].join('\n');
        const files = { ...moved, 'apply.sh': text('k8s/argocd/apps/all.yaml') };
        expect(await fixedFile(rule, 'apply.sh', files)).toBe(text('k8s/argocd/root/prod/all.yaml'));
      }),
      { numRuns: 40 },
    );
  });
});
