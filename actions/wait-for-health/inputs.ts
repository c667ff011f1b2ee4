import { listInput, requiredInput } from '@rollcall/adapters/runner/inputs';
import { deploymentInputs } from '@rollcall/shell/run-deployment';
import type { DeployHealthRequest } from '@rollcall/shell/run-health';

export function readInputs(): DeployHealthRequest {
  return {
    ...deploymentInputs(),
    environment: requiredInput('environment'),
    commit: requiredInput('commit'),
    services: listInput('services') ?? null,
  };
}
