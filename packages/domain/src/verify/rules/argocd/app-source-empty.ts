import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { sourceContents } from '../../../argocd/source-contents.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { overriddenApplications } from '../../facts/argocd/overridden-applications.ts';
import { sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const appSourceEmpty: Rule = {
  id: 'app-source-empty',
  title: 'Every directory that an Application deploys holds a manifest that it takes',
  severity: 'warning',
  help: 'Set directory.recurse, correct include and exclude, or point the source at the folder that holds the manifests.',
  needs: [...sourceManifestsNeeds],
  *check(context) {
    for (const application of overriddenApplications(context)) {
      const { name, environment, document } = application;
      for (const source of application.sources) {
        const why = emptiness(application, source, context);
        if (why === null) continue;
        yield {
          location: document.locate([...source.at, 'path']),
          subject: name,
          ...present({ environment }),
          message: `Application ${quoteName(name)} deploys nothing from ${showPath(source.path || '.')}: ${why}`,
        };
      }
    }
  },
};

/** Why a directory with manifests gives none, as a clause; null where it gives some, or holds none. */
function emptiness(application: Application, source: ApplicationSource, context: RuleContext): string | null {
  const { path, directory, ref } = source;
  // One with `ref` may be there for its value files alone.
  if (path === null || ref !== null || !context.isOurs(source) || context.paths.at(path) !== 'folder') return null;
  const { tool, manifests, unread } = sourceContents(application, source, context);
  if (tool !== 'directory' || manifests.length > 0 || unread.length > 0) return null;
  const below = context.paths.files(path, true).filter((file) => /\.(?:ya?ml|json)$/.test(file));
  if (below.length === 0) return null;
  const count = below.length === 1 ? 'one file of manifests is' : `${below.length} files of manifests are`;
  if (directory.include !== null || directory.exclude !== null)
    return `${count} there, and its include and exclude leave none`;
  if (directory.recurse) return `${count} there, and each is marked to be left out`;
  return `${count} in folders of it, and recurse is not set`;
}
