import { templateYaml } from '../../../helm/template-as-yaml.ts';
import { helmTemplates } from '../../../tree/file-types.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A manifest, values, or a Helm template before it is rendered: every branch of it stands there. */
interface ManifestDocuments {
  documents: readonly YamlDocument[];
  /** Whether it is a template: what holds an action is no text. */
  templated: boolean;
}

/** The YAML documents of a file; those of a template as far as it is YAML without its actions. */
export function manifestDocuments(path: string, text: string, context: RuleContext): ManifestDocuments {
  const templated = text.includes('{{');
  // Helm renders what lies among the templates of a chart; elsewhere it is YAML, as long as it can be read as such.
  const plain = templated && helmTemplates(path) ? undefined : context.yaml(path);
  const file = templated ? templateYaml(path, text) : plain;
  return { documents: file?.documents ?? [], templated };
}
