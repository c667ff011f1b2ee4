import { expect, test } from '@jest/globals';
import { explain } from '@rollcall/domain/changes/explain';

const location = { path: 'services/b/docker/Dockerfile', line: 17, column: 1 };

test('file → edge → service', () => {
  const reasons = new Map([
    ['b', [{ path: 'services/b/x', because: 'its own folder', location: null }]],
    [
      'a',
      [
        { path: 'packages/x/a.go', because: 'COPY packages/x', location },
        { path: '.', because: 'the first push', location: null },
      ],
    ],
  ]);
  expect(explain({ reasons })).toBe(
    [
      'packages/x/a.go → COPY packages/x (services/b/docker/Dockerfile:17) → a',
      '. → the first push → a',
      'services/b/x → its own folder → b',
      '',
    ].join('\n'),
  );
});

test('names and sources cannot act on a terminal', () => {
  const reasons = new Map([
    ['a', [{ path: 'x\u001B[31m\n::error::y', because: 'COPY x\n\u001B[2J\u202E\uDCFF', location }]],
  ]);
  const line = explain({ reasons });
  expect(line).toBe(
    '"x\\u001b[31m\\n::error::y" → COPY x\\n\\u001b[2J\\u202e\\udcff (services/b/docker/Dockerfile:17) → a\n',
  );
});
