import { quoteName } from '../../catalog/names.ts';
import { didYouMean } from '../../nearest.ts';
import type { Rule } from '../rule.ts';

export const appTargetRevisionMissing: Rule = {
  id: 'app-target-revision-missing',
  title: 'Every branch that an Application follows exists',
  severity: 'error',
  seed: '004 4.3',
  help: 'Correct targetRevision, or create the branch.',
  needs: [],
  *check(model) {
    if (model.branches === null) return;
    const branches = new Set(model.branches);
    for (const { name, environment, document, sources } of model.catalog.applications) {
      for (const source of sources) {
        const { targetRevision, chart, at } = source;
        if (targetRevision === null || chart !== null || !model.isOurs(source)) continue;
        const branch = targetRevision.replace(/^refs\/heads\//, '');
        if (branches.has(branch) || mayBeNoBranch(branch)) continue;
        yield {
          location: document.locate([...at, 'targetRevision']),
          subject: name,
          ...(environment === null ? {} : { environment }),
          message: `Application ${quoteName(name)} follows ${quoteName(targetRevision)}, a branch that does not exist: Argo CD cannot sync it.${didYouMean(branch, branches)}`,
        };
      }
    }
  },
};

/** HEAD, a commit, or what reads as a version: a tag, or a range of tags. */
function mayBeNoBranch(revision: string): boolean {
  if (revision === '' || revision === 'HEAD' || /^[0-9a-f]{7,40}$/i.test(revision)) return true;
  return revision.startsWith('refs/') || /\{\{|\$\{|[*<>=^~]|\d+\.\d+|^v?\d+$/.test(revision);
}
