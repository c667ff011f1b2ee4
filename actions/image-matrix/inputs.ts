import { flagInput, integerInput, listInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { parseList } from '@rollcall/domain/list-input';

export interface Inputs {
  config: string | undefined;
  services: string[];
  environment: string | null;
  registry: string | null;
  imageRepository: string | null;
  tag: string | null;
  platforms: string[];
  maxJobs: number;
  allowNumericTags: boolean;
}

export function readInputs(): Inputs {
  return {
    config: textInput('config'),
    services: parseList(requiredInput('services'), 'input services'),
    environment: textInput('environment') ?? null,
    registry: textInput('registry') ?? null,
    imageRepository: textInput('image-repository') ?? null,
    tag: textInput('tag') ?? null,
    platforms: listInput('platforms') ?? [],
    maxJobs: integerInput('max-jobs', 256),
    allowNumericTags: flagInput('allow-numeric-tags'),
  };
}
