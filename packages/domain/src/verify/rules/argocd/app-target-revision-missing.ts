import { quoteName } from '../../../names.ts';
import { didYouMean } from '../../../nearest.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { followedName, followsNames } from '../../rule/remote-refs.ts';
import type { Rule } from '../../rule/rule.ts';

export const appTargetRevisionMissing: Rule = {
  id: 'app-target-revision-missing',
  title: 'Every branch that an Application follows exists',
  severity: 'error',
  incident: '004 4.3',
  help: 'Correct targetRevision, or create the branch.',
  needs: [],
  needsRemote: followsNames,
  canJudge: ({ remote }) => remote !== null,
  *check({ remote, catalog }) {
    if (remote === null) return;
    const names = new Set([...remote.branches, ...remote.tags]);
    for (const application of catalog.applications) {
      for (const source of application.sources) {
        const followed = followedName(source);
        if (followed === null || names.has(followed)) continue;
        yield applicationFinding(
          application,
          [...source.at, 'targetRevision'],
          `Application ${quoteName(application.name)} follows ${quoteName(source.targetRevision ?? '')}, a branch that does not exist: Argo CD cannot sync it.${didYouMean(followed, remote.branches)}`,
        );
      }
    }
  },
};
