import type { Application } from '../argocd/application.ts';
import { parseBlockScalar } from '../yaml/block-scalar.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { describeKeys, valueTargets } from './helm-values.ts';
import type { ImageTarget, TargetContext, TargetSearch } from './target.ts';

/** `helm.valuesObject` of every source. */
export function valuesObjectTargets(application: Application, context: TargetContext): TargetSearch {
  return inlineTargets(application, context, 'valuesObject', (document, path) => ({ document, at: path }));
}

/** `helm.values: |` of every source. Argo CD ignores it where there is a `valuesObject`. */
export function valuesTextTargets(application: Application, context: TargetContext): TargetSearch {
  return inlineTargets(application, context, 'values', (document, path) => {
    if (valueAt(document.value(), [...path.slice(0, -1), 'valuesObject']) != null) return undefined;
    const inner = parseBlockScalar(document, path);
    return inner && { document: inner, at: [] };
  });
}

function inlineTargets(
  application: Application,
  context: TargetContext,
  key: string,
  open: (document: YamlDocument, path: YamlPath) => { document: YamlDocument; at: YamlPath } | undefined,
): TargetSearch {
  const { document } = application;
  const targets: ImageTarget[] = [];
  const instead: string[] = [];
  let searched: YamlPath | undefined;
  for (const { at } of application.sources) {
    const path = [...at, 'helm', key];
    if (valueAt(document.value(), path) == null) continue;
    searched ??= path;
    const values = open(document, path);
    if (!values) {
      instead.push(`Its ${key} is empty or not read.`);
      continue;
    }
    targets.push(...valueTargets(application, values.document, values.at, context, formatYamlPath(path)));
    instead.push(`Its ${key} has ${describeKeys(valueAt(values.document.value(), values.at))}.`);
  }
  return { targets, searched: { document, path: searched ?? ['spec'] }, instead: instead.join(' ') };
}
