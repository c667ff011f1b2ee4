import type { Application } from '../../../argocd/application.ts';
import { optionsOf } from '../../../argocd/source-contents.ts';
import { field, listAt, plainValue, textAt } from '../../../yaml/value.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { overriddenApplications } from '../../facts/argocd/overridden-applications.ts';
import { type OwnedFiles, ownedFiles, sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import { deployedObjectsIn } from '../../facts/kubernetes/deployed-objects.ts';
import { isClusterScoped, type KubernetesObject, objectsIn } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const appSharedSourcePath: Rule = {
  id: 'app-shared-source-path',
  title: 'No two Applications of an environment own one directory',
  severity: 'error',
  incident: '004 4.5',
  help: 'Let one Application own the directory: remove the source from the other, or split the directory with include and exclude.',
  needs: [...sourceManifestsNeeds],
  *check(context) {
    const reported = new Set<string>();
    const first = new Map<string, Owner>();
    for (const application of overriddenApplications(context)) {
      for (const owned of ownedFiles(application, context)) {
        // One chart is meant to be deployed many times, with other values.
        if (owned.tool === 'helm') continue;
        const owner = { application, owned };
        const keys = keysOf(owner, context);
        const other = keys
          .map((key) => first.get(key))
          .find((before) => before && !isSame(before.application, application));
        for (const key of keys) if (!first.has(key)) first.set(key, owner);
        const id = JSON.stringify([application.file, application.document.index, application.name, owned.source.at]);
        if (!other || reported.has(id)) continue;
        reported.add(id);
        yield sharedFolder(other, owner);
      }
    }
  },
};

interface Owner {
  application: Application;
  owned: OwnedFiles;
}

function sharedFolder(other: Owner, { application, owned }: Owner): RuleFinding {
  const where = application.environment === null ? '' : ` in ${application.environment}`;
  return applicationFinding(
    application,
    [...owned.source.at, 'path'],
    `Applications ${other.application.name} and ${application.name} both own ${owned.source.path || 'the repository root'}${where}: each undoes what the other syncs, and one is never in sync`,
  );
}

/**
 * What a source deploys from its folder, a key for each object: Applications of one environment and cluster that have
 * one in common own it both. Prefixes, suffixes and namespaces of the Application make other objects of the same files.
 */
function keysOf({ application, owned: { source, files, kustomize } }: Owner, context: RuleContext): string[] {
  const { environment, destination } = application;
  const place = [environment, destination.server, destination.name, source.path];
  const options = [optionsOf(application, source, 'kustomize'), ...source.overrides.map(kustomizeOf)];
  const option = (name: string): string | undefined =>
    options.map((value) => textAt(value, name)).findLast((value) => value !== undefined && value !== '');
  const names = kustomize ? `${option('namePrefix') ?? ''}*${option('nameSuffix') ?? ''}` : '*';
  const set = option('namespace') || textAt(kustomize?.kustomizations[0]?.value, 'namespace');
  const namespace = (kustomize && set) || null;
  // What patches and components of the Application rename or remove is not read: only the same ones do the same.
  const changes = JSON.stringify(options.map((value) => [field(value, 'patches'), field(value, 'components')]));
  const variant =
    /\$patch|\/metadata\/name/.test(changes) || options.some((value) => listAt(value, 'components').length > 0)
      ? changes
      : '';
  return files.flatMap((file) => {
    const placed = objectsIn(file, context).length === 0 ? unreadIn(file, context) : [];
    for (const [index, object] of deployedObjectsIn(file, { isKustomized: kustomize !== null }, context).entries()) {
      const keeps = keepsItsName(object);
      placed.push({ index, names: keeps ? '*' : names, own: isClusterScoped(object) ? '' : object.namespace });
    }
    return placed.map(({ index, names: given = names, own }) => {
      const at = own === '' ? '' : (namespace ?? own ?? destination.namespace);
      return JSON.stringify([...place, variant, file, index, given, at]);
    });
  });
}

interface Placed {
  index: number;
  names?: string;
  /** The namespace that it says; '' outside namespaces. */
  own: string | null;
}

/** The documents of a file that are no objects with a name of their own; one for a file that is no YAML. */
function unreadIn(file: string, context: RuleContext): Placed[] {
  const documents = context.yaml(file)?.documents ?? [];
  if (documents.length === 0) return [{ index: 0, own: null }];
  return documents.map((document, index) => ({
    index,
    own: textAt(plainValue(document), 'metadata', 'namespace') || null,
  }));
}

/** Kinds whose names kustomize (5.8.2) leaves as they are. */
function keepsItsName({ kind }: KubernetesObject): boolean {
  return kind === 'CustomResourceDefinition' || kind === 'APIService' || kind === 'Namespace';
}

function kustomizeOf(document: YamlDocument): unknown {
  return field(plainValue(document), 'kustomize');
}

/** One Application, or one that is written twice: whichever is applied last replaces the other, so they do not fight. */
function isSame(a: Application, b: Application): boolean {
  return a === b || (a.name === b.name && (a.namespace ?? 'argocd') === (b.namespace ?? 'argocd'));
}
