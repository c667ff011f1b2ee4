import type { PathSelector } from '../../../tree/file-types.ts';
import { folderOf, foldersUp, joinPath } from '../../../tree/repository-paths.ts';
import { type NodePackage, nodePackages } from '../../facts/ci/node-packages.ts';
import type { NewFile } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Names of the form that every version since 9 reads, and only it. */
export const flatNames = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((ending) => `eslint.config.${ending}`);
/** Names of the form before. */
export const oldNames = ['', '.js', '.cjs', '.yaml', '.yml', '.json'].map((ending) => `.eslintrc${ending}`);

export const eslintConfigs: PathSelector = (path) =>
  /(^|\/)(?:eslint\.config\.\w+|\.eslintrc(?:\.\w+)?)$/.test(path) && !/(^|\/)node_modules\//.test(path);

/** The first version that reads the new form only. */
export const firstFlatVersion = 9;

/**
 * A configuration for a package that has none: that of the nearest sibling whose ESLint reads the same form, where the
 * package has all that it imports, else with `smallest` one that checks something. Null where nothing sensible can be written.
 */
export function newEslintConfig(
  one: NodePackage,
  version: number,
  { smallest }: { smallest: boolean },
  context: RuleContext,
): NewFile | null {
  return siblingsConfig(one, version, context) ?? (smallest ? smallestConfig(one, version, context) : null);
}

function siblingsConfig(one: NodePackage, version: number, context: RuleContext): NewFile | null {
  const names = version >= firstFlatVersion ? flatNames : oldNames;
  const siblings = [...nodePackages(context).values()].filter(
    ({ folder }) => folder !== one.folder && folderOf(folder) === folderOf(one.folder),
  );
  for (const sibling of siblings) {
    const name = names.find((file) => context.text(joinPath(sibling.folder, file)) !== undefined);
    const text = name === undefined ? undefined : context.text(joinPath(sibling.folder, name));
    if (name === undefined || text === undefined || !hasAll(importsOf(text), one, context)) continue;
    // `.js` is read by the rules of the package it lies in.
    const modules = /^[ \t]*(?:import|export)\b/m.test(text);
    const plain = name.endsWith('.js') && isModule(sibling) !== isModule(one);
    return { path: joinPath(one.folder, plain ? `${name.slice(0, -2)}${modules ? 'mjs' : 'cjs'}` : name), text };
  }
  return null;
}

/** The packages a configuration loads, and paths of files; what an old one extends counts, spelled out. */
function importsOf(text: string): string[] {
  const loaded = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*(?:\(\s*)?|\brequire\s*\(\s*)["']([^"']+)["']/g)];
  const named = [...text.matchAll(/["']?\b(?:extends|plugins|parser)["']?\s*:\s*(\[[^\]]*|["'][^"']*["']?)/g)];
  return [
    ...loaded.map(([, name = '']) => packageOf(name)),
    ...named.flatMap(([, list = '']) =>
      [...list.matchAll(/["']([^"']+)["']/g)].map(([, name = '']) => sharedConfig(name)),
    ),
  ];
}

/** `@scope/name` of `@scope/name/file`; a path stays one. */
function packageOf(name: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
}

/** The package behind `plugin:x/recommended`, `airbnb`, `eslint:recommended`. */
function sharedConfig(name: string): string {
  if (name.startsWith('eslint:')) return 'eslint';
  const plugin = /^plugin:(.+)\/[^/]+$/.exec(name)?.[1];
  if (plugin !== undefined) return /^@[^/]+$/.test(plugin) ? `${plugin}/eslint-plugin` : longName(plugin, 'plugin');
  return /^(?:\.|@.+\/|eslint-)/.test(name) ? packageOf(name) : longName(name, 'config');
}

function longName(name: string, kind: 'plugin' | 'config'): string {
  const [, scope, rest] = /^(@[^/]+\/)(.+)$/.exec(name) ?? [];
  return scope === undefined ? `eslint-${kind}-${name}` : `${scope}eslint-${kind}-${rest}`;
}

function hasAll(names: readonly string[], one: NodePackage, context: RuleContext): boolean {
  return names.every((name) => name.startsWith('node:') || has(name, one, context));
}

/** Whether the package, or one above it, depends on a package. */
function has(name: string, { folder }: NodePackage, context: RuleContext): boolean {
  const packages = nodePackages(context);
  return foldersUp(folder).some((at) => packages.get(at)?.dependencies.has(name));
}

function isModule({ text }: NodePackage): boolean {
  return /"type"\s*:\s*"module"/.test(text);
}

function smallestConfig(one: NodePackage, version: number, context: RuleContext): NewFile | null {
  const sources = context.paths
    .files(one.folder, true)
    .filter((path) => !/(^|\/)(?:node_modules|dist|build|coverage)\/|\.d\.ts$|\.config\.\w+$/.test(path));
  const typescript = sources.some((path) => /\.[cm]?tsx?$/.test(path));
  const jsx = sources.some((path) => path.endsWith('.jsx'));
  if (version >= firstFlatVersion) return flatConfig(one, { typescript, jsx }, context);
  return version >= 7 ? oldConfig(one, { typescript, jsx }, context) : null;
}

interface Sources {
  typescript: boolean;
  jsx: boolean;
}

function flatConfig(one: NodePackage, { typescript, jsx }: Sources, context: RuleContext): NewFile | null {
  const [js, types, globals] = ['@eslint/js', 'typescript-eslint', 'globals'].map((name) => has(name, one, context));
  // Without a parser for it ESLint reads no TypeScript.
  if (typescript && !types) return null;
  const imports = [
    ...(js ? ["import js from '@eslint/js';"] : []),
    ...(globals ? ["import globals from 'globals';"] : []),
    ...(types ? ["import tseslint from 'typescript-eslint';"] : []),
  ];
  const language = [
    ...(globals ? ['globals: { ...globals.browser, ...globals.node }'] : []),
    ...(jsx ? ['parserOptions: { ecmaFeatures: { jsx: true } }'] : []),
  ];
  const settings = [
    ...(jsx ? ["    files: ['**/*.{js,mjs,cjs,jsx}'],"] : []),
    ...(language.length > 0 ? [`    languageOptions: { ${language.join(', ')} },`] : []),
    // Which names the runtime has is not known without the package "globals".
    ...(js && !globals ? ["    rules: { 'no-undef': 'off' },"] : []),
    ...(js || types
      ? []
      : ["    rules: { 'no-dupe-keys': 'error', 'no-unreachable': 'error', 'no-unused-vars': 'error' },"]),
  ];
  const configs = [
    "  { ignores: ['dist/', 'build/', 'coverage/'] },",
    ...(js ? ['  js.configs.recommended,'] : []),
    ...(types ? ['  ...tseslint.configs.recommended,'] : []),
    ...(settings.length > 0 ? ['  {', ...settings, '  },'] : []),
  ];
  const text = [...imports, ...(imports.length > 0 ? [''] : []), 'export default [', ...configs, '];', ''].join('\n');
  return { path: joinPath(one.folder, isModule(one) ? 'eslint.config.js' : 'eslint.config.mjs'), text };
}

function oldConfig(one: NodePackage, { typescript, jsx }: Sources, context: RuleContext): NewFile | null {
  const types = has('@typescript-eslint/parser', one, context) && has('@typescript-eslint/eslint-plugin', one, context);
  if (typescript && !types) return null;
  const config = {
    root: true,
    env: { browser: true, node: true, es2021: true },
    extends: ['eslint:recommended', ...(typescript ? ['plugin:@typescript-eslint/recommended'] : [])],
    ...(typescript ? { parser: '@typescript-eslint/parser' } : {}),
    parserOptions: { ecmaVersion: 2021, sourceType: 'module', ...(jsx ? { ecmaFeatures: { jsx: true } } : {}) },
  };
  return { path: joinPath(one.folder, '.eslintrc.json'), text: `${JSON.stringify(config, null, 2)}\n` };
}
