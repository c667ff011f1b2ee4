import { isScalar } from 'yaml';
import { fillExpressions } from '../../../builds/expressions.ts';
import { hasHole } from '../../../builds/hole.ts';
import { type MatrixLeg, matrixLegs } from '../../../builds/matrix-legs.ts';
import type { Location } from '../../../location.ts';
import { showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { textPattern } from '../../../text-pattern.ts';
import {
  baseName,
  folderOf,
  foldersUp,
  isInside,
  joinPath,
  normaliseRepositoryPath,
} from '../../../tree/repository-paths.ts';
import { tryUser } from '../../../user-error.ts';
import { replaceScalar } from '../../../yaml/replace-scalar.ts';
import { field, textAt } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { subjectAt } from '../../facts/ci/node-packages.ts';
import { type JobRuns, lineOf, runSteps } from '../../facts/ci/workflow-runs.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const ciDockerfileMissing: Rule = {
  id: 'ci-dockerfile-missing',
  title: 'Every Dockerfile that a workflow builds exists',
  severity: 'error',
  incident: '004 4.4',
  help: 'Correct the path, or add the Dockerfile.',
  needs: [registerFiles],
  *check(context) {
    const skipped = new Set<string>();
    for (const job of runSteps(context)) {
      if (bringsFiles(job)) {
        skipped.add(job.path);
        continue;
      }
      yield* builtByAction(job, context);
      yield* builtByCommand(job, context);
    }
    for (const register of context.registers) {
      if (register.kind === 'bash-case' && !skipped.has(register.file)) yield* builtByCase(register, context);
    }
  },
};

/** A job that may have files this repository has not: then nothing is known. */
function bringsFiles({ foreignCheckout, runs, steps }: JobRuns): boolean {
  const makes = /^(?=.*[Dd]ockerfile).*(?:>|\b(?:cp|mv|tee|curl|wget|ln|unzip|tar)\b)/m;
  return (
    foreignCheckout ||
    runs.some(({ text }) => makes.test(text) || /\bgit\s+(?:clone|checkout|worktree)\b/.test(text)) ||
    steps.some((step) => /^actions\/download-artifact@|^actions\/cache/.test(String(field(step, 'uses') ?? '')))
  );
}

function* builtByAction({ path, document, id, job, steps }: JobRuns, context: RuleContext): Iterable<RuleFinding> {
  const legs = matrixLegs(job, {});
  for (const [index, step] of steps.entries()) {
    if (!textAt(step, 'uses')?.startsWith('docker/build-push-action@')) continue;
    const buildContext = textAt(step, 'with', 'context');
    const file = textAt(step, 'with', 'file');
    if (buildContext !== undefined && /:\/\/|^git@|\{\{def/.test(buildContext)) continue;
    // Without a context the action takes the repository from GitHub; it is the same tree.
    const written = file ?? joinPath(buildContext ?? '', 'Dockerfile');
    const at = ['jobs', id, 'steps', index, 'with', file === undefined ? 'context' : 'file'];
    const location = { ...document.locate(at), path };
    for (const target of new Set(legs.map((leg) => missing(filled(written, leg), '', context)))) {
      if (target === null) continue;
      const subject = subjectOf(target, context);
      yield { ...finding(location, target, subject, context), fix: fixAt(document, at, target, subject, context) };
    }
  }
}

/** A text with what a leg of the matrix says in it; null where something is only known when it runs. */
function filled(text: string, matrix: MatrixLeg): string | null {
  const known = fillExpressions(text, { matrix });
  return hasHole(known) ? null : known;
}

/** Not safe: the context may have to be another, too. */
function fixAt(
  document: YamlDocument,
  at: YamlPath,
  target: string,
  subject: string,
  context: RuleContext,
): Fix | null {
  const own = context.services.get(subject)?.dockerfile;
  const node = document.node(at);
  if (!own || at.at(-1) !== 'file' || !isScalar(node) || String(node.value).includes('$')) return null;
  const edit = tryUser(
    () => replaceScalar(document, at, own),
    () => null,
  );
  return edit ? { description: `build ${own} instead of ${target}`, safe: false, edits: [edit] } : null;
}

function* builtByCommand(job: JobRuns, context: RuleContext): Iterable<RuleFinding> {
  const command = /\bdocker\s+(?:buildx\s+)?build\b([^\n;&|]*)/g;
  for (const run of job.runs) {
    const { folder } = run;
    const text = run.text.replace(/\\\r?\n/g, ' ').replace(/^[ \t]*#.*$/gm, '');
    if (folder === null || /\b(?:cd|pushd)\s/.test(text)) continue;
    for (const [, options = ''] of text.matchAll(command)) {
      const [, written = ''] = /\s(?:-f|--file)[=\s]+["']?([^\s"'\\]+)/.exec(options) ?? [];
      if (written === '') continue;
      const target = missing(written, folder, context);
      if (target === null) continue;
      const location = lineOf(run, job.document, (line) => line.includes(written));
      const subject = subjectOf(target, context);
      yield { ...finding(location, target, subject, context), fix: fixIn(location, written, folder, subject, context) };
    }
  }
}

/** Where the line has the path once, as it is written; from the folder that the command runs in. */
function fixIn(
  { path, line }: Location,
  written: string,
  folder: string,
  subject: string,
  context: RuleContext,
): Fix | null {
  const own = context.services.get(subject)?.dockerfile;
  const inside =
    own && (folder === '' || isInside(own, folder)) ? own.slice(folder === '' ? 0 : folder.length + 1) : '';
  const text = context.text(path) ?? '';
  const lines = text.split('\n');
  const content = lines[line - 1] ?? '';
  const column = content.indexOf(written);
  if (inside === '' || column === -1 || content.indexOf(written, column + 1) !== -1) return null;
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column;
  const edit = { path, range: [start, start + written.length] as const, newText: inside };
  return { description: `build ${own} instead of ${written}`, safe: false, edits: [edit] };
}

/** The arms of a build case, each with its own name for the variable the case looks at. */
function* builtByCase(register: Register, context: RuleContext): Iterable<RuleFinding> {
  const lines = (context.text(register.file) ?? '').split('\n');
  const head = lines.slice(0, register.line).reverse().join('\n');
  const variable = /\bcase\s+["']?\$\{?(\w+)\}?["']?\s+in/.exec(head)?.[1];
  for (const name of new Set(register.entries)) {
    const place = context.services.has(name) ? register.entryLocation(name) : undefined;
    for (const { written, line, column } of place ? dockerfilesOfArm(lines, place.line) : []) {
      const target = missing(withName(written, variable, name), '', context);
      const location = { path: register.file, line, column };
      if (target !== null)
        yield { ...finding(location, target, name, context), fix: fixIn(location, written, '', name, context) };
    }
  }
}

/** What the arm that begins on a line (1-based) sets as a Dockerfile, as it is written. */
function* dockerfilesOfArm(lines: readonly string[], start: number) {
  for (let index = start - 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, written] = /^\s*(?:export\s+)?\w*DOCKER_?FILE\w*=["']?([^"'\s;]+)/i.exec(line) ?? [];
    if (written !== undefined) yield { written, line: index + 1, column: line.length - line.trimStart().length + 1 };
    if (/;;|\besac\b/.test(line)) return;
  }
}

/** A text with a name for a variable of the shell. */
function withName(text: string, variable: string | undefined, name: string): string {
  if (variable === undefined) return text;
  return text.replace(textPattern('g')`\$(?:\{${variable}\}|${variable}\b)`, () => name);
}

/** The path when nothing is there; null when something is, or it cannot be told. */
function missing(written: string | null, folder: string, { paths }: RuleContext): string | null {
  if (written === null || /[$`*?{}~]|:\/\//.test(written) || written === '-') return null;
  const target = normaliseRepositoryPath(joinPath(folder, written));
  if (target === null || target === '' || paths.at(target) !== null) return null;
  return isMadeByBuild(target, paths) ? null : target;
}

/** Whether a path lies in a folder that is not there and that is called as what builds write to: `target/docker`. */
function isMadeByBuild(target: string, paths: RuleContext['paths']): boolean {
  const gone = foldersUp(folderOf(target)).filter((folder) => folder !== '' && paths.at(folder) === null);
  return gone.some((folder) =>
    /^(?:target|dist|out|output|build|bin|artifacts|publish|\.output)$/.test(baseName(folder)),
  );
}

function subjectOf(target: string, context: RuleContext): string {
  const folder = folderOf(target);
  return subjectAt(/(?:^|\/)\.?docker$/.test(folder) ? folderOf(folder) : folder, context);
}

function finding(
  location: RuleFinding['location'],
  target: string,
  subject: string,
  context: RuleContext,
): RuleFinding {
  const own = context.services.get(subject)?.dockerfile;
  const instead = own ? ` (its Dockerfile is ${showPath(own)})` : '';
  return {
    location,
    subject,
    message: `${showPath(location.path)} builds ${showPath(target)}, which does not exist: the build fails${instead}`,
  };
}
