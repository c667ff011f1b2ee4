import { cpSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initRepository, type Repository } from './repository.ts';

const example = resolve(dirname(fileURLToPath(import.meta.url)), '../../../examples/shop');

/** The example shop as a repository, with the bare one it was pushed to. */
export interface Shop {
  repository: Repository;
  origin: Repository;
  /** The one commit of main and of both deploy branches. */
  commit: string;
}

export function createShop(): Shop {
  const origin = initRepository({ bare: true });
  const repository = initRepository();
  cpSync(example, repository.directory, { recursive: true });
  const commit = repository.commit({}, 'The shop');
  repository.git('remote', 'add', 'origin', `file://${origin.directory}`);
  repository.git('push', '--quiet', 'origin', 'main', 'main:k8s-deploy-dev', 'main:k8s-deploy-prod');
  repository.git('fetch', '--quiet', 'origin');
  repository.git('remote', 'set-head', 'origin', 'main');
  return { repository, origin, commit };
}

/** The file of the package that six services share. */
export const sharedFile = 'packages/go-common/httpserver/httpserver.go';
