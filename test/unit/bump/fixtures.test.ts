import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import { type BumpPlan, filesOfBump, planBump } from '@rollcall/domain/bump/plan';
import { unifiedDiff } from '@rollcall/domain/manifest/unified-diff';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { gitEnvironment, temporaryFolder } from '@rollcall/testkit/repository';
import { applicationFile, catalogOf } from './catalog-of.ts';

/**
 * One folder per case: `before.yaml` is bumped with `images.json` (by default user-service=187-c513bdf) and
 * becomes `after.yaml`, byte for byte, or is refused with what `refused.txt` says: `line: words`, or `words`.
 */
const root = join(import.meta.dirname, '../../fixtures/bump');
const file = applicationFile('user-service', 'prod');

async function bump(folder: string): Promise<BumpPlan> {
  const images = join(folder, 'images.json');
  const tree = memoryTree({
    [file]: readFileSync(join(folder, 'before.yaml')),
    'services/user-service/Dockerfile': 'FROM scratch\n',
    'services/cart-service/Dockerfile': 'FROM scratch\n',
  });
  const request = {
    environment: 'prod',
    images: parseImages(existsSync(images) ? readFileSync(images, 'utf8') : 'user-service=187-c513bdf'),
    onMissing: 'error',
    mutableTags: 'forbid',
  } as const;
  const catalog = await catalogOf(tree);
  return planBump(request, catalog, await tree.read(filesOfBump(request, catalog, await tree.list())));
}

function folders(expectation: string): string[] {
  return readdirSync(root).filter((name) => existsSync(join(root, name, expectation)));
}

test('every case says what it expects', () => {
  const known = [...folders('after.yaml'), ...folders('refused.txt')].sort();
  expect(known).toEqual(readdirSync(root).sort());
  expect(known.length).toBeGreaterThan(80);
});

describe('changes the value and no other byte', () => {
  const place = temporaryFolder('diffs');

  test.each(folders('after.yaml'))('%s', async (name) => {
    const before = readFileSync(join(root, name, 'before.yaml'), 'utf8');
    const after = readFileSync(join(root, name, 'after.yaml'), 'utf8');
    const plan = await bump(join(root, name));
    const planned = plan.files.get(file);
    expect(planned?.after ?? before).toBe(after);
    expect(plan.changes.length > 0).toBe(before !== after);
    for (const change of plan.changes) {
      expect(after.split('\n')[change.line - 1]).toContain(change.new);
      expect(before.split('\n')[change.line - 1]).toContain(change.old);
    }
    if (!planned) return;
    mkdirSync(join(place, name));
    writeFileSync(join(place, name, 'a.yaml'), before);
    const diff = unifiedDiff('a.yaml', before, planned.edits);
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: join(place, name),
      input: diff,
      env: gitEnvironment,
    });
    expect(readFileSync(join(place, name, 'a.yaml'), 'utf8')).toBe(after);
  });
});

describe('refuses, with the place', () => {
  test.each(folders('refused.txt'))('%s', async (name) => {
    const expected = readFileSync(join(root, name, 'refused.txt'), 'utf8').trim();
    const [, line, words = expected] = /^(\d+): (.*)$/.exec(expected) ?? [];
    const error = await bump(join(root, name)).then(
      (plan) => plan,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    if (!(error instanceof UserError)) return;
    expect(error.message).toContain(words);
    if (line !== undefined) expect(error.location).toMatchObject({ path: file, line: Number(line) });
  });
});
