import { showPath } from '../../../names.ts';
import { foldersUp, joinPath } from '../../../tree/repository-paths.ts';
import {
  type NodePackage,
  nodePackages,
  packageFiles,
  scriptLocation,
  subjectAt,
} from '../../facts/ci/node-packages.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { eslintConfigs, firstFlatVersion, flatNames, newEslintConfig, oldNames } from './eslint-config.ts';

export const nodeEslintConfigMissing: Rule = {
  id: 'node-eslint-config-missing',
  title: 'A package that runs ESLint has a configuration its version reads',
  severity: 'warning',
  incident: '004 10',
  help: 'Add an eslint.config.js: from version 9 on ESLint reads no .eslintrc.',
  needs: [packageFiles, eslintConfigs],
  *check(context) {
    for (const one of nodePackages(context).values()) {
      const script = [...one.scripts].find(([, command]) => runsEslint(command));
      const version = script ? versionOf(one, context) : null;
      if (!script || version === null) continue;
      const flat = version >= firstFlatVersion;
      if (hasConfig(one, flat, context)) continue;
      const old = hasConfig(one, false, context);
      const expected = showPath(joinPath(one.folder, flat ? 'eslint.config.js' : '.eslintrc.json'));
      yield {
        location: scriptLocation(one, script[0]),
        subject: subjectAt(one.folder, context),
        key: script[0],
        message: `script ${script[0]} of ${showPath(one.path)} runs ESLint, which finds no configuration and stops: ${
          flat && old ? 'its version does not read .eslintrc' : `${expected} does not exist`
        }${flat && old ? ` (expected ${expected})` : ''}`,
        fix: creation(one, version, { smallest: !(flat && old) }, context),
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

/** Not safe: what is checked is a choice of those who work on the package; what an old configuration says would be lost. */
function creation(one: NodePackage, version: number, options: { smallest: boolean }, context: RuleContext): Fix | null {
  const file = newEslintConfig(one, version, options, context);
  if (!file || context.paths.at(file.path) !== null) return null;
  return { description: `create ${file.path}`, safe: false, edits: [], creates: [file] };
}

/** The major version of ESLint; null where it is not known. */
function versionOf(one: NodePackage, context: RuleContext): number | null {
  const packages = nodePackages(context);
  for (const folder of foldersUp(one.folder)) {
    const range = packages.get(folder)?.dependencies.get('eslint');
    if (range === undefined) continue;
    if (range === 'latest') return Number.POSITIVE_INFINITY;
    const [, major] = /^(?:(?:[\^~=v]|>=)\s*)?(\d+)(?:\.[\dx*]+)*(?:-[\w.]+)?$/.exec(range.trim()) ?? [];
    return major === undefined ? null : Number(major);
  }
  return null;
}

/** Looked for in the package and above it. The new form is one for the versions before, too. */
function hasConfig({ folder }: NodePackage, flat: boolean, context: RuleContext): boolean {
  const packages = nodePackages(context);
  const names = flat ? flatNames : [...flatNames, ...oldNames];
  return foldersUp(folder).some(
    (one) =>
      names.some((name) => context.paths.at(joinPath(one, name)) !== null) ||
      (!flat && packages.get(one)?.eslintConfig === true),
  );
}
