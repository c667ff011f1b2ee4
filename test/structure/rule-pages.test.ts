import { expect, test } from '@jest/globals';
import { rules } from '@rollcall/domain/verify/rules/index';
import { ruleDocs } from '../../scripts/rule-docs.ts';

const pages = new Map(ruleDocs.map(({ path, content }) => [path, content]));

test.each(rules.map(({ id }) => id))('the page of %s says everything, in the order of all pages', (id) => {
  const page = pages.get(`docs/rules/${id}.md`)?.(null) ?? '';
  expect(page.match(/^## .*$/gm)).toEqual([
    '## What it reads',
    '## What it would have prevented',
    '## How to fix',
    '## How to waive',
    '## Known limits',
  ]);
  const [, waive = ''] = /\n## How to waive\n([\s\S]*?)\n## /.exec(page) ?? [];
  expect(waive).toContain(id);
  expect(waive).toMatch(/until: YYYY-MM-DD|cannot be waived/);
});
