import { isBakeFile } from '../../../builds/definition-files.ts';
import type { Service } from '../../../catalog/catalog.ts';
import { memoizeByText } from '../../../memo.ts';
import { quoteName, showPath } from '../../../names.ts';
import { tomlFolders } from '../../../registers/kinds/folder-readers.ts';
import type { Register } from '../../../registers/register.ts';
import { blankBetween, textBetween } from '../../../text-between.ts';
import { textPattern } from '../../../text-pattern.ts';
import { isHelmfile } from '../../../tree/file-types.ts';
import { baseName, folderOf, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, fieldsAt, listAt, textAt, textsIn } from '../../../yaml/value.ts';
import { linesWithoutComments } from '../../facts/ci/comments.ts';
import { isPlainName } from '../../facts/registers/register-set.ts';
import type { Confidence } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import { hasEachBeside } from './completeness.ts';

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
  Dependabot: ({ path }, { file, id }, context) => {
    const [, ecosystem = ''] = / of (\w+)$/.exec(id) ?? [];
    const manifests = manifestsOf[ecosystem] ?? [];
    if (!manifests.some((name) => context.paths.at(joinPath(path, name)) === 'file')) return null;
    const value = context.yaml(file)?.documents[0]?.value();
    const own = listAt(value, 'updates').filter((update) => textAt(update, 'package-ecosystem') === ecosystem);
    // A workspace is updated from its root, and a pattern may be of any folder.
    const folders = own.flatMap((update) => [textAt(update, 'directory'), ...textsIn(field(update, 'directories'))]);
    // Another entry, with other settings, may be of it.
    const isOf = (folder: string): boolean =>
      folder === '/' || folder.includes('*') || normaliseRepositoryPath(folder.replace(/^\//, '')) === path;
    return folders.some((folder) => folder !== undefined && isOf(folder))
      ? null
      : likely('nothing proposes updates of its dependencies');
  },
  Backstage: ({ path }, _register, context) =>
    ['catalog-info.yaml', 'catalog-info.yml'].some((name) => context.paths.at(joinPath(path, name)) === 'file')
      ? likely('it has a file for the catalog that the catalog is not told of')
      : null,
  /** Where no line is of everything, what no line is of has no owner. One that is being added waits for a person. */
  CODEOWNERS: (service, { file, entries }, context) =>
    !ownsEverything(context, file) && !context.added.has(service.name) && hasEachBeside(service, entries, context)
      ? likely('nobody is asked to review a change of it, and each service beside it has an owner')
      : null,
  'release-please': (service, { entries }, context) =>
    hasEachBeside(service, entries, context)
      ? likely('no release is made of it, and of each service beside it one is')
      : null,
  Sonar: (service, { entries }, context) =>
    hasEachBeside(service, entries, context)
      ? likely('its code is not analysed, and that of each service beside it is')
      : null,
  Renovate: (service, { entries, id }, context) =>
    hasEachBeside(service, entries, context)
      ? likely(
          id.endsWith('includePaths')
            ? 'nothing proposes updates of its dependencies'
            : 'no rule is of its updates, and of those of each service beside it one is',
        )
      : null,
  'the solution': (service, { entries }, context) =>
    hasEachBeside(service, entries, context)
      ? likely('what builds and tests the solution leaves it out, and has each service beside it')
      : null,
};

/** Whether a line of a file is of files in any folder. */
const ownsEverything = memoizeByText(({ text }: RuleContext, file) =>
  (text(file) ?? '').split('\n').some(isOfEverything),
);

/** Whether a line of owners is of files in any folder: `*`, `*.go`. */
function isOfEverything(line: string): boolean {
  const [pattern = ''] = line.trim().split(/[ \t]/, 1);
  return pattern.includes('*') && !/^#|.\//.test(pattern);
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

/** What those are told who look at a list that is likely to be about all services, since each beside this one is there. */
const consequences: readonly { isOf(register: Register): boolean; consequence: string }[] = [
  {
    isOf: ({ file, id }) => isBakeFile(file) && id.includes('#group.'),
    consequence: 'who builds the group leaves it out, and builds each service beside it',
  },
  {
    // Of repositories for images another rule speaks, which knows the images that are pulled.
    isOf: ({ file, kind, key, id }) =>
      !isBakeFile(file) && !/ecr|repositor/i.test(id) && /^hcl-(?:list|map)$/.test(kind) && isPlainName(key),
    consequence: 'nothing is declared for it there, and for each service beside it something is',
  },
  {
    isOf: isOfReleases,
    consequence: 'no release installs it, and one does each service beside it',
  },
  {
    isOf: isOfForm,
    consequence: 'nobody can choose it in the form, and each service beside it can be chosen',
  },
  {
    isOf: isOfLabels,
    consequence: 'a request that changes it gets no label, and of each service beside it one does',
  },
  {
    isOf: isOfFlags,
    consequence: 'its coverage has no flag, and that of each service beside it has one',
  },
];

function isOfForm({ file, key }: Register): boolean {
  return file.startsWith('.github/ISSUE_TEMPLATE/') && key === 'options';
}

function isOfLabels({ file }: Register): boolean {
  return /^\.github\/labeler\.ya?ml$/.test(file);
}

function isOfFlags({ file, key }: Register): boolean {
  return /^\.?codecov\.ya?ml$/.test(baseName(file)) && key === 'flags';
}

/** Whether a list is of what people see of services: labels of requests, flags of their coverage, choices of a form. */
export function isOfPeople(register: Register): boolean {
  return isOfForm(register) || isOfLabels(register) || isOfFlags(register);
}

/** Whether a list is of the releases that a file of Helmfile installs. */
export function isOfReleases({ file, id }: Register): boolean {
  return isHelmfile(file) && id.endsWith('#releases');
}

/** A list of Terraform, of a group of Bake, of releases. Of a target that is in another group that one says enough. */
function besideOthers(service: Service, register: Register, context: RuleContext): ToolNeed | null {
  const told = consequences.find(({ isOf }) => isOf(register));
  if (!told || context.added.has(service.name) || !hasEachBeside(service, register.entries, context)) return null;
  const { file } = register;
  // What the file names has not been forgotten: in a smaller list, or by another name (`chart: ../cart/chart`).
  const { name } = service;
  const isNamed = isBakeFile(file)
    ? textPattern()`[[,]\s{0,99}"${name}"`
    : textPattern()`(?<![\w-])${[name, baseName(service.path ?? name)]}(?![\w-])`;
  return isNamed.test(codeOf(context, file)) ? null : likely(told.consequence);
}

/** The text of a file without its comments. */
const codeOf = memoizeByText(({ text }: RuleContext, file) => linesWithoutComments(file, text(file) ?? '').join('\n'));

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
  /** Where a job or a target of its own is there, and what waits for those of all others does not wait for it. */
  'gathered-jobs': (service, register, context) => {
    const id = hasEachBeside(service, register.entries, context) ? register.written(service.name) : null;
    const own = register.id.slice(register.id.indexOf('#jobs.') + '#jobs.'.length, -'.needs'.length);
    const jobs = jobsOf(context, register.file);
    return id !== null && id !== own && jobs.has(id) && !jobsBefore(jobs, own).has(id)
      ? likely(`job ${quoteName(id)} is there, and ${quoteName(own)} does not wait for it`)
      : null;
  },
  'gathered-targets': (service, register, context) => {
    const target = hasEachBeside(service, register.entries, context) ? register.written(service.name) : null;
    return target !== null && register.key !== 'PHONY' && targetsOf(context, register.file).has(target)
      ? likely(`target ${quoteName(target)} is there, and ${quoteName(register.key)} does not make it`)
      : null;
  },
  'hcl-list': besideOthers,
  'hcl-map': besideOthers,
  'yaml-list': besideOthers,
  'yaml-map': besideOthers,
};

/** The jobs of a workflow, each with those that it waits for itself. */
const jobsOf = memoizeByText(
  ({ yaml }: RuleContext, file) =>
    new Map(
      fieldsAt(yaml(file)?.documents[0]?.value(), 'jobs').map(([id, job]) => {
        const needs = field(job, 'needs');
        return [id, typeof needs === 'string' ? [needs] : textsIn(needs)] as const;
      }),
    ),
);

/** The jobs that one waits for, directly or by others. */
const jobsBefore = memoizeByText((jobs: ReadonlyMap<string, readonly string[]>, id) => {
  const before = new Set(jobs.get(id));
  for (const one of before) for (const other of jobs.get(one) ?? []) before.add(other);
  return before;
});

/** The targets that a Makefile has rules for. */
const targetsOf = memoizeByText(
  ({ text }: RuleContext, file) =>
    new Set([...(text(file) ?? '').matchAll(/^([\w.-]+)[ \t]*::?(?!=)/gm)].map(([, name = '']) => name)),
);

/** Tools whose lists are of the whole repository, wherever their file lies. */
const ofRepository: ReadonlySet<string> = new Set(['CODEOWNERS', 'Dependabot', 'release-please', 'Renovate']);

/** Lists of names, wherever their file lies. */
const ofNames = /^(?:hcl|yaml|gathered)-/;

/** Whether a tool needs a service in a list, and why; null where nothing says so. */
export function needOf(service: Service, register: Register, context: RuleContext): ToolNeed | null {
  const needs = register.kind === 'tool-list' ? needsOf[register.key] : needsOfKind[register.kind];
  const { path } = service;
  const folder = ofRepository.has(register.key) || ofNames.test(register.kind) ? '' : folderOf(register.file);
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
