import type { DeploymentRecord, DeploymentRecorder } from '@rollcall/domain/bump/recorded-deployment';
import { field } from '@rollcall/domain/yaml/value';
import type { GitHubAnswer } from './answer.ts';
import type { GitHubApi } from './api.ts';

const mostWords = 140;

/** Deployments of GitHub, which its page of an environment shows. */
export function githubDeployments(api: GitHubApi): DeploymentRecorder {
  /** The newest deployment of the commit, whoever made it: Argo CD's notifications go on with the one that is there. */
  async function idOf({ commit, environment, description }: DeploymentRecord): Promise<number | string> {
    const known = await api.rest('GET /repos/{owner}/{repo}/deployments', { ref: commit, environment, per_page: 1 });
    if (known.kind !== 'answer') return whyNot(known);
    const id = field(Array.isArray(known.data) ? known.data[0] : undefined, 'id');
    if (typeof id === 'number') return id;
    const made = await api.rest('POST /repos/{owner}/{repo}/deployments', {
      ...{ ref: commit, environment, description: cutDescription(description) },
      // The commit is on its branch already: nothing is merged into it, and no check decides whether it is.
      ...{ auto_merge: false, required_contexts: [] },
    });
    if (made.kind !== 'answer') return whyNot(made);
    const created = field(made.data, 'id');
    return typeof created === 'number' ? created : 'GitHub gave a deployment without an id';
  }

  return {
    record: async (record) => {
      const id = await idOf(record);
      if (typeof id === 'string') return id;
      const answer = await api.rest('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
        ...{ deployment_id: id, state: record.state, description: cutDescription(record.description) },
        ...(record.run === null ? {} : { log_url: record.run }),
      });
      return answer.kind === 'answer' ? null : whyNot(answer);
    },
  };
}

function whyNot(answer: Exclude<GitHubAnswer, { kind: 'answer' }>): string {
  return `${answer.said} (the job needs deployments: write)`;
}

/** GitHub takes no longer description, of a deployment as of a commit status. */
export function cutDescription(text: string): string {
  return [...text].slice(0, mostWords).join('');
}
