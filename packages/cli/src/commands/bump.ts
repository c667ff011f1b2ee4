import { parseImages } from '@rollcall/domain/bump/parse-images';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { openDeploymentOf, reportBump } from '../deployment-place.ts';

export async function run(input: CommandInput): Promise<number> {
  const environment = input.text('environment');
  if (environment === undefined)
    throw new UserError('rollcall bump needs --environment', { help: 'Such as --environment prod.' });
  if (input.names.length === 0)
    throw new UserError('rollcall bump needs at least one SERVICE=TAG', { help: 'Such as user-service=187-c513bdf.' });
  const images = parseImages(input.names.join('\n'));
  const onMissing = input.choice('on-missing', ['error', 'warn'], 'error');
  const deployment = await openDeploymentOf(input, environment);
  return reportBump(input, await deployment.bump(images, onMissing), deployment);
}
