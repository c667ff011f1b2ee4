import { choiceInput, flagInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { type ImageRequest, parseImages } from '@rollcall/domain/bump/parse-images';

export interface Inputs {
  config: string | undefined;
  environment: string;
  images: ImageRequest[];
  branch: string | undefined;
  baseBranch: string | undefined;
  token: string | undefined;
  message: string | undefined;
  allowOlder: boolean;
  onMissing: 'error' | 'warn';
  dryRun: boolean;
}

export function readInputs(): Inputs {
  return {
    config: textInput('config'),
    environment: requiredInput('environment'),
    images: parseImages(requiredInput('images')),
    branch: textInput('branch'),
    baseBranch: textInput('base-branch'),
    token: textInput('token'),
    message: textInput('message'),
    allowOlder: flagInput('allow-older'),
    onMissing: choiceInput('on-missing', ['error', 'warn'], 'error'),
    dryRun: flagInput('dry-run'),
  };
}
