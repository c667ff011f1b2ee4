import { describe, expect, test } from '@jest/globals';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { Document, parseAllDocuments, visit } from 'yaml';
import { ruleFixtures, verifyFiles } from './rule-fixtures.ts';

/** The same workflow in forms of YAML that nobody writes, and that hide none of what it does. */
const forms: readonly (readonly [string, (value: unknown) => string])[] = [
  ['JSON', (value) => JSON.stringify(value, null, 2)],
  ['JSON on one line', (value) => JSON.stringify(value)],
  [
    'JSON with letters by their numbers',
    (value) =>
      JSON.stringify(value).replace(/\\.|[a-z]/g, (found) =>
        found.length > 1 ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
  ],
  [
    'YAML of which every text is in quotes',
    (value) => {
      const document = new Document(value);
      visit(document, {
        Scalar: (_key, node) => {
          if (typeof node.value === 'string') node.type = 'QUOTE_DOUBLE';
        },
      });
      return document.toString({ lineWidth: 0 });
    },
  ],
];

const readsTheirText = [
  'ci-build-case-missing/bad-exit',
  'ci-build-case-missing/bad-no-default',
  'ci-lang-list-missing/bad',
  'ci-service-list-missing/bad',
  'ci-paths-filter-missing/bad',
  'ci-updater-manifest-missing/bad',
  'ci-dockerfile-missing/bad-case',
  'build-trigger-incomplete/bad',
  'build-trigger-incomplete/bad-filter',
  'image-tag-immutable-conflict/bad-step',
  'dangling-path-reference/bad-new-branch',
  'version-end-of-life/bad-workflow',
  'version-unpinned-download/bad-workflow',
];

const isWorkflow = (path: string): boolean => /^\.github\/workflows\/.*\.ya?ml$/.test(path);

describe.each(ruleFixtures().filter(({ name }) => readsTheirText.includes(name)))('$name', ({ files, rule }) => {
  const subjects = (findings: readonly Finding[]): string[] =>
    [...new Set(findings.flatMap((one) => (one.rule === rule ? one.subject : [])))].sort();
  const found = verifyFiles(files).then(({ findings }) => subjects(findings));

  test.each(forms)('finds the same where the workflows are %s', async (_form, write) => {
    const others = Object.entries(files).map(([path, text]) => {
      const [document, second] = isWorkflow(path) ? parseAllDocuments(text) : [];
      return [path, document && !second ? write(document.toJS()) : text] as const;
    });
    const { findings, problems } = await verifyFiles(Object.fromEntries(others));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(subjects(findings)).toEqual(await found);
    expect(subjects(findings)).not.toEqual([]);
    const lines = new Map(others.map(([path, text]) => [path, text.split('\n').length]));
    expect(findings.filter(({ path, line }) => isWorkflow(path) && line > (lines.get(path) ?? 0))).toEqual([]);
  });
});

test('the workflows of which the text is read are those of fixtures', () => {
  const names = new Set(ruleFixtures().map(({ name }) => name));
  expect(readsTheirText.filter((name) => !names.has(name))).toEqual([]);
});
