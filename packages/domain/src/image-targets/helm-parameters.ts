import type { Application } from '../argocd/application.ts';
import { helmSetType } from '../helm/set-values.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { valueAt } from '../yaml/value.ts';
import { scalarTarget, valueKeys } from './helm-values.ts';
import { newPart } from './image-text.ts';
import { type ImageTarget, nameFew, type TargetContext, type TargetSearch } from './target.ts';
import { fillIn, placeOf, refuseTemplate } from './template-place.ts';

/** `helm.parameters[]` of every source of an Application, by name. */
export function helmParameterTargets(application: Application, context: TargetContext): TargetSearch {
  const { document } = application;
  const { image } = context;
  const parts = valueKeys(context.tagPath);
  const targets: ImageTarget[] = [];
  const names: string[] = [];
  for (const { at } of application.sources) {
    const list = [...at, 'helm', 'parameters'];
    const parameters = valueAt(document.value(), list);
    if (!Array.isArray(parameters)) continue;
    const named = parameters.map((parameter: unknown) => {
      const name = valueAt(parameter, ['name']);
      return typeof name === 'string' ? fillIn(application, name) : name;
    });
    const registryApart = named.some((name) => typeof name === 'string' && parts.get(name) === 'registry');
    for (const [index, name] of named.entries()) {
      if (typeof name !== 'string') continue;
      // One that is not known may set the tag as well, and the last one wins.
      if (image.tag !== undefined) refuseTemplate(application, name, { document, path: [...list, index, 'name'] });
      names.push(name);
      const part = parts.get(name);
      if (part === undefined) continue;
      const path = [...list, index, 'value'];
      const place = placeOf(application, document, path, image[part] !== undefined);
      const value = newPart(part, place.current, image, { name, document, path, registryApart });
      const target = scalarTarget(part, name, place, `${formatYamlPath(list)}[name=${name}].value`, value);
      if (valueAt(parameters[index], ['forceString']) !== true) keepString(target, path, parameters[index], context);
      targets.push(target);
    }
  }
  return {
    targets,
    searched: { document, path: [...(application.sources[0]?.at ?? ['spec', 'source']), 'helm', 'parameters'] },
    instead: names.length === 0 ? '' : `Its Helm parameters are ${nameFew([...names].sort(), quoteName)}.`,
  };
}

/** Argo CD passes parameters with `--set`, which types digits and three words whatever the quotes in the file. */
function keepString(
  target: ImageTarget,
  path: (string | number)[],
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
