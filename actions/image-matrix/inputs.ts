import { flagInput, integerInput, listInput, requiredInput, textInput } from '@rollcall/adapters/runner/inputs';
import { parseRunners } from '@rollcall/domain/image-matrix/runners';
import { parseList } from '@rollcall/domain/list-input';

export interface Inputs {
  config: string | undefined;
  services: string[];
  environment: string | null;
  registry: string | null;
  imageRepository: string | null;
  tag: string | null;
  platforms: string[];
  runners: Map<string, string>;
  omitRegistry: boolean;
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
    runners: parseRunners(listInput('runners') ?? []),
    omitRegistry: flagInput('omit-registry'),
    maxJobs: integerInput('max-jobs', 256),
    allowNumericTags: flagInput('allow-numeric-tags'),
  };
}
