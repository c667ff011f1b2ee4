import { choiceInput, flagInput, listInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { parseImages } from '@rollcall/domain/bump/parse-images';
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
  /** Of a roll-back: the tags that it takes away, by service. */
  takesAway: Map<string, string> | null;
  /** Null stops for a service that was named, and skips any other. */
  onMissing: 'error' | 'warn' | null;
}

export function readInputs(): Inputs {
  const takesAway = tagsInput('takes-away');
  return {
    ...deploymentInputs(),
    takesAway,
    from: flagInput('to-previous') ? noInput('from', 'to-previous') : requiredInput('from'),
    to: requiredInput('to'),
    copy: choiceInput('copy', ['false', 'true', 'with-referrers'], 'false'),
    hold: {
      wanted: choiceInput('hold', ['true', 'false'], 'true') === 'true',
      until: textInput('hold-until'),
      reason: textInput('hold-reason'),
    },
    services: takesAway === null ? (listInput('services') ?? null) : [...takesAway.keys()],
    onMissing: textInput('on-missing') === undefined ? null : choiceInput('on-missing', ['error', 'warn'], 'error'),
  };
}

function noInput(name: string, other: string): null {
  if (textInput(name) !== undefined)
    throw new UserError(`inputs ${name} and ${other} are both given`, { help: 'Give one of them.' });
  return null;
}

/** Services with a tag each; null without the input. UserError beside what it stands for, or without a roll-back. */
function tagsInput(name: string): Map<string, string> | null {
  const given = textInput(name);
  if (given === undefined) return null;
  noInput('services', name);
  if (!flagInput('to-previous'))
    throw new UserError(`input ${name} is given without to-previous`, {
      help: 'It says which tags a roll-back takes away. Leave it out of a promotion.',
    });
  return new Map(parseImages(given).map(({ service, tag }) => [service, tag]));
}
