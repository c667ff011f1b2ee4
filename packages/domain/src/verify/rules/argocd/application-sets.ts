import { memoize } from '../../../memo.ts';
import { helmTemplates, yamlFiles } from '../../../tree/file-types.ts';
import { field, plainValue } from '../../../yaml/value.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The ApplicationSets of a tree. Needs `yamlFiles`. */
export const applicationSets = memoize((context: RuleContext): readonly YamlDocument[] =>
  [...context.texts].flatMap(([path, text]) => {
    if (!text.includes('ApplicationSet') || !yamlFiles(path) || helmTemplates(path)) return [];
    const documents = context.yaml(path)?.documents ?? [];
    return documents.filter((document) => field(plainValue(document), 'kind') === 'ApplicationSet');
  }),
);
