import { type DeploymentInputs, deploymentInputs } from '@rollcall/adapters/runner/deployment';
import { choiceInput, flagInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';

export interface Inputs extends DeploymentInputs {
  environment: string;
  images: ImageRequest[];
  branch: string | undefined;
  baseBranch: string | undefined;
  onMissing: 'error' | 'warn';
  dryRun: boolean;
}

export function readInputs(): Inputs {
  return {
    ...deploymentInputs(),
    environment: requiredInput('environment'),
    images: parseImages(requiredInput('images')),
    branch: textInput('branch'),
    baseBranch: textInput('base-branch'),
    onMissing: choiceInput('on-missing', ['error', 'warn'], 'error'),
    dryRun: flagInput('dry-run'),
  };
}
