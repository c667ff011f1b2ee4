import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { openDeploymentOf, reportBump } from '../deployment-place.ts';

export async function run(input: CommandInput): Promise<number> {
  const [from, to] = [input.text('from'), input.text('to')];
  if (to === undefined) throw new UserError('rollcall promote needs --to', { help: 'Such as --from dev --to prod.' });
  const toPrevious = input.flag('to-previous');
  if (toPrevious === (from !== undefined))
    throw new UserError(`rollcall promote ${toPrevious ? 'takes' : 'needs'} one of --from and --to-previous`, {
      help: 'Give --from dev for the images of dev, or --to-previous to roll back.',
    });
  const services = input.list('services');
  const onMissing =
    input.text('on-missing') === undefined ? null : input.choice('on-missing', ['error', 'warn'], 'warn');
  const deployment = await openDeploymentOf(input, to);
  const result = await deployment.promote({
    from: from ?? null,
    services: services.length > 0 ? services : null,
    onMissing,
    hold: { wanted: !input.flag('no-hold'), until: input.text('hold-until'), reason: input.text('hold-reason') },
    copy: input.choice('copy', ['false', 'true', 'with-referrers'], 'false'),
  });
  return reportBump(input, result, deployment);
}
