import { originUrl } from '@rollcall/adapters/git/checkout';
import { runFacts } from '@rollcall/adapters/runner/run-facts';
import { imageMatrix } from '@rollcall/domain/image-matrix/image-matrix';
import { matrixJson, mostJobs } from '@rollcall/domain/image-matrix/matrix';
import { matrixTable } from '@rollcall/domain/image-matrix/matrix-table';
import { parseRunners } from '@rollcall/domain/image-matrix/runners';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { logProblems } from '../problems.ts';
import { openWorkTree } from '../work-tree.ts';

export async function run(input: CommandInput): Promise<number> {
  const { terminal } = input;
  const services = input.list('services');
  if (services.length === 0)
    throw new UserError('rollcall matrix needs --services', { help: 'Name services, or give --services all.' });
  const checkout = await openWorkTree(input);
  const { built, problems } = await imageMatrix({
    tree: checkout.tree,
    config: input.text('config'),
    services,
    environment: input.text('environment') ?? null,
    registry: input.text('registry') ?? null,
    imageRepository: input.text('image-repository') ?? null,
    tag: input.text('tag') ?? null,
    platforms: input.list('platforms'),
    runners: parseRunners(input.list('runners')),
    omitRegistry: input.flag('omit-registry'),
    allowNumericTags: input.flag('allow-numeric-tags'),
    maxJobs: input.integer('max-jobs', mostJobs),
    facts: await runFacts(process.env, checkout.git, await originUrl(checkout)),
  });
  logProblems(problems, terminal);
  if (input.flag('json')) terminal.writeJson(matrixJson(built));
  else terminal.write(matrixTable(built));
  return 0;
}
