import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import { type BumpPlan, filesOfBump, planBump } from '@rollcall/domain/bump/plan';
import { unifiedDiff } from '@rollcall/domain/tree/unified-diff';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { gitEnvironment, temporaryFolder } from '@rollcall/testkit/repository';
import { applicationFile, catalogOf } from './catalog-of.ts';

/**
 * One folder per case: `before.yaml`, the Application, is bumped with `images.json` (by default
 * user-service=187-c513bdf) and becomes `after.yaml`, byte for byte, or is refused with what `refused.txt` says: the
 * message, behind `line: ` of the Application or `path:line: ` of another file, and the help below it. `tree/` holds
 * the other files of the repository, `after/` those of them that change; `request.json` is merged into the request.
 */
const root = join(import.meta.dirname, '../../fixtures/bump');
const file = applicationFile('user-service', 'prod');

function filesIn(folder: string): Map<string, Buffer> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), readFileSync(path)];
    }),
  );
}

async function bump(folder: string): Promise<BumpPlan> {
  const images = join(folder, 'images.json');
  const options = join(folder, 'request.json');
  const tree = memoryTree({
    [file]: readFileSync(join(folder, 'before.yaml')),
    'services/user-service/Dockerfile': 'FROM scratch\n',
    'services/cart-service/Dockerfile': 'FROM scratch\n',
    ...Object.fromEntries(filesIn(join(folder, 'tree'))),
  });
  const request: BumpRequest = {
    environment: 'prod',
    images: parseImages(existsSync(images) ? readFileSync(images, 'utf8') : 'user-service=187-c513bdf'),
    onMissing: 'error',
    mutableTags: 'forbid',
    ...(existsSync(options) ? JSON.parse(readFileSync(options, 'utf8')) : {}),
  };
  const catalog = await catalogOf(tree);
  return planBump(request, catalog, await tree.read(filesOfBump(request, catalog, await tree.list())));
}

function folders(expectation: string): string[] {
  return readdirSync(root).filter((name) => existsSync(join(root, name, expectation)));
}

test('every case says what it expects', () => {
  const known = [...folders('after.yaml'), ...folders('refused.txt')].sort();
  expect(known).toEqual(readdirSync(root).sort());
  expect(known.length).toBeGreaterThan(200);
});

describe('changes the value and no other byte', () => {
  const place = temporaryFolder('diffs');

  test.each(folders('after.yaml'))('%s', async (name) => {
    const folder = join(root, name);
    const before = new Map([...filesIn(join(folder, 'tree')), [file, readFileSync(join(folder, 'before.yaml'))]]);
    const after = new Map([...filesIn(join(folder, 'after')), [file, readFileSync(join(folder, 'after.yaml'))]]);
    const changed = [...after].filter(([path, content]) => before.get(path)?.equals(content) === false);
    const plan = await bump(folder);
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
      expect(readFileSync(work).equals(after.get(path) ?? Buffer.alloc(0))).toBe(true);
    }
  });
});

describe('refuses, with the place', () => {
  test.each(folders('refused.txt'))('%s', async (name) => {
    const error = await bump(join(root, name)).then(
      (plan) => plan,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    if (!(error instanceof UserError)) return;
    const { location, message, help } = error;
    const where = location ? `${location.path === file ? '' : `${location.path}:`}${location.line}: ` : '';
    expect(`${where}${message}\n${help === undefined ? '' : `${help}\n`}`).toBe(
      readFileSync(join(root, name, 'refused.txt'), 'utf8'),
    );
  });
});
