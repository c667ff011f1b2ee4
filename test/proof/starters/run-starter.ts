import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { runWorkflow, type WorkflowResult } from '@rollcall/testkit/act';
import type { GitHubServer } from '@rollcall/testkit/github-server';
import type { Shop } from '@rollcall/testkit/shop';

const root = join(import.meta.dirname, '../../..');

/** Where a starter runs. */
interface StarterPlace {
  shop: Shop;
  server: GitHubServer;
  token: string;
  /** What a release of this repository has. */
  released: string;
}

/** What starts it, and what is beside it. */
export interface StarterRun {
  event?: 'workflow_dispatch' | 'pull_request' | 'schedule' | 'issues';
  inputs?: Record<string, string>;
  payload?: object;
  files?: Record<string, string | null>;
  programs?: string;
}

/** Copies a starter into the shop, as a person does, and runs it. */
export async function runStarter(
  { shop, server, token, released }: StarterPlace,
  name: string,
  { event = 'workflow_dispatch', inputs, payload, files = {}, programs }: StarterRun,
): Promise<WorkflowResult> {
  const { repository } = shop;
  mkdirSync(join(repository.directory, '.github/workflows'), { recursive: true });
  cpSync(join(root, `workflows/${name}.yml`), join(repository.directory, `.github/workflows/${name}.yml`));
  repository.commit(files, 'A starter');
  repository.git('push', '--quiet', 'origin', 'HEAD');
  const result = await runWorkflow(
    {
      directory: repository.directory,
      file: `${name}.yml`,
      event,
      payload: { inputs, repository: { full_name: 'example/shop', default_branch: 'main' }, ...payload },
      env: {
        ...server.variables,
        GITHUB_REPOSITORY: 'example/shop',
      },
      token,
      ...(programs ? { programs } : {}),
    },
    released,
  );
  expect(result.log).not.toContain(token);
  return result;
}
