import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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

/**
 * The shop pushed to main and to its deploy branches. Its environments pull from a repository of their own each, or with
 * `oneRepository` from the same, where a tag is of both.
 */
export function createShop({ oneRepository = false }: { oneRepository?: boolean } = {}): Shop {
  const origin = initRepository({ bare: true });
  const repository = initRepository();
  cpSync(example, repository.directory, { recursive: true });
  if (oneRepository) shareRepositories(join(repository.directory, 'k8s/argocd/apps'));
  const commit = repository.commit({}, 'The shop');
  repository.git('remote', 'add', 'origin', `file://${origin.directory}`);
  repository.git('push', '--quiet', 'origin', 'main', 'main:k8s-deploy-dev', 'main:k8s-deploy-prod');
  repository.git('fetch', '--quiet', 'origin');
  repository.git('remote', 'set-head', 'origin', 'main');
  return { repository, origin, commit };
}

function shareRepositories(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.yaml')) continue;
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/(value: "?)(?:dev|prod)\//, '$1shop/'));
  }
}

/** The file of the package that six services share. */
export const sharedFile = 'packages/go-common/httpserver/httpserver.go';
