import { isMap, isNode, isScalar, type Pair, type YAMLMap } from 'yaml';
import { readFiles } from '../../../argocd/deployed-files.ts';
import { groupInto } from '../../../grouping.ts';
import { listFew, quoteName } from '../../../names.ts';
import { present } from '../../../present.ts';
import { helmTemplates, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { type RepeatedKey, repeatedKeys } from '../../../yaml/repeated-keys.ts';
import { defaultsOf } from '../../facts/helm/values.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const yamlKeyRepeated: Rule = {
  id: 'yaml-key-repeated',
  title: 'No map of what Helm and Argo CD read has a key twice',
  severity: 'warning',
  incident: '004 4.3',
  help: 'Put both together under one key, or remove the one that is lost.',
  needs: [yamlFiles],
  *check(context) {
    for (const [path, environments] of filesThatAreRead(context)) {
      const file = context.yaml(path);
      if (!file || file.repeating.length === 0) continue;
      const [environment] = environments.size === 1 ? environments : [];
      for (const document of file.documents) {
        for (const repeated of repeatedKeys(document)) {
          const key = repeated.path.join('.');
          yield {
            location: file.location(repeated.offset),
            subject: key,
            ...present({ environment: environment ?? undefined }),
            message: `${quoteName(key)} stands twice in one map: Helm and Argo CD take the last one, and ${lossOf(repeated, file.text)}`,
          };
        }
      }
    }
  },
};

/** The files of YAML that Helm or Argo CD read as they are, with the environments of the Applications they are read for. */
function filesThatAreRead(context: RuleContext): Map<string, Set<string | null>> {
  const { applications, charts, generated } = context.catalog;
  const found = new Map<string, (string | null)[]>();
  for (const { path } of charts)
    for (const file of [defaultsOf(path), joinPath(path, 'Chart.yaml')]) found.set(file, []);
  for (const application of [...applications, ...generated])
    for (const path of [application.file, ...readFiles(application, context)])
      groupInto(found, path, application.environment);
  const paths = [...found].filter(([path]) => yamlFiles(path) && !helmTemplates(path) && !kustomizations(path));
  return new Map(paths.map(([path, environments]) => [path, new Set(environments)]));
}

/** What is lost of the ones before the last. */
function lossOf({ lost, last }: RepeatedKey, file: string): string {
  const kept = new Map(leavesOf(last, file).map((leaf) => [leaf.key, leaf.text]));
  const missing = lost.flatMap((pair) => leavesOf(pair, file)).filter(({ key, text }) => kept.get(key) !== text);
  if (missing.length === 0) return 'the other one says nothing else';
  const keys = [...new Set(missing.map(({ key }) => key))];
  return keys.length === 1 && keys[0] === ''
    ? 'what the other one says is lost'
    : `what the other one says of ${listFew(keys.map(quoteName))} is lost`;
}

interface Leaf {
  /** The keys below the repeated one; '' for its own value. */
  key: string;
  text: string;
}

/** Keys within keys that are looked into. */
const deepest = 20;

function leavesOf({ value }: Pair, file: string): Leaf[] {
  const leaves: Leaf[] = [];
  const pending: { node: unknown; keys: string[] }[] = [{ node: value, keys: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, keys } = next;
    if (isMap(node) && node.items.length > 0 && keys.length < deepest)
      for (const below of valuesOf(node, keys).reverse()) pending.push(below);
    else leaves.push({ key: keys.join('.'), text: textOf(node, file) });
  }
  return leaves;
}

function textOf(node: unknown, file: string): string {
  if (isScalar(node)) return String(node.value);
  return isNode(node) ? file.slice(...(node.range ?? [0, 0]).slice(0, 2)) : '';
}

function valuesOf({ items }: YAMLMap, keys: readonly string[]): { node: unknown; keys: string[] }[] {
  return items.map(({ key, value }) => ({ node: value, keys: [...keys, isScalar(key) ? String(key.value) : '?'] }));
}
