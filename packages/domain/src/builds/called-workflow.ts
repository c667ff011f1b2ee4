import { normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { keysAt } from '../yaml/value.ts';
import type { BuildFiles } from './build.ts';
import { readYamlDocuments } from './yaml-file.ts';

/**
 * The workflow of this repository that a job calls: by its path, or by the full name of the repository, which forks keep.
 * No tree knows what its repository is called: a workflow of that path which takes every input that it is given is meant.
 */
export function calledWorkflow(files: BuildFiles, uses: string, given: unknown): string | null {
  if (uses.startsWith('./')) return normaliseRepositoryPath(uses);
  const [, path = ''] = /^[^/]+\/[^/]+\/(\.github\/workflows\/[^/@]+\.ya?ml)@/.exec(uses) ?? [];
  if (path === '' || !files.exists(path)) return null;
  const takes = readYamlDocuments(files, path, ['workflow_call'], []).some(({ value }) => {
    const declared = keysAt(value, 'on', 'workflow_call', 'inputs');
    return keysAt(value, 'on').includes('workflow_call') && keysAt(given).every((name) => declared.includes(name));
  });
  return takes ? path : null;
}
