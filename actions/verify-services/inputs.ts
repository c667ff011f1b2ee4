import type { Place } from '@rollcall/adapters/disk/inside';
import { choiceInput, flagInput, listInput, placeInput, textInput } from '@rollcall/adapters/runner/inputs';
import { UserError } from '@rollcall/domain/user-error';
import { type Confidence, confidences } from '@rollcall/domain/verify/findings/finding';
import { parseServiceTags } from '@rollcall/domain/verify/fixes/clone/service-tags';
import { type FailOn, failOnWords } from '@rollcall/domain/verify/report/fail-on';
import { type ConfigChangesMode, configChangesWords } from '@rollcall/domain/verify/verify-request';
import type { OtherRepositoryInputs } from '@rollcall/shell/other-repositories-of-run';
import type { FixInputs } from '@rollcall/shell/run-fixes';

export interface Inputs extends OtherRepositoryInputs {
  config: string | undefined;
  /** Revisions, and the word `deploy-branches`. */
  ref: string[];
  services: string[];
  environments: string[];
  rules: string[];
  baseline: string | undefined;
  failOn: FailOn;
  minConfidence: Confidence;
  /** Where SARIF is written. */
  sarifFile: Place | undefined;
  configChanges: ConfigChangesMode;
  comment: 'on-findings' | 'always' | 'never';
  /** Tells the comments of the steps apart that verify folders of one repository. */
  scope: string;
  fix: 'none' | FixInputs;
  unsafeFixes: boolean;
  /** What the Applications that fixes make are given, by service. */
  tags: Map<string, string>;
}

export function readInputs(): Inputs {
  const token = textInput('token');
  const [fix, unsafeFixes] = [fixInputs(token), flagInput('unsafe-fixes')];
  const tags = parseServiceTags(listInput('tags') ?? []);
  if (tags.size > 0 && (fix === 'none' || !unsafeFixes))
    throw new UserError('input tags is given without fix and unsafe-fixes', {
      help: 'Only the Applications that these fixes write take a tag.',
    });
  return {
    config: textInput('config'),
    ref: listInput('ref') ?? [],
    services: listInput('services') ?? [],
    environments: listInput('environments') ?? [],
    rules: listInput('rules') ?? [],
    baseline: textInput('baseline'),
    failOn: choiceInput('fail-on', failOnWords, 'error'),
    minConfidence: choiceInput('min-confidence', confidences, 'proved'),
    sarifFile: placeInput('sarif-file', 'file', process.env),
    configChanges: choiceInput('config-changes', configChangesWords, 'report'),
    comment: choiceInput('comment', ['on-findings', 'always', 'never'], 'on-findings'),
    token,
    deployRepository: textInput('deploy-repository'),
    deployToken: textInput('deploy-token'),
    scope: textInput('working-directory') ?? '.',
    fix,
    unsafeFixes,
    tags,
  };
}

function fixInputs(token: string | undefined): 'none' | FixInputs {
  const mode = choiceInput('fix', ['none', 'commit', 'pull-request'], 'none');
  if (mode === 'none') return mode;
  return {
    mode,
    token,
    via: choiceInput('via', ['api', 'git', 'auto'], 'auto'),
    branch: textInput('branch'),
    labels: listInput('labels') ?? [],
    autoMerge: flagInput('auto-merge'),
    message: textInput('message'),
  };
}
