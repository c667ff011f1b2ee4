import { type Dockerfile, readDockerfile } from '../../../dockerfile/dockerfile.ts';
import { readDockerfileLines } from '../../../dockerfile/lines.ts';
import { compileDockerPattern, literalPath } from '../../../dockerfile/pattern.ts';
import { listFew, showPath } from '../../../names.ts';
import { buildManifests, dockerfiles, scripts } from '../../../tree/file-types.ts';
import { baseName, folderOf, isInside, joinPath } from '../../../tree/repository-paths.ts';
import { buildDefinitions, buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import { packageFiles } from '../../facts/ci/node-packages.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { type Workspace, workspaces } from './workspace-members.ts';

export const dockerfileWorkspaceIncomplete: Rule = {
  id: 'dockerfile-workspace-incomplete',
  title: 'A Dockerfile that copies the manifests of a workspace one by one copies all of them',
  severity: 'error',
  help: 'Copy the manifests that are missing before the command, or all of them at once.',
  needs: [dockerfiles, buildManifests, scripts, packageFiles, ...buildDefinitionsNeeds],
  *check(context) {
    for (const { name, dockerfile, elsewhere } of context.catalog.services) {
      const text = dockerfile === null || elsewhere ? undefined : context.text(dockerfile);
      if (dockerfile === null || text === undefined) continue;
      const found = incompleteInstall(dockerfile, text, context);
      if (!found) continue;
      const { line, missing, copied, workspace } = found;
      yield {
        location: { path: dockerfile, line, column: 1 },
        subject: name,
        confidence: 'likely',
        key: workspace.file,
        message: `${showPath(dockerfile)} copies ${showPath(workspace.file)} and the manifests of ${copied} of its members, and not ${listFew(missing.map(showPath))}: ${workspace.effect}`,
      };
    }
  },
};

interface Incomplete {
  line: number;
  missing: string[];
  /** How many manifests of members it copies. */
  copied: number;
  workspace: Workspace;
}

function incompleteInstall(dockerfile: string, text: string, context: RuleContext): Incomplete | null {
  const all = workspaces(context);
  if (all.length === 0) return null;
  const read = readDockerfile(text);
  const root = contextOf(dockerfile, read, context);
  if (root === null) return null;
  const isInstall = (command: string): boolean => all.some(({ isReadBy }) => isReadBy(command));
  for (const install of installs(text, read, isInstall)) {
    const covers = coverage(install.sources, root);
    for (const workspace of all) {
      if (!workspace.isReadBy(install.command) || !covers(workspace.file)) continue;
      const copied = workspace.members.filter(covers);
      const missing = workspace.neededWith(copied).filter((path) => !covers(path));
      if (copied.length === 0 || missing.length === 0 || isPrepared(install.before, missing)) continue;
      return { line: install.line, missing, copied: copied.length, workspace };
    }
  }
  return null;
}

/** The folder that it is built in, where definitions name one; else the one of the usual two that has all that it copies. */
function contextOf(dockerfile: string, { copies }: Dockerfile, context: RuleContext): string | null {
  const contexts = new Set(
    buildDefinitions(context)
      .of(dockerfile)
      .builds.map((build) => build.context),
  );
  const [only, second] = contexts;
  if (second !== undefined) return null;
  if (only !== undefined) return only;
  const named = copies
    .flatMap(({ sources, from }) => (from === null ? sources : []))
    .flatMap((one) => literalPath(one) ?? []);
  return (
    [folderOf(dockerfile), ''].find((folder) =>
      named.every((path) => path === '.' || context.paths.at(joinPath(folder, path)) !== null),
    ) ?? null
  );
}

interface Install {
  line: number;
  command: string;
  /** What was copied from the context before it, in its stage and in those that it stands on. */
  sources: readonly string[];
  /** What ran before it and with it. */
  before: string;
}

/** More installs than these one Dockerfile has not; each is judged by all that stands before it. */
const mostInstalls = 50;

/** The installs of a Dockerfile, but for those before which another stage gives files that are not known. */
function installs(
  text: string,
  { copies, binds, stages }: Dockerfile,
  isInstall: (command: string) => boolean,
): Install[] {
  const names = new Set(stages.flatMap(({ name }) => name ?? []));
  let stage = -1;
  const runs: { stage: number; line: number; text: string }[] = [];
  for (const { keyword, text: rest, line } of readDockerfileLines(text).instructions) {
    if (keyword === 'FROM') stage += 1;
    else if (keyword === 'RUN') runs.push({ stage, line, text: rest });
  }
  const judged = runs.filter((run) => isInstall(run.text)).slice(0, mostInstalls);
  return judged.flatMap((run): Install[] => {
    const chain = stagesUnder(run.stage, stages);
    const isBefore = (one: { stage: number; line: number }): boolean => chain.has(one.stage) && one.line <= run.line;
    const given = [...copies, ...binds].filter(isBefore);
    if (given.some(({ from }) => from !== null && (names.has(from.toLowerCase()) || /^\d+$/.test(from)))) return [];
    const sources = [
      ...copies.filter(isBefore).flatMap((copy) => (copy.from === null ? copy.sources : [])),
      ...binds.filter(isBefore).flatMap((bind) => (bind.from === null ? [bind.source] : [])),
    ];
    const before = runs
      .filter(isBefore)
      .map((one) => one.text)
      .join('\n');
    return [{ line: run.line, command: run.text, sources, before }];
  });
}

/** A stage and those that it stands on. */
function stagesUnder(index: number, stages: Dockerfile['stages']): Set<number> {
  const under = new Set<number>();
  for (let at = index; at >= 0 && !under.has(at); ) {
    under.add(at);
    const base = stages[at]?.base.toLowerCase();
    at = stages.findLastIndex(({ name }, other) => other < at && name?.toLowerCase() === base);
  }
  return under;
}

/** Whether a path of the repository is among what is copied from a context. */
function coverage(sources: readonly string[], root: string): (path: string) => boolean {
  const taken = sources.map((source) => {
    const literal = literalPath(source);
    if (source.includes('$')) return () => true;
    if (literal !== null) return (path: string) => literal === '.' || literal === '' || isInside(path, literal);
    const { matches } = compileDockerPattern(source, { doubleStar: true });
    return (path: string) => foldersAndFile(path).some(matches);
  });
  return (path) => isInside(path, root) && taken.some((takes) => takes(path.slice(root === '' ? 0 : root.length + 1)));
}

function foldersAndFile(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Whether a command before may make what is missing, or take it out of the list. */
function isPrepared(before: string, missing: readonly string[]): boolean {
  if (/\b(?:sed|awk|perl|jq|for|mv|tar|unzip|git|chef|prune)\b/.test(before)) return true;
  if (before.includes(' sln ') && before.includes(' remove ')) return true;
  return missing.some((path) => before.includes(baseName(folderOf(path))));
}
