import { choiceInput, flagInput, listInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { UserError } from '@rollcall/domain/user-error';
import { deploymentInputs, type RunDeploymentInputs } from '@rollcall/shell/run-deployment';

export interface Inputs extends RunDeploymentInputs {
  /** Null for a roll-back. */
  from: string | null;
  to: string;
  /** Null for all that differ. */
  services: string[] | null;
  copy: 'false' | 'true' | 'with-referrers';
  hold: { wanted: boolean; until: string | undefined; reason: string | undefined };
  /** Null stops for a service that was named, and skips any other. */
  onMissing: 'error' | 'warn' | null;
}

export function readInputs(): Inputs {
  return {
    ...deploymentInputs(),
    from: flagInput('to-previous') ? noInput('from', 'to-previous') : requiredInput('from'),
    to: requiredInput('to'),
    copy: choiceInput('copy', ['false', 'true', 'with-referrers'], 'false'),
    hold: {
      wanted: choiceInput('hold', ['true', 'false'], 'true') === 'true',
      until: textInput('hold-until'),
      reason: textInput('hold-reason'),
    },
    services: listInput('services') ?? null,
    onMissing: textInput('on-missing') === undefined ? null : choiceInput('on-missing', ['error', 'warn'], 'error'),
  };
}

function noInput(name: string, other: string): null {
  if (textInput(name) !== undefined)
    throw new UserError(`inputs ${name} and ${other} are both given`, { help: 'Give one of them.' });
  return null;
}
