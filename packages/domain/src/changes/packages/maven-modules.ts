import { groupInto } from '../../grouping.ts';
import { folderOf, joinPath } from '../../tree/repository-paths.ts';
import { isPom } from './manifest-names.ts';
import { type Manifests, resolveFrom } from './manifests.ts';
import { type Pom, type Reference, readPom } from './pom.ts';

/** A pom with where it is. */
interface PlacedPom extends Pom {
  path: string;
}

/** A pom with all that it inherits in this repository. */
export interface MavenModule {
  path: string;
  /** Itself, its parent, the parent of that… as far as they are here. */
  lineage: readonly PlacedPom[];
  packaging: string;
  /** `group:artifact` of the plugins that are named where plugins are used. */
  plugins: ReadonlySet<string>;
  /** The values that a text with properties may have; NUL stands for what cannot be told. */
  expand(text: string): readonly string[];
}

/** The modules of a repository. */
export interface MavenModules {
  at(path: string): MavenModule | undefined;
  /** The modules that may be meant by what a module names; itself is none of them. */
  find(reference: Reference, from: MavenModule): MavenModule[];
  /** The poms that have a pom among their modules, directly or through another. */
  aggregatorsOf(path: string): readonly string[];
}

/** Poms that are data of a module: what its tests build, what an archetype copies. */
const sample = /(?:^|\/)(?:src\/(?:main|test|it)|archetype-resources|fixtures|testdata)\//;

/** How many values a text is followed to, and how long one is: more are not told apart. */
const mostValues = 16;
const longestValue = 300;

export function modulesOf(manifests: Manifests): MavenModules {
  return manifests.once('maven modules', () => {
    const poms = new Map<string, PlacedPom>();
    for (const path of manifests.matching(isPom)) {
      const pom = sample.test(path) ? undefined : pomInPassing(path, manifests);
      if (pom) poms.set(path, pom);
    }
    const aggregators = aggregatorsIn(poms, manifests);
    const roots = (path: string): string[] => aggregators(path).filter((above) => aggregators(above).length === 0);
    const byArtifact = new Map<string, string[]>();
    for (const { path, artifactId } of poms.values()) groupInto(byArtifact, artifactId, path);
    const lookUp: LookUp = { poms, manifests, byArtifact, roots };
    const at = (path: string): MavenModule | undefined =>
      manifests.once(`maven module ${path}`, () => createModule(path, lookUp));
    const computed = [...poms.values()].filter(({ artifactId }) => artifactId.includes('$')).map(({ path }) => path);
    return {
      at,
      aggregatorsOf: aggregators,
      find: (reference, from) => {
        const artifacts = from.expand(reference.artifactId);
        if (artifacts.some((text) => text.replaceAll('\0', '') === ''))
          manifests.fail(from.path, `the artifact ${reference.artifactId} is not told in the repository`);
        const paths = artifacts.some((text) => text.includes('\0'))
          ? [...poms.keys()]
          : [...artifacts.flatMap((artifact) => byArtifact.get(artifact) ?? []), ...computed];
        const found = [...new Set(paths)].flatMap((path) => {
          const module = path === from.path ? undefined : at(path);
          return module && isMeant(reference, from, module) ? [module] : [];
        });
        const own = new Set(roots(from.path));
        const together = found.filter(({ path }) => roots(path).some((root) => own.has(root)));
        return together.length > 0 ? together : found;
      },
    };
  });
}

interface LookUp {
  poms: ReadonlyMap<string, PlacedPom>;
  manifests: Manifests;
  byArtifact: ReadonlyMap<string, readonly string[]>;
  /** The topmost aggregators of a pom. */
  roots(path: string): readonly string[];
}

/** A pom that something names: where it cannot be read, that is a failure. */
function pomAt(path: string, manifests: Manifests): PlacedPom | undefined {
  const { pom, why } = readAt(path, manifests);
  if (why !== null) manifests.fail(path, firstLine(why));
  return pom;
}

/** A pom that nothing names may be a template or a sample: what is no XML there is no module for Maven either. */
function pomInPassing(path: string, manifests: Manifests): PlacedPom | undefined {
  const { pom, why } = readAt(path, manifests);
  if (why !== null && !(why instanceof SyntaxError)) manifests.fail(path, firstLine(why));
  return pom;
}

function firstLine({ message }: Error): string {
  return message.split('\n')[0] ?? '';
}

function readAt(path: string, manifests: Manifests): { pom: PlacedPom | undefined; why: Error | null } {
  return manifests.once(`pom ${path}`, () => {
    try {
      return { pom: { ...readPom(manifests.parseXml(manifests.text(path).replace(/^\uFEFF/, ''))), path }, why: null };
    } catch (error) {
      return { pom: undefined, why: error instanceof Error ? error : new Error(String(error)) };
    }
  });
}

/** The pom that a `<module>` or `<relativePath>` leads to: a file, or `pom.xml` of a folder; null where none is here. */
export function pomNamed(folder: string, path: string, manifests: Manifests): string | null {
  const target = resolveFrom(folder, path);
  if (target === null) return null;
  if (manifests.has(target)) return target;
  const inside = joinPath(target, 'pom.xml');
  return manifests.has(inside) ? inside : null;
}

/** All aggregators above each pom. */
function aggregatorsIn(poms: ReadonlyMap<string, PlacedPom>, manifests: Manifests): (path: string) => string[] {
  const direct = new Map<string, string[]>();
  for (const { path, modules } of poms.values()) {
    for (const module of modules) {
      const member = pomNamed(folderOf(path), module.path, manifests);
      const named = resolveFrom(folderOf(path), module.path);
      if (member !== null && pomAt(member, manifests)) groupInto(direct, member, path);
      else if (member === null && named?.endsWith('.xml') && manifests.exists(named))
        manifests.fail(path, `its module ${module.path} is not read`);
    }
  }
  return (path) =>
    manifests.once(`maven aggregators ${path}`, () => {
      const above = new Set(direct.get(path));
      for (const one of above) for (const next of direct.get(one) ?? []) above.add(next);
      above.delete(path);
      return [...above];
    });
}

function createModule(path: string, lookUp: LookUp): MavenModule | undefined {
  const { manifests } = lookUp;
  const own = manifests.isService(folderOf(path)) ? pomAt(path, manifests) : pomInPassing(path, manifests);
  if (!own) return undefined;
  const lineage = [own];
  for (let pom = parentOf(own, lookUp); pom && !lineage.includes(pom); pom = parentOf(pom, lookUp)) lineage.push(pom);
  const used = lineage.flatMap(({ references }) =>
    references.filter(({ element, managed }) => element === 'plugin' && managed === null),
  );
  return {
    path,
    lineage,
    packaging: own.packaging,
    plugins: new Set(used.map(({ groupId, artifactId }) => `${groupId}:${artifactId}`)),
    expand: createExpansion(lineage, lookUp),
  };
}

/** By its path, where the pom there has the name of the parent; else by the name. */
function parentOf({ path, parent }: PlacedPom, { poms, manifests, byArtifact }: LookUp): PlacedPom | undefined {
  if (parent === null) return undefined;
  const { groupId, artifactId, relativePath } = parent;
  const isParent = (pom: PlacedPom | undefined): pom is PlacedPom =>
    pom !== undefined &&
    couldBe(pom.artifactId, artifactId) &&
    couldBe(pom.groupId ?? pom.parent?.groupId ?? '', groupId);
  const place = relativePath === null ? null : pomNamed(folderOf(path), relativePath.replaceAll('\\', '/'), manifests);
  const near = place === null ? undefined : (poms.get(place) ?? pomAt(place, manifests));
  if (isParent(near)) return near;
  return byArtifact
    .get(artifactId)
    ?.map((other) => poms.get(other))
    .find(isParent);
}

function couldBe(text: string, other: string): boolean {
  return text === other || text.includes('$') || other.includes('$');
}

/** Expands texts by the properties of a lineage, each looked up once; what is told in a circle is not told. */
function createExpansion(lineage: readonly PlacedPom[], { roots }: LookUp): MavenModule['expand'] {
  const known = new Map<string, readonly string[]>();
  const expand = (text: string): readonly string[] => {
    let values = [''];
    for (const [index, part] of text.split(/\$\{([^{}]*)\}/).entries()) {
      const parts = index % 2 === 0 ? [part] : valuesOf(part);
      values = values.flatMap((value) => parts.map((next) => value + next));
      if (values.length > mostValues || values.some(({ length }) => length > longestValue)) return ['\0'];
    }
    return [...new Set(values)];
  };
  const valuesOf = (name: string): readonly string[] => {
    const before = known.get(name);
    if (before) return before;
    known.set(name, ['\0']);
    const values = [...new Set(definitions(name, lineage, roots).flatMap(expand))];
    const told = values.length > 0 && values.length <= mostValues ? values : ['\0'];
    known.set(name, told);
    return told;
  };
  return expand;
}

const topFolders: ReadonlySet<string> = new Set([
  'maven.multiModuleProjectDirectory',
  'project.rootDirectory',
  'session.executionRootDirectory',
  'session.rootDirectory',
  'session.topDirectory',
]);

/** What a property is written as. Folders are absolute, the root of the repository being `/`. */
function definitions(name: string, lineage: readonly PlacedPom[], roots: LookUp['roots']): readonly string[] {
  const [own, above] = lineage;
  if (!own) return [];
  if (topFolders.has(name)) return [...roots(own.path), own.path].slice(0, 4).map((path) => `/${folderOf(path)}`);
  const field = name.replace(/^(?:project|pom)\./, '');
  if (field !== name || name === 'basedir' || name.startsWith('parent.')) {
    const { parent } = own;
    const fields = new Map<string, string | null | undefined>([
      ['groupId', own.groupId ?? parent?.groupId],
      ['artifactId', own.artifactId],
      ['version', own.version],
      ['packaging', own.packaging],
      ['basedir', `/${folderOf(own.path)}`],
      ['parent.groupId', parent?.groupId],
      ['parent.artifactId', parent?.artifactId],
      ['parent.version', parent?.version],
      ['parent.basedir', above && `/${folderOf(above.path)}`],
    ]);
    const value = fields.get(field);
    if (value !== undefined && value !== null) return [value];
  }
  return lineage.flatMap(({ properties }) => properties.get(name) ?? []);
}

/** Whether a module has the name and, where both are told, the version that a reference has. */
function isMeant(reference: Reference, from: MavenModule, module: MavenModule): boolean {
  const [own] = module.lineage;
  if (!own) return false;
  const agree = (wanted: string, has: string): boolean => {
    const values = module.expand(has);
    return from.expand(wanted).some((one) => values.some((other) => matches(one, other)));
  };
  if (!agree(reference.artifactId, own.artifactId)) return false;
  if (!agree(reference.groupId, own.groupId ?? own.parent?.groupId ?? '${}')) return false;
  if (reference.version === null || own.version === null) return true;
  const wanted = from.expand(reference.version);
  const has = module.expand(own.version);
  // Another version comes from a registry: Maven takes a module for its own version alone.
  const isTold =
    wanted.length === 1 && has.length === 1 && !/[\0[(,]|^(?:LATEST|RELEASE)$/.test(wanted[0] + (has[0] ?? ''));
  return !isTold || wanted[0] === has[0];
}

/** Whether two texts may be the same. */
function matches(one: string, other: string): boolean {
  if (!one.includes('\0') && !other.includes('\0')) return one === other;
  const [pattern, text] = one.includes('\0') ? [one, other] : [other, one];
  if (text.includes('\0')) return true;
  const start = pattern.slice(0, pattern.indexOf('\0'));
  const end = pattern.slice(pattern.lastIndexOf('\0') + 1);
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
