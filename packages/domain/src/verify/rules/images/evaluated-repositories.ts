import { offsetsIn } from '../../../location.ts';
import { isInOrder, wordOfReference } from '../../../parts-in-order.ts';
import type { Register } from '../../../registers/register.ts';
import type { TerraformBlock, TerraformValue } from '../../../terraform/blocks.ts';
import { type Instance, instancesOf, unknownPart } from '../../../terraform/instances.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { terraformSources } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The repositories of the registry that Terraform makes in an environment, as it makes them. */
export interface EvaluatedRepositories {
  /** Whether Terraform makes this one; null where that is not known. */
  declares(repository: string): boolean | null;
  /** The block that makes this one; undefined where none does. */
  blockOf(repository: string): TerraformBlock | undefined;
  /** Whether a list is what those repositories are made of. */
  isFrom(register: Register): boolean;
}

/** What evaluating tells of each environment; null where no block makes repositories. */
export function evaluatedRepositories(context: RuleContext): ((environment: string) => EvaluatedRepositories) | null {
  const instances = instancesOf(terraformSources(context), isRepository);
  if (instances.length === 0) return null;
  const named = instances.map((instance) => ({ instance, names: namesOf(instance) }));
  return (environment) => {
    const own = named.filter(({ instance }) => isFor(instance, environment, context));
    const known = own.map(({ instance, names }) => ({
      instance,
      names: names?.map((name) => name.split(unknownPart)) ?? null,
    }));
    const makes = (names: string[][] | null, repository: string): boolean =>
      names?.some((parts) => isInOrder(repository, parts, wordOfReference)) === true;
    const isOpen = known.some(({ names, instance }) => names === null || instance.open);
    return {
      declares: (repository) =>
        known.some(({ names }) => makes(names, repository)) ? true : isOpen || own.length === 0 ? null : false,
      blockOf: (repository) => known.find(({ names }) => makes(names, repository))?.instance.block,
      isFrom: (register) => own.some(({ instance }) => isMadeFrom(instance, register)),
    };
  };
}

function isRepository({ type, labels, attributes }: TerraformBlock): boolean {
  if (type === 'resource') return /^aws_ecr(?:public)?_repository$/.test(labels[0] ?? '');
  // A module of elsewhere that is about the registry; one of the repository is read instead.
  const source = attributes.get('source')?.literal ?? '';
  return type === 'module' && /(?:^|[^a-z])ecr(?:$|[^a-z])/i.test(source) && !/^\.\.?\//.test(source);
}

/** The names of the repositories of an instance, with what is not known in them; null where nothing is known. */
function namesOf(instance: Instance): string[] | null {
  const { block } = instance;
  const names = block.type === 'resource' ? ['name', 'repository_name'] : [...block.attributes.keys()];
  const texts = names.flatMap((name): string[] => {
    if (/^(?:source|version|providers|tags|for_each|count|depends_on)$/.test(name)) return [];
    const value = instance.value(name);
    return block.type === 'resource' ? (typeof value === 'string' ? [value] : []) : textsOf(value);
  });
  const known = texts.filter((text) => /[a-z]/.test(text));
  return known.length > 0 ? known : null;
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => [key, ...textsOf(one)])
    : [];
}

function isFor({ block, root, variableFile }: Instance, environment: string, context: RuleContext): boolean {
  const paths = [block.file.path, `${root}/main.tf`, ...(variableFile === null ? [] : [variableFile])];
  return paths.every((path) => mayBeFor(path, environment, context));
}

/** Whether an instance is one of the blocks of a register, or made of a list. */
function isMadeFrom({ block, from }: Instance, register: Register): boolean {
  if (register.kind === 'hcl-blocks')
    return block.file.path === register.file && register.id.endsWith(`#${block.type}.${block.labels[0]}`);
  return [...from].some((value) => holds(value, register));
}

/** Whether the list of a register is in the value of an attribute. */
function holds({ file, start, end }: TerraformValue, register: Register): boolean {
  if (file.path !== register.file) return false;
  const offset = offsetsIn(file.text)(register);
  return start <= offset && offset < end;
}
