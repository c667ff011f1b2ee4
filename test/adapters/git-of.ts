import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createGit, type Git, type GitSettings } from '@rollcall/adapters/git/command';
import { bareRepository, workTreeRepository } from '@rollcall/adapters/git/repository';

/** git in a work tree, or else in a bare repository. */
export function gitOf(directory: string, settings: Omit<GitSettings, 'repository'> = {}): Git {
  const isWorkTree = existsSync(join(directory, '.git'));
  return createGit({ ...settings, repository: isWorkTree ? workTreeRepository(directory) : bareRepository(directory) });
}
