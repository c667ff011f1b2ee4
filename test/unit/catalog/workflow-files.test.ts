import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { configSchema } from '@rollcall/domain/catalog/config-schema';
import { selectWorkflows } from '@rollcall/domain/catalog/workflow-files';

test('workflows are those GitHub sees, actions those of the repository', () => {
  const paths = [
    '.github/actions/build/action.yml',
    '.github/workflows/ci.yaml',
    '.github/workflows/ci.yml',
    '.github/workflows/deeper/ci.yml',
    '.github/workflows/notes.md',
    'action.yaml',
    'node_modules/x/action.yml',
    'services/a/.github/workflows/ci.yml',
    'services/a/transaction.yml',
  ];
  const entries = paths.map((path) => ({ path, mode: 'file' as const }));
  expect(selectWorkflows([...entries, { path: '.github/workflows/link.yml', mode: 'symlink' }])).toEqual({
    workflows: ['.github/workflows/ci.yaml', '.github/workflows/ci.yml'],
    actions: ['.github/actions/build/action.yml', 'action.yaml'],
  });
});

test('the published schema is the one the parser uses', () => {
  const published = new URL('../../../rollcall.schema.json', import.meta.url);
  expect(readFileSync(published, 'utf8')).toBe(`${JSON.stringify(configSchema, null, 2)}\n`);
});
