import { childAt, childrenOf, type Element } from './xml-element.ts';

/** What a pom says of how it is built, before anything is inherited or resolved. */
export interface Pom {
  groupId: string | null;
  artifactId: string;
  version: string | null;
  packaging: string;
  parent: ParentPom | null;
  /** Every value that a property may have: its own and those of profiles. */
  properties: ReadonlyMap<string, readonly string[]>;
  /** Folders or poms, those of profiles too. */
  modules: readonly NamedModule[];
  references: readonly Reference[];
  /** Paths in the configuration of its build. */
  paths: readonly WrittenPath[];
}

interface ParentPom {
  groupId: string;
  artifactId: string;
  version: string;
  /** Null where it is empty: then the parent is none of the files above. */
  relativePath: string | null;
  line: number;
}

interface NamedModule {
  path: string;
  line: number;
}

/** An artifact that a pom names: a dependency, a plugin or what a plugin is given. */
export interface Reference {
  /** `dependency`, `plugin`, `path`…, as the pom calls it. */
  element: string;
  groupId: string;
  artifactId: string;
  version: string | null;
  line: number;
  /** The managed plugin that it belongs to: it counts where that plugin is used. */
  managed: { groupId: string; artifactId: string } | null;
}

/** Something in the configuration of a build that may be a path. */
interface WrittenPath {
  text: string;
  line: number;
  /** Files of a resource's folder that are taken, where it says so; null where the text is no folder of resources. */
  resources: readonly string[] | null;
}

const defaultPluginGroup = 'org.apache.maven.plugins';
const coordinates = /^([\w.${}-]+):([\w.${}-]+)(?::[^\s/]*)?$/;

/** Reads a pom of Maven 3 or 4 (whose modules may be called `subprojects`). */
export function readPom(project: Element): Pom {
  const profiles = childrenOf(childAt(project, 'profiles'), 'profile');
  const scopes = [project, ...profiles];
  const parent = childAt(project, 'parent');
  const found: Found = { references: [], paths: [] };
  for (const scope of scopes) gatherScope(scope, found);
  return {
    groupId: childAt(project, 'groupId')?.text ?? null,
    artifactId: childAt(project, 'artifactId')?.text ?? '',
    version: childAt(project, 'version')?.text ?? childAt(parent, 'version')?.text ?? null,
    packaging: childAt(project, 'packaging')?.text ?? 'jar',
    parent: parent ? readParent(parent) : null,
    properties: propertiesOf(scopes),
    modules: scopes.flatMap(modulesOf),
    ...found,
  };
}

function readParent(parent: Element): ParentPom {
  const relativePath = childAt(parent, 'relativePath')?.text ?? '../pom.xml';
  return {
    groupId: childAt(parent, 'groupId')?.text ?? '',
    artifactId: childAt(parent, 'artifactId')?.text ?? '',
    version: childAt(parent, 'version')?.text ?? '',
    relativePath: relativePath === '' ? null : relativePath,
    line: parent.line,
  };
}

function modulesOf(scope: Element): NamedModule[] {
  const lists = [
    childrenOf(childAt(scope, 'modules'), 'module'),
    childrenOf(childAt(scope, 'subprojects'), 'subproject'),
  ];
  return lists.flat().map(({ text, line }) => ({ path: text.replaceAll('\\', '/'), line }));
}

function propertiesOf(scopes: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  const properties = new Map<string, string[]>();
  for (const { name, text } of scopes.flatMap((scope) => childAt(scope, 'properties')?.children ?? [])) {
    const values = properties.get(name);
    if (values) values.push(text);
    else properties.set(name, [text]);
  }
  return properties;
}

/** What is found on the way through a pom. */
interface Found {
  references: Reference[];
  paths: WrittenPath[];
}

/** A project or a profile; of what it manages only the bills of materials that it imports. */
function gatherScope(scope: Element, found: Found): void {
  for (const dependency of childAt(scope, 'dependencies')?.children ?? []) gather(dependency, null, found);
  for (const managed of childAt(scope, 'dependencyManagement', 'dependencies')?.children ?? [])
    if (childAt(managed, 'scope')?.text === 'import') gather(managed, null, found);
  for (const part of childAt(scope, 'build')?.children ?? []) {
    if (part.name === 'pluginManagement') gatherManaged(part, found);
    else gather(part, null, found);
  }
}

/** Plugins that are managed are no references themselves; what they are given counts where they are used. */
function gatherManaged(management: Element, found: Found): void {
  for (const plugin of childrenOf(childAt(management, 'plugins'), 'plugin')) {
    const own = {
      groupId: childAt(plugin, 'groupId')?.text ?? defaultPluginGroup,
      artifactId: artifactOf(plugin) ?? '',
    };
    for (const part of plugin.children) gather(part, own, found);
  }
}

/** Everything that has an `artifactId`, whatever the plugin calls it, and coordinates that are written as one text. */
function gather(element: Element, managed: Reference['managed'], found: Found): void {
  if (element.name === 'exclusions') return;
  const { name, line, children, text } = element;
  const artifactId = artifactOf(element);
  if (artifactId !== null) {
    const groupId = childAt(element, 'groupId')?.text ?? (name === 'plugin' ? defaultPluginGroup : '${}');
    const version = childAt(element, 'version')?.text ?? null;
    found.references.push({ element: name, groupId, artifactId, version, line, managed });
  }
  if (children.length === 0) gatherText({ name, text, line }, managed, found);
  const ofResources = name === 'resource' || name === 'testResource';
  for (const child of children) {
    if (ofResources && child.name === 'directory') {
      const resources = childrenOf(childAt(element, 'includes'), 'include').map((include) => include.text);
      found.paths.push({ text: child.text.replaceAll('\\', '/'), line: child.line, resources });
    } else if (!['groupId', 'artifactId', 'version'].includes(child.name)) gather(child, managed, found);
  }
}

function gatherText(
  { name, text, line }: Omit<Element, 'children'>,
  managed: Reference['managed'],
  found: Found,
): void {
  const [, groupId, artifactId] = coordinates.exec(text) ?? [];
  if (groupId !== undefined && artifactId !== undefined)
    found.references.push({ element: name, groupId, artifactId, version: null, line, managed });
  else if (/[/$]|\.\./.test(text)) found.paths.push({ text: text.replaceAll('\\', '/'), line, resources: null });
}

function artifactOf(element: Element): string | null {
  const text = childAt(element, 'artifactId')?.text;
  return text === undefined || text === '' ? null : text;
}
