import { baseName } from '../tree/repository-paths.ts';
import type { Build } from './build.ts';

/** What targets and builds are called that are there for those who work on a service, or that others stand on. */
const words: ReadonlySet<string> = new Set(
  [
    'base build builder ci debug deps dev devel develop development format lint local test testing tests unit-test',
    'validate watch',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a build makes no image that is deployed, as its target or what it is called says. */
export function isForDevelopment({ target, name }: Pick<Build, 'target' | 'name'>): boolean {
  return [target, name].some((word) => word !== null && words.has(word.toLowerCase()));
}

/** Whether the name of a definition says the same: `compose.dev.yaml`. */
export function isDevelopmentFile(path: string): boolean {
  return baseName(path)
    .toLowerCase()
    .split(/[.-]/)
    .some((word) => words.has(word));
}
