import { groupBy } from '../grouping.ts';
import { folderOf, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { isRecord } from '../yaml/value.ts';
import { plainString, type TerraformBlock, type TerraformFile } from './blocks.ts';
import { type ModuleRun, moduleOf, moduleScope } from './module-scope.ts';
import { type Origin, originOf } from './origin.ts';
import { type Budget, evaluationBudget, type HclScope, withVariables } from './scope.ts';
import { type Thunks, thunkOf, thunksOf } from './thunks.ts';
import type { HclValue } from './value.ts';
import { openVariableFiles, type VariableFiles } from './variable-files.ts';

export { unknownPart } from './module-scope.ts';

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
  /** What its values were read from so far. */
  from: Origin;
}

/** A block that is made more often than this is one of which it is not known how many there are. */
const mostInstances = 5000;
/** Modules within modules that are read, and blocks of all runs with the attributes of instances: the rest is not known. */
const deepestCalls = 8;
const mostSteps = 200_000;

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
  const budget = evaluationBudget();
  const reader: Reader = {
    sources,
    modules,
    wanted,
    variables: openVariableFiles(sources.variableFiles, (path) => sources.text(path), budget),
    found: [],
    mayHave: new Map(),
    left: { steps: mostSteps },
    budget,
  };
  for (const root of modules.keys()) {
    if (called.has(root) || !mayMake(reader, root, 0)) continue;
    readRoot(reader, root);
  }
  return reader.found;
}

function readRoot(reader: Reader, root: string): void {
  const { variables, left } = reader;
  const always = new Map<string, Thunks>();
  for (const path of variables.always(root)) {
    const { names, thunks } = variables.set(path);
    for (const name of names) always.set(name, thunks);
  }
  const read = (variableFile: string | null): void => {
    const chosen = variableFile === null ? undefined : variables.set(variableFile).thunks;
    const set: Thunks = (name) => chosen?.(name) ?? always.get(name)?.(name);
    readModule(reader, { folder: root, root, set, variableFile, depth: 0, from: originOf() });
  };
  let hasChoice = false;
  for (const variableFile of variables.chosen(root)) {
    // What is not reached with this file is not with the others either.
    const isReached = left.steps >= 0;
    hasChoice = true;
    read(isReached ? variableFile : null);
    if (!isReached) break;
  }
  if (!hasChoice) read(null);
}

interface Reader {
  sources: TerraformSources;
  modules: ReadonlyMap<string, TerraformFile[]>;
  wanted(block: TerraformBlock): boolean;
  found: Instance[];
  mayHave: Map<string, boolean>;
  variables: VariableFiles;
  /** What is still read of blocks. */
  left: Pick<Budget, 'steps'>;
  /** What is still evaluated. */
  budget: Budget;
}

interface Run extends ModuleRun {
  variableFile: string | null;
  depth: number;
  from: Origin;
}

/** Whether a module, or one that it calls, has blocks that are wanted: the others need not be read. */
function mayMake(reader: Reader, folder: string, depth: number): boolean {
  const known = reader.mayHave.get(folder);
  if (known !== undefined || depth > deepestCalls) return known ?? true;
  reader.mayHave.set(folder, false);
  const { blocks } = moduleOf(reader.modules.get(folder) ?? []);
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

function readModule(reader: Reader, run: Run): void {
  const { left } = reader;
  const { folder, root, variableFile, depth } = run;
  const module = moduleOf(reader.modules.get(folder) ?? []);
  const scope = moduleScope(module, run, { text: (path) => reader.sources.text(path), budget: reader.budget });
  left.steps -= module.blocks.length;
  for (const block of module.blocks) {
    const callee = calledFolder(block, folder);
    const calls = callee !== null && mayMake(reader, callee, 0) ? callee : null;
    if (calls === null && !reader.wanted(block)) continue;
    if (left.steps < 0 || (calls !== null && depth === deepestCalls)) {
      reader.found.push({ block, root, variableFile, open: true, value: () => undefined, from: run.from });
      continue;
    }
    for (const { open, variables, from } of itemsOf(block, scope, run.from)) {
      left.steps -= 1;
      const inner = (seen: Origin): HclScope => withVariables(scope(seen), variables);
      if (calls !== null) {
        const set = thunksOf((name) => block.attributes.get(name), inner);
        readModule(reader, { folder: calls, root, set, variableFile, depth: depth + 1, from });
        continue;
      }
      left.steps -= block.attributes.size;
      const value = (name: string): HclValue | undefined => {
        const attribute = block.attributes.get(name);
        return attribute && thunkOf(attribute, inner)(from);
      };
      reader.found.push({ block, root, variableFile, open, value, from });
    }
  }
}

interface Item {
  open: boolean;
  variables: (readonly [string, HclValue])[];
  from: Origin;
}

/** What a block is repeated for; where that is not known, one item of which nothing is known. */
function itemsOf({ attributes }: TerraformBlock, scope: (from: Origin) => HclScope, above: Origin): Item[] {
  const from = originOf(above);
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
      from: originOf(from),
    }));
  }
  if (!count) return [{ open: false, variables: [], from }];
  const number = thunkOf(count, scope)(from);
  if (typeof number !== 'number' || number > mostInstances) return [{ open: true, variables: [], from }];
  return Array.from({ length: number }, (_, index) => ({
    open: false,
    variables: [['count', { index }] as const],
    from: originOf(from),
  }));
}
