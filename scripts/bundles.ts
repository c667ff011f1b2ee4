import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Options, transformSync } from '@swc/core';
import { type BundledPackage, bundledPackages, licencesText, loaderPackage } from './bundled-packages.ts';
import { type ModuleNumbers, modulesOnDemand, withoutModules } from './modules-on-demand.ts';
import { sbomText } from './sbom.ts';
import { shortened } from './shortened.ts';

/** One bundle: where it is and how large its program is. */
interface Bundle {
  /** Folder relative to the root, such as `actions/detect-changes/dist`. */
  name: string;
  bytes: number;
  /** The packages of others that it holds modules of, its loader included. */
  packages: BundledPackage[];
}

interface Output {
  code: string;
  assets: Record<string, { source: Buffer | string; permissions?: number }>;
  stats: { compilation: Compilation };
}

interface Compilation {
  modules: Iterable<Module>;
  chunkGraph: { getModuleId(module: Module): string | number | null };
}

/** A module of webpack: one file, or several that were joined. */
interface Module {
  resource?: string;
  modules?: Iterable<Module>;
  /** What it is of: ECMAScript modules, or CommonJS. */
  buildMeta?: { exportsType?: string };
  /** How a module of Node is asked for. */
  externalType?: string;
}

// ncc is CommonJS without types.
const ncc: (input: string, options: Record<string, unknown>) => Promise<Output> = createRequire(import.meta.url)(
  '@vercel/ncc',
);

/** ncc exits well and leaves a few kilobytes when an import does not resolve. */
const smallestBundle = 20 * 1024;

/** Beside each program: the packages in it, which are read when one of them is used first. */
const packagesFile = 'packages.cjs';

const shebang = '#!/usr/bin/env node\n';

/** Compiles the sources to `lib/`, then bundles every action and the command line below `target`. */
export async function buildBundles(target: string): Promise<Bundle[]> {
  compile();
  const bundles: Bundle[] = [];
  for (const action of readdirSync('actions').sort()) {
    if (!existsSync(join('actions', action, 'main.ts'))) continue;
    bundles.push(
      await bundle(join('actions', action, 'lib', 'main.js'), join('actions', action, 'dist'), 'index.js', target),
    );
  }
  bundles.push(await bundle(join('packages/cli/lib/rollcall.js'), 'packages/cli/dist', 'rollcall.js', target));
  return bundles;
}

// The published types do not know `rewriteRelativeImportExtensions` yet.
const compilerOptions = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' }, rewriteRelativeImportExtensions: true },
  module: { type: 'es6' },
} as Options;

/** TypeScript to JavaScript, file by file: types are checked by `npm run typecheck`, not here. */
function compile(): void {
  for (const folder of [...list('packages'), ...list('actions')])
    rmSync(join(folder, 'lib'), { recursive: true, force: true });
  const sources = [
    ...list('packages').flatMap((folder) =>
      walk(join(folder, 'src')).map((file) => ({ file, output: file.replace('/src/', '/lib/') })),
    ),
    ...list('actions').flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => ({ file: join(folder, name), output: join(folder, 'lib', name) })),
    ),
  ];
  for (const { file, output } of sources) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { ...compilerOptions, filename: basename(file) });
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output.replace(/\.ts$/, '.js'), code);
  }
}

async function bundle(entry: string, folder: string, program: string, target: string): Promise<Bundle> {
  const { code, assets, stats } = await ncc(join(process.cwd(), entry), { cache: false, quiet: true, minify: false });
  const { packageModules, onDemand } = laterModules(stats.compilation);
  const main = withoutModules(modulesOnDemand(code, onDemand), packagesFile, packageModules);
  const programs = new Map([
    [program, shortened(main.code)],
    [packagesFile, shortened(main.modules)],
  ]);
  const others = Object.entries(assets).filter(([name]) => !name.endsWith('.js'));
  for (const [name, { source }] of Object.entries(assets))
    if (name.endsWith('.js')) programs.set(name, shortened(modulesOnDemand(String(source), onDemand)));
  const bytes = [...programs.values()].reduce((sum, text) => sum + text.length, 0);
  if (bytes < smallestBundle) throw new Error(`${folder}: the bundle has ${bytes} bytes: an import did not resolve`);
  const output = join(target, folder);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  for (const [name, text] of programs) {
    const isCommand = name === 'rollcall.js';
    writeFileSync(join(output, name), isCommand ? shebang + text : text, { mode: isCommand ? 0o755 : 0o644 });
  }
  for (const [name, { source }] of others) writeFileSync(join(output, name), source);
  // Not the list of ncc: it leaves out what was joined with other modules, and every package of that is gone.
  const packages = [...bundledPackages(moduleFiles(stats.compilation.modules)), loaderPackage()];
  writeFileSync(join(output, 'licenses.txt'), licencesText(packages));
  writeFileSync(join(output, 'sbom.cdx.json'), sbomText(dirname(folder), packages));
  return { name: folder, bytes, packages };
}

/** The modules of packages that are CommonJS, and with those of Node all that is evaluated when it is used first. */
function laterModules({ modules, chunkGraph }: Compilation): {
  packageModules: ModuleNumbers;
  onDemand: ModuleNumbers;
} {
  const numbers = (kept: (module: Module) => boolean | undefined): string[] =>
    [...modules].filter(kept).map((module) => String(chunkGraph.getModuleId(module)));
  const packageModules = numbers(
    ({ resource, buildMeta }) => resource?.includes('/node_modules/') && buildMeta?.exportsType !== 'namespace',
  );
  const nodeModules = numbers(({ externalType }) => externalType !== undefined);
  return { packageModules: new Set(packageModules), onDemand: new Set([...packageModules, ...nodeModules]) };
}

/** The files of modules, and of those that were joined into them. */
function moduleFiles(modules: Iterable<Module>): string[] {
  return [...modules].flatMap(({ resource, modules: joined = [] }) => [
    ...(resource === undefined ? [] : [resource]),
    ...moduleFiles(joined),
  ]);
}

function list(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

function walk(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? walk(join(folder, entry.name))
        : entry.name.endsWith('.ts')
          ? [join(folder, entry.name)]
          : [],
    );
}
