import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const folder = join(import.meta.dirname, '../../packages/adapters/src');

/** Rooms of the domain that declare what an adapter implements: their types, and the values that go with them. */
const ports = [
  ...[
    'ports',
    'problem',
    'user-error',
    'location',
    'names',
    'present',
    'printable',
    'memo',
    'grouping',
    'list-input',
    'json',
    'commit-id',
    'duration',
    'in-parallel',
    'repository-url',
    'shell/copied-word',
  ],
  ...[
    'deploy-branch/own-branch',
    'tree/.*',
    'yaml/value',
    'images/registry',
    'images/image-reference',
    'images/tag',
    'changes/history',
  ],
];
/** Rooms of which an adapter knows types alone: a port that lies beside its use case, or what it hands over. */
const typesOnly = [
  ...[
    'deploy-branch/deploy-branch',
    'deploy-branch/pull-requests',
    'bump/source-history',
    'bump/commit-checks',
    'bump/recorded-deployment',
    'changes/compare',
    'changes/comparison',
  ],
  ...['images/tag-template', 'verify/rule/remote-refs', 'rendering/renderer'],
];

function matches(room: string, names: readonly string[]): boolean {
  return names.some((name) => new RegExp(`^${name}$`).test(room));
}

/** What a source imports of the domain, or of anything that wires use cases, and an adapter must not. */
function forbidden(source: string): string[] {
  const imports = source.matchAll(/\b(import|export)\s+(type\s)?([^;'"]*?)from\s+'@rollcall\/(?:domain\/)?([^']+)'/g);
  const dynamic = [...source.matchAll(/import\('@rollcall\/(?:domain\/)?([^']+)'\)/g)].map(([, room = '']) => room);
  const named = [...imports].flatMap(([, , type, names = '', room = '']) => {
    const isType = type !== undefined || names.split(/[{},]/).every((name) => !name.trim() || /^\s*type\s/.test(name));
    return matches(room, ports) || (isType && matches(room, typesOnly)) ? [] : [room];
  });
  return [...named, ...dynamic];
}

test('an adapter implements ports, and knows no use case', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(30);
  const found = files.flatMap((name) =>
    forbidden(readFileSync(join(folder, name), 'utf8')).map((room) => `${name} imports ${room}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ["import { bumpImages } from '@rollcall/domain/bump/bump-images';", 'bump/bump-images'],
  ["import type { Catalog } from '@rollcall/domain/catalog/catalog';", 'catalog/catalog'],
  [
    "import {\n  type PullRequest,\n  upsertPullRequest,\n} from '@rollcall/domain/deploy-branch/pull-requests';",
    'deploy-branch/pull-requests',
  ],
  ["export { verifyServices } from '@rollcall/domain/verify/verify-services';", 'verify/verify-services'],
  ["const { fixRun } = await import('@rollcall/shell/run-fixes');", 'shell/run-fixes'],
])('%s is seen', (source, room) => {
  expect(forbidden(source)).toEqual([room]);
});

test.each([
  "import type { PullRequest } from '@rollcall/domain/deploy-branch/pull-requests';",
  "import { type Log, type Tree } from '@rollcall/domain/ports';",
  "import { UserError } from '@rollcall/domain/user-error';",
])('%s is allowed', (source) => {
  expect(forbidden(source)).toEqual([]);
});
