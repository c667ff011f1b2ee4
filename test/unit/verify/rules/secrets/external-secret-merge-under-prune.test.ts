import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fixedFile } from '../../fixes/fixed-file.ts';
import { changedFiles, fixFiles, ruleFixtures, verifyFiles } from '../../rule-fixtures.ts';

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
    expect(await fixedFile(rule, path, { ...files, [path]: before })).toBe(after);
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

test('the policy of an ExternalSecret becomes Owner, and nothing else of its file changes', async () => {
  const fixture = ruleFixtures().find(
    ({ name }) => name === 'external-secret-merge-under-prune/bad-created-by-nothing',
  );
  const rule = 'external-secret-merge-under-prune';
  const path = 'k8s/config/prod/login.yaml';
  const plain = fixture?.files[path] ?? '';
  const written = fc.record({
    value: fc.constantFrom('Merge', '"Merge"', "'Merge'", '!!str Merge', '&p Merge'),
    behind: fc.constantFrom('', ' ', ' # Merge', '\t# kept'),
    flow: fc.boolean(),
    before: fc.constantFrom(
      '',
      '# Merge\n',
      '---\n',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: Merge }\n---\n',
    ),
    crlf: fc.boolean(),
    final: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(written, async ({ value, behind, flow, before, crlf, final }) => {
      const target = / {2}target:\n.*\n.*\n/;
      const block = `  target:\n    name: shop-login-keys\n    creationPolicy: ${value}${behind}\n`;
      let text =
        before +
        plain.replace(target, flow ? `  target: { creationPolicy: ${value}, name: shop-login-keys }\n` : block);
      if (!final) text = text.trimEnd();
      if (crlf) text = text.replaceAll('\n', '\r\n');
      const files = { ...fixture?.files, [path]: text };
      const { findings } = await verifyFiles(files, { rules: [rule] });
      expect(findings.map(({ subject }) => subject)).toEqual(['shop-login']);
      const result = await fixFiles(files, { rules: [rule] });
      const after = changedFiles(files, result.files)[path] ?? '';
      if (after === text) {
        // A value with a tag or an anchor is a person's to change.
        expect(value).toMatch(/^[!&]/);
        return;
      }
      expect(after).toBe(text.replace(/(creationPolicy: \S*? ?["']?)Merge/, '$1Owner'));
      expect((await verifyFiles({ ...files, [path]: after }, { rules: [rule] })).findings).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
