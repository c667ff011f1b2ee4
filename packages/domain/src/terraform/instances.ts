import { groupBy } from '../grouping.ts';
import { parseJson } from '../json.ts';
import { baseName, folderOf, isInside, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { isRecord } from '../yaml/value.ts';
import { plainString, readTerraform, type TerraformBlock, type TerraformFile, type TerraformValue } from './blocks.ts';
import { readExpression } from './expression.ts';
import { isWithinBounds } from './functions.ts';
import { type Budget, evaluationBudget, type HclScope, withVariables } from './scope.ts';
import { callTerraform } from './terraform-functions.ts';
import type { HclValue } from './value.ts';

/** What stands in a text for a part of it that is not known. */
export const unknownPart = '\0';

/** The files of a repository that Terraform, or OpenTofu, reads. */
export interface TerraformSources {
  /** The files with the ending `.tf`. */
  files: readonly TerraformFile[];
  /** The paths of the files that set variables: `*.tfvars`, `*.tfvars.json`. */
  variableFiles: readonly string[];
  text(path: string): string | undefined;
}

/** One resource or module that a block makes: one for each item of its `for_each`. */
export interface Instance {
  block: TerraformBlock;
  /** The folder that Terraform is run in. */
  root: string;
  /** The file that is given to Terraform with `-var-file`; null where none is. */
  variableFile: string | null;
  /** Whether it is not known how many there are; of a call of a module, what the module makes. */
  open: boolean;
  /** The value of an attribute; `unknownPart` stands for what is not known of a text. Undefined where nothing is known. */
  value(name: string): HclValue | undefined;
  /** The attributes that its values were read from so far. */
  from: ReadonlySet<TerraformValue>;
}

/** A block that is made more often than this is one of which it is not known how many there are. */
const mostInstances = 5000;
/** Modules within modules that are read, and blocks of all calls: what is not reached is not known. */
const deepestCalls = 8;
const mostBlocks = 50_000;

/**
 * The instances that the blocks of some kind make, in every root module: variables as Terraform sets them (defaults,
 * `terraform.tfvars`, `*.auto.tfvars` in the order of their names, what a module is called with; Terraform 1.13,
 * "Variable definition precedence"), `locals`, `for_each`, `count`. Other files of variables are each taken for one run
 * of their own. What the environment or a state sets is not known.
 */
export function instancesOf(sources: TerraformSources, wanted: (block: TerraformBlock) => boolean): Instance[] {
  const modules = groupBy(sources.files, ({ path }) => folderOf(path));
  const called = new Set(
    sources.files.flatMap(({ path, blocks }) => blocks.flatMap((block) => calledFolder(block, folderOf(path)) ?? [])),
  );
  const left = { steps: mostBlocks };
  const reader: Reader = { sources, modules, wanted, found: [], mayHave: new Map(), left, budget: evaluationBudget() };
  for (const root of modules.keys()) {
    if (called.has(root) || !mayMake(reader, root, 0)) continue;
    readRoot(reader, root);
  }
  return reader.found;
}

function readRoot(reader: Reader, root: string): void {
  const { sources } = reader;
  const { always, chosen } = variableFilesOf(root, sources);
  for (const variableFile of chosen.length > 0 ? chosen : [null]) {
    const files = [...always, ...(variableFile === null ? [] : [variableFile])];
    const set = new Map(files.flatMap((path) => variablesIn(path, sources.text(path) ?? '', reader.budget)));
    readModule(reader, { folder: root, root, variableFile, set, depth: 0, from: new Set() });
  }
}

interface Reader {
  sources: TerraformSources;
  modules: ReadonlyMap<string, TerraformFile[]>;
  wanted(block: TerraformBlock): boolean;
  found: Instance[];
  mayHave: Map<string, boolean>;
  /** The blocks that are still read. */
  left: Budget;
  /** What is still evaluated. */
  budget: Budget;
}

/** Gives the value of a variable, and says which attributes it is from. */
type Thunk = (from: Set<TerraformValue>) => HclValue | undefined;

interface ModuleRun {
  folder: string;
  root: string;
  variableFile: string | null;
  /** The variables that are set. */
  set: ReadonlyMap<string, Thunk>;
  depth: number;
  from: Set<TerraformValue>;
}

/** Whether a module, or one that it calls, has blocks that are wanted: the others need not be read. */
function mayMake(reader: Reader, folder: string, depth: number): boolean {
  const known = reader.mayHave.get(folder);
  if (known !== undefined || depth > deepestCalls) return known ?? true;
  reader.mayHave.set(folder, false);
  const blocks = (reader.modules.get(folder) ?? []).flatMap((file) => file.blocks);
  const may = blocks.some((block) => {
    if (reader.wanted(block)) return true;
    const callee = calledFolder(block, folder);
    return callee !== null && mayMake(reader, callee, depth + 1);
  });
  reader.mayHave.set(folder, may);
  return may;
}

/** The folder of the module that a block calls; null for a block of another kind, or a module of elsewhere. */
function calledFolder({ type, attributes }: TerraformBlock, folder: string): string | null {
  const source = type === 'module' ? attributes.get('source') : undefined;
  const written = source && plainString(source);
  return written && /^\.\.?\//.test(written) ? normaliseRepositoryPath(joinPath(folder, written)) : null;
}

/** The files that set the variables of a root: those that Terraform takes by itself, and those that it is given. */
function variableFilesOf(root: string, { variableFiles }: TerraformSources): { always: string[]; chosen: string[] } {
  const inRoot = variableFiles.filter((path) => folderOf(path) === root).sort();
  const isAuto = (path: string): boolean => /\.auto\.tfvars(?:\.json)?$/.test(path);
  const plain = ['terraform.tfvars', 'terraform.tfvars.json'].map((name) => joinPath(root, name));
  const always = [...plain.filter((path) => inRoot.includes(path)), ...inRoot.filter(isAuto)];
  const chosen = variableFiles.filter(
    (path) =>
      isInside(path, root) &&
      !always.includes(path) &&
      !isAuto(path) &&
      !/example|sample|template/i.test(baseName(path)) &&
      !/^terraform\.tfvars/.test(baseName(path)),
  );
  return { always, chosen };
}

function variablesIn(path: string, text: string, budget: Budget): [string, Thunk][] {
  if (path.endsWith('.json')) {
    const values = parseJson(text);
    return isRecord(values)
      ? Object.entries(values).map(([name, value]) => [name, () => value as HclValue] as [string, Thunk])
      : [];
  }
  return [...readTerraform(path, text).attributes].map(([name, value]) => [name, thunkOf(value, nothing(budget))]);
}

/** Variable files hold no names. */
function nothing(budget: Budget): HclScope {
  return { variable: () => undefined, call: () => undefined, unknown: () => undefined, budget };
}

function thunkOf(value: TerraformValue, scope: HclScope | ((from: Set<TerraformValue>) => HclScope)): Thunk {
  const expression = readExpression(value.code);
  return (from) => {
    from.add(value);
    const made = expression(typeof scope === 'function' ? scope(from) : scope);
    return made !== undefined && isWithinBounds(made) ? made : undefined;
  };
}

function readModule(reader: Reader, run: ModuleRun): void {
  const { folder, root, variableFile, depth } = run;
  const blocks = blocksOf(reader.modules.get(folder) ?? []);
  const scope = moduleScope(reader, run, blocks);
  reader.left.steps -= blocks.length;
  for (const block of blocks) {
    const callee = calledFolder(block, folder);
    const calls = callee !== null && mayMake(reader, callee, 0) ? callee : null;
    if (calls === null && !reader.wanted(block)) continue;
    if (reader.left.steps < 0 || (calls !== null && depth === deepestCalls)) {
      reader.found.push({ block, root, variableFile, open: true, value: () => undefined, from: run.from });
      continue;
    }
    for (const { open, variables, from } of itemsOf(block, scope, run.from)) {
      reader.left.steps -= 1;
      const inner = (seen: Set<TerraformValue>): HclScope => withVariables(scope(seen), variables);
      if (calls === null) {
        const value = (name: string): HclValue | undefined => {
          const attribute = block.attributes.get(name);
          return attribute && thunkOf(attribute, inner)(from);
        };
        reader.found.push({ block, root, variableFile, open, value, from });
        continue;
      }
      const set = new Map([...block.attributes].map(([name, value]) => [name, once(thunkOf(value, inner))]));
      readModule(reader, { ...run, folder: calls, set, depth: depth + 1, from });
    }
  }
}

/** The blocks of a module, with what override files set laid over them (`override.tf`, `*_override.tf`). */
function blocksOf(files: readonly TerraformFile[]): TerraformBlock[] {
  const isOverride = ({ path }: TerraformFile): boolean => /(?:^|_)override\.tf$/.test(baseName(path));
  const blocks = files.filter((file) => !isOverride(file)).flatMap((file) => file.blocks);
  const over = files.filter(isOverride).flatMap((file) => file.blocks);
  if (over.length === 0) return blocks;
  return blocks.map((block) => {
    const same = over.filter(
      ({ type, labels }) => type === block.type && labels.join('\0') === block.labels.join('\0'),
    );
    const attributes = new Map([block, ...same].flatMap((one) => [...one.attributes]));
    return same.length === 0 ? block : { ...block, attributes };
  });
}

/** The names of a module, read when they are asked for. */
function moduleScope(
  { sources, budget }: Reader,
  { folder, root, set }: ModuleRun,
  blocks: readonly TerraformBlock[],
): (from: Set<TerraformValue>) => HclScope {
  const defaults = new Map<string, Thunk>();
  const locals = new Map<string, Thunk>();
  const scope = (from: Set<TerraformValue>): HclScope => ({
    variable: (name) => {
      if (name === 'var') return lazyMap([...defaults.keys()], (key) => (set.get(key) ?? defaults.get(key))?.(from));
      if (name === 'local') return lazyMap([...locals.keys()], (key) => locals.get(key)?.(from));
      return name === 'path' ? { module: folder === '' ? '.' : folder, root: root === '' ? '.' : root } : undefined;
    },
    call: (name, args) => {
      const [first] = args;
      if (name !== 'file' || typeof first !== 'string') return callTerraform(name, args);
      // `path.module` is written out from the root of the repository.
      const path = normaliseRepositoryPath(first) ?? '';
      return sources.text(path) ?? sources.text(joinPath(root, path));
    },
    unknown: () => unknownPart,
    budget,
  });
  for (const { type, labels, attributes } of blocks) {
    const [name = ''] = labels;
    const value = attributes.get('default');
    if (type === 'variable') defaults.set(name, value ? once(thunkOf(value, scope)) : () => undefined);
    if (type === 'locals') for (const [key, one] of attributes) locals.set(key, once(thunkOf(one, scope)));
  }
  return scope;
}

/** Makes a value at its first use; one that is made of itself is not known. */
function once(thunk: Thunk): Thunk {
  let made: { value: HclValue | undefined; from: ReadonlySet<TerraformValue> } | undefined;
  return (from) => {
    if (!made) {
      const own = new Set<TerraformValue>();
      made = { value: undefined, from: own };
      made = { value: thunk(own), from: own };
    }
    for (const value of made.from) from.add(value);
    return made.value;
  };
}

/** A map whose values are made when they are looked at. */
function lazyMap(keys: readonly string[], read: (key: string) => HclValue | undefined): HclValue {
  const map: Record<string, HclValue> = {};
  for (const key of keys)
    Object.defineProperty(map, key, { get: () => read(key), enumerable: true, configurable: true });
  return map;
}

interface Item {
  open: boolean;
  variables: (readonly [string, HclValue])[];
  from: Set<TerraformValue>;
}

/** What a block is repeated for; where that is not known, one item of which nothing is known. */
function itemsOf(
  { attributes }: TerraformBlock,
  scope: (from: Set<TerraformValue>) => HclScope,
  above: ReadonlySet<TerraformValue>,
): Item[] {
  const from = new Set(above);
  const [each, count] = [attributes.get('for_each'), attributes.get('count')];
  if (each) {
    const value = thunkOf(each, scope)(from);
    const items = Array.isArray(value)
      ? value.map((item) => [item, item] as const)
      : isRecord(value)
        ? Object.entries(value as Record<string, HclValue>)
        : null;
    if (items === null) return [{ open: true, variables: [], from }];
    return items.map(([key, item]) => ({
      open: false,
      variables: [['each', { key, value: item }] as const],
      from: new Set(from),
    }));
  }
  if (!count) return [{ open: false, variables: [], from }];
  const number = thunkOf(count, scope)(from);
  if (typeof number !== 'number' || number > mostInstances) return [{ open: true, variables: [], from }];
  return Array.from({ length: number }, (_, index) => ({
    open: false,
    variables: [['count', { index }] as const],
    from: new Set(from),
  }));
}
