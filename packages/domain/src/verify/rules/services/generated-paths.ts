import { actionOnLine } from '../../../helm/helm-template.ts';
import { globMatcher } from '../../../tree/glob-matcher.ts';
import { field, listAt, plainValue, textAt, valueAt } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Whether an ApplicationSet may generate an Application for a path: of those whose elements are not all known. */
export function generatedPaths(context: RuleContext): (path: string) => boolean {
  const sets = new Set(context.catalog.generated.map(({ document }) => document));
  const folders = [...sets].flatMap((document) => generatedFolders(plainValue(document)));
  return folders.length === 0 ? () => false : globMatcher(folders, { dot: true, bash: true });
}

/** The folders of the generators of an ApplicationSet, else those of its template; as patterns. */
function generatedFolders(applicationSet: unknown): string[] {
  const spec = field(applicationSet, 'spec');
  const directories = listAt(spec, 'generators').flatMap((generator) => listAt(field(generator, 'git'), 'directories'));
  const template = valueAt(spec, ['template', 'spec']);
  const sources = [field(template, 'source'), ...listAt(template, 'sources')];
  return (directories.length > 0 ? directories : sources).flatMap((item) => {
    const path = textAt(item, 'path');
    if (path === undefined) return [];
    const folder = path.replace(actionOnLine, '*').replace(/^\.?\//, '');
    // The root is no chart's folder.
    return folder === '' ? [] : [folder];
  });
}
