import { matchesParts } from '../../../image-targets/kustomize-entries.ts';
import { quoteName, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { field, fieldsAt, isRecord, plainValue, textAt, textsIn, valueAt } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { requiredChecks, requiredChecksNeeds } from './required-checks.ts';

export const requiredCheckPathFiltered: Rule = {
  id: 'required-check-path-filtered',
  title: 'Every check that a request has to pass runs for every request',
  severity: 'error',
  help: 'Remove paths from the workflow and let its first job decide what is to be done: a job that is skipped by its `if` counts as passed.',
  needs: [...requiredChecksNeeds, registerFiles],
  *check(context) {
    const required = requiredChecks(context);
    if (required.length === 0) return;
    const jobs = checksOfWorkflows(context);
    for (const { name, file, isCertain } of required) {
      const makers = jobs.filter((job) => job.reports(name));
      const [first] = makers;
      if (!first?.filter || makers.some(({ filter }) => filter === null)) continue;
      // One that runs where the other does not: what GitHub proposes where a filter has to be.
      if (new Set(makers.map(({ filter }) => filter?.key)).size > 1) continue;
      yield {
        location: first.document.locate(first.filter.path),
        subject: name,
        ...(isCertain ? {} : { confidence: 'likely' as const }),
        key: name,
        message: `${showPath(file)} requires the check ${quoteName(name)}, and ${showPath(first.document.file.path)}, which alone reports it, does not run for every request (${first.filter.key}): a request that changes nothing of it waits for ever`,
      };
    }
  },
};

/** A job of a workflow that requests start. */
interface ReportedCheck {
  document: YamlDocument;
  /** Whether it reports under a name. */
  reports: (check: string) => boolean;
  /** What leaves requests out by the files they change; null where it runs for all. */
  filter: { path: YamlPath; key: string } | null;
}

function checksOfWorkflows(context: RuleContext): ReportedCheck[] {
  const files = [...context.texts.keys()].filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)).sort();
  return files.flatMap((path) => {
    const document = context.yaml(path)?.documents[0];
    const value = document && plainValue(document);
    const filter = filterOf(field(value, 'on'));
    if (!document || filter === undefined) return [];
    return fieldsAt(value, 'jobs').map(([id, job]) => ({
      document,
      filter,
      reports: reportsAs(textAt(job, 'name') ?? id),
    }));
  });
}

/** The filter of the events that report to a request; undefined where none does. */
function filterOf(on: unknown): ReportedCheck['filter'] | undefined {
  const events = isRecord(on) ? Object.keys(on) : typeof on === 'string' ? [on] : textsIn(on);
  const ofRequests = events.filter((event) => /^pull_request(?:_target)?$/.test(event));
  // What is pushed to the branch of a request reports to it as well.
  const push = field(on, 'push');
  const ofPushes =
    events.includes('push') && valueAt(push, ['branches']) === undefined && valueAt(push, ['tags']) === undefined;
  const started = [...ofRequests, ...(ofPushes ? ['push'] : [])];
  if (started.length === 0) return undefined;
  const filters = started.map((event): ReportedCheck['filter'] => {
    const key = ['paths', 'paths-ignore'].find((one) => textsIn(valueAt(on, [event, one])).length > 0);
    const globs = key === undefined ? [] : textsIn(valueAt(on, [event, key]));
    if (key === undefined || (key === 'paths' && globs.every((glob) => glob === '**' || glob === '**/*'))) return null;
    return { path: ['on', event, key], key };
  });
  return filters.includes(null) ? null : (filters[0] ?? null);
}

/**
 * Whether a job reports under a name: behind its own the values of its matrix may stand, and the job of the workflow that
 * it calls; what an expression makes may be anything.
 */
function reportsAs(job: string): (check: string) => boolean {
  const [first = '', ...rest] = job.split('${{');
  const parts = [first, ...rest.map((part) => part.slice(part.indexOf('}}') + 2))];
  return (check) => {
    const [caller = ''] = check.split(' / ', 1);
    const [plain = ''] = check.split(' (', 1);
    return [check, caller, plain].some((name) => matchesParts(parts, name));
  };
}
