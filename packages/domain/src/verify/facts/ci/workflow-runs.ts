import { isWorkflow } from '../../../builds/definition-files.ts';
import type { Location } from '../../../location.ts';
import { normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, fieldsAt, keysAt, listAt, plainValue, textAt, textsIn, valueAt } from '../../../yaml/value.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The `run` steps of one job, in their order. */
export interface JobRuns {
  path: string;
  document: YamlDocument;
  id: string;
  job: unknown;
  steps: readonly unknown[];
  /**
   * Files of another repository are checked out, or of this one into a folder, or the workflow is there for other
   * repositories to call, and checks out theirs: paths may lead there.
   */
  foreignCheckout: boolean;
  runs: RunStep[];
}

interface RunStep {
  /** Folder it runs in; null when an expression says it, or the runner's own folders. */
  folder: string | null;
  text: string;
  /** Where its text starts. */
  location: Location;
}

/** The jobs of the workflows GitHub runs, by path and in file order. */
export function runSteps(context: RuleContext): JobRuns[] {
  return [...context.texts.keys()]
    .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
    .sort()
    .flatMap((path) => {
      const document = context.yaml(path)?.documents[0];
      return document ? jobsOf(path, document, isForOthers(path, document, context)) : [];
    });
}

/** Whether a workflow runs where another calls it alone, and none of this repository does. */
function isForOthers(path: string, document: YamlDocument, { texts }: RuleContext): boolean {
  const on = field(plainValue(document), 'on');
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? textsIn(on) : keysAt(on);
  if (events.length !== 1 || events[0] !== 'workflow_call') return false;
  return ![...texts].some(([other, text]) => other !== path && isWorkflow(other) && text.includes(path));
}

function jobsOf(path: string, document: YamlDocument, isElsewhere: boolean): JobRuns[] {
  const workflow = plainValue(document);
  const everywhere = textAt(workflow, 'defaults', 'run', 'working-directory');
  return fieldsAt(workflow, 'jobs').map(([id, job]): JobRuns => {
    const folder = textAt(job, 'defaults', 'run', 'working-directory') ?? everywhere ?? '';
    const steps = listAt(job, 'steps');
    return {
      path,
      document,
      id,
      job,
      steps,
      foreignCheckout: isElsewhere || steps.some(isForeignCheckout),
      runs: steps.flatMap((step, index): RunStep[] => {
        const text = textAt(step, 'run');
        if (text === undefined) return [];
        const location = document.locateValue(['jobs', id, 'steps', index, 'run']);
        return [{ folder: folderIn(textAt(step, 'working-directory') ?? folder), text, location }];
      }),
    };
  });
}

function folderIn(written: string): string | null {
  return written.includes('${') || written.startsWith('~') ? null : normaliseRepositoryPath(written);
}

function isForeignCheckout(step: unknown): boolean {
  if (!textAt(step, 'uses')?.startsWith('actions/checkout@')) return false;
  return ['repository', 'path', 'ref'].some((key) => valueAt(step, ['with', key]) !== undefined);
}

/** The line of a run that matches, as far as it can be told; the line it starts at otherwise. */
export function lineOf(run: RunStep, document: YamlDocument, matches: (line: string) => boolean): Location {
  const lines = document.file.text.split('\n').slice(run.location.line - 1);
  const last = run.text.trimEnd().split('\n').length + 1;
  const offset = lines.slice(0, last).findIndex(matches);
  return offset <= 0 ? run.location : { ...run.location, line: run.location.line + offset, column: 1 };
}
