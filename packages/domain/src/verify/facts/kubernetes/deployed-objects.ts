import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import type { KustomizeContents } from '../../../argocd/kustomization.ts';
import { optionsOf } from '../../../argocd/source-contents.ts';
import { memoize } from '../../../memo.ts';
import { field, textAt } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type OwnedFiles, ownedFiles, sourceManifestsNeeds } from '../argocd/source-manifests.ts';
import { isClusterScoped, type KubernetesObject, objectsIn, objectsOf } from './objects.ts';
import { renderedDocuments } from './rendered-documents.ts';

/** What a rule needs to have read that asks for deployed objects. */
export const ownedObjectsNeeds = sourceManifestsNeeds;

/** An object of a plain manifest that an Application deploys. */
export interface OwnedObject {
  object: KubernetesObject;
  source: ApplicationSource;
  /** Where it is deployed to: its own namespace, else the Application's; '' outside namespaces. */
  namespace: string;
}

/**
 * The objects an Application deploys from plain manifests, as far as their names are known: a chart's are not, nor
 * those of a kustomization that renames or removes what it takes in, unless they were rendered.
 */
export function ownedObjects(application: Application, context: RuleContext): readonly OwnedObject[] {
  const known = objectsByApplication(context);
  const before = known.get(application);
  if (before) return before;
  const objects = ownedFiles(application, context).flatMap((owned) => objectsOfSource(application, owned, context));
  known.set(application, objects);
  return objects;
}

const objectsByApplication = memoize((_context: RuleContext) => new Map<Application, readonly OwnedObject[]>());

function objectsOfSource(
  application: Application,
  { source, files, kustomize }: OwnedFiles,
  context: RuleContext,
): OwnedObject[] {
  const rendered = renderedDocuments(application, source, context);
  if (rendered)
    return rendered.flatMap(objectsOf).map((object) => ({
      object,
      source,
      namespace: isClusterScoped(object) ? '' : (object.namespace ?? application.destination.namespace ?? ''),
    }));
  const namespace = kustomize ? namespaceSetBy(kustomize, optionsOf(application, source, 'kustomize'), context) : null;
  if (namespace === 'unknown') return [];
  return files.flatMap((file) =>
    deployedObjectsIn(file, { isKustomized: kustomize !== null }, context).map((object) => ({
      object,
      source,
      namespace: isClusterScoped(object)
        ? ''
        : (namespace?.name ?? object.namespace ?? application.destination.namespace ?? ''),
    })),
  );
}

/**
 * The objects of a manifest without those that are marked to be left out: by `argocd.argoproj.io/hook: Skip`, which
 * Argo CD does not apply, and by `config.kubernetes.io/local-config`, which kustomize (5.8.2) does not write.
 */
export function deployedObjectsIn(
  file: string,
  { isKustomized }: { isKustomized: boolean },
  context: RuleContext,
): KubernetesObject[] {
  return objectsIn(file, context).filter(({ value }) => {
    const annotation = (name: string): string | undefined => textAt(value, 'metadata', 'annotations', name);
    if (
      annotation('argocd.argoproj.io/hook')
        ?.split(',')
        .some((hook) => hook.trim() === 'Skip')
    )
      return false;
    return !isKustomized || annotation('config.kubernetes.io/local-config') !== 'true';
  });
}

/**
 * The namespace that kustomizations set, null where they set none. Unknown where they change names, or what there is,
 * in a way that is not read.
 */
function namespaceSetBy(
  { kustomizations, files }: KustomizeContents,
  options: unknown,
  context: RuleContext,
): { name: string } | null | 'unknown' {
  if (changing.some((key) => field(options, key) !== undefined)) return 'unknown';
  const patches = files.flatMap(({ path, use }) => (use === 'patch' ? [context.text(path) ?? ''] : []));
  const written = kustomizations.map(({ document }) => document.file.text);
  if ([...written, ...patches].some((text) => /\$patch|\/metadata\/name/.test(text))) return 'unknown';
  let namespace = textAt(options, 'namespace') || null;
  for (const [index, { value }] of kustomizations.entries()) {
    if (renaming.some((key) => field(value, key) !== undefined)) return 'unknown';
    const set = textAt(value, 'namespace') || null;
    // Below the top it holds for a part of the objects only.
    if (set !== null && namespace === null && index > 0) return 'unknown';
    namespace ??= set;
  }
  return namespace === null ? null : { name: namespace };
}

/** Options of a source that change names, or what there is. */
const changing = ['namePrefix', 'nameSuffix', 'patches', 'components'];
const renaming = ['namePrefix', 'nameSuffix', 'transformers', 'replacements', 'patchesJson6902', 'components', 'vars'];
