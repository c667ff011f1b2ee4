import { readDockerfile } from '../../../dockerfile/dockerfile.ts';
import { readDockerfileLines } from '../../../dockerfile/lines.ts';
import { showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { dockerfiles } from '../../../tree/file-types.ts';
import { folderOf, foldersUp, joinPath } from '../../../tree/repository-paths.ts';
import { nodePackages, packageFiles, subjectAt } from '../../facts/ci/node-packages.ts';
import { lineOf, runSteps } from '../../facts/ci/workflow-runs.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type FrozenInstall, frozenInstall, hasLockfile } from './lockfiles.ts';

export const nodeLockfileMissing: Rule = {
  id: 'node-lockfile-missing',
  title: 'What is installed from a lockfile has one',
  severity: 'error',
  incident: '004 10',
  help: 'Run the install once without the option, and commit the lockfile it writes.',
  needs: [packageFiles, dockerfiles, registerFiles],
  *check(context) {
    if (nodePackages(context).size === 0) return;
    for (const path of [...context.texts.keys()].filter(dockerfiles).sort()) yield* inDockerfile(path, context);
    yield* inWorkflows(context);
  },
};

function* inDockerfile(path: string, context: RuleContext): Iterable<RuleFinding> {
  const text = context.text(path) ?? '';
  if (!/\b(?:npm|pnpm|yarn)\b/.test(text)) return;
  const runs = readDockerfileLines(text).instructions.filter(({ keyword }) => keyword === 'RUN');
  // A lockfile may be made, or fetched, by what runs before.
  const demanding = runs.findIndex(({ text: run }) => frozenInstall(run));
  const found = runs[demanding];
  const install = found && frozenInstall(found.text);
  if (!found || !install || runs.slice(0, demanding + 1).some(({ text: run }) => makesLockfile(run))) return;
  const folder = installedFolder(path, text, context);
  if (folder === null || hasLockfile(folder, install.lockfiles, context)) return;
  const lines = text.split('\n');
  const offset = lines.slice(found.line - 1).findIndex((line) => frozenInstall(line));
  yield finding({ path, line: found.line + Math.max(offset, 0), column: 1 }, folder, install, context);
}

function makesLockfile(run: string): boolean {
  return /\bgit\s+clone\b|\b(?:curl|wget|tar|unzip)\b|--package-lock-only|--lockfile-only|\bcd\s|\bnpm\s+(?:install|i)\s*(?:$|[;&|])|\bturbo\s+prune\b/.test(
    run,
  );
}

/**
 * The folder whose package a Dockerfile installs: the nearest package at or above it, when everything it takes is
 * there. Null when it may be another one.
 */
function installedFolder(path: string, text: string, context: RuleContext): string | null {
  const packages = nodePackages(context);
  const folder = foldersUp(folderOf(path)).find((one) => packages.has(one));
  if (folder === undefined) return null;
  const { copies, stages, complete } = readDockerfile(text);
  if (!complete) return null;
  const names = new Set(stages.flatMap(({ name }) => (name === null ? [] : [name])));
  // Files from other images or named contexts may be the package.
  if (copies.some(({ from }) => from !== null && !names.has(from.toLowerCase()) && !/^\d+$/.test(from))) return null;
  const sources = copies.filter(({ from, onbuild }) => from === null && !onbuild).flatMap((copy) => copy.sources);
  if (sources.length === 0) return null;
  const plain = sources.filter((source) => !/[*?[\]\\]/.test(source) && source !== '.');
  const present = (base: string): number =>
    plain.filter((source) => context.paths.at(joinPath(base, source)) !== null).length;
  const here = present(folder);
  // From a context above it, the paths would lead somewhere else: then it is not this package.
  const above = foldersUp(folder).slice(1);
  return above.some((base) => present(base) > here) ? null : folder;
}

function* inWorkflows(context: RuleContext): Iterable<RuleFinding> {
  const packages = nodePackages(context);
  for (const job of runSteps(context)) {
    if (job.foreignCheckout) continue;
    for (const run of job.runs) {
      const { folder, text } = run;
      if (makesLockfile(text)) break;
      const install = frozenInstall(text);
      if (!install || folder === null || !packages.has(folder)) continue;
      if (hasLockfile(folder, install.lockfiles, context)) continue;
      const location = lineOf(run, job.document, (line) => frozenInstall(line) !== null);
      yield finding(location, folder, install, context);
    }
  }
}

function finding(
  location: RuleFinding['location'],
  folder: string,
  install: FrozenInstall,
  context: RuleContext,
): RuleFinding {
  const [lockfile = ''] = install.lockfiles;
  const expected = showPath(joinPath(folder, lockfile));
  return {
    location,
    subject: subjectAt(folder, context),
    message: `${showPath(location.path)} runs ${install.command}, but ${expected} does not exist: the build stops there`,
  };
}
