import type { Service } from '../../../catalog/catalog.ts';
import { showPath } from '../../../names.ts';
import { tomlFolders } from '../../../registers/kinds/folder-readers.ts';
import type { Register } from '../../../registers/register.ts';
import { blankBetween, textBetween } from '../../../text-between.ts';
import { folderOf, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, textAt, textsIn } from '../../../yaml/value.ts';
import type { Confidence } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Why a tool needs a service in its list: what happens without, and how sure that is. */
export interface ToolNeed {
  consequence: string;
  confidence: Confidence;
}

type Needs = (service: Service & { path: string }, register: Register, context: RuleContext) => ToolNeed | null;

/** What says of each tool that it needs a service, by what the tool is called. Of the others nothing is known. */
const needsOf: Readonly<Record<string, Needs>> = {
  /** "current package believes it's in a workspace when it's not": unless another member depends on it by its path. */
  Cargo: ({ path }, { file }, context) => {
    const text = context.text(joinPath(path, 'Cargo.toml'));
    if (text === undefined || /^[ \t]*\[workspace\b/m.test(text) || isExcluded(path, file, context)) return null;
    if (isDependedOn(path, context)) return null;
    return proved(`cargo stops in ${showPath(path)}, because its package lies in the workspace and is no member`);
  },
  /** A project that takes others from the workspace has to be in it. */
  uv: ({ path }, _register, context) =>
    /\bworkspace\s*=\s*true\b/.test(context.text(joinPath(path, 'pyproject.toml')) ?? '')
      ? proved(`uv stops in ${showPath(path)}, because it takes packages from a workspace that it is not in`)
      : null,
  /** A module whose parent is the pom with the list is built with it. */
  Maven: ({ path }, { file }, context) => {
    const text = context.text(joinPath(path, 'pom.xml')) ?? '';
    const parent = textBetween(text, '<parent>', '</parent>');
    if (parent === null || parent.includes('<relativePath/>')) return null;
    const written = textBetween(parent, '<relativePath>', '</relativePath>')?.trim() ?? '../pom.xml';
    const target = normaliseRepositoryPath(joinPath(path, written));
    const isParent = target === file || (target !== null && joinPath(target, 'pom.xml') === file);
    const artifact = artifactOf(context.text(file) ?? '');
    const named = /<artifactId>\s*([^<\s]+)/.exec(parent)?.[1];
    return isParent && artifact === named
      ? proved('it is not built with the others, although their pom is its parent')
      : null;
  },
  Dependabot: ({ name, path }, { file, id }, context) => {
    const [, ecosystem = ''] = / of (\w+)$/.exec(id) ?? [];
    // Another entry, with other settings, may be of it.
    if (isUpdatedOtherwise(name, ecosystem, context)) return null;
    const manifests = manifestsOf[ecosystem] ?? [];
    if (!manifests.some((name) => context.paths.at(joinPath(path, name)) === 'file')) return null;
    const value = context.yaml(file)?.documents[0]?.value();
    const own = listAt(value, 'updates').filter((update) => textAt(update, 'package-ecosystem') === ecosystem);
    // A workspace is updated from its root, and a pattern may be of any folder.
    const folders = own.flatMap((update) => [textAt(update, 'directory'), ...textsIn(field(update, 'directories'))]);
    return folders.some((folder) => folder !== undefined && (folder === '/' || folder.includes('*')))
      ? null
      : likely('nothing proposes updates of its dependencies');
  },
  Backstage: ({ path }, _register, context) =>
    ['catalog-info.yaml', 'catalog-info.yml'].some((name) => context.paths.at(joinPath(path, name)) === 'file')
      ? likely('it has a file for the catalog that the catalog is not told of')
      : null,
  /** Where no line is of everything, what no line is of has no owner. One that is being added waits for a person. */
  CODEOWNERS: (service, { file, entries }, context) => {
    const isWide = (context.text(file) ?? '').split('\n').some(isOfEverything);
    return !isWide && !context.added.has(service.name) && liesBeside(service, entries, context)
      ? likely('nobody is asked to review a change of it, and each service beside it has an owner')
      : null;
  },
  'release-please': (service, { entries }, context) =>
    liesBeside(service, entries, context)
      ? likely('no release is made of it, and of each service beside it one is')
      : null,
  'the solution': (service, { entries }, context) =>
    liesBeside(service, entries, context)
      ? likely('what builds and tests the solution leaves it out, and has each service beside it')
      : null,
};

/** Whether any entry of Dependabot for an ecosystem names a service. */
function isUpdatedOtherwise(name: string, ecosystem: string, { registers }: RuleContext): boolean {
  return registers.some(({ key, id, entries }) => key === 'Dependabot' && id.endsWith(` of ${ecosystem}`) && entries.includes(name));
}

/** Whether a line of owners is of files in any folder: `*`, `*.go`. */
function isOfEverything(line: string): boolean {
  const [pattern = ''] = line.trim().split(/[ \t]/, 1);
  return pattern.includes('*') && !/^#|.\//.test(pattern);
}

/** Whether a list has each other service of the folder that one lies in, of its kind, and at least two. */
function liesBeside(
  { name, path, kind }: Service & { path: string },
  entries: readonly string[],
  { listed }: RuleContext,
): boolean {
  const others = listed.filter(
    (one) => one.name !== name && one.kind === kind && one.path !== null && folderOf(one.path) === folderOf(path),
  );
  return others.length > 1 && others.every((one) => entries.includes(one.name));
}

/** The files by which Dependabot knows what there is to update. */
const manifestsOf: Readonly<Record<string, readonly string[]>> = {
  docker: ['Dockerfile'],
  gomod: ['go.mod'],
  npm: ['package.json'],
  bun: ['package.json'],
  pip: ['requirements.txt', 'pyproject.toml'],
  uv: ['uv.lock'],
  maven: ['pom.xml'],
  gradle: ['build.gradle', 'build.gradle.kts'],
  cargo: ['Cargo.toml'],
};

/** Lists that stand for themselves, of kinds with a register of their own. */
const needsOfKind: Partial<Record<Register['kind'], Needs>> = {
  /** "Project directory … is not part of the build defined by settings file": Gradle finds the settings above it. */
  'settings-gradle': ({ path, kind }, _register, context) => {
    const has = (...names: string[]): boolean =>
      names.some((name) => context.paths.at(joinPath(path, name)) === 'file');
    const builds = has('build.gradle', 'build.gradle.kts') && !has('settings.gradle', 'settings.gradle.kts');
    return builds && kind === 'java'
      ? proved(`gradle stops in ${showPath(path)}, because it is no project of the build above it`)
      : null;
  },
  workspaces: ({ path }, _register, context) =>
    /"workspace:/.test(context.text(joinPath(path, 'package.json')) ?? '')
      ? proved('its packages of the workspace cannot be installed')
      : null,
};

/** Tools whose lists are of the whole repository, wherever their file lies. */
const ofRepository: ReadonlySet<string> = new Set(['CODEOWNERS', 'Dependabot', 'release-please']);

/** Whether a tool needs a service in a list, and why; null where nothing says so. */
export function needOf(service: Service, register: Register, context: RuleContext): ToolNeed | null {
  const needs = register.kind === 'tool-list' ? needsOf[register.key] : needsOfKind[register.kind];
  const { path } = service;
  const folder = ofRepository.has(register.key) ? '' : folderOf(register.file);
  if (!needs || path === null || path === '' || !isInside(path, folder)) return null;
  return needs({ ...service, path }, register, context);
}

function proved(consequence: string): ToolNeed {
  return { consequence, confidence: 'proved' };
}

function likely(consequence: string): ToolNeed {
  return { consequence, confidence: 'likely' };
}

function isExcluded(path: string, file: string, context: RuleContext): boolean {
  const [list] = tomlFolders(context.text(file) ?? '', 'workspace', 'exclude');
  return (list?.entries ?? []).some(({ folder }) =>
    isInside(path, normaliseRepositoryPath(joinPath(folderOf(file), folder)) ?? '\0'),
  );
}

/** Whether a package is taken by its path, which makes it a member of the workspace. */
function isDependedOn(path: string, context: RuleContext): boolean {
  return [...context.texts].some(
    ([file, text]) =>
      /(?:^|\/)Cargo\.toml$/.test(file) &&
      [...text.matchAll(/\bpath\s*=\s*"([^"\n]+)"/g)].some(
        ([, written = '']) => normaliseRepositoryPath(joinPath(folderOf(file), written)) === path,
      ),
  );
}

/** The artifact of a pom, its parent's left out. */
function artifactOf(text: string): string | undefined {
  const own = blankBetween(blankBetween(text, '<!--', '-->'), '<parent>', '</parent>');
  return /<artifactId>\s*([^<\s]+)/.exec(own)?.[1];
}
