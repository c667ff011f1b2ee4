import { showPath } from '../../catalog/names.ts';
import { joinPath } from '../../catalog/repository-paths.ts';
import type { Model } from '../model.ts';
import {
  foldersUpFrom,
  type NodePackage,
  nodePackages,
  packageFiles,
  scriptLocation,
  subjectAt,
} from '../node-packages.ts';
import type { Rule } from '../rule.ts';

export const nodeEslintConfigMissing: Rule = {
  id: 'node-eslint-config-missing',
  title: 'A package that runs ESLint has a configuration its version reads',
  severity: 'warning',
  seed: '004 10',
  help: 'Add an eslint.config.js: from version 9 on ESLint reads no .eslintrc.',
  needs: [packageFiles],
  *check(model) {
    for (const one of nodePackages(model).values()) {
      const script = [...one.scripts].find(([, command]) => runsEslint(command));
      const flat = script && needsFlatConfig(one, model);
      if (!script || flat === null || flat === undefined || hasConfig(one, flat, model)) continue;
      const old = hasConfig(one, false, model);
      const expected = showPath(joinPath(one.folder, flat ? 'eslint.config.js' : '.eslintrc.json'));
      yield {
        location: scriptLocation(one, script[0]),
        subject: subjectAt(one.folder, model),
        key: script[0],
        message: `script ${script[0]} of ${showPath(one.path)} runs ESLint, which finds no configuration and stops: ${
          flat && old ? 'its version does not read .eslintrc' : `${expected} does not exist`
        }${flat && old ? ` (expected ${expected})` : ''}`,
      };
    }
  },
};

/** ESLint itself, where the script is, with the configuration it looks for. */
function runsEslint(command: string): boolean {
  const [, before = '', options = ''] =
    /^(.*?)(?:^|&&|\|\||;|\bnpx|\bpnpm(?: exec)?|\byarn|(?:^|\s)[A-Z_]+=\S*)\s*eslint(?=\s|$)([^;&|]*)/.exec(
      command,
    ) ?? [null, null];
  if (before === null || options === null) return false;
  return (
    !/\bcd\s|ESLINT_USE_FLAT_CONFIG/.test(command) &&
    !/(?:^|\s)(?:-c|--config|--no-eslintrc|--no-config-lookup)(?:[\s=]|$)/.test(options)
  );
}

/** Whether only the new form is read: from 9 on. Null where the version is not known. */
function needsFlatConfig(one: NodePackage, model: Model): boolean | null {
  const packages = nodePackages(model);
  for (const folder of foldersUpFrom(one.folder)) {
    const range = packages.get(folder)?.dependencies.get('eslint');
    if (range === undefined) continue;
    if (range === 'latest') return true;
    const [, major] = /^\s*(?:[\^~=v]|>=)?\s*(\d+)(?:\.[\dx*]+)*(?:-[\w.]+)?\s*$/.exec(range) ?? [];
    return major === undefined ? null : Number(major) >= 9;
  }
  return null;
}

const flatNames = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((ending) => `eslint.config.${ending}`);
const oldNames = ['', '.js', '.cjs', '.yaml', '.yml', '.json'].map((ending) => `.eslintrc${ending}`);

/** Looked for in the package and above it. The new form is one for the versions before, too. */
function hasConfig({ folder }: NodePackage, flat: boolean, model: Model): boolean {
  const packages = nodePackages(model);
  const names = flat ? flatNames : [...flatNames, ...oldNames];
  return foldersUpFrom(folder).some(
    (one) =>
      names.some((name) => model.paths.at(joinPath(one, name)) !== null) ||
      (!flat && packages.get(one)?.eslintConfig === true),
  );
}
