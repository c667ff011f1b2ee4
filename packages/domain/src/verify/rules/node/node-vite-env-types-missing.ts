import { groupInto } from '../../../grouping.ts';
import { placeIn } from '../../../location.ts';
import { showPath } from '../../../names.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import { folderOf, isForeign, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import {
  type NodePackage,
  nodePackages,
  packageAround,
  packageFiles,
  subjectAt,
} from '../../facts/ci/node-packages.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

const sources: PathSelector = (path) =>
  /(?:^|\/)src\//.test(path) && /\.(?:ts|tsx|mts)$/.test(path) && !isForeign(path);
const declarations: PathSelector = (path) => /\.d\.ts$/.test(path) && !isForeign(path);
const compilerConfigs: PathSelector = (path) => /(^|\/)[^/]*tsconfig[^/]*\.json$/.test(path) && !isForeign(path);

export const nodeViteEnvTypesMissing: Rule = {
  id: 'node-vite-env-types-missing',
  title: 'What import.meta.env holds is typed where the compiler looks at it',
  severity: 'warning',
  incident: '004 10',
  help: 'Add src/vite-env.d.ts with the line /// <reference types="vite/client" />.',
  needs: [packageFiles, sources, declarations, compilerConfigs],
  *check(context) {
    const files = new Map<NodePackage, string[]>();
    for (const path of [...context.texts.keys()].sort()) {
      if (!sources(path) && !declarations(path) && !compilerConfigs(path)) continue;
      const one = packageAround(path, context);
      if (!one || !isCompiledForVite(one)) continue;
      groupInto(files, one, path);
    }
    for (const one of nodePackages(context).values()) {
      const own = files.get(one) ?? [];
      const use = firstUse(own, context);
      if (!use || own.some((path) => isTyped(path, context)) || !knowsItsTypes(one, context)) continue;
      yield {
        location: use,
        subject: subjectAt(one.folder, context),
        message: `${showPath(use.path)} uses import.meta.env, which nothing in ${showPath(one.folder || '.')} types: its build stops at tsc (expected ${showPath(joinPath(one.folder, 'src/vite-env.d.ts'))})`,
        fix: declaration(one, own, context),
      };
    }
  },
};

/**
 * The file that Vite's own templates have, with the variables that the code reads. Safe where the compiler settings take
 * in all of `src`, or everything.
 */
function declaration(one: NodePackage, own: readonly string[], context: RuleContext): Fix | null {
  const path = joinPath(one.folder, 'src/vite-env.d.ts');
  if (context.paths.at(path) !== null || context.paths.at(folderOf(path)) !== 'folder') return null;
  const used = new Set<string>();
  const compared = new Set<string>();
  for (const file of own.filter(sources)) {
    const text = context.text(file) ?? '';
    for (const [, name = '', rest = ''] of text.matchAll(/\bimport\.meta\.env\.(VITE_\w+)(.{0,20})/g)) {
      used.add(name);
      // As a string it would not compile.
      if (/^\s*(?:[!=]==?\s*(?:true|false|\d)|[-*/%<>])/.test(rest)) compared.add(name);
    }
  }
  const keys = [...used].filter((name) => !compared.has(name)).sort();
  const types = keys.map((name) => `  readonly ${name}: string;\n`).join('');
  const text = `/// <reference types="vite/client" />\n${types === '' ? '' : `\ninterface ImportMetaEnv {\n${types}}\n`}`;
  const safe = own.filter(compilerConfigs).some((file) => takesInSources(context.text(file) ?? ''));
  return { description: `create ${path}`, safe, edits: [], creates: [{ path, text }] };
}

function takesInSources(settings: string): boolean {
  const [, include] = /"include"\s*:\s*\[([^\]]*)/.exec(settings) ?? [];
  if (include === undefined) return !/"(?:files|references|extends)"\s*:/.test(settings);
  return /"(?:\.\/)?(?:src(?:\/\*\*(?:\/\*)?|\/)?|\*\*\/\*|\.)"/.test(include);
}

/** Frameworks on top of Vite, and other runtimes, bring the types themselves. */
const bringsTypes =
  /^(?:astro|nuxt|vike|@sveltejs\/kit|@types\/(?:bun|node-import-meta|webpack-env)|bun-types|@remix-run\/.*|@react-router\/dev|@tanstack\/.*start|@analogjs\/.*|@solidjs\/start|electron-vite|wxt|@redwoodjs\/.*)$/;

function isCompiledForVite({ dependencies, scripts }: NodePackage): boolean {
  if (!dependencies.has('vite') || [...dependencies.keys()].some((name) => bringsTypes.test(name))) return false;
  return [...scripts.values()].some((command) => /(?:^|[\s;&|])(?:vue-)?tsc(?:\s|$)/.test(command));
}

/** Words by which a file brings the types in, or a test runner that has them. */
function isTyped(path: string, context: RuleContext): boolean {
  const text = context.text(path) ?? '';
  return /vite\/(?:client|types)|\binterface\s+ImportMeta\b|["']vitest(?:\/[\w-]+)*["']/.test(text);
}

function firstUse(paths: readonly string[], context: RuleContext) {
  for (const path of paths) {
    // Tests are often left out of what is compiled.
    if (!sources(path) || path.endsWith('.d.ts') || /[.-](?:test|spec|stories)\.|__tests__|\/tests?\//.test(path))
      continue;
    const text = context.text(path) ?? '';
    if (/@ts-nocheck/.test(text)) continue;
    for (const { index } of text.matchAll(/\bimport\.meta\.env\b/g)) {
      const start = text.lastIndexOf('\n', index) + 1;
      const before = text.slice(text.lastIndexOf('\n', Math.max(start - 2, 0)) + 1, start);
      if (/\/\/|^\s*\/?\*|["'`][^"'`]*$/.test(text.slice(start, index)) || /@ts-(?:ignore|expect-error)/.test(before))
        continue;
      return placeIn({ path, text }, index);
    }
  }
  return null;
}

/** False where its compiler settings take in what lies outside of the package: the types may come from there. */
function knowsItsTypes({ folder }: NodePackage, context: RuleContext): boolean {
  const configs = context.paths.files(folder, true).filter((path) => compilerConfigs(path));
  if (configs.length === 0) return false;
  return configs.every((path) => {
    const text = (context.text(path) ?? '').replace(/^[ \t]*\/\/.*$/gm, '');
    return (
      [...text.matchAll(/"([^"\n]*)"/g)].every(([, word = '']) => {
        if (!/(?:^|\/)\.\.\//.test(word)) return true;
        const target = normaliseRepositoryPath(joinPath(folderOf(path), word));
        return target !== null && isInside(target, folder);
      }) && !/"extends"\s*:\s*(?:\[|"(?!\.|@tsconfig\/|@vue\/tsconfig))/.test(text)
    );
  });
}
