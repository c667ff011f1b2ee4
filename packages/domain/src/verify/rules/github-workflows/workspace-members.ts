import { memoize } from '../../../memo.ts';
import { blankBetween } from '../../../text-between.ts';
import { globMatcher } from '../../../tree/glob-matcher.ts';
import { baseName, folderOf, isForeign, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, textAt, textsIn } from '../../../yaml/value.ts';
import { type NodePackage, nodePackages } from '../../facts/ci/node-packages.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A file that lists the packages of a workspace, and what reads it. */
export interface Workspace {
  file: string;
  /** The manifests of its members that are there. */
  members: readonly string[];
  /** Whether a command reads them all. */
  isReadBy(command: string): boolean;
  /** The members that a command needs where some are there; all of them for most tools. */
  neededWith(present: readonly string[]): readonly string[];
  /** What happens where one is missing, as a clause. */
  effect: string;
}

/** The workspaces of the repository. Each effect was seen: cargo 1.x, go 1.26, Maven 3.8, Yarn 4.9, pnpm 10, npm 11; that of dotnet is its documentation. */
export const workspaces = memoize((context: RuleContext): readonly Workspace[] => {
  const found: Workspace[] = [];
  for (const [file, text] of context.texts) {
    if (isForeign(file)) continue;
    const name = baseName(file);
    const read = readers.find(([is]) => is.test(name));
    const workspace = read?.[1](file, text, context);
    if (workspace && workspace.members.length > 1) found.push(workspace);
  }
  return found;
});

type Reader = (file: string, text: string, context: RuleContext) => Workspace | null;

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^Cargo\.toml$/, cargo],
  [/^go\.work$/, goWork],
  [/^pom\.xml$/, maven],
  [/\.slnx?$/, solution],
  [/^package\.json$/, node],
];

function workspaceOf(
  file: string,
  members: readonly (string | null)[],
  context: RuleContext,
  about: Pick<Workspace, 'isReadBy' | 'effect'>,
): Workspace {
  const there = members.flatMap((path) => (path !== null && context.paths.at(path) === 'file' ? [path] : []));
  return { file, members: [...new Set(there)], neededWith: () => there, ...about };
}

function inFolder(file: string, written: string, manifest: string): string | null {
  return normaliseRepositoryPath(joinPath(folderOf(file), joinPath(written.replace(/\/$/, ''), manifest)));
}

/** Members with a wildcard may be absent; those that are named have to be there. */
function cargo(file: string, text: string, context: RuleContext): Workspace | null {
  const start = text.search(/^\[workspace\]/m);
  if (start < 0) return null;
  const section = text.slice(start + 1).split(/^\[/m, 1)[0] ?? '';
  const list = section.slice(section.search(/^members\s*=\s*\[/m)).split(']', 1)[0] ?? '';
  const written = [...list.matchAll(/"([^"*?[]+)"/g)].map(([, one = '']) => one);
  return workspaceOf(
    file,
    written.map((one) => inFolder(file, one, 'Cargo.toml')),
    context,
    {
      isReadBy: (command) => /\bcargo\s+(?:\+\S+\s+)?(?:build|fetch|check|install|test|run|vendor)\b/.test(command),
      effect: 'cargo fails to load the manifest of a member that is not there',
    },
  );
}

function goWork(file: string, text: string, context: RuleContext): Workspace {
  const uses = text.split('\n').flatMap((line) => {
    const word = line
      .trim()
      .replace(/^use[ \t]/, '')
      .trim();
    return word === '.' || /^\.\.?\//.test(word) ? [word] : [];
  });
  return workspaceOf(
    file,
    uses.map((one) => inFolder(file, one, 'go.mod')),
    context,
    {
      isReadBy: (command) =>
        /\bgo\s+(?:build|mod\s+(?:download|verify)|test|vet|install|run|generate)\b/.test(command) &&
        !/GOWORK=off/.test(command),
      effect: 'go cannot load a module that go.work lists',
    },
  );
}

/** A profile brings modules only where it is on. */
function maven(file: string, text: string, context: RuleContext): Workspace {
  const plain = blankBetween(blankBetween(text, '<!--', '-->'), '<profiles>', '</profiles>');
  const modules = [...plain.matchAll(/<module>\s*([^<\s]+)\s*<\/module>/g)].map(([, one = '']) => one);
  return workspaceOf(
    file,
    modules.map((one) => inFolder(file, one, one.endsWith('.xml') ? '' : 'pom.xml')?.replace(/\/$/, '') ?? null),
    context,
    {
      isReadBy: (command) =>
        /\bmvnw?\b/.test(command) && !/\s(?:-N|--non-recursive|-f|--file)\b|--version|wrapper:/.test(command),
      effect: 'Maven stops at a child module that does not exist',
    },
  );
}

function solution(file: string, text: string, context: RuleContext): Workspace {
  const projects = text.split('\n').flatMap((line) => {
    const inXml = line.includes('<Project') ? /\bPath="([^"]*)"/.exec(line)?.[1] : undefined;
    const path = line.startsWith('Project(') ? line.split('"')[5] : inXml;
    return path !== undefined && /\.\w+proj$/.test(path) ? [path.replaceAll('\\', '/')] : [];
  });
  const name = baseName(file);
  return workspaceOf(
    file,
    projects.map((one) => inFolder(file, one, '')?.replace(/\/$/, '') ?? null),
    context,
    {
      isReadBy: (command) => /\bdotnet\s+(?:restore|build|publish|test)\b/.test(command) && command.includes(name),
      effect: 'dotnet does not find a project of the solution (MSB3202)',
    },
  );
}

function node(file: string, _text: string, context: RuleContext): Workspace | null {
  const folder = folderOf(file);
  const packages = nodePackages(context);
  const root = packages.get(folder);
  if (!root?.workspaceRoot) return null;
  const value = context.json(file);
  const written = field(value, 'workspaces');
  const pnpm = context.yaml(joinPath(folder, 'pnpm-workspace.yaml'))?.documents[0]?.value();
  const globs = textsIn(Array.isArray(written) ? written : listAt(written, 'packages'));
  const all = [...globs, ...textsIn(listAt(pnpm, 'packages'))].map((glob) => glob.replace(/^\.\//, ''));
  if (all.length === 0) return null;
  const matches = globMatcher(
    all.map((glob) => glob.replace(/\/$/, '')),
    { dot: false },
  );
  const inside = [...packages.values()].filter(
    (one) =>
      one.folder !== folder &&
      (folder === '' || one.folder.startsWith(`${folder}/`)) &&
      matches(one.folder.slice(joinPath(folder, '').length)),
  );
  const isBerry =
    context.paths.at(joinPath(folder, '.yarnrc.yml')) === 'file' ||
    /^yarn@[2-9]/.test(textAt(value, 'packageManager') ?? '');
  const members = inside.map(({ path }) => path);
  if (isBerry)
    return workspaceOf(file, members, context, {
      isReadBy: (command) => /\byarn\s+(?:install\s+)?--immutable\b/.test(command),
      effect: 'yarn would have to change the lockfile, which --immutable forbids (YN0028)',
    });
  return {
    file,
    members,
    isReadBy: (command) => /\bnpm\s+(?:ci|install|i)\b|\bpnpm\s+(?:install|i)\b/.test(command),
    neededWith: (present) => dependenciesOf(present, inside),
    effect: 'the install succeeds without it, with a link that leads nowhere and without what it depends on',
  };
}

/** The manifests of the members that others depend on, however far below. */
function dependenciesOf(present: readonly string[], members: readonly NodePackage[]): string[] {
  const byName = new Map(members.map((one) => [nameOf(one), one]));
  const byPath = new Map(members.map((one) => [one.path, one]));
  const needed = new Set(present);
  for (const path of needed)
    for (const name of byPath.get(path)?.dependencies.keys() ?? []) {
      const other = byName.get(name);
      if (other) needed.add(other.path);
    }
  return [...needed];
}

function nameOf({ text }: NodePackage): string {
  return /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? '';
}
