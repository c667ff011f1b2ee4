import type { Location } from '../../../location.ts';
import { placeIn, placesIn } from '../../../location.ts';
import type { TerraformBlock, TerraformFile } from '../../../terraform/blocks.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';

/** What the version of a cluster or its mesh is written to, whichever module makes it. */
const names = /^(?:cluster|kubernetes|k8s|eks|istio)_version$/;

interface Written {
  name: string;
  version: string;
  location: Location;
}

/** The versions of clusters and meshes in Terraform: arguments, variable files, and defaults that nothing sets. */
export function terraformVersions(context: RuleContext): PinnedVersion[] {
  const files = terraform(context);
  const written = [
    ...files.flatMap(argumentsOf),
    ...[...context.texts].flatMap(([path, text]) => assigned(path, text)),
  ];
  const set = new Set(written.map(({ name }) => name));
  const defaults = files.flatMap(defaultsOf).filter(({ name }) => !set.has(name));
  // Other clouds support versions for times of their own, which are not in the table.
  const otherCloud = files.some(({ code }) => /azurerm_kubernetes_cluster|google_container_cluster/.test(code));
  const eks = files.some(({ code }) => /aws_eks_cluster|["/]eks["/]/.test(code));
  return [...written, ...defaults].flatMap(({ name, version, location }): PinnedVersion[] => {
    if (name === 'istio_version') return [{ product: 'istio', version, location, what: name, how: 'variable' }];
    if (otherCloud) return [];
    return [{ product: eks ? 'amazon-eks' : 'kubernetes', version, location, what: name, how: 'cluster' }];
  });
}

function argumentsOf(file: TerraformFile): Written[] {
  return file.blocks.flatMap((block) => {
    const [type = ''] = block.labels;
    if (block.type !== 'module' && block.type !== 'resource') return [];
    return [...block.attributes].flatMap(([name, value]) =>
      names.test(name) || (type === 'aws_eks_cluster' && name === 'version') ? literal(name, value, block) : [],
    );
  });
}

function defaultsOf(file: TerraformFile): Written[] {
  return file.blocks.flatMap((block) => {
    const [name = ''] = block.labels;
    const value = block.attributes.get('default');
    return block.type === 'variable' && names.test(name) && value ? literal(name, value, block) : [];
  });
}

function literal(name: string, value: { literal: string | null; start: number }, { file }: TerraformBlock): Written[] {
  if (value.literal === null || !/^v?\d+\.\d+/.test(value.literal)) return [];
  return [{ name, version: value.literal, location: placeIn(file, value.start) }];
}

function assigned(path: string, text: string): Written[] {
  if (!path.endsWith('.tfvars')) return [];
  const place = placesIn({ path, text });
  return [...text.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*"(v?\d+\.\d[\w.+-]*)"/gm)].flatMap((match) => {
    const [whole, name = '', version = ''] = match;
    const location = place(match.index + whole.length - whole.trimStart().length);
    return name.endsWith('_version') && names.test(name) ? [{ name, version, location }] : [];
  });
}

/** A version of a product that is written somewhere. */
export interface PinnedVersion {
  /** As `lifecycles` has it. */
  product: string;
  version: string;
  location: Location;
  /** What it is written as, for a message: `image node:18`, `ISTIO_VERSION`. */
  what: string;
  how: 'image' | 'variable' | 'chart' | 'cluster' | 'setup';
}
