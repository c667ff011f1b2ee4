import { readTerraform, type TerraformBlock, type TerraformFile } from '../../../terraform/blocks.ts';
import type { RuleContext } from '../../rule/context.ts';

const read = new WeakMap<RuleContext, readonly TerraformFile[]>();

/** The Terraform files of the repository, in the order of their paths. */
export function terraform(context: RuleContext): readonly TerraformFile[] {
  const known = read.get(context);
  if (known) return known;
  const files = [...context.texts.keys()]
    .filter((path) => path.endsWith('.tf'))
    .sort()
    .map((path) => readTerraform(path, context.text(path) ?? ''));
  read.set(context, files);
  return files;
}

/** The resources of a type, in file order. */
export function resourcesOf(type: string, context: RuleContext): TerraformBlock[] {
  return terraform(context).flatMap(({ blocks }) =>
    blocks.filter((block) => block.type === 'resource' && block.labels[0] === type),
  );
}
