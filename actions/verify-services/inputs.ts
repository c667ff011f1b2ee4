import { choiceInput, listInput, textInput } from '@rollcall/adapters/runner/inputs';
import { type FailOn, failOnWords } from '@rollcall/domain/verify/fail-on';

export interface Inputs {
  config: string | undefined;
  ref: string | undefined;
  services: string[];
  environments: string[];
  rules: string[];
  failOn: FailOn;
}

export function readInputs(): Inputs {
  return {
    config: textInput('config'),
    ref: textInput('ref'),
    services: listInput('services') ?? [],
    environments: listInput('environments') ?? [],
    rules: listInput('rules') ?? [],
    failOn: choiceInput('fail-on', failOnWords, 'error'),
  };
}
