import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathReference } from '@rollcall/domain/tree/path-reference';
import type { Runner } from './runner.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Writes a report to `named`, relative to the workspace, or to `otherwise` in this run's temporary folder. Returns
 * its path; where it cannot be written says so and returns '': the findings are not lost with one of their files.
 */
export function writeReport(
  runner: Runner,
  env: Environment,
  { named, otherwise, text }: { named?: string | undefined; otherwise: string; text: string },
): string {
  const path =
    named === undefined ? join(runner.temporaryFolder(), otherwise) : resolve(env.GITHUB_WORKSPACE ?? '.', named);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  } catch (error) {
    runner.log.notice(`${path} is not written: ${error instanceof Error ? error.message : String(error)}`);
    return '';
  }
}

/** Address on GitHub of a folder of the repository, at the run's commit; null outside a run. */
export function filesAddress(env: Environment, folder: string): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  if (!server || !repository || !sha) return null;
  return `${server}/${repository}/blob/${sha}${folder === '' ? '' : `/${pathReference(folder)}`}`;
}
