import { choiceInput, flagInput, listInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { UserError } from '@rollcall/domain/user-error';

export interface Inputs {
  /** Undefined for a roll-back. */
  from: string | undefined;
  to: string;
  services: string[] | undefined;
  config: string | undefined;
  branch: string | undefined;
  baseBranch: string | undefined;
  token: string | undefined;
  message: string | undefined;
  allowOlder: boolean;
  onMissing: 'error' | 'warn' | null;
  dryRun: boolean;
}

export function readInputs(): Inputs {
  return {
    from: flagInput('to-previous') ? noInput('from', 'to-previous') : requiredInput('from'),
    to: requiredInput('to'),
    services: listInput('services'),
    config: textInput('config'),
    branch: textInput('branch'),
    baseBranch: textInput('base-branch'),
    token: textInput('token'),
    message: textInput('message'),
    allowOlder: flagInput('allow-older'),
    onMissing: textInput('on-missing') === undefined ? null : choiceInput('on-missing', ['error', 'warn'], 'error'),
    dryRun: flagInput('dry-run'),
  };
}

function noInput(name: string, other: string): undefined {
  if (textInput(name) !== undefined)
    throw new UserError(`inputs ${name} and ${other} are both given`, { help: 'Give one of them.' });
}
