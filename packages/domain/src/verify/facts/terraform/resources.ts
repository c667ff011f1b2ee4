import { memoize } from '../../../memo.ts';
import { readTerraform, type TerraformBlock, type TerraformFile } from '../../../terraform/blocks.ts';
import type { TerraformSources } from '../../../terraform/instances.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import { isForeign } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The Terraform files of the repository, in the order of their paths. */
export const terraform: (context: RuleContext) => readonly TerraformFile[] = memoize((context) =>
  [...context.texts.keys()]
    .filter((path) => path.endsWith('.tf'))
    .sort()
    .map((path) => readTerraform(path, context.text(path) ?? '')),
);

/** What the evaluator of Terraform reads. */
export const terraformSources: (context: RuleContext) => TerraformSources = memoize((context) => ({
  files: terraform(context),
  variableFiles: [...context.texts.keys()].filter(variableFiles).sort(),
  text: (path) => context.text(path),
}));

/** The files that set variables of Terraform. */
export const variableFiles: PathSelector = (path) => /\.tfvars(?:\.json)?$/.test(path) && !isForeign(path);

/** The resources of a type, in file order. */
export function resourcesOf(type: string, context: RuleContext): TerraformBlock[] {
  return terraform(context).flatMap(({ blocks }) =>
    blocks.filter((block) => block.type === 'resource' && block.labels[0] === type),
  );
}
