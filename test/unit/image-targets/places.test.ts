import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkImages } from '@rollcall/domain/bump/check-images';
import { settingsOf } from '@rollcall/domain/bump/deploy-target';
import { openEnvironment } from '@rollcall/domain/bump/open-environment';
import { planBump } from '@rollcall/domain/bump/plan';
import { parseConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { readTextArchive } from '@rollcall/testkit/text-archive';

/**
 * One text archive per kind of place: the files of a repository below `tree/`, those that change below `after/`, or what
 * is said where nothing is written in `refused.txt`. Bumped is `web` to `v2` in `prod`, or what `bump.json` says, beside
 * the sources of `web` and `api`, or with `without-sources` none. `proof.json` and `remote/` are for test/proof/rendering,
 * which bumps the same repositories by the bundle and renders them.
 */
const root = join(import.meta.dirname, '../../places');
const archives = readdirSync(root).map((name) => ({
  name: name.replace(/\.txt$/, ''),
  files: readTextArchive(readFileSync(join(root, name), 'utf8')),
}));
const sources = { 'services/web/Dockerfile': 'FROM scratch\n', 'services/api/Dockerfile': 'FROM scratch\n' };

type Files = ReadonlyMap<string, Buffer>;

function below(files: Files, folder: string): Record<string, string> {
  return Object.fromEntries(
    [...files].flatMap(([path, content]) =>
      path.startsWith(folder) ? [[path.slice(folder.length), content.toString('utf8')]] : [],
    ),
  );
}

async function bump(files: Files): Promise<Record<string, string> | string> {
  const own = below(files, 'tree/');
  const tree = memoryTree(files.has('without-sources') ? own : { ...own, ...sources });
  const { config } = parseConfig('rollcall.yaml', own['rollcall.yaml'] ?? '{}\n');
  const asked = { service: 'web', tag: 'v2', environment: 'prod', ...JSON.parse(`${files.get('bump.json') ?? '{}'}`) };
  const { environment: name, ...image } = asked as {
    service: string;
    tag: string;
    digest?: string;
    environment: string;
  };
  const { service } = image;
  const request = { ...settingsOf(config, name), images: [image], onMissing: 'error' as const };
  const repositoryUrl = 'https://github.com/acme/shop.git';
  const catalog = await loadCatalog(tree, config, { repositoryUrl, elsewhere: [service] });
  try {
    const environment = await openEnvironment(tree, catalog, request, [service]);
    const { plan } = await planBump(checkImages(request), environment);
    for (const { error } of plan.unproved) throw error;
    return Object.fromEntries([...plan.files].map(([path, { after }]) => [path, after]));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { location, message, help } = error;
    return `${location ? `${location.path}:${location.line}: ` : ''}${message}\n${help ? `${help}\n` : ''}`;
  }
}

describe('the value that says which image runs is written, or the bump is refused', () => {
  test.each(archives.map(({ name, files }) => [name, files] as const))('%s', async (_name, files) => {
    const refused = files.get('refused.txt')?.toString('utf8');
    expect(await bump(files)).toEqual(refused ?? below(files, 'after/'));
  });

  test('every case expects something, and none both', () => {
    for (const { name, files } of archives)
      expect([name, files.has('refused.txt') === Object.keys(below(files, 'after/')).length > 0]).toEqual([
        name,
        false,
      ]);
    expect(archives.length).toBeGreaterThan(200);
  });
});
