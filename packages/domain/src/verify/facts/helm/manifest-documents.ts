import { templateYaml } from '../../../helm/template-as-yaml.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A manifest, values, or a Helm template before it is rendered: every branch of it stands there. */
export interface ManifestDocuments {
  documents: readonly YamlDocument[];
  /** Whether it is a template: what holds an action is no text. */
  templated: boolean;
}

/** The YAML documents of a file; those of a template as far as it is YAML without its actions. */
export function manifestDocuments(path: string, text: string, context: RuleContext): ManifestDocuments {
  const templated = text.includes('{{');
  const file = templated ? templateYaml(path, text) : context.yaml(path);
  return { documents: file?.documents ?? [], templated };
}
