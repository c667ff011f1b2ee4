import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);

/** The files that are loaded with a file, itself among them; what is only a type, or is imported when it is needed, is not. */
function loadedWith(entry: string): string[] {
  const found = new Set([entry]);
  for (const path of found) {
    const text = readFileSync(new URL(path, root), 'utf8');
    for (const [, names = '', from = ''] of text.matchAll(/^(?:import|export) (?!type )([^;]*?) from '([^']+)';/gm)) {
      const own = /^@rollcall\/(\w+)\/(.*)$/.exec(from);
      const parts = /^\{([^}]*)\}$/.exec(names)?.[1]?.split(',') ?? [];
      const onlyTypes = parts.some((one) => one.trim() !== '') && parts.every((one) => /^\s*(?:type |$)/.test(one));
      if (onlyTypes || (!own && !from.startsWith('.'))) continue;
      found.add(
        own ? `packages/${own[1]}/src/${own[2]}.ts` : new URL(from, new URL(path, root)).href.slice(root.href.length),
      );
    }
  }
  return [...found].sort();
}

test('detect-changes loads the readers of definitions, Gradle, Maven and HCL only where such files are', () => {
  const loaded = loadedWith('actions/detect-changes/main.ts');
  expect(loaded).toContain('packages/domain/src/changes/inputs/inputs.ts');
  const readers =
    /\/builds\/(?:all-builds|bake|bake-target|commands|compose|docker-command|skaffold|workflows)\.ts|\/packages\/(?:gradle|maven|pom|xml)\.ts|\/catalog\/makers\/|\/terraform\//;
  expect(loaded.filter((path) => readers.test(path))).toEqual([]);
  // The same files are found where they are asked for.
  const readsAll = loadedWith('packages/domain/src/builds/all-builds.ts');
  expect(readsAll.filter((path) => readers.test(path)).length).toBeGreaterThan(10);
});
