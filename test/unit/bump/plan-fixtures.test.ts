import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import type { BumpPlan } from '@rollcall/domain/bump/plan';
import { unifiedDiff } from '@rollcall/domain/tree/unified-diff';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { gitEnvironment, temporaryFolder } from '@rollcall/testkit/repository';
import { readTextArchive } from '@rollcall/testkit/text-archive';
import { applicationFile, planOf } from './catalog-of.ts';

/**
 * One text archive per case: `before.yaml`, the Application, is bumped with `images.json` (by default
 * user-service=187-c513bdf) and becomes `after.yaml`, byte for byte, or is refused with what `refused.txt` says: the
 * message, behind `line: ` of the Application or `path:line: ` of another file, and the help below it. `tree/` holds
 * the other files of the repository, `after/` those of them that change; `request.json` is merged into the request.
 */
const root = join(import.meta.dirname, '../../bump');
const file = applicationFile('user-service', 'prod');
const cases = readdirSync(root).map((name) => ({
  name: name.replace(/\.txt$/, ''),
  files: readTextArchive(readFileSync(join(root, name), 'utf8')),
}));

type Files = ReadonlyMap<string, Buffer>;

function filesBelow(files: Files, folder: string): [string, Buffer][] {
  return [...files].flatMap(([path, content]) =>
    path.startsWith(folder) ? [[path.slice(folder.length), content] as [string, Buffer]] : [],
  );
}

function textOf(files: Files, path: string): string | undefined {
  return files.get(path)?.toString('utf8');
}

async function bump(files: Files): Promise<BumpPlan> {
  const tree = memoryTree({
    [file]: files.get('before.yaml') ?? '',
    'services/user-service/Dockerfile': 'FROM scratch\n',
    'services/cart-service/Dockerfile': 'FROM scratch\n',
    ...Object.fromEntries(filesBelow(files, 'tree/')),
  });
  const request: BumpRequest = {
    environment: 'prod',
    images: parseImages(textOf(files, 'images.json') ?? 'user-service=187-c513bdf'),
    onMissing: 'error',
    mutableTags: 'forbid',
    ...JSON.parse(textOf(files, 'request.json') ?? '{}'),
  };
  return planOf(request, tree);
}

function casesWith(expectation: string): [string, Files][] {
  return cases.flatMap(({ name, files }) => (files.has(expectation) ? [[name, files] as [string, Files]] : []));
}

test('every case says what it expects', () => {
  for (const { name, files } of cases)
    expect([name, files.has('after.yaml') !== files.has('refused.txt')]).toEqual([name, true]);
  expect(cases.length).toBeGreaterThan(200);
});

describe('changes the value and no other byte', () => {
  const place = temporaryFolder('diffs');

  test.each(casesWith('after.yaml'))('%s', async (name, files) => {
    const nothing = Buffer.alloc(0);
    const before = new Map([...filesBelow(files, 'tree/'), [file, files.get('before.yaml') ?? nothing]]);
    const after = new Map([...filesBelow(files, 'after/'), [file, files.get('after.yaml') ?? nothing]]);
    const changed = [...after].filter(([path, content]) => before.get(path)?.equals(content) === false);
    const plan = await bump(files);
    expect(Object.fromEntries([...plan.files].map(([path, planned]) => [path, planned.after]))).toEqual(
      Object.fromEntries(changed.map(([path, content]) => [path, content.toString('utf8')])),
    );
    expect(plan.changes.length > 0).toBe(changed.length > 0);
    for (const change of plan.changes) {
      expect(changed.map(([path]) => path)).toContain(change.file);
      expect(before.get(change.file)?.toString('utf8').split('\n').length).toBeGreaterThanOrEqual(change.line);
    }
    for (const [path, { edits, before: text }] of plan.files) {
      const work = join(place, name, path);
      mkdirSync(dirname(work), { recursive: true });
      writeFileSync(work, text);
      const diff = unifiedDiff(path, text, edits);
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
        cwd: join(place, name),
        input: diff,
        env: gitEnvironment,
      });
      expect(readFileSync(work).equals(after.get(path) ?? nothing)).toBe(true);
    }
  });
});

describe('refuses, with the place', () => {
  test.each(casesWith('refused.txt'))('%s', async (_name, files) => {
    const error = await bump(files).then(
      (plan) => plan,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    if (!(error instanceof UserError)) return;
    const { location, message, help } = error;
    const where = location ? `${location.path === file ? '' : `${location.path}:`}${location.line}: ` : '';
    expect(`${where}${message}\n${help === undefined ? '' : `${help}\n`}`).toBe(textOf(files, 'refused.txt'));
  });
});
