import { contextName } from '../dockerfile/stages.ts';
import { groupInto } from '../grouping.ts';
import { parseJson } from '../json.ts';
import { type Location, placesIn } from '../location.ts';
import { readTerraform, type TerraformBlock } from '../terraform/blocks.ts';
import { readExpression, readTemplate } from '../terraform/expression.ts';
import { hclMistake } from '../terraform/hcl-tokens.ts';
import { evaluationBudget, type HclExpression, type HclScope, withVariables } from '../terraform/scope.ts';
import type { HclValue } from '../terraform/value.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { fieldsAt, isRecord } from '../yaml/value.ts';
import { callBake } from './bake-functions.ts';
import { overridden } from './bake-overrides.ts';
import { type Body, expandTarget, inheritAll, type Target } from './bake-target.ts';
import {
  type Build,
  type BuildFiles,
  type FileBuilds,
  type NamedContext,
  pathFrom,
  type UnreadBuild,
} from './build.ts';
import { isBakeFile } from './definition-files.ts';
import { hasHole, hole, isHole, withoutHoles } from './hole.ts';
import { namedContext } from './settings.ts';

/** The files that Bake takes of a folder when it is given none, each laid over those before it. */
const standardNames = ['docker-bake.json', 'docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl'];

/** Files that one command gives to Bake, none being the standard ones, and the folder that it runs in. */
export interface BakeCommand {
  files: readonly string[];
  folder: string;
  /** What it says over them: `target.key=value`. */
  set?: readonly string[];
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
  return withCommanded(result, bakeCommandBuilds(files, commands));
}

/** Builds with those that a command makes of them: what it sets takes the place of what the files say. */
export function withCommanded(found: FileBuilds, commanded: FileBuilds): FileBuilds {
  const keys = new Set(commanded.builds.map(({ key }) => key));
  const left = found.builds.filter(({ key }) => !keys.has(key));
  return { builds: [...left, ...commanded.builds], unread: [...found.unread, ...commanded.unread] };
}

/** The builds of the files that commands give to Bake. */
export function bakeCommandBuilds(files: BuildFiles, commands: readonly BakeCommand[]): FileBuilds {
  const result: FileBuilds = { builds: [], unread: [] };
  for (const { files: given, folder, set = [] } of commands) {
    const standard = standardNames.map((name) => joinPath(folder, name)).filter((one) => files.exists(one));
    const paths = given.length > 0 ? given : standard;
    if (paths.length > 0) readDefinition(files, paths, [folder], result, set);
  }
  return result;
}

/** Bake takes paths from where it is run: the root, or beside its file. */
function placesToRun(folder: string): string[] {
  return folder === '' ? [''] : [folder, ''];
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
  set: readonly string[] = [],
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
  for (const inherited of inheritAll(targets).map((target) => overridden(target, set))) {
    const places = folders.map((folder) => ({ build: toBuild(inherited, folder, `${folder}/bake:${paths[0]}`) }));
    const there = places.filter(
      ({ build: { dockerfile } }) => dockerfile !== null && (hasHole(dockerfile) || files.exists(dockerfile)),
    );
    for (const { build } of there.length > 0 ? there : places.slice(-1)) takeTarget(inherited, build, result);
  }
}

/** A target whose arguments or contexts are not known builds its Dockerfile from what cannot be told. */
function takeTarget(target: Target, build: Build, { builds, unread }: FileBuilds): void {
  const open = ['args', 'contexts'].find((key) => target.unknown.has(key));
  if (open === undefined || build.dockerfile === null) builds.push(build);
  else unread.push(unreadTarget(target, build.dockerfile, open));
  const written = target.texts.get('dockerfile');
  if (target.unknown.has('context') && written?.includes('/')) unread.push(unreadTarget(target, written, 'context'));
}

function unreadTarget({ location }: Target, dockerfile: string, setting: string): UnreadBuild {
  return { dockerfile, because: `its ${setting} ${setting === 'context' ? 'is' : 'are'} an expression`, location };
}

function readHclFile(path: string, text: string, definition: Definition, unread: UnreadBuild[]): void {
  const place = placesIn({ path, text });
  const mistake = hclMistake(text);
  if (mistake) {
    unread.push({ dockerfile: null, because: mistake.what, location: place(mistake.offset) });
    return;
  }
  const { attributes, blocks } = readTerraform(path, text);
  // What stands outside all blocks is a variable that nobody can set.
  for (const [name, { code }] of attributes) definition.variables.set(name, readExpression(code));
  for (const block of blocks) {
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
      return Object.fromEntries(
        entries.map(([key, one]) => {
          const value = one(scope);
          return [key, value === undefined ? hole(key) : value];
        }),
      );
    };
  }
  return () => (typeof value === 'number' || typeof value === 'boolean' ? value : null);
}

/** The variables with their standard values, and the functions of the definition. */
function scopeOf({ variables, functions }: Definition): HclScope {
  /** Undefined while it is made: what goes in circles is not known. */
  const values = new Map<string, HclValue | undefined>();
  /** The functions that are being called. */
  const open = new Set<string>();
  const scope: HclScope = {
    variable(name) {
      if (values.has(name)) return values.get(name);
      values.set(name, undefined);
      const value = variables.get(name)?.(scope);
      values.set(name, value);
      return value;
    },
    call(name, args) {
      const body = functions.get(name);
      if (!body) return callBake(name, args);
      if (open.has(name)) return undefined;
      const words = { ...scope, variable: (word: string) => word };
      const params = body.attributes.get('params')?.(words);
      const names = Array.isArray(params) ? params.map(String) : [];
      const rest = body.attributes.get('variadic_params')?.(words);
      const given = names.map((word, index): [string, HclValue] => [word, args[index] ?? null]);
      if (typeof rest === 'string') given.push([rest, args.slice(names.length)]);
      open.add(name);
      const value = body.attributes.get('result')?.(withVariables(scope, given));
      open.delete(name);
      return value;
    },
    unknown: hole,
    budget: evaluationBudget(),
  };
  return scope;
}

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
    name,
    dockerfile: inline !== null || base === null ? null : pathFrom(base, file.replace(/^cwd:\/\//, '')),
    inline,
    context,
    target: texts.get('target') ?? null,
    args,
    // An empty one takes away what is inherited.
    contexts: new Map(
      [...contexts].flatMap(([key, value]): [string, NamedContext][] =>
        value === '' ? [] : [[contextName(key), namedContext(value, folder, keyOf)]],
      ),
    ),
    images: tags,
    file: location.path,
    location,
  };
}
