import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { kustomizationNames } from '../../../tree/file-types.ts';
import { joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';
import { ownedFiles } from '../argocd/source-manifests.ts';
import { isClusterScoped, type KubernetesObject, objectsIn } from './objects.ts';

/** An object of a plain manifest that an Application deploys. */
export interface OwnedObject {
  object: KubernetesObject;
  source: ApplicationSource;
  /** Where it is deployed to: its own namespace, else the Application's; '' outside namespaces. */
  namespace: string;
}

const known = new WeakMap<Application, { context: RuleContext; objects: OwnedObject[] }>();

/**
 * The objects an Application deploys from plain manifests, as far as their names are known: a chart's are not, nor
 * those of a kustomization that renames or removes what it takes in.
 */
export function ownedObjects(application: Application, context: RuleContext): OwnedObject[] {
  const before = known.get(application);
  if (before?.context === context) return before.objects;
  const objects = ownedFiles(application, context).flatMap(({ how, source, files }) => {
    const value = sourceValue(application, source);
    const changed =
      how === 'kustomize'
        ? kustomizeChanges(source.path ?? '', field(value, 'kustomize'), context)
        : { namespace: null };
    if (how === 'helm' || changed === null || field(value, 'plugin') !== undefined) return [];
    return files.flatMap((file) =>
      objectsIn(file, context).map((object) => ({
        object,
        source,
        namespace: namespaceOf(object, changed.namespace, application),
      })),
    );
  });
  known.set(application, { context, objects });
  return objects;
}

function namespaceOf(object: KubernetesObject, kustomized: string | null, { destination }: Application): string {
  if (isClusterScoped(object)) return '';
  return kustomized ?? object.namespace ?? destination.namespace ?? '';
}

function sourceValue({ document }: Application, { at }: ApplicationSource): unknown {
  let value = plainValue(document);
  for (const step of at) value = field(value, String(step));
  return value;
}

/** The namespace a kustomization sets; null where it changes names, or what there is, in a way that is not read. */
function kustomizeChanges(folder: string, options: unknown, context: RuleContext): { namespace: string | null } | null {
  if (['namePrefix', 'nameSuffix', 'patches', 'components'].some((key) => field(options, key) !== undefined))
    return null;
  let namespace = textOf(field(options, 'namespace'));
  const seen = new Set<string>();
  const pending = [folder];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const here = next;
    const path = kustomizationNames.map((name) => joinPath(here, name)).find((one) => context.paths.at(one) === 'file');
    const document = path === undefined ? undefined : context.yaml(path)?.documents[0];
    if (!document) continue;
    const value = plainValue(document);
    if (renaming.some((key) => field(value, key) !== undefined) || removes(context.text(path ?? '') ?? '')) return null;
    const set = textOf(field(value, 'namespace'));
    // Below the top it holds for a part of the objects only.
    if (set !== null && namespace === null && here !== folder) return null;
    namespace ??= set;
    for (const item of [...listAt(value, 'patches'), ...listAt(value, 'patchesStrategicMerge')]) {
      const file = typeof item === 'string' ? item : field(item, 'path');
      const target = typeof file === 'string' ? normaliseRepositoryPath(joinPath(here, file)) : null;
      if (target !== null && removes(context.text(target) ?? '')) return null;
    }
    for (const item of [...listAt(value, 'resources'), ...listAt(value, 'bases')]) {
      const target = typeof item === 'string' ? normaliseRepositoryPath(joinPath(here, item)) : null;
      if (target !== null && context.paths.at(target) === 'folder') pending.push(target);
    }
  }
  return { namespace };
}

const renaming = ['namePrefix', 'nameSuffix', 'transformers', 'replacements', 'patchesJson6902', 'components', 'vars'];

function removes(text: string): boolean {
  return /\$patch|\/metadata\/name/.test(text);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
