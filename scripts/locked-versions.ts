import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { compareText } from './generated-file.ts';

/**
 * The packages of others that a bundle holds, or that a package of this repository asks for, with their versions.
 * Bundles are asked through their bills of materials.
 */
export function lockedVersions(): Map<string, string> {
  const versions = new Map<string, string>();
  for (const path of manifests()) {
    const { dependencies, devDependencies, optionalDependencies } = readJson<Manifest>(path);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      if (!version.startsWith('workspace:')) versions.set(name, version);
  }
  for (const [name, version] of bundledVersions()) versions.set(name, version);
  return new Map([...versions].sort(([a], [b]) => compareText(a, b)));
}

/** The packages that any bundle holds, by name. */
export function bundledVersions(): Map<string, string> {
  const paths = ['packages/cli', ...folders('actions')].map((folder) => `${folder}/dist/sbom.cdx.json`);
  return new Map(
    paths.flatMap((path) =>
      readJson<{ components: Component[] }>(path).components.map(({ group, name, version }): [string, string] => [
        group === undefined ? name : `${group}/${name}`,
        version,
      ]),
    ),
  );
}

interface Component {
  group?: string;
  name: string;
  version: string;
}

function manifests(): string[] {
  return [
    'package.json',
    'test/package.json',
    ...['packages', 'actions', 'tools'].flatMap((parent) => folders(parent).map((folder) => `${folder}/package.json`)),
  ];
}

/** The folders of packages: an action that is made of steps is none. */
function folders(parent: string): string[] {
  return readdirSync(parent)
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(`${folder}/package.json`));
}

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'));
}
