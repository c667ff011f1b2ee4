import { groupBy } from '../grouping.ts';
import { parseJson } from '../json.ts';
import { indexFiles, type PathIndex } from '../tree/path-index.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { isRecord } from '../yaml/value.ts';
import { readTerraform } from './blocks.ts';
import type { Budget, HclScope } from './scope.ts';
import { type Thunks, thunksOf } from './thunks.ts';
import type { HclValue } from './value.ts';

/** The files that set variables: which a folder takes by itself, which it may be given, and what they set. */
export interface VariableFiles {
  /** In the order in which Terraform reads them: the last one wins. */
  always(folder: string): readonly string[];
  /** Those in a folder or below it that are each for a run of their own; read one by one, so that who has enough may stop. */
  chosen(folder: string): Iterable<string>;
  /** What a file sets; each file is read once. */
  set(path: string): { names: readonly string[]; thunks: Thunks };
}

const isAuto = (path: string): boolean => /\.auto\.tfvars(?:\.json)?$/.test(path);
const isPlain = (path: string): boolean => /^terraform\.tfvars/.test(baseName(path));
const isExample = (path: string): boolean => /example|sample|template/i.test(baseName(path));

export function openVariableFiles(
  paths: readonly string[],
  text: (path: string) => string | undefined,
  budget: Budget,
): VariableFiles {
  const byFolder = groupBy([...paths].sort(), folderOf);
  const choice: PathIndex = indexFiles(paths.filter((path) => !isAuto(path) && !isPlain(path) && !isExample(path)));
  const known = new Map<string, ReturnType<VariableFiles['set']>>();
  return {
    always(folder) {
      const inFolder = byFolder.get(folder) ?? [];
      const plain = ['terraform.tfvars', 'terraform.tfvars.json'].map((name) => joinPath(folder, name));
      return [...inFolder.filter((path) => plain.includes(path)), ...inFolder.filter(isAuto)];
    },
    chosen: (folder) => choice.below(folder),
    set(path) {
      const read = known.get(path) ?? variablesIn(path, text(path) ?? '', budget);
      known.set(path, read);
      return read;
    },
  };
}

function variablesIn(path: string, text: string, budget: Budget): ReturnType<VariableFiles['set']> {
  if (path.endsWith('.json')) {
    const json = parseJson(text);
    const values = new Map(isRecord(json) ? Object.entries(json as Record<string, HclValue>) : []);
    return { names: [...values.keys()], thunks: (name) => (values.has(name) ? () => values.get(name) : undefined) };
  }
  const { attributes } = readTerraform(path, text);
  // Variable files hold no names.
  const nothing: HclScope = { variable: () => undefined, call: () => undefined, unknown: () => undefined, budget };
  return {
    names: [...attributes.keys()],
    thunks: thunksOf(
      (name) => attributes.get(name),
      () => nothing,
    ),
  };
}
