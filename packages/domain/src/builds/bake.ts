import { contextName } from '../dockerfile/stages.ts';
import { groupInto } from '../grouping.ts';
import { parseJson } from '../json.ts';
import { type Location, placesIn } from '../location.ts';
import { readTerraform, type TerraformBlock } from '../terraform/blocks.ts';
import {
  type HclExpression,
  type HclScope,
  readExpression,
  readTemplate,
  withVariables,
} from '../terraform/expression.ts';
import { hclMistake } from '../terraform/hcl-tokens.ts';
import type { HclValue } from '../terraform/value.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { fieldsAt, isRecord } from '../yaml/value.ts';
import {
  type Build,
  type BuildFiles,
  type FileBuilds,
  type NamedContext,
  pathFrom,
  type UnreadBuild,
} from './build.ts';
import { namedContext } from './compose.ts';
import { hasHole, hole, isHole, withoutHoles } from './hole.ts';

/** The files that Bake takes of a folder when it is given none, each laid over those before it. */
const standardNames = ['docker-bake.json', 'docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl'];

export function isBakeFile(path: string): boolean {
  return /^docker-bake(?:\.[^/]*)?\.(?:json|hcl)$/.test(baseName(path));
}

/** Files that one command gives to Bake, and the folder that it runs in. */
export interface BakeCommand {
  files: readonly string[];
  folder: string;
}

/**
 * The builds of Bake files: the standard files of a folder are one definition, any other file is laid over them, and
 * files of any name that a command gives together (buildx 0.38.2, bake/bake.go).
 */
export function bakeBuilds(files: BuildFiles, commands: readonly BakeCommand[]): FileBuilds {
  const result: FileBuilds = { builds: [], unread: [] };
  const given = new Set(commands.flatMap((command) => command.files));
  const folders = new Set<string>();
  for (const path of files.paths) {
    if (!isBakeFile(path)) continue;
    const folder = folderOf(path);
    const isStandard = standardNames.includes(baseName(path));
    const standard = standardNames.map((name) => joinPath(folder, name)).filter((one) => files.exists(one));
    if (isStandard && !folders.has(folder)) readDefinition(files, standard, placesToRun(folder), result);
    if (isStandard) folders.add(folder);
    else if (!given.has(path)) readDefinition(files, [...standard, path], placesToRun(folder), result);
  }
  const named = bakeCommandBuilds(files, commands);
  return { builds: [...result.builds, ...named.builds], unread: [...result.unread, ...named.unread] };
}

/** The builds of the files that commands give to Bake. */
export function bakeCommandBuilds(files: BuildFiles, commands: readonly BakeCommand[]): FileBuilds {
  const result: FileBuilds = { builds: [], unread: [] };
  for (const { files: paths, folder } of commands) readDefinition(files, paths, [folder], result);
  return result;
}

/** Bake takes paths from where it is run: the root, or beside its file. */
function placesToRun(folder: string): string[] {
  return folder === '' ? [''] : [folder, ''];
}

/** The body of a block, from HCL or from JSON. */
interface Body {
  attributes: ReadonlyMap<string, HclExpression>;
  location: Location;
}

/** What the files of a definition say, the last of them winning. */
interface Definition {
  variables: Map<string, HclExpression>;
  functions: Map<string, Body>;
  /** The bodies of each target, in the order of the files. */
  targets: Map<string, Body[]>;
}

function readDefinition(
  files: BuildFiles,
  paths: readonly string[],
  folders: readonly string[],
  result: FileBuilds,
): void {
  const definition: Definition = { variables: new Map(), functions: new Map(), targets: new Map() };
  for (const path of paths) {
    const text = files.text(path);
    if (text === undefined) continue;
    if (path.endsWith('.json')) readJson(path, text, definition, result.unread);
    else readHclFile(path, withoutHoles(text), definition, result.unread);
  }
  const scope = scopeOf(definition);
  const targets = new Map<string, Target>();
  for (const [name, bodies] of definition.targets)
    for (const target of expandTarget(name, bodies, scope)) targets.set(target.name, target);
  for (const target of targets.values()) {
    const inherited = inherit(target, targets);
    const places = folders.map((folder) => ({ build: toBuild(inherited, folder, `${folder}/bake:${paths[0]}`) }));
    const there = places.filter(
      ({ build: { dockerfile } }) => dockerfile !== null && (hasHole(dockerfile) || files.exists(dockerfile)),
    );
    for (const { build } of there.length > 0 ? there : places.slice(-1)) {
      result.builds.push(build);
      if (inherited.unknown.has('context') && inherited.texts.get('dockerfile')?.includes('/')) {
        const dockerfile = inherited.texts.get('dockerfile') ?? null;
        result.unread.push({ dockerfile, because: 'its context is an expression', location: target.location });
      }
    }
  }
}

function readHclFile(path: string, text: string, definition: Definition, unread: UnreadBuild[]): void {
  const place = placesIn({ path, text });
  const mistake = hclMistake(text);
  if (mistake) {
    unread.push({ dockerfile: null, because: mistake.what, location: place(mistake.offset) });
    return;
  }
  for (const block of readTerraform(path, text).blocks) {
    const [name] = block.labels;
    if (name === undefined) continue;
    const body = bodyOf(block, place(block.start));
    if (block.type === 'target') groupInto(definition.targets, name, body);
    if (block.type === 'function') definition.functions.set(name, body);
    const standard = body.attributes.get('default');
    if (block.type === 'variable' && standard) definition.variables.set(name, standard);
  }
}

function bodyOf({ attributes }: TerraformBlock, location: Location): Body {
  return { attributes: new Map([...attributes].map(([name, { code }]) => [name, readExpression(code)])), location };
}

/** Bake allows a block to be a list of one. */
function readJson(path: string, text: string, definition: Definition, unread: UnreadBuild[]): void {
  const value = parseJson(withoutHoles(text).replace(/^\uFEFF/, ''));
  const place = placesIn({ path, text });
  if (value === undefined) unread.push({ dockerfile: null, because: 'it is not JSON', location: place(0) });
  for (const [type, blocks] of fieldsAt(value)) {
    for (const [name, written] of fieldsAt(blocks)) {
      const block: unknown = Array.isArray(written) ? written[0] : written;
      const location = place(Math.max(text.indexOf(JSON.stringify(name)), 0));
      const body = { attributes: new Map(fieldsAt(block).map(([key, one]) => [key, fromJson(one)])), location };
      if (type === 'target') groupInto(definition.targets, name, body);
      const standard = body.attributes.get('default');
      if (type === 'variable' && standard) definition.variables.set(name, standard);
    }
  }
}

/** In JSON every string is a template. */
function fromJson(value: unknown): HclExpression {
  if (typeof value === 'string') return readTemplate(value);
  if (Array.isArray(value)) {
    const items = value.map(fromJson);
    return (scope) => {
      const made = items.map((item) => item(scope));
      return made.includes(undefined) ? undefined : (made as HclValue[]);
    };
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, one]) => [key, fromJson(one)] as const);
    return (scope) => {
      const made = entries.map(([key, one]) => [key, one(scope)] as const);
      return made.some(([, one]) => one === undefined) ? undefined : Object.fromEntries(made as [string, HclValue][]);
    };
  }
  return () => (typeof value === 'number' || typeof value === 'boolean' ? value : null);
}

/** Deeper than any definition refers from one value to the next: what goes in circles is not known. */
const deepest = 20;

/** The variables with their standard values, and the functions of the definition. */
function scopeOf({ variables, functions }: Definition): HclScope {
  let depth = 0;
  const inside = <T>(make: () => T): T | undefined => {
    depth += 1;
    try {
      return depth > deepest ? undefined : make();
    } finally {
      depth -= 1;
    }
  };
  const scope: HclScope = {
    variable: (name) => inside(() => variables.get(name)?.(scope)),
    call(name, args) {
      const body = functions.get(name);
      const params = body?.attributes.get('params')?.({ ...scope, variable: (word) => word });
      const names = Array.isArray(params) ? params.map(String) : [];
      const given = names.map((word, index) => [word, args[index] ?? null] as const);
      return inside(() => body?.attributes.get('result')?.(withVariables(scope, given)));
    },
    unknown: hole,
  };
  return scope;
}

/** A target with its values, as far as they are known. */
interface Target {
  name: string;
  /** `context`, `dockerfile`, `dockerfile-inline`, `target`. */
  texts: ReadonlyMap<string, string>;
  /** The settings that are there and not known. */
  unknown: ReadonlySet<string>;
  /** Null for a parent that is not known. */
  inherits: readonly (string | null)[];
  tags: readonly string[];
  args: ReadonlyMap<string, string | null>;
  contexts: ReadonlyMap<string, string>;
  location: Location;
}

const textSettings = ['context', 'dockerfile', 'dockerfile-inline', 'target'];

/** A target, or the targets of its matrix. */
function expandTarget(name: string, bodies: readonly Body[], scope: HclScope): Target[] {
  const attribute = (key: string): HclExpression | undefined =>
    bodies.findLast(({ attributes }) => attributes.has(key))?.attributes.get(key);
  const matrix = attribute('matrix')?.(scope);
  if (!isRecord(matrix)) return [readTarget(name, bodies, scope)];
  return legsOf(matrix as Record<string, HclValue>).map((leg) => {
    const inner = withVariables(scope, leg);
    const own = attribute('name')?.(inner);
    const standard = [name, ...leg.map(([, value]) => String(value))].join('-').replace(/[^\w-]/g, '_');
    return readTarget(typeof own === 'string' ? own : standard, bodies, inner);
  });
}

/** More than any definition builds. */
const mostLegs = 2000;

/** Every combination of the values of a matrix. */
function legsOf(matrix: Readonly<Record<string, HclValue>>): [string, HclValue][][] {
  return Object.entries(matrix).reduce<[string, HclValue][][]>(
    (legs, [key, values]) =>
      legs
        .flatMap((leg) =>
          (Array.isArray(values) ? values : []).map((value): [string, HclValue][] => [...leg, [key, value]]),
        )
        .slice(0, mostLegs),
    [[]],
  );
}

function readTarget(name: string, bodies: readonly Body[], scope: HclScope): Target {
  const settings = bodies.flatMap(({ attributes }) =>
    [...attributes].map(([key, expression]) => ({ key, value: expression(scope) })),
  );
  const location = bodies.at(-1)?.location ?? { path: '', line: 1, column: 1 };
  const inherits = listOf(settings, 'inherits').map((parent) => (parent === null || hasHole(parent) ? null : parent));
  const tags = listOf(settings, 'tags').flatMap((tag) => tag ?? []);
  const args = mapOf(settings, 'args');
  const contexts = new Map([...mapOf(settings, 'contexts')].map(([key, value]) => [key, value ?? ''] as const));
  return { name, ...textsOf(settings), inherits, tags, args, contexts, location };
}

/** An attribute of a target, undefined where its value is not known; the last of one name wins. */
interface Setting {
  key: string;
  value: HclValue | undefined;
}

function textsOf(settings: readonly Setting[]): Pick<Target, 'texts' | 'unknown'> {
  const texts = new Map<string, string>();
  const unknown = new Set<string>();
  for (const { key, value } of settings) {
    if (!textSettings.includes(key) || value === null) continue;
    const isKnown = typeof value === 'string' && !isHole(value);
    if (isKnown || !texts.has(key)) texts.set(key, isKnown ? value : hole(key));
    if (isKnown) unknown.delete(key);
    else unknown.add(key);
  }
  return { texts, unknown };
}

/** The texts of a list; null for one that is not known, and for what is no list. */
function listOf(settings: readonly Setting[], key: string): (string | null)[] {
  const last = settings.findLast((setting) => setting.key === key);
  if (!last) return [];
  return Array.isArray(last.value) ? last.value.map(plainText) : [null];
}

/** The entries of a map: those of later files over the others. */
function mapOf(settings: readonly Setting[], key: string): Map<string, string | null> {
  const maps = settings.filter((setting) => setting.key === key).map(({ value }) => value);
  return new Map(
    maps.flatMap((map) =>
      isRecord(map) ? Object.entries(map).map(([name, one]) => [name, one === null ? null : String(one)] as const) : [],
    ),
  );
}

function plainText(value: HclValue): string | null {
  return typeof value === 'string' ? value : null;
}

/** A target over what it inherits: the last parent wins, and the target over all of them. */
function inherit(target: Target, targets: ReadonlyMap<string, Target>, seen: ReadonlySet<string> = new Set()): Target {
  if (seen.has(target.name)) return target;
  const inside = new Set([...seen, target.name]);
  const parents = target.inherits.map((name) => {
    const parent = name === null ? undefined : targets.get(name);
    // A parent that is not known leaves open where things are.
    return parent ? inherit(parent, targets, inside) : { ...target, ...nothingKnown };
  });
  const chain = [...parents, target];
  const unknown = new Set<string>();
  for (const { unknown: some, texts } of chain) {
    for (const key of texts.keys()) unknown.delete(key);
    for (const key of some) unknown.add(key);
  }
  return {
    ...target,
    texts: new Map(chain.flatMap(({ texts }) => [...texts])),
    unknown,
    args: new Map(chain.flatMap(({ args }) => [...args])),
    contexts: new Map(chain.flatMap(({ contexts }) => [...contexts])),
    tags: target.tags.length > 0 ? target.tags : (parents.at(-1)?.tags ?? []),
  };
}

const nothingKnown: Partial<Target> & Pick<Target, 'texts'> = {
  texts: new Map([['context', hole('context')]]),
  unknown: new Set(['context']),
  args: new Map(),
  contexts: new Map(),
  tags: [],
};

/** @param definition tells it apart from every other definition */
function toBuild({ name, texts, args, contexts, tags, location }: Target, folder: string, definition: string): Build {
  const written = texts.get('context') ?? '.';
  const context = isHole(written) ? null : pathFrom(folder, written.replace(/^cwd:\/\//, ''));
  const inline = texts.get('dockerfile-inline') ?? null;
  const file = texts.get('dockerfile') ?? 'Dockerfile';
  const base = file.startsWith('cwd://') ? folder : context;
  const keyOf = (target: string): string => `${definition}#${target}`;
  return {
    key: keyOf(name),
    dockerfile: inline !== null || base === null ? null : pathFrom(base, file.replace(/^cwd:\/\//, '')),
    inline,
    context,
    target: texts.get('target') ?? null,
    args,
    contexts: new Map(
      [...contexts].map(([key, value]): [string, NamedContext] => [
        contextName(key),
        namedContext(value, folder, keyOf),
      ]),
    ),
    images: tags,
    file: location.path,
    location,
  };
}
