import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { initRepository } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';

const names = Array.from(
  { length: 300 },
  (_, index) => `service-with-a-name-of-some-length-${String(index).padStart(3, '0')}`,
);
const repository = initRepository();
const before = repository.commit({ 'README.md': '' });
const head = repository.commit(
  Object.fromEntries(
    names.flatMap((name) => [
      [`services/${name}/Dockerfile`, 'FROM scratch\nCOPY main.go /\n'],
      ...[1, 2, 3, 4, 5].map((number): [string, string] => [
        `services/${name}/internal/part-${number}.go`,
        'package internal\n',
      ]),
      [`services/${name}/main.go`, 'package main\n'],
      [`services/${name}/go.mod`, `module example.com/${name}\n`],
    ]),
  ),
);
const env = { GITHUB_SHA: head };

test('an output over 100 KiB is a file that another output names, and says so itself', async () => {
  const payload = {
    ref: 'refs/heads/main',
    before,
    after: head,
    forced: false,
    created: false,
    deleted: false,
    commits: [{ id: head }],
    repository: { default_branch: 'main' },
  };
  const step = await runAction('detect-changes', {
    workspace: repository.directory,
    event: { name: 'push', payload },
    env,
  });
  expect(step.status).toBe(0);
  expect(step.outputs.count).toBe('300');
  expect(JSON.parse(step.outputs.services ?? '')).toEqual(names);
  const file = step.outputs['reasons-file'] ?? '';
  expect(JSON.parse(step.outputs.reasons ?? '')).toEqual({ 'too-large': true, file });
  expect(file.startsWith(step.temp)).toBe(true);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(names);
});

test('more jobs than a matrix takes come in batches, and none is lost', async () => {
  const step = await runAction('image-matrix', {
    workspace: repository.directory,
    inputs: { services: 'all', 'max-jobs': '128' },
    env,
  });
  expect(step.status).toBe(0);
  expect(step.outputs).toMatchObject({ matrix: '{"include":[]}', 'has-work': 'true', count: '300' });
  const text = step.outputs['batches-file']
    ? readFileSync(step.outputs['batches-file'], 'utf8')
    : (step.outputs.batches ?? '');
  const batches: { include: { service: string }[] }[] = JSON.parse(text);
  expect(batches.map(({ include }) => include.length)).toEqual([128, 128, 44]);
  expect(batches.flatMap(({ include }) => include.map(({ service }) => service))).toEqual(names);
});
