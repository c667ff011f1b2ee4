import type { Application, ApplicationSource } from '../argocd/application.ts';
import { helmSetType } from '../helm/set-values.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import type { ImageTarget, TargetContext } from './target.ts';
import { fillIn, refuseTemplate } from './template-place.ts';

/** UserError where the name of a parameter is a template that is not filled in: it may set the tag, and the last one wins. */
export function refuseTemplatedNames(application: Application, { at }: ApplicationSource): void {
  const { document } = application;
  const list = [...at, 'helm', 'parameters'];
  const parameters = valueAt(document.value(), list);
  if (!Array.isArray(parameters)) return;
  for (const [index, parameter] of parameters.entries()) {
    const name = valueAt(parameter, ['name']);
    if (typeof name === 'string')
      refuseTemplate(application, fillIn(application, name), { document, path: [...list, index, 'name'] });
  }
}

/** Argo CD passes parameters with `--set`, which types digits and three words whatever the quotes in the file. */
export function keepString(
  target: ImageTarget,
  path: YamlPath,
  parameter: unknown,
  { numericTags }: TargetContext,
): void {
  const { value } = target;
  const type = value === undefined ? 'string' : helmSetType(value);
  if (value === undefined || type === 'string') return;
  const entry = path.slice(0, -1);
  if (numericTags === 'force-string' && valueAt(parameter, ['forceString']) === undefined) {
    // In an ApplicationSet the value may be an element's; the parameter itself is in the template all the same.
    const [document] = target.changes.map((change) => change.document);
    if (document)
      target.changes.push({ kind: 'insert', document, path: [...entry, 'forceString'], after: 'value', value: true });
    return;
  }
  throw new UserError(`${target.name} ${quoteName(value)} would reach the chart as ${typed[type]}`, {
    location: target.document.locateValue(target.path),
    help: 'Argo CD passes Helm parameters with --set, which types them: quotes in the file do not help. Set "forceString: true" on the parameter (numeric-tags: force-string does it), or put a letter or a "-" into the tag.',
  });
}

const typed = {
  integer: 'an integer (1234567 becomes 1.234567e+06)',
  boolean: 'a boolean',
  null: 'null',
} as const;
