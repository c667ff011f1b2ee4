import { groupBy } from '../grouping.ts';
import { memoize } from '../memo.ts';
import { baseName, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import type { TerraformBlock, TerraformFile, TerraformValue } from './blocks.ts';
import type { Origin } from './origin.ts';
import type { Budget, HclScope } from './scope.ts';
import { callTerraform } from './terraform-functions.ts';
import { type Thunks, thunksOf } from './thunks.ts';
import type { HclValue } from './value.ts';

/** What stands in a text for a part of it that is not known. */
export const unknownPart = '\0';

/** One run of a module: where it is, and the variables that are set. */
export interface ModuleRun {
  folder: string;
  /** The folder that Terraform is run in. */
  root: string;
  set: Thunks;
}

/** What a folder with files of Terraform holds, the same in each run of it. */
export interface TerraformModule {
  blocks: readonly TerraformBlock[];
  /** Its variables, with their default values where they have some. */
  variables: ReadonlyMap<string, TerraformValue | undefined>;
  locals: ReadonlyMap<string, TerraformValue>;
}

export const moduleOf: (files: readonly TerraformFile[]) => TerraformModule = memoize((files) => {
  const blocks = blocksOf(files);
  const variables = blocks.filter(({ type }) => type === 'variable');
  return {
    blocks,
    variables: new Map(variables.map(({ labels, attributes }) => [labels[0] ?? '', attributes.get('default')])),
    locals: new Map(blocks.flatMap(({ type, attributes }) => (type === 'locals' ? [...attributes] : []))),
  };
});

/** The blocks of a module, with what override files set laid over them (`override.tf`, `*_override.tf`). */
function blocksOf(files: readonly TerraformFile[]): readonly TerraformBlock[] {
  const isOverride = ({ path }: TerraformFile): boolean => /(?:^|_)override\.tf$/.test(baseName(path));
  const nameOf = ({ type, labels }: TerraformBlock): string => [type, ...labels].join('\0');
  const blocks = files.filter((file) => !isOverride(file)).flatMap((file) => file.blocks);
  const over = groupBy(
    files.filter(isOverride).flatMap((file) => file.blocks),
    nameOf,
  );
  return blocks.map((block) => {
    const same = over.get(nameOf(block));
    return same ? { ...block, attributes: new Map([block, ...same].flatMap((one) => [...one.attributes])) } : block;
  });
}

/** The names of a run of a module, read when they are asked for. */
export function moduleScope(
  { variables, locals }: TerraformModule,
  { folder, root, set }: ModuleRun,
  { text, budget }: { text(path: string): string | undefined; budget: Budget },
): (from: Origin) => HclScope {
  const scopeOf = (from: Origin): HclScope => ({
    variable: (name) => {
      if (name === 'var') return lazyMap(variables, (key) => (set(key) ?? defaults(key))?.(from));
      if (name === 'local') return lazyMap(locals, (key) => own(key)?.(from));
      return name === 'path' ? { module: folder === '' ? '.' : folder, root: root === '' ? '.' : root } : undefined;
    },
    call: (name, args) => {
      const [first] = args;
      if (name !== 'file' || typeof first !== 'string') return callTerraform(name, args);
      // `path.module` is written out from the root of the repository.
      const path = normaliseRepositoryPath(first) ?? '';
      return text(path) ?? text(joinPath(root, path));
    },
    unknown: () => unknownPart,
    budget,
  });
  const defaults = thunksOf((name) => variables.get(name), scopeOf);
  const own = thunksOf((name) => locals.get(name), scopeOf);
  return scopeOf;
}

/** A map whose values are made when they are looked at, and that costs nothing before. */
function lazyMap(names: ReadonlyMap<string, unknown>, read: (name: string) => HclValue | undefined): HclValue {
  const isName = (key: string | symbol): key is string => typeof key === 'string' && names.has(key);
  const map = new Proxy<Record<string, HclValue | undefined>>(
    {},
    {
      ownKeys: () => [...names.keys()],
      get: (_, key) => (isName(key) ? read(key) : undefined),
      getOwnPropertyDescriptor: (_, key) =>
        isName(key) ? { get: () => read(key), enumerable: true, configurable: true } : undefined,
    },
  );
  return map as HclValue;
}
