import { paceUntil } from '@rollcall/adapters/network/deadline';
import type { Runner } from '@rollcall/adapters/runner/runner';
import { awaitHealth } from '@rollcall/domain/bump/deploy-health';
import {
  deployedLine,
  deployHealthSummary,
  deployHealthTable,
  headline,
  unhealthyOf,
} from '@rollcall/domain/bump/deploy-health-text';
import { configuredBranch, configuredRepository, settingsOf } from '@rollcall/domain/bump/deploy-target';
import { readConfig } from '@rollcall/domain/catalog/config';
import { environmentConfig } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { isCommitId } from '@rollcall/domain/commit-id';
import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import { recorderOf } from './deployment.ts';
import { placeOfRun, type RunDeploymentInputs } from './run-deployment.ts';

export interface DeployHealthRequest extends RunDeploymentInputs {
  environment: string;
  commit: string;
  /** Null for those whose tag the commit changed. */
  services: readonly string[] | null;
}

/** Milliseconds between two questions: a sixtieth of the time, so that a short wait is not one question alone. */
const [shortest, longest] = [1_000, 15_000];

/** Waits for what a commit deployed, prints each change, sets the outputs, and fails the run where something is not healthy. */
export async function healthOfRun(runner: Runner, request: DeployHealthRequest): Promise<void> {
  const { environment, commit, services } = request;
  if (!isCommitId(commit))
    throw new UserError(`${quoteName(commit.slice(0, 200))} is not the id of a commit`, {
      help: 'Give the output "commit" of the step that wrote it, in full. It is empty where nothing changed: run this step only where `changed` is true.',
    });
  const place = await placeOfRun(runner, request);
  const { config } = await readConfig(place.tree, request.config);
  const repository = await place.deployRepository(configuredRepository(config, environment), 'write');
  const { checks } = repository;
  if (checks === null)
    throw new UserError('nobody can be asked how the commit stands', {
      help: 'Give a token for a repository on the GitHub server of this run, and leave "via: git" out.',
    });
  const load = { repositoryUrl: repository.url, elsewhere: 'all' as const };
  const known = repository.isSeparate ? configuredBranch(config, environment) : undefined;
  const open = () =>
    repository.openTarget(environment, known, async () => loadCatalog(await repository.overview(), config, load));
  const { deadline } = runner.network;
  const interval = Math.min(longest, Math.max(shortest, deadline.left() / 60));
  const found = await awaitHealth({
    place: {
      settings: settingsOf(config, environment),
      open,
      loadCatalog: (tree) => loadCatalog(tree, config, load),
      checks,
    },
    health: environmentConfig(config, environment)?.health ?? [],
    ...{ commit, services, interval, pace: paceUntil(deadline) },
    onChange: (service) => runner.print(deployedLine(service)),
  });
  const context = { environment, commit, repositoryUrl: repository.url, limit: deadline.limit };
  runner.print(deployHealthTable(found, context));
  runner.summarize(deployHealthSummary(found, context));
  const unhealthy = unhealthyOf(found);
  if (request.deployments && found.some(({ state }) => state !== 'replaced')) {
    const state = unhealthy.length > 0 ? 'failure' : 'success';
    const record = { commit, environment, state, description: headline(found, context), run: place.run } as const;
    const why = await recorderOf(repository).record(record);
    if (why !== null) runner.log.warning(`the deployment of ${commit.slice(0, 12)} is not brought up to date: ${why}`);
  }
  runner.setOutputs({
    healthy: unhealthy.length === 0,
    unhealthy: unhealthy.map(({ service, tag }) => ({ service, tag })),
    services: found.map(({ service, tag, state, why }) => ({ service, tag, state, why })),
  });
  if (unhealthy.length > 0) runner.fail(headline(found, context));
}
