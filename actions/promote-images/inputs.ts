import { type DeploymentInputs, deploymentInputs } from '@rollcall/adapters/runner/deployment';
import { choiceInput, flagInput, listInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { UserError } from '@rollcall/domain/user-error';

export interface Inputs extends DeploymentInputs {
  /** Undefined for a roll-back. */
  from: string | undefined;
  to: string;
  services: string[] | undefined;
  branch: string | undefined;
  baseBranch: string | undefined;
  onMissing: 'error' | 'warn' | null;
  dryRun: boolean;
}

export function readInputs(): Inputs {
  return {
    ...deploymentInputs(),
    from: flagInput('to-previous') ? noInput('from', 'to-previous') : requiredInput('from'),
    to: requiredInput('to'),
    services: listInput('services'),
    branch: textInput('branch'),
    baseBranch: textInput('base-branch'),
    onMissing: textInput('on-missing') === undefined ? null : choiceInput('on-missing', ['error', 'warn'], 'error'),
    dryRun: flagInput('dry-run'),
  };
}

function noInput(name: string, other: string): undefined {
  if (textInput(name) !== undefined)
    throw new UserError(`inputs ${name} and ${other} are both given`, { help: 'Give one of them.' });
}
