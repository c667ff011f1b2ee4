import { readTerraform, type TerraformBlock, type TerraformFile } from '../../../terraform/blocks.ts';
import type { Model } from '../../rule/context.ts';

const read = new WeakMap<Model, readonly TerraformFile[]>();

/** The Terraform files of the repository, in the order of their paths. */
export function terraform(model: Model): readonly TerraformFile[] {
  const known = read.get(model);
  if (known) return known;
  const files = [...model.texts.keys()]
    .filter((path) => path.endsWith('.tf'))
    .sort()
    .map((path) => readTerraform(path, model.text(path) ?? ''));
  read.set(model, files);
  return files;
}

/** The resources of a type, in file order. */
export function resourcesOf(type: string, model: Model): TerraformBlock[] {
  return terraform(model).flatMap(({ blocks }) =>
    blocks.filter((block) => block.type === 'resource' && block.labels[0] === type),
  );
}
