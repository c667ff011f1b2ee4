import { join } from 'node:path';
import { showPath } from '@rollcall/domain/names';
import { pathReference } from '@rollcall/domain/tree/path-reference';
import { UserError } from '@rollcall/domain/user-error';
import { messageOf } from '../disk/failure.ts';
import { locateNamed, type Place } from '../disk/inside.ts';
import { replaceFile } from '../disk/replace-file.ts';
import type { Runner } from './runner.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Writes a report to the place that was named, or to `otherwise` among the files of this run that later steps read.
 * Returns its path; where it cannot be written says so and returns '': the findings are not lost with one of their files.
 */
export function writeReport(
  runner: Runner,
  { named, otherwise, text }: { named?: Place | undefined; otherwise: string; text: string },
): string {
  const place = named ?? placeOfOurs(runner.keptFolder(), otherwise);
  const path = place.target.toString();
  try {
    replaceFile(place, Buffer.from(text));
    return path;
  } catch (error) {
    if (error instanceof UserError) throw error;
    runner.log.notice(`${showPath(path)} is not written: ${messageOf(error)}`);
    return '';
  }
}

function placeOfOurs(folder: string, name: string): Place {
  return locateNamed({ name: 'a file of ours', written: join(folder, name), kind: 'file' }, [folder]);
}

/** Address on GitHub of a folder of the repository, at the run's commit; null outside a run. */
export function filesAddress(env: Environment, folder: string): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  if (!server || !repository || !sha) return null;
  return `${server}/${repository}/blob/${sha}${folder === '' ? '' : `/${pathReference(folder)}`}`;
}
