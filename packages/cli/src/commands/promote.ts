import { settingsOf } from '@rollcall/domain/bump/deploy-target';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { openDeployment } from '../deployment.ts';

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
  const deployment = await openDeployment(input, to);
  const { config, settings, loadCatalog, dryRun, sourceHistory, target } = deployment;
  const result = await promoteImages(
    {
      from:
        from === undefined ? null : { settings: settingsOf(config, from), manifests: await deployment.source(from) },
      to: { settings, manifests: target },
      services: services.length > 0 ? services : null,
      onMissing,
      loadCatalog,
      log: input.terminal.log,
      dryRun,
      sourceHistory,
    },
    deployment.write,
  );
  deployment.report(result);
  return 0;
}
