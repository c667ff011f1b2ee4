import { groupBy } from '../../../grouping.ts';
import { offsetsIn } from '../../../location.ts';
import { isInOrder, wordOfReference } from '../../../parts-in-order.ts';
import type { Register } from '../../../registers/register.ts';
import type { TerraformBlock, TerraformFile, TerraformValue } from '../../../terraform/blocks.ts';
import { type Instance, instancesOf, unknownPart } from '../../../terraform/instances.ts';
import { attributesOf } from '../../../terraform/origin.ts';
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

/** Names of which a part is not known: each is tried for each repository, so that more than this tell nothing. */
const mostUnknown = 1000;

/** What evaluating tells of each environment; null where no block makes repositories. */
export function evaluatedRepositories(context: RuleContext): ((environment: string) => EvaluatedRepositories) | null {
  const instances = instancesOf(terraformSources(context), isRepository);
  if (instances.length === 0) return null;
  const named = instances.map((instance) => ({ instance, names: namesOf(instance) }));
  return (environment) => {
    const own = named.filter(({ instance }) => isFor(instance, environment, context));
    const names = own.flatMap(({ instance: { block }, names }) => (names ?? []).map((name) => ({ name, block })));
    const whole = new Map<string, TerraformBlock>();
    const partly = new Map<string, TerraformBlock>();
    for (const { name, block } of names) {
      const known = name.includes(unknownPart) ? partly : whole;
      if (!known.has(name)) known.set(name, block);
    }
    const isOpen = own.some(({ names, instance }) => names === null || instance.open) || partly.size > mostUnknown;
    const tried = [...partly].slice(0, mostUnknown).map(([name, block]) => ({ parts: name.split(unknownPart), block }));
    const blockOf = (repository: string): TerraformBlock | undefined =>
      whole.get(repository) ?? tried.find(({ parts }) => isInOrder(repository, parts, wordOfReference))?.block;
    let isFrom: ((register: Register) => boolean) | undefined;
    return {
      declares: (repository) => (blockOf(repository) ? true : isOpen || own.length === 0 ? null : false),
      blockOf,
      isFrom: (register) => {
        isFrom ??= madeFrom(own.map(({ instance }) => instance));
        return isFrom(register);
      },
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

/** Tells of a register whether some instance is one of its blocks, or made of its list. */
function madeFrom(instances: readonly Instance[]): (register: Register) => boolean {
  const blocks = new Set(instances.map(({ block }) => `${block.file.path}#${block.type}.${block.labels[0]}`));
  const attributes = groupBy(attributesOf(instances.map(({ from }) => from)), ({ file }) => file);
  const holders = new Map([...attributes].map(([file, values]) => [file.path, holderIn(file, values)]));
  return (register) =>
    register.kind === 'hcl-blocks' ? blocks.has(register.id) : holders.get(register.file)?.(register) === true;
}

/** Tells of a place in a file whether one of these values is there. No value lies in another one. */
function holderIn({ text }: TerraformFile, values: TerraformValue[]): (place: Register) => boolean {
  const offsetOf = offsetsIn(text);
  const sorted = values.sort((a, b) => a.start - b.start);
  return (place) => {
    const offset = offsetOf(place);
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset < (sorted[low - 1]?.end ?? 0);
  };
}
