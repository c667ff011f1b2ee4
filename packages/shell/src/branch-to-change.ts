import { eventPayload } from '@rollcall/adapters/runner/event-payload';
import { valueAt } from '@rollcall/domain/yaml/value';
import { type BranchToFix, branchToFix } from './branch-to-fix.ts';

/** Who may put labels on issues, as GitHub says it of their author. */
const mayLabel: ReadonlySet<unknown> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

/**
 * The branch that a service is added to or retired from: as that of fixes, and in a run of an issue the branch that the
 * run is of, where somebody else than a stranger put a label on the issue. Anybody opens an issue, and a form puts its
 * labels on in the name of whoever opens it; else only who may triage labels one.
 */
export function branchToChange(
  env: Readonly<Record<string, string | undefined>>,
  named: string | undefined,
): BranchToFix {
  if (env.GITHUB_EVENT_NAME !== 'issues') return branchToFix(env, named);
  const payload = eventPayload(env);
  if (valueAt(payload, ['action']) !== 'labeled')
    return {
      because: 'anybody can open an issue, and the run is not of a label that was put on it',
      help: 'Let the workflow run on: issues: types: [labeled].',
    };
  const [author, labelledBy] = [valueAt(payload, ['issue', 'user', 'login']), valueAt(payload, ['sender', 'login'])];
  const isByAuthor = typeof labelledBy !== 'string' || author === labelledBy;
  if (isByAuthor && !mayLabel.has(valueAt(payload, ['issue', 'author_association'])))
    return {
      because: 'the label was put on by whoever opened the issue, who is none of the team: a form may do that',
      help: 'Take the label out of the form, and let somebody of the team put it on.',
    };
  return branchToFix({ ...env, GITHUB_EVENT_NAME: 'workflow_dispatch' }, named);
}
