import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import type { Rule } from '../../rule/rule.ts';
import { type DeployedDifference, deployedDifferences } from './deployed-differences.ts';

export const appBranchStale: Rule = {
  id: 'app-branch-stale',
  title: 'The deploy branches hold what was merged, but for image tags',
  severity: 'notice',
  incident: '004 4.3',
  help: 'Merge the branch that people work on into the deploy branch; take over first what was changed on the deploy branch alone.',
  needs: [],
  canJudge: ({ deployed }) => deployed.length > 0,
  *check({ deployed, config }) {
    for (const branch of deployed) {
      for (const difference of deployedDifferences(branch, config)) {
        const { location, application } = difference;
        const { name, environment } = application;
        yield {
          location,
          subject: name,
          ...present({ environment }),
          message: messageOf(difference, showPath(branch.name)),
        };
      }
    }
  },
};

function messageOf({ path, kind, application }: DeployedDifference, branch: string): string {
  const [file, where] = [showPath(path), quoteName(application.environment ?? '')];
  const until = 'until this revision is merged into it';
  if (kind === 'only-in-checkout') return `${file} is not on ${branch}: Argo CD runs ${where} without it ${until}`;
  if (kind === 'only-on-branch')
    return `${file} is gone here, but still on ${branch}: Argo CD keeps ${where} on it ${until}`;
  return `${file} differs on ${branch} in more than image tags: Argo CD runs ${where} with the text of that branch ${until}`;
}
