import { choiceInput, requiredInput } from '@rollcall/adapters/runner/inputs';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import { deploymentInputs, type RunDeploymentInputs } from '@rollcall/shell/run-deployment';

export interface Inputs extends RunDeploymentInputs {
  environment: string;
  images: ImageRequest[];
  onMissing: 'error' | 'warn';
}

export function readInputs(): Inputs {
  return {
    ...deploymentInputs(),
    environment: requiredInput('environment'),
    images: parseImages(requiredInput('images')),
    onMissing: choiceInput('on-missing', ['error', 'warn'], 'error'),
  };
}
