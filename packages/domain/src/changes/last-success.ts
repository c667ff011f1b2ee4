import { UserError } from '../user-error.ts';
import { type Comparison, type ComparisonQuestion, range, unknown } from './comparison.ts';
import { isUnavailable } from './history.ts';

/**
 * Since the last success: what came after it was built by no run that ended well. A commit that is no ancestor was
 * replaced by a forced push: then what it brought counts as well as what is new, for its images are still deployed.
 */
export async function sinceLastSuccess(question: ComparisonQuestion): Promise<Comparison> {
  const { head, history, log, options } = question;
  if (!options.lastSuccess) {
    throw new UserError('base is "last-success", which asks GitHub for earlier runs, and there is no way to ask', {
      help: 'Give "token", and let the job have "actions: read".',
    });
  }
  const run = await options.lastSuccess();
  if (run === null)
    return unknown('the last success', { because: 'no earlier run for this event on this branch succeeded' }, question);
  const common = await history.mergeBase(run.commit, head);
  if (isUnavailable(common)) return unknown(`the last success, ${run.name} on ${run.commit}`, common, question);
  if (common.id === run.commit) {
    log.notice(`Compared with the last success: ${run.name}, ${run.commit}.`);
    return range(run.commit, `the last success: ${run.name}`, question);
  }
  log.notice(
    `The last success, ${run.name} on ${run.commit}, is no ancestor of ${head}: the branch was rewritten. Compared with it and with their merge base, ${common.id}.`,
  );
  const because = `the merge base with the last success: ${run.name}, and what it built`;
  return { ...range(common.id, because, question), also: [run.commit] };
}
