import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { sourceContents } from '../../../argocd/source-contents.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { baseName } from '../../../tree/repository-paths.ts';
import { field, listAt, textAt } from '../../../yaml/value.ts';
import { overriddenApplications } from '../../facts/argocd/overridden-applications.ts';
import { sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const appSourceUnkustomized: Rule = {
  id: 'app-source-unkustomized',
  title: 'No kustomization is applied as if it were a manifest',
  severity: 'error',
  help: 'Give each of the folders an Application of its own, list them in a kustomization at the top, or exclude them.',
  needs: [...sourceManifestsNeeds],
  *check(context) {
    for (const application of overriddenApplications(context)) {
      const { name, environment, document } = application;
      for (const source of application.sources) {
        const files = plainKustomizations(application, source, context);
        if (files.length === 0) continue;
        const lost = lostOf(files, context);
        const isObject = files.filter((path) => textAt(valueIn(path, context), 'kind') !== undefined);
        const effect =
          isObject.length > 0
            ? `the cluster knows no kind Kustomization, so that the sync fails${lost && `, and ${lost}`}`
            : `Argo CD leaves out what has no kind, so that ${lost || 'nothing of it is done'}`;
        yield {
          location: document.locate([...source.at, 'path']),
          subject: name,
          ...present({ environment }),
          ...(isObject.length > 0 ? {} : { severity: 'warning' as const }),
          message: `Application ${quoteName(name)} takes ${showPath(source.path || '.')} and all below it as plain manifests, ${listFew(files.map(showPath))} too: ${effect}`,
        };
      }
    }
  },
};

/** The kustomizations below a directory that Argo CD (3.6) takes file by file: it looks for them at the top alone. */
function plainKustomizations(application: Application, source: ApplicationSource, context: RuleContext): string[] {
  const { path, ref, directory } = source;
  if (path === null || ref !== null || !directory.recurse || !context.isOurs(source)) return [];
  if (context.paths.at(path) !== 'folder') return [];
  const { tool, manifests } = sourceContents(application, source, context);
  if (tool !== 'directory') return [];
  return manifests.filter((file) => kustomizations(file) && isKustomization(valueIn(file, context)));
}

function valueIn(path: string, context: RuleContext): unknown {
  return context.yaml(path)?.documents[0]?.value();
}

/** Flux has a kind of the same name, which is an object of the cluster. */
function isKustomization(value: unknown): boolean {
  const [version, kind] = [textAt(value, 'apiVersion') ?? '', textAt(value, 'kind')];
  if (kind === undefined) return field(value, 'resources') !== undefined || listAt(value, 'images').length > 0;
  return /^(?:Kustomization|Component)$/.test(kind) && version.startsWith('kustomize.config.k8s.io/');
}

/** What of kustomizations never happens, as a clause; '' where they only list. */
function lostOf(files: readonly string[], context: RuleContext): string {
  const values = files.map((path) => valueIn(path, context));
  const [image] = values.flatMap((value) => listAt(value, 'images'));
  const tag = textAt(image, 'newTag') ?? textAt(image, 'digest');
  if (image !== undefined)
    return `the images that they set are never deployed (${quoteName(baseName(textAt(image, 'name') ?? ''))}${tag === undefined ? '' : `, ${quoteName(tag)}`})`;
  const changes = ['patches', 'patchesStrategicMerge', 'configMapGenerator', 'secretGenerator', 'namespace'].filter(
    (key) => values.some((value) => field(value, key) !== undefined),
  );
  return changes.length === 0 ? '' : `what ${listFew(changes)} say is never done`;
}
