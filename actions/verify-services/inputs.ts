import { choiceInput, listInput, textInput } from '@rollcall/adapters/runner/inputs';
import { type FailOn, failOnWords } from '@rollcall/domain/verify/fail-on';

export interface Inputs {
  config: string | undefined;
  /** Revisions, and the word `deploy-branches`. */
  ref: string[];
  services: string[];
  environments: string[];
  rules: string[];
  baseline: string | undefined;
  failOn: FailOn;
  /** Where SARIF is written, relative to the workspace. */
  sarifFile: string | undefined;
  comment: 'on-findings' | 'always' | 'never';
  token: string | undefined;
  /** Tells the comments of the steps apart that verify folders of one repository. */
  scope: string;
}

export function readInputs(): Inputs {
  return {
    config: textInput('config'),
    ref: listInput('ref') ?? [],
    services: listInput('services') ?? [],
    environments: listInput('environments') ?? [],
    rules: listInput('rules') ?? [],
    baseline: textInput('baseline'),
    failOn: choiceInput('fail-on', failOnWords, 'error'),
    sarifFile: textInput('sarif-file'),
    comment: choiceInput('comment', ['on-findings', 'always', 'never'], 'on-findings'),
    token: textInput('token'),
    scope: textInput('working-directory') ?? '.',
  };
}
